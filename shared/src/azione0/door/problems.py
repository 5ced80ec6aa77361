"""
What a request is told when it is not done: one table, one shape.

Every error of the API is `application/problem+json` (RFC 9457): a title for
people, the name of the refusal for programs, and the fields that are wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eventsourcing.persistence import IntegrityError, OperationalError
from flask import Response, json
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from azione0.access.accounts import TooSoon, WrongLogin
from azione0.access.oidc import NotVouched, UnknownProvider
from azione0.application import NotFound
from azione0.audit.note import WrongKey, WrongNote
from azione0.audit.witness import (
    NotGrown,
    NotSigned,
    OtherSize,
    UnknownLog,
    WrongGrowth,
)
from azione0.body import BadLetter
from azione0.catchup import NoAnswer
from azione0.contract import SERVICES
from azione0.relay import UnknownRecipient
from azione0.tokens import WrongTokens
from azione0.words import _

PROBLEM = "application/problem+json"
RETRY_SECONDS = 2

Refusals = Mapping[type[Exception], int]


class NoToken(Exception):
    """No token came with the request, or one that was given to nobody."""


class NotForYou(Exception):
    """The token is good, but not for this."""


class WrongForm(Exception):
    """Fields of a request that are missing, unknown or wrong."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(", ".join(error["field"] for error in errors))
        self.errors = errors


class KeyUsedTwice(Exception):
    """One Idempotency-Key came with two different requests."""


class TooManyAtOnce(Exception):
    """More requests at once than this service takes."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the same thing again and again."""


#: What every service may answer; a service adds its own refusals in `api.py`.
TABLE: Refusals = {
    BadLetter: 400,
    NoToken: 401,
    WrongLogin: 401,
    NotVouched: 401,
    UnknownProvider: 404,
    NotForYou: 403,
    NotFound: 404,
    UnknownRecipient: 404,
    ChangedMeanwhile: 409,
    IntegrityError: 409,
    NotSigned: 403,
    UnknownLog: 404,
    OtherSize: 409,
    NotGrown: 409,
    WrongGrowth: 422,
    WrongNote: 422,
    KeyUsedTwice: 422,
    WrongForm: 422,
    TooSoon: 429,
    OperationalError: 503,
    NoAnswer: 503,
    WrongKey: 503,
    TooManyAtOnce: 503,
    WrongTokens: 503,
}
#: Texts of these are for who runs the service, not for whoever asks.
UNTOLD = (IntegrityError, OperationalError, WrongTokens, NoAnswer, WrongKey)
CONFLICT, INTERNAL, UNAUTHORISED, UNAVAILABLE = 409, 500, 401, 503
MISSING = 404


class ProblemForm(Schema):
    """An error: what was refused, and what to change."""

    type = fields.String(
        required=True,
        metadata={
            "format": "uri",
            "description": "The name of the refusal: `urn:it.azione0.problem.NAME`.",
        },
    )
    title = fields.String(
        required=True, metadata={"description": "The kind of problem, for people."}
    )
    status = fields.Integer(
        required=True,
        metadata={
            "format": "int32",
            "minimum": 100,
            "maximum": 599,
            "description": "The HTTP status.",
        },
    )
    detail = fields.String(metadata={"description": "What exactly was refused."})
    request_id = fields.String(
        metadata={"description": "Names this request in the service's log."}
    )
    errors = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={"description": "The fields that are wrong, and what they expect."},
    )


@dataclass(frozen=True)
class Problem:
    """An error on its way out."""

    status: int
    kind: str = ""
    detail: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request_id: str) -> Response:
        """Give the answer to send."""
        body: dict[str, Any] = {
            "type": f"urn:it.azione0.problem.{self.kind}"
            if self.kind
            else "about:blank",
            "title": title_of(self.status),
            "status": self.status,
            "detail": self.detail,
            "errors": self.errors,
            "request_id": request_id,
        }
        text = json.dumps({name: held for name, held in body.items() if held != []})
        answer = Response(text, status=self.status, content_type=PROBLEM)
        answer.headers.extend(dict(self.headers))
        return answer


def problem_of(wrong: Exception, refusals: Refusals) -> Problem:
    """
    Turn what was raised into what is answered.

    `refusals` are the service's own; a refusal that nobody listed is a conflict
    with what is already so, and anything else is our own mistake.
    """
    if isinstance(wrong, HTTPException):
        return _problem_of_flask(wrong)
    status = _status_of(wrong, refusals)
    if status == INTERNAL:
        return Problem(INTERNAL, detail=_("Il codice della richiesta aiuta chi cerca."))
    if status == MISSING and not isinstance(wrong, UnknownRecipient):
        # What is foreign or forbidden answers word for word like what is missing.
        return Problem(MISSING, kind="NotFound", detail=title_of(MISSING))
    headers: dict[str, str] = {}
    if status == UNAUTHORISED:
        headers["WWW-Authenticate"] = 'Bearer realm="azione0"'
    if status == UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(wrong, TooSoon):
        headers["Retry-After"] = str(wrong.seconds)
    return Problem(
        status,
        kind=type(wrong).__name__,
        detail="" if isinstance(wrong, UNTOLD) else str(wrong),
        errors=_errors_of(wrong),
        headers=headers,
    )


def title_of(status: int) -> str:
    """Say what a status means."""
    titles = {
        400: _("La richiesta non è leggibile"),
        401: _("Serve un token valido"),
        403: _("Il token non permette questa operazione"),
        404: _("Non esiste, o non per chi chiede"),
        405: _("Questo indirizzo non accetta questo metodo"),
        409: _("Lo stato delle cose non lo permette"),
        413: _("La richiesta è troppo grande"),
        415: _("Il contenuto deve essere application/json"),
        422: _("La richiesta contiene valori non accettabili"),
        429: _("Troppi tentativi: riprovare più tardi"),
        500: _("Errore interno"),
        503: _("Il servizio ora non può rispondere: riprovare tra poco"),
    }
    return titles.get(status, str(status))


def _status_of(wrong: Exception, refusals: Refusals) -> int:
    for kind in type(wrong).__mro__:
        for table in (refusals, TABLE):
            if kind in table:
                return table[kind]
    # A noun's refusal lives in its service's package, beside the noun.
    package = type(wrong).__module__.partition(".")[0]
    if package in SERVICES and not isinstance(wrong, RuntimeError):
        return CONFLICT
    return INTERNAL


def _errors_of(wrong: Exception) -> list[dict[str, str]]:
    if isinstance(wrong, WrongForm):
        return wrong.errors
    if isinstance(wrong, BadLetter):
        return [
            {"field": fault.field, "expected": fault.expected} for fault in wrong.faults
        ]
    return []


def _problem_of_flask(wrong: HTTPException) -> Problem:
    status = wrong.code or INTERNAL
    kept = ("allow", "retry-after")
    sent = {name: value for name, value in wrong.get_headers() if name.lower() in kept}
    return Problem(status, kind=wrong.name.title().replace(" ", ""), headers=sent)

"""
Signs of life: whether a service is alive, ready and up to date, and its letters.

`/healthz` asks nobody. `/readyz` and `/status` are the same and ask the database
and the broker: without the broker a service is degraded but ready, because
people can go on working and their letters leave later.
"""

from base64 import b64encode
from typing import Any

from eventsourcing.persistence import OperationalError
from flask import Response, current_app, json
from marshmallow import Schema, fields, validate

from azione0.door.problems import PROBLEM, NotForYou, ProblemForm
from azione0.door.reception import Reception
from azione0.door.strict import JSON, UNAVAILABLE, StrictBlueprint
from azione0.letter import number_for
from azione0.metrics import CONTENT_TYPE, WAITING_STATES
from azione0.rhythm import states
from azione0.words import _

signs = StrictBlueprint(
    "signs", __name__, description="Whether the service is well, and its letters."
)

MOST_LETTERS = 1000


class LogForm(Schema):
    """How far a service's log is sealed, and what is wrong with it."""

    sealed = fields.Integer(
        required=True, metadata={"description": "Events under the last seal."}
    )
    cosigned = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Events under the last seal that each cosigned."},
    )
    trouble = fields.String(
        required=True,
        metadata={"description": "Why it is not sealed any more; empty if it is."},
    )
    troubles = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Partners with whom seals cannot be exchanged now."},
    )
    contradicted = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Logs of others that contradicted themselves."},
    )


class PublisherForm(Schema):
    """How one publisher writes to a service."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(["regular", "quiet", "silent"]),
        metadata={
            "description": (
                "Quiet: no letter for longer than it is used to pause. Silent: nor "
                "any answer when it is asked for its letters."
            )
        },
    )
    last_letter_at = fields.AwareDateTime(required=True, allow_none=True)
    lag_seconds = fields.Float(
        required=True,
        metadata={"description": "What its last letter took to be here."},
    )
    patience_seconds = fields.Integer(
        required=True,
        metadata={"description": "Silence of this length is more than usual."},
    )
    answered_at = fields.AwareDateTime(required=True, allow_none=True)


class StatusForm(ProblemForm):
    """How a service is."""

    service = fields.String(metadata={"description": "The service's own name."})
    state = fields.String(
        validate=validate.OneOf(["well", "degraded", "down", "closing"]),
        metadata={"description": "Degraded: people can work, letters wait."},
    )
    database = fields.String(validate=validate.OneOf(["connected", "away"]))
    broker = fields.String(validate=validate.OneOf(["embedded", "connected", "away"]))
    unread_events = fields.Integer(
        metadata={"description": "Events whose letters are not written yet."}
    )
    unsent_events = fields.Integer(
        metadata={"description": "Events whose letters the bus has not confirmed."}
    )
    letters = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "Letters in that are not done, by state."},
    )
    publishers = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(PublisherForm),
        metadata={"description": "How each of those whom it hears writes to it."},
    )
    log = fields.Nested(
        LogForm, metadata={"description": "How far the log is sealed and cosigned."}
    )


class AliveForm(Schema):
    """That the process answers."""

    status = fields.String(required=True)


class LettersAsked(Schema):
    """Whose letters, and after which number."""

    recipient = fields.String(
        data_key="for",
        required=True,
        validate=validate.Length(min=1, max=100),
        metadata={"description": "The recipient's own name."},
    )
    after = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=2**53 - 1),
        metadata={"description": "The last number that the recipient has."},
    )
    limit = fields.Integer(
        load_default=500, validate=validate.Range(min=1, max=MOST_LETTERS)
    )


class LetterForm(Schema):
    """A letter as it lies in the letter book."""

    headers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    body = fields.String(
        required=True,
        metadata={"contentEncoding": "base64", "description": "The JSON, in base64."},
    )


class LettersForm(Schema):
    """A page of letters, in the order of their numbers."""

    letters = fields.List(fields.Nested(LetterForm), required=True)
    last = fields.Integer(
        required=True, metadata={"description": "The number of the last letter here."}
    )


@signs.page("/healthz", "alive", AliveForm, done="The process answers.", token=False)
def healthz() -> dict[str, str]:
    """Say that the process answers; nothing is asked of anybody."""
    return {"status": "alive"}


def status() -> Response:
    """Say how the database, the broker and the letters are."""
    return _status()


for name in ("readyz", "status"):
    signs.page(
        f"/{name}",
        name,
        StatusForm,
        done="It can work; degraded if its letters wait.",
        content_type=PROBLEM,
        failures=[503],
        failure=StatusForm,
        token=False,
    )(status)


@signs.page(
    "/metrics",
    "metrics",
    {"type": "string"},
    done="Prometheus's text format.",
    content_type="text/plain",
    token=False,
)
def metrics() -> Response:
    """Give the figures that Prometheus collects."""
    return Response(_reception().metrics.text(), content_type=CONTENT_TYPE)


@signs.page(
    "/letters",
    "letters",
    LettersForm,
    done="A page of letters.",
    form=LettersAsked,
    failures=[401, 403, 404, 422, 503],
)
def letters(asked: dict[str, Any]) -> Response:
    """Give a recipient the letters it lacks, from the letter book."""
    reception = _reception()
    actor = reception.actor("recipient")
    recipient = asked["recipient"]
    if actor.recipient != recipient:
        raise NotForYou(_("il token è di un altro destinatario"))
    page = reception.office.relay.page(recipient, asked["after"], asked["limit"])
    last = number_for(page[-1].headers, recipient) if page else asked["after"]
    body = {
        "letters": [
            {"headers": raw.headers, "body": b64encode(raw.body).decode()}
            for raw in page
        ],
        "last": last,
    }
    return Response(json.dumps(body), content_type=JSON)


def _status() -> Response:
    reception = _reception()
    found = {"service": reception.office.settings.me.name, **_found(reception)}
    said = {
        "well": _("Tutto funziona"),
        "degraded": found.get("log", {}).get("trouble")
        or _("Si può lavorare; l'invio delle lettere riprende da solo"),
        "down": _("La base dati non risponde"),
        "closing": _("Il servizio sta chiudendo"),
    }
    state = found["state"]
    code = 200 if state in ("well", "degraded") else UNAVAILABLE
    body = {"type": "about:blank", "title": said[state], "status": code, **found}
    return Response(json.dumps(body), status=code, content_type=PROBLEM)


def _found(reception: Reception) -> dict[str, Any]:
    if reception.closing():
        return {"state": "closing"}
    broker = reception.broker()
    try:
        unread, unsent = reception.office.relay.lag()
        census = reception.office.inbox.census()
        rhythms = reception.office.rhythms.all()
        log = reception.office.exchange.status()
    except OperationalError:
        return {"state": "down", "database": "away", "broker": broker}
    return {
        "state": "degraded" if broker == "away" or log["trouble"] else "well",
        "database": "connected",
        "broker": broker,
        "unread_events": unread,
        # Nothing confirms letters that their recipients come and take.
        "unsent_events": 0 if broker == "embedded" else unsent,
        "letters": {it: census.get(it, 0) for it in (*WAITING_STATES, "quarantined")},
        "publishers": states(rhythms),
        "log": log,
    }


def _reception() -> Reception:
    found: Reception = current_app.extensions["azione0"]
    return found

"""
Requests read strictly: what could be understood in two ways is not understood.

JSON with a key twice, a NaN or broken text is refused whole; a field that nobody
asked for is refused by name, and so is a wrong one, without repeating its value.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn, TypeVar

from flask import Request
from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import RAISE, Schema, ValidationError
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from azione0.body import plain_json
from azione0.door.problems import PROBLEM, ProblemForm, WrongForm
from azione0.words import _

#: What a field may be called; a name that is none is not repeated.
A_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
JSON = "application/json"
RETRY_AFTER = {
    "description": "Seconds to wait before asking again.",
    "schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 3600},
}
FAILURES = {
    400: "The request cannot be read.",
    401: "No token came, or one that was given to nobody.",
    403: "The token is not for this.",
    404: "It does not exist, or not for who asks.",
    409: "What is already so does not allow it.",
    413: "The request is larger than 1 MB.",
    415: "The content is not application/json.",
    422: "A value is missing, unknown or not acceptable.",
    429: "Too many tries: wait.",
    503: "The service cannot answer now: try again.",
}
UNAVAILABLE = 503
#: Answers that say when to come back.
WAITS = (429, UNAVAILABLE)
FIRST_YEAR, LAST_YEAR = 1900, 2199

View = TypeVar("View", bound=Callable[..., Any])
Shape = Schema | type[Schema] | dict[str, Any] | None


class StrictParser(FlaskParser):
    """Reads JSON as letters are read, and lets no unknown field pass."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012  as the library declares it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": RAISE,
        "query": RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        body = body_of(req)
        if not body:
            return missing
        if req.mimetype != JSON:
            raise UnsupportedMediaType
        return plain_json(body)

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Refuse a request, naming each field and what it expects."""
        messages: Any = error.messages
        errors = [
            fault
            for within in messages.values()
            for fault in _faults(schema, within, "")
        ]
        raise WrongForm(errors) from error


class StrictBlueprint(Blueprint):
    """A part of the API whose requests are read strictly, and that says so."""

    ARGUMENTS_PARSER = StrictParser()

    def page(
        self,
        rule: str,
        name: str,
        answer: Shape,
        *,
        method: str = "GET",
        status: int = 200,
        done: str = "The answer.",
        content_type: str = JSON,
        form: type[Schema] | None = None,
        failures: Sequence[int] = (),
        failure: Shape = ProblemForm,
        token: bool = True,
        parameters: Sequence[Mapping[str, Any]] = (),
    ) -> Callable[[View], View]:
        """
        Serve a function at an address, and describe it.

        `form` is read from the body of a command and from the query of a
        question; `name` is the operation's, without an HTTP verb in it.
        """

        def serve(view: View) -> View:
            described: Any = self.response(
                status, answer, description=done, content_type=content_type
            )(view)
            for code in failures:
                headers = {"Retry-After": RETRY_AFTER} if code in WAITS else None
                described = self.alt_response(
                    code,
                    schema=failure,
                    content_type=PROBLEM,
                    description=FAILURES[code],
                    headers=headers,
                )(described)
            operation: dict[str, Any] = {
                "operationId": name,
                "security": [{"token": []}, {"session": []}] if token else [],
            }
            if parameters:
                operation["parameters"] = list(parameters)
            described = self.doc(**operation)(described)
            if form is not None:
                location = "query" if method == "GET" else "json"
                described = self.arguments(form, location=location)(described)
            self.route(rule, methods=[method])(described)
            return view

        return serve


def body_of(req: Request) -> bytes:
    """Give the body of a request; `RequestEntityTooLarge` from a megabyte on."""
    body: bytes = req.get_data(cache=True)
    # Of a body that comes in chunks Werkzeug gives the first part and says nothing.
    if len(body) >= (req.max_content_length or len(body) + 1):
        raise RequestEntityTooLarge
    return body


def expect_nothing(req: Request) -> None:
    """Refuse what is sent with a command that asks for nothing."""
    said = plain_json(body_of(req) or b"{}")
    if said != {}:
        expected = _("questo comando non chiede nulla")
        raise WrongForm([{"field": "body", "expected": expected}])


def refuse_far_days(value: Any, path: str = "") -> None:
    """
    Refuse a day that no letter could bear and no calendar reaches.

    Before 1893 Rome kept its own minutes; what is said of such a day could be
    stored here and never be told to others.
    """
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        expected = _("una data dal {first} al {last}").format(
            first=FIRST_YEAR, last=LAST_YEAR
        )
        raise WrongForm([{"field": path, "expected": expected}])
    if isinstance(value, Mapping):
        for name, held in value.items():
            refuse_far_days(held, f"{path}.{name}" if path else str(name))
    elif isinstance(value, (list, tuple)):
        for index, held in enumerate(value):
            refuse_far_days(held, f"{path}[{index}]")


def _faults(schema: Any, messages: Any, path: str) -> Iterator[dict[str, str]]:
    if not isinstance(messages, Mapping):
        yield {"field": path or "body", "expected": _("un oggetto JSON")}
        return
    for name, within in messages.items():
        field = schema.fields.get(name) if schema is not None else None
        if name == "_schema":
            yield from _faults(None, within, path)
        elif field is None:
            expected = _("questo campo non è previsto")
            yield {"field": f"{path}{_told(name)}", "expected": expected}
        else:
            yield from _faults_in_field(field, within, f"{path}{name}")


def _faults_in_field(field: Any, within: Any, path: str) -> Iterator[dict[str, str]]:
    nested = getattr(field, "schema", None)
    inner = getattr(field, "inner", None)
    if isinstance(within, Mapping) and inner is not None:
        for index, below in within.items():
            yield from _faults_in_field(inner, below, f"{path}[{index}]")
    elif isinstance(within, Mapping) and nested is not None:
        yield from _faults(nested, within, f"{path}.")
    else:
        expected = getattr(field, "expected", None)
        said = expected() if expected else " ".join(map(str, within))
        yield {"field": path, "expected": said}


def _told(name: Any) -> str:
    """Give a field's name back, unless it could be somebody's."""
    return name if isinstance(name, str) and A_NAME.fullmatch(name) else "?"

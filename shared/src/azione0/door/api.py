"""
How a service offers its use-cases over HTTP: commands and questions.

A service writes an `api.py` with one `Api`, and below it a function for each
address. The function gets the application, what the address names and what the
form holds, by name; it opens no transaction and catches no refusal. The token,
the transaction, the answer and the OpenAPI document are taken care of here.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, json, request
from marshmallow import Schema

from azione0.access.declared import Declared
from azione0.door.problems import Refusals
from azione0.door.reception import Asked, Reception
from azione0.door.strict import (
    FAILURES,
    StrictBlueprint,
    expect_nothing,
    refuse_far_days,
)
from azione0.tokens import Actor

Act = TypeVar("Act", bound=Callable[..., Any])

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Names the command. Sent again within 7 days with the same key and the same "
        "body, it is not done twice and has the same answer."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
OF_QUESTIONS = (401, 403, 404, 422, 503)


class Api:
    """
    The addresses of one service, all under `/api`.

    `about` is one English sentence for the OpenAPI document. `refusals` maps the
    service's own refusals to a status: 422 for a value that cannot be, 404 for
    what is not there. A refusal that is not listed is a 409, a conflict with
    what is already so. `access` says by the name of each address what it is about;
    one that is not in it is refused to everybody.
    """

    def __init__(
        self,
        name: str,
        *,
        about: str,
        refusals: Refusals | None = None,
        access: Mapping[str, Declared] | None = None,
    ) -> None:
        self.name = name
        self.access: Mapping[str, Declared] = access or {}
        #: The names of all addresses, as they are declared.
        self.addresses: list[str] = []
        self.refusals: Mapping[type[Exception], int] = refusals or {}
        self.blueprint = StrictBlueprint(
            name, name, url_prefix="/api", description=about
        )

    def command(
        self,
        rule: str,
        form: type[Schema] | None = None,
        answer: type[Schema] | Schema | None = None,
        *,
        status: int = 0,
        role: str = "operator",
        first: Callable[[Actor, Mapping[str, Any]], None] | None = None,
    ) -> Callable[[Act], Act]:
        """
        Declare a command: `POST rule` with a JSON body of this form.

        What the function gives is written by `answer`, with status 200 (201 for
        a command that makes something new: say so); without `answer`, 204. An
        answer names ids, dates and states, never a person: it is kept for those
        who ask again. `first` is done before the transaction begins.
        """
        shape = _instance(answer)
        status = status or (200 if shape else 204)

        def declare(act: Act) -> Act:
            @wraps(act)
            def view(*asked: Any, **path: Any) -> Response:
                if form is None:
                    expect_nothing(request)
                said = {**path, **_only(asked)}
                return _reception().obey(
                    lambda application: act(application, **said),
                    lambda result: _text(shape, result),
                    status=status,
                    role=role,
                    asked=Asked(
                        act.__name__, self.access.get(act.__name__), said, first
                    ),
                )

            self.addresses.append(act.__name__)
            self.blueprint.page(
                rule,
                act.__name__,
                shape,
                method="POST",
                status=status,
                done=_done(status),
                form=form,
                failures=tuple(FAILURES),
                parameters=[IDEMPOTENCY_KEY],
            )(view)
            return act

        return declare

    def question(
        self,
        rule: str,
        answer: type[Schema] | Schema,
        *,
        asks: type[Schema] | None = None,
        role: str = "reader",
    ) -> Callable[[Act], Act]:
        """
        Declare a question: `GET rule`, with `asks` for what follows the `?`.

        For a list give `Form(many=True)`. Who may act may ask too.
        """
        shape = _instance(answer)

        def declare(act: Act) -> Act:
            @wraps(act)
            def view(*asked: Any, **path: Any) -> Response:
                said = {**path, **_only(asked)}
                return _reception().reply(
                    lambda application: act(application, **said),
                    lambda result: _text(shape, result),
                    role=role,
                    asked=Asked(act.__name__, self.access.get(act.__name__), said),
                )

            self.addresses.append(act.__name__)
            self.blueprint.page(
                rule, act.__name__, shape, form=asks, failures=OF_QUESTIONS
            )(view)
            return act

        return declare


def _reception() -> Reception:
    found: Reception = current_app.extensions["azione0"]
    return found


def _instance(shape: type[Schema] | Schema | None) -> Schema | None:
    return shape() if isinstance(shape, type) else shape


def _only(asked: Sequence[dict[str, Any]]) -> dict[str, Any]:
    refuse_far_days(asked[0] if asked else {})
    return asked[0] if asked else {}


def _text(shape: Schema | None, result: Any) -> str:
    return "" if shape is None else json.dumps(shape.dump(result))


def _done(status: int) -> str:
    made = 201
    return "It was made." if status == made else "It was done; this is the answer."

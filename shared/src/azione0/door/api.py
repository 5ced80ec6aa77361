"""
How a service offers its use-cases over HTTP: commands and questions.

A service writes an `api.py` with one `Api`, and below it a function for each
address. The function gets the application, what the address names and what the
form holds, by name; it opens no transaction and catches no refusal. The token,
the transaction, the answer and the OpenAPI document are taken care of here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, json, request
from marshmallow import Schema

from azione0.access.declared import Declared
from azione0.door.problems import Refusals
from azione0.door.reception import ANYONE, Asked, Reception
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
#: What cannot go wrong where no token is asked for.
OF_TOKENS = (401, 403)


def _as_it_is(written: Any) -> Any:
    return written


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
        #: The names of all addresses, as they are declared, and of those for anyone.
        self.addresses: list[str] = []
        self.open_addresses: list[str] = []
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
        kept: bool = True,
    ) -> Callable[[Act], Act]:
        """
        Declare a command: `POST rule` with a JSON body of this form.

        What the function gives is written by `answer`, with status 200 (201 for
        a command that makes something new: say so); without `answer`, 204. An
        answer names ids, dates and states, never a person: it is kept for those
        who ask again. One that holds a secret is not `kept`, nor one to `anyone`,
        who needs neither token nor grant. `first` is done before the transaction
        begins.
        """
        kept = kept and role != ANYONE
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
                    kept=kept,
                )

            self._declare(act.__name__, role)
            self.blueprint.page(
                rule,
                act.__name__,
                shape,
                method="POST",
                status=status,
                done=_done(status),
                form=form,
                failures=_failures(FAILURES, role),
                token=role != ANYONE,
                parameters=[IDEMPOTENCY_KEY] if kept else [],
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

    def disclosure(
        self,
        rule: str,
        answer: type[Schema] | Schema,
        *,
        asks: type[Schema] | None = None,
        role: str = "operator",
    ) -> Callable[[Act], Act]:
        """
        Declare a question about persons: who asks is written down before the answer.

        The function gets a `reader` too, notes the reading and opens the vault; its
        transaction is committed before anything is sent.
        """
        shape = _instance(answer)

        def declare(act: Act) -> Act:
            @wraps(act)
            def view(*asked: Any, **path: Any) -> Response:
                said = {**path, **_only(asked)}
                return _reception().disclose(
                    lambda application, reader: act(application, reader, **said),
                    lambda result: _text(shape, result),
                    role=role,
                    asked=Asked(act.__name__, self.access.get(act.__name__), said),
                )

            self._declare(act.__name__, role)
            self.blueprint.page(
                rule, act.__name__, shape, form=asks, failures=(*OF_QUESTIONS, 409)
            )(view)
            return act

        return declare

    def document(
        self,
        rule: str,
        content_type: str,
        *,
        form: type[Schema] | None = None,
        asks: type[Schema] | None = None,
        role: str = "reader",
        write: Callable[[Any], str | bytes] = _as_it_is,
    ) -> Callable[[Act], Act]:
        """
        Declare a document that is no JSON, made when it is asked for and not kept.

        The function gives its text or its bytes, or what `write` makes them of: of a
        list, only the rows that may be seen. With a form it is asked for by `POST`,
        so that what the form holds stands in no address; `asks` is for what follows
        the `?`. Nothing is stored.
        """

        def declare(act: Act) -> Act:
            @wraps(act)
            def view(*asked: Any, **path: Any) -> Response:
                said = {**path, **_only(asked)}
                return _reception().reply(
                    lambda application: act(application, **said),
                    write,
                    role=role,
                    asked=Asked(act.__name__, self.access.get(act.__name__), said),
                    content_type=content_type,
                )

            binary = not content_type.startswith("text/")
            self._declare(act.__name__, role)
            self.blueprint.page(
                rule,
                act.__name__,
                {"type": "string", **({"format": "binary"} if binary else {})},
                method="POST" if form else "GET",
                done="The document.",
                content_type=content_type.partition(";")[0],
                form=form or asks,
                failures=_failures(FAILURES if form else OF_QUESTIONS, role),
                token=role != ANYONE,
            )(view)
            return act

        return declare

    def _declare(self, name: str, role: str) -> None:
        (self.open_addresses if role == ANYONE else self.addresses).append(name)


def _failures(known: Iterable[int], role: str) -> tuple[int, ...]:
    return tuple(it for it in known if role != ANYONE or it not in OF_TOKENS)


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

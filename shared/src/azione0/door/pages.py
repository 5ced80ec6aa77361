"""
Pages for people who have no account: what a link opens, and a button on it.

Looking never does anything: who passes a link on has programs look at it. A page has
no script and nothing from elsewhere; it may be styled by its own words alone, and its
address is told to nobody (`Referrer-Policy`).
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app

from azione0.door.reception import ANYONE, Asked, Reception

HTML = "text/html; charset=utf-8"
Act = TypeVar("Act", bound=Callable[..., str])


class Pages:
    """
    The pages of one service, for anyone.

    `style` is the text of the one style sheet that stands in every page. `refused`
    says by a refusal's class with which status and page it is answered; another one is
    a problem as everywhere.
    """

    def __init__(
        self,
        name: str,
        *,
        style: str,
        refused: Mapping[type[Exception], tuple[int, Callable[[], str]]],
    ) -> None:
        self.blueprint = Blueprint(f"{name}_pages", name)
        self.refused = refused
        digest = b64encode(sha256(style.encode()).digest()).decode()
        self._headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
                "base-uri 'none'; frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }

    def look(self, rule: str) -> Callable[[Act], Act]:
        """Declare a page that is looked at: `GET rule`; nothing is stored."""

        def declare(act: Act) -> Act:
            @wraps(act)
            def view(**path: Any) -> Response:
                return self._answer(
                    lambda: _reception().reply(
                        lambda application: act(application, **path),
                        lambda page: page,
                        role=ANYONE,
                        asked=Asked(act.__name__, None, path),
                        content_type=HTML,
                    )
                )

            self.blueprint.add_url_rule(rule, act.__name__, view, methods=["GET"])
            return act

        return declare

    def press(self, rule: str) -> Callable[[Act], Act]:
        """Declare what the button of a page does: `POST rule`, in one transaction."""

        def declare(act: Act) -> Act:
            @wraps(act)
            def view(**path: Any) -> Response:
                return self._answer(
                    lambda: _reception().obey(
                        lambda application: act(application, **path),
                        lambda page: page,
                        status=200,
                        role=ANYONE,
                        asked=Asked(act.__name__, None, path),
                        kept=False,
                    )
                )

            self.blueprint.add_url_rule(rule, act.__name__, view, methods=["POST"])
            return act

        return declare

    def _answer(self, answer: Callable[[], Response]) -> Response:
        try:
            response = answer()
        except tuple(self.refused) as wrong:
            status, page = self.refused[type(wrong)]
            response = Response(page(), status)
        response.content_type = HTML
        response.headers.update(self._headers)
        return response


def _reception() -> Reception:
    found: Reception = current_app.extensions["azione0"]
    return found

"""
Signing in and out with a local account, over HTTP.

The session's secret travels in a cookie that no script can read and no other site
can make the browser send (`SameSite=Strict`, `HttpOnly`, `Secure`, `__Host-`).
"""

import hmac
from typing import Any

from flask import Response, current_app, request
from marshmallow import Schema, fields, validate

from azione0.access.accounts import LONGEST, LONGEST_PASSWORD, SignedIn
from azione0.access.oidc import LONGEST_LOGIN, NotVouched
from azione0.door.reception import COOKIE, Reception
from azione0.door.strict import JSON, StrictBlueprint
from azione0.fields import Text
from azione0.words import _

#: Holds a sign-in's state, so that only the browser that began it can end it.
STATE = "__Host-azione0-state"

signing_in = StrictBlueprint(
    "signing_in",
    "signing_in",
    url_prefix="/api",
    description="Signing in with a password, for who has a local account.",
)


class Login(Schema):
    """A name and its password."""

    actor = Text(required=True)
    password = fields.String(
        required=True,
        validate=validate.Length(min=1, max=4 * LONGEST_PASSWORD),
        metadata={"format": "password", "description": "The account's password."},
    )


@signing_in.page(
    "/session",
    "sign_in",
    None,
    method="POST",
    status=204,
    done="The answer sets the session's cookie.",
    form=Login,
    failures=[400, 401, 413, 415, 422, 429, 503],
    token=False,
)
def sign_in(login: dict[str, Any]) -> Response:
    """Begin a session; one that the browser had before ends."""
    reception = _reception()
    accounts, now = reception.office.accounts, reception.office.store.clock()
    address = _address(reception.office.settings.proxies)
    who = accounts.verify(login["actor"], login["password"], address, now)
    return _let_in(reception, who)


@signing_in.page(
    "/session/end",
    "sign_out",
    None,
    method="POST",
    status=204,
    done="The session is over.",
    failures=[503],
    token=False,
)
def sign_out() -> Response:
    """End the session of the cookie, if there is one."""
    _reception().office.accounts.end(request.cookies.get(COOKIE, ""))
    answer = Response(status=204, content_type=JSON)
    answer.delete_cookie(
        COOKIE, secure=True, httponly=True, samesite="Strict", path="/"
    )
    return answer


@signing_in.page(
    "/session/oidc/<name>",
    "sign_in_elsewhere",
    None,
    status=302,
    done="Leads to the organisation's identity provider.",
    failures=[404, 503],
    token=False,
)
def sign_in_elsewhere(name: str) -> Response:
    """Begin to sign in with an organisation's own identity provider."""
    office = _reception().office
    begun = office.sign_in.begin(name, office.store.clock())
    answer = Response(status=302, headers={"Location": begun.url})
    # Lax and not Strict: the browser comes back from another site.
    answer.set_cookie(
        STATE,
        begun.state,
        max_age=LONGEST_LOGIN,
        secure=True,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


@signing_in.page(
    "/session/oidc/<name>/callback",
    "sign_in_from_elsewhere",
    None,
    status=204,
    done="The answer sets the session's cookie.",
    failures=[401, 404, 503],
    token=False,
)
def sign_in_from_elsewhere(name: str) -> Response:
    """End a sign-in that this very browser began; providers send more words along."""
    reception = _reception()
    state, code = (request.args.get(it, "") for it in ("state", "code"))
    if not hmac.compare_digest(request.cookies.get(STATE, "").encode(), state.encode()):
        raise NotVouched(_("l'ingresso non è più valido: ricominciare"))
    who = reception.office.sign_in.finish(
        name, state=state, code=code, now=reception.office.store.clock()
    )
    answer = _let_in(reception, who)
    answer.delete_cookie(STATE, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def _address(proxies: int) -> str:
    """
    Give from where a request comes: what the outermost of our own proxies saw.

    What stands further left in the header is only what the other side wrote.
    """
    seen = [
        it.strip()
        for it in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    ]
    if 0 < proxies <= len(seen) and seen[-proxies]:
        return seen[-proxies]
    return request.remote_addr or ""


def _let_in(reception: Reception, who: SignedIn) -> Response:
    """Begin a session; the one that the browser had before ends."""
    secret = reception.office.accounts.begin(
        who,
        reception.office.store.clock(),
        instead_of=request.cookies.get(COOKIE, ""),
    )
    answer = Response(status=204, content_type=JSON)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=LONGEST,
        secure=True,
        httponly=True,
        samesite="Strict",
        path="/",
    )
    return answer


def _reception() -> Reception:
    found: Reception = current_app.extensions["azione0"]
    return found

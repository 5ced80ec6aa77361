"""
Signing in with an organisation's own identity provider: OpenID Connect, code and PKCE.

The operator lists the providers; each vouches for the people of one organisation and
nobody else. What the provider signs is believed only in the one algorithm that is
written down for it, for this client, for this sign-in, and once.

Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 7636; RFC 8725, 3.1; RFC 9700.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from azione0.access.accounts import SignedIn
from azione0.database import Database
from azione0.tokens import NAME
from azione0.words import _

#: What it holds, for who reads an export; nobody takes it along.
HOLDS: Mapping[str, str] = {
    "oidc_logins_v1": _("Chi sta entrando tramite un gestore dell'identità."),
}
TABLES = (
    """CREATE TABLE IF NOT EXISTS oidc_logins_v1 (
        state_hash text PRIMARY KEY,
        provider text NOT NULL,
        nonce text NOT NULL,
        verifier text NOT NULL,
        begun_at timestamptz NOT NULL)""",
)
#: Signatures of a key that only the provider has; never a shared secret, never none.
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
#: How long somebody may take at the provider's page; how far its clock may be off.
LONGEST_LOGIN, LEEWAY = timedelta(minutes=10), timedelta(seconds=30)
OLDEST_TOKEN = timedelta(minutes=10)
SECONDS = 5
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider, and the organisation for whose people it vouches."""

    name: str
    organisation: str
    issuer: str
    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    redirect_uri: str
    algorithm: str
    client_secret: str = ""
    actor_claim: str = "sub"

    def __post_init__(self) -> None:
        if self.algorithm not in ALGORITHMS:
            raise WrongProvider(
                f"{self.name}: algorithm {self.algorithm!r} is not one of "
                f"{', '.join(ALGORITHMS)}"
            )
        for address in (
            self.issuer,
            self.authorization_endpoint,
            self.token_endpoint,
            self.jwks_uri,
            self.redirect_uri,
        ):
            parts = urlsplit(address)
            here = parts.hostname in ("127.0.0.1", "localhost", "::1")
            if parts.scheme != "https" and not (parts.scheme == "http" and here):
                raise WrongProvider(f"{self.name}: {address} is not https")


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the state that must come back with it."""

    url: str
    state: str


def read_providers(path: Path | None) -> dict[str, Provider]:
    """Read the providers file, `[[provider]]` tables; `WrongProvider` if unsound."""
    if path is None:
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("provider", [])
        found = [Provider(**table) for table in tables]
    except (OSError, tomllib.TOMLDecodeError, TypeError) as wrong:
        raise WrongProvider(f"{path}: {wrong}") from None
    return {it.name: it for it in found}


class SignIn:
    """Sign-ins on their way through an identity provider."""

    def __init__(self, database: Database, providers: Mapping[str, Provider]) -> None:
        self._database = database
        self._providers = providers
        database.create(TABLES)

    def begin(self, name: str, now: datetime) -> Begun:
        """Begin a sign-in at a provider; `UnknownProvider`."""
        provider = self._provider(name)
        state, nonce, verifier = (token_urlsafe(_BYTES) for _again in range(3))
        url, _state = self._client(provider).create_authorization_url(
            provider.authorization_endpoint,
            state=state,
            nonce=nonce,
            code_verifier=verifier,
        )
        with self._database.writing() as session:
            session.execute(
                "DELETE FROM oidc_logins_v1 WHERE begun_at < ?", (now - LONGEST_LOGIN,)
            )
            session.execute(
                "INSERT INTO oidc_logins_v1 (state_hash, provider, nonce, verifier, "
                "begun_at) VALUES (?, ?, ?, ?, ?)",
                (_hashed(state), provider.name, nonce, verifier, now),
            )
        return Begun(str(url), state)

    def finish(self, name: str, *, state: str, code: str, now: datetime) -> SignedIn:
        """
        End a sign-in and say who it is; a state is good for once.

        `NotVouched` for anything that is not exactly as it was begun.
        """
        from requests import RequestException  # noqa: PLC0415  as in `_client`

        provider = self._provider(name)
        with self._database.writing() as session:
            rows = session.execute(
                "DELETE FROM oidc_logins_v1 WHERE state_hash = ? "
                "RETURNING provider, nonce, verifier, begun_at",
                (_hashed(state),),
            )
        if not rows or rows[0][0] != name or now - rows[0][3] > LONGEST_LOGIN:
            raise NotVouched(_("l'ingresso non è più valido: ricominciare"))
        [[_name, nonce, verifier, _begun_at]] = rows
        client = self._client(provider)
        try:
            token = client.fetch_token(
                provider.token_endpoint,
                code=code,
                code_verifier=verifier,
                timeout=SECONDS,
            )
            keys = client.request(
                "GET", provider.jwks_uri, withhold_token=True, timeout=SECONDS
            ).json()
        except (RequestException, ValueError, OSError) as wrong:
            raise NotVouched(_("il gestore dell'identità non risponde")) from wrong
        except Exception as wrong:
            raise NotVouched(_("il gestore dell'identità ha rifiutato")) from wrong
        claims = checked(str(token.get("id_token", "")), provider, keys, nonce, now)
        return SignedIn(_actor(provider, claims), provider.organisation)

    def _provider(self, name: str) -> Provider:
        try:
            return self._providers[name]
        except KeyError:
            raise UnknownProvider(
                _("nessun gestore dell'identità ha questo nome")
            ) from None

    @staticmethod
    def _client(provider: Provider) -> Any:
        # Memory that a service without such a provider does not need.
        from authlib.integrations.requests_client import (  # noqa: PLC0415
            OAuth2Session,
        )

        return OAuth2Session(
            provider.client_id,
            provider.client_secret or None,
            scope="openid",
            redirect_uri=provider.redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic"
            if provider.client_secret
            else "none",
        )


def checked(
    id_token: str, provider: Provider, keys: Any, nonce: str, now: datetime
) -> Mapping[str, Any]:
    """
    Give the claims of a token that a provider signed for this sign-in.

    `NotVouched` whatever is wrong with it. Source: OpenID Connect Core, 3.1.3.7.
    """
    from joserfc import jwt  # noqa: PLC0415  as in `_client`
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    seconds = int(now.timestamp())
    try:
        token = jwt.decode(
            id_token, KeySet.import_key_set(keys), algorithms=[provider.algorithm]
        )
        jwt.JWTClaimsRegistry(
            now=seconds,
            leeway=int(LEEWAY.total_seconds()),
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(token.claims)
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise NotVouched(_("il gestore dell'identità non garantisce questo")) from wrong
    claims: Mapping[str, Any] = token.claims
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    for_us = claims.get("azp", None if several else provider.client_id)
    old = seconds - int(claims["iat"]) > OLDEST_TOKEN.total_seconds()
    if for_us != provider.client_id or old:
        raise NotVouched(_("il gestore dell'identità non garantisce questo"))
    return claims


def _actor(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Give the actor that a claim names, always one of the provider's organisation."""
    actor = f"{provider.organisation}/{claims.get(provider.actor_claim)}"
    if not claims.get(provider.actor_claim) or not NAME.fullmatch(actor):
        raise NotVouched(_("il gestore dell'identità non dice chi è"))
    return actor


def _hashed(state: str) -> str:
    return sha256(f"state\0{state}".encode("utf-8", "surrogatepass")).hexdigest()


class WrongProvider(Exception):
    """An identity provider that cannot be used so, and what to change."""


class UnknownProvider(LookupError):
    """An identity provider that is in no list."""


class NotVouched(Exception):
    """A sign-in for which the provider does not vouch."""

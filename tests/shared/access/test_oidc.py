"""A provider's word is believed in one algorithm, for this client, once."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from granted import grant
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry
from shelves import ShelvesService

from azione0.access.oidc import (
    NotVouched,
    Provider,
    SignIn,
    UnknownProvider,
    WrongProvider,
    checked,
    read_providers,
)
from azione0.database import open_database
from azione0.door.web import create_app
from azione0.office import Office
from azione0.settings import settings_for

NOW = datetime(2025, 7, 1, 10, tzinfo=UTC)
KEY = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
CURVE = ECKey.generate_key("P-256", {"kid": "curve"})
BACK = "https://intake.example/api/session/oidc/comune/callback"
NONCE = "n-1"


def provider(issuer="https://id.comune.example", **changed):
    told = {
        "name": "comune",
        "organisation": "comune-brescia",
        "issuer": issuer,
        "client_id": "azione0",
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "redirect_uri": BACK,
        "algorithm": "RS256",
    } | changed
    return Provider(**told)


def claims(**changed):
    now = int(NOW.timestamp())
    told = {
        "iss": "https://id.comune.example",
        "aud": "azione0",
        "sub": "anna",
        "iat": now,
        "exp": now + 300,
        "nonce": NONCE,
    } | changed
    return {it: value for it, value in told.items() if value is not None}


def signed(told=None, *, key=KEY, **header):
    header = {"alg": "RS256", "kid": "one"} | header
    return jwt.encode(header, claims() if told is None else told, key)


def unsigned(header, told=None):
    def part(it):
        return urlsafe_b64encode(json.dumps(it).encode()).rstrip(b"=").decode()

    return f"{part(header)}.{part(told or claims())}."


KEYS = {"keys": [KEY.as_dict(private=False), CURVE.as_dict(private=False)]}


def check(token, at=NOW, keys=KEYS):
    return checked(token, provider(), keys, NONCE, at)


def test_a_sound_token_is_believed():
    assert check(signed())["sub"] == "anna"
    several = claims(aud=["azione0", "other"], azp="azione0")
    assert check(signed(several))["sub"] == "anna"


def confused():
    """Take the public key for a shared secret: the library would not do it for us."""
    data = unsigned({"alg": "HS256", "kid": "one"})[:-1]
    made = hmac.digest(KEY.as_pem(private=False), data.encode(), "sha256")
    return f"{data}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


SECONDS = int(NOW.timestamp())


@pytest.mark.parametrize(
    "token",
    [
        unsigned({"alg": "none"}),
        unsigned({"alg": "None", "kid": "one"}),
        unsigned({"alg": "RS256", "kid": "one"}),
        confused(),
        jwt.encode({"alg": "ES256", "kid": "curve"}, claims(), CURVE),
        signed(key=OTHER),
        signed(kid="../../etc/passwd"),
        signed(claims(exp=SECONDS - 60)),
        signed(claims(exp=None)),
        signed(claims(iat=None)),
        signed(claims(iat=SECONDS - 3600)),
        signed(claims(iat=SECONDS + 3600)),
        signed(claims(nbf=SECONDS + 3600)),
        signed(claims(aud="another")),
        signed(claims(aud=None)),
        signed(claims(aud=["azione0", "other"])),
        signed(claims(aud=["azione0", "other"], azp="other")),
        signed(claims(azp="other")),
        signed(claims(iss="https://id.evil.example")),
        signed(claims(iss=None)),
        signed(claims(nonce="n-2")),
        signed(claims(nonce=None)),
        signed(claims(sub=None)),
        "",
        "a.b.c",
        "\ud800",
    ],
)
def test_a_token_that_is_not_exactly_so_is_not_believed(token):
    with pytest.raises(NotVouched):
        check(token)


def by_hand(**header):
    """Sign a header that the library would not sign."""
    head = unsigned({"alg": "RS256", "kid": "one"} | header)[:-1]
    made = JWSRegistry.algorithms["RS256"].sign(head.encode(), KEY)
    return f"{head}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


def test_a_header_that_demands_what_nobody_knows_is_refused():
    assert check(by_hand())["sub"] == "anna"
    with pytest.raises(NotVouched):
        check(by_hand(crit=["exp-at-will"], **{"exp-at-will": 1}))


def test_every_byte_of_a_token_counts():
    token = signed()
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(NotVouched):
            check(token[:place] + other + token[place + 1 :])


def test_an_algorithm_without_a_key_of_its_own_is_refused_at_start(tmp_path):
    for algorithm in ("none", "HS256", ""):
        with pytest.raises(WrongProvider):
            provider(algorithm=algorithm)
    with pytest.raises(WrongProvider):
        provider(issuer="http://id.comune.example")
    path = tmp_path / "providers.toml"
    path.write_text('[[provider]]\nname = "x"\n')
    with pytest.raises(WrongProvider):
        read_providers(path)
    assert read_providers(None) == {}


# -- the whole way, with a small provider on this machine


class Small(BaseHTTPRequestHandler):
    """A provider that gives a code's token once, to whom knows the verifier."""

    def do_GET(self):
        self._answer(200, KEYS)

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        issued = self.server.codes.pop(asked["code"][0], None)
        proof = sha256(asked["code_verifier"][0].encode()).digest()
        challenge = urlsafe_b64encode(proof).rstrip(b"=").decode()
        if issued is None or issued["code_challenge"][0] != challenge:
            self._answer(400, {"error": "invalid_grant"})
            return
        told = claims(iss=self.server.issuer, nonce=issued["nonce"][0])
        told |= self.server.changed
        token = {"access_token": "x", "token_type": "Bearer", "id_token": signed(told)}
        self._answer(200, token)

    def _answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def small_provider() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Small)
    server.issuer = f"http://127.0.0.1:{server.server_port}"
    server.codes, server.changed = {}, {}
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server():
    with small_provider() as opened:
        yield opened


@pytest.fixture
def sign_in(server, database_url):
    database = open_database(database_url)
    yield SignIn(database, {"comune": provider(server.issuer)})
    database.close()


def at_the_provider(server, url, code="code-1"):
    """Sign in there as Anna; give the state that comes back with the code."""
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid"]
    server.codes[code] = asked
    return asked["state"][0]


def finish(sign_in, state, code="code-1", at=NOW):
    return sign_in.finish("comune", state=state, code=code, now=at)


def test_who_the_provider_vouches_for_is_an_actor_of_its_organisation(server, sign_in):
    begun = sign_in.begin("comune", NOW)
    state = at_the_provider(server, begun.url)
    who = finish(sign_in, state)
    assert (who.actor, who.organisation) == ("comune-brescia/anna", "comune-brescia")


def test_a_sign_in_is_good_once_and_for_ten_minutes(server, sign_in):
    state = at_the_provider(server, sign_in.begin("comune", NOW).url)
    finish(sign_in, state)
    with pytest.raises(NotVouched):
        finish(sign_in, state)
    state = at_the_provider(server, sign_in.begin("comune", NOW).url)
    with pytest.raises(NotVouched):
        finish(sign_in, state, at=NOW + timedelta(minutes=11))
    with pytest.raises(NotVouched):
        finish(sign_in, "invented")
    with pytest.raises(UnknownProvider):
        sign_in.begin("other", NOW)


def test_a_code_of_another_sign_in_does_not_fit(server, sign_in):
    mine = at_the_provider(server, sign_in.begin("comune", NOW).url, "mine")
    at_the_provider(server, sign_in.begin("comune", NOW).url, "stolen")
    with pytest.raises(NotVouched):
        finish(sign_in, mine, "stolen")


@pytest.mark.parametrize(
    "changed", [{"sub": "Anna Rossi <x>"}, {"nonce": "old"}, {"aud": "another"}]
)
def test_a_provider_that_says_something_else_is_not_believed(server, sign_in, changed):
    server.changed = changed
    state = at_the_provider(server, sign_in.begin("comune", NOW).url)
    with pytest.raises(NotVouched):
        finish(sign_in, state)


def test_through_the_door_only_the_browser_that_began_it_ends_it(server, tmp_path):
    told = provider(server.issuer)
    path = tmp_path / "providers.toml"
    lines = [f'{it} = "{getattr(told, it)}"' for it in told.__dataclass_fields__]
    path.write_text("[[provider]]\n" + "\n".join(lines))
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_OIDC": str(path)}
    office = Office(
        ShelvesService, settings_for("workshops", environ), clock=lambda: NOW
    )
    grant(office, "comune-brescia/anna", "comune-brescia", "case_worker")
    app = create_app(office)
    browser, thief = app.test_client(), app.test_client()
    begun = browser.get("/api/session/oidc/comune", base_url="https://x")
    assert begun.status_code == 302
    state = at_the_provider(server, begun.headers["Location"])
    back = f"/api/session/oidc/comune/callback?code=code-1&iss=x&state={state}"
    assert thief.get(back, base_url="https://x").status_code == 401
    assert browser.get(back, base_url="https://x").status_code == 204
    body = {"label": "A", "on": "2025-07-01"}
    made = browser.post("/api/shelves", json=body, base_url="https://x")
    assert made.status_code == 201
    assert browser.get(back, base_url="https://x").status_code == 401
    unknown = browser.get("/api/session/oidc/other", base_url="https://x")
    assert unknown.status_code == 404
    office.close()

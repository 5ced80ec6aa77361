"""Who signs in with a password: known by it alone, for a while, and not by guessing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Thread

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from click.testing import CliRunner
from granted import grant
from shelves import ShelvesService

from azione0.access.accounts import (
    IDLE,
    LONGEST,
    Accounts,
    AlreadyThere,
    NoAccount,
    TooSoon,
    WeakPassword,
    WrongLogin,
)
from azione0.commands import main
from azione0.door.web import create_app
from azione0.office import Office
from azione0.settings import WrongSetting, settings_for

NOW = datetime(2025, 7, 1, 10, tzinfo=UTC)
ANNA, PASSWORD = "la-rete/anna", "quattro ciliegie mature"
OTHER, WRONG = "cinque ciliegie mature", "sbagliata ma lunga"
#: Cheap, so that many tries are quick; what is used in earnest has its own test.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
COOKIE = "__Host-azione0"


class Clock:
    now = NOW

    def later(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def office(tmp_path, database_url, clock):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_WORKSHOPS_DB": database_url}
    settings = settings_for("workshops", environ)
    opened = Office(ShelvesService, settings, clock=lambda: clock.now)
    opened.accounts = Accounts(opened.store.database, CHEAP)
    opened.accounts.add(ANNA, "la-rete", PASSWORD, NOW)
    grant(opened, ANNA, "la-rete", "case_worker")
    yield opened
    opened.close()


@pytest.fixture
def client(office):
    return create_app(office).test_client()


def sign_in(client, actor=ANNA, password=PASSWORD, **about):
    body = {"actor": actor, "password": password}
    return client.post("/api/session", json=body, base_url="https://x", **about)


def build(client, **headers):
    body = {"label": "A", "on": "2025-07-01"}
    return client.post(
        "/api/shelves", json=body, base_url="https://x", headers=headers
    ).status_code


# -- sessions


def test_a_session_is_a_cookie_that_no_script_and_no_other_site_can_use(client):
    assert build(client) == 401
    answer = sign_in(client)
    assert answer.status_code == 204
    cookie = answer.headers["Set-Cookie"]
    for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert build(client) == 201
    assert build(client, **{"Sec-Fetch-Site": "same-origin"}) == 201
    for site in ("cross-site", "same-site"):
        assert build(client, **{"Sec-Fetch-Site": site}) == 401
    assert build(client, Authorization="Bearer nothing") == 401


def test_the_database_knows_no_password_and_no_secret(client, office):
    sign_in(client)
    secret = client.get_cookie(COOKIE, "x").value
    with office.store.reading() as session:
        held = repr(
            [
                session.execute(f"SELECT * FROM {table}")  # noqa: S608
                for table in ("local_accounts_v1", "sessions_v1", "events")
            ]
        )
    assert PASSWORD not in held
    assert secret not in held
    assert len(secret) >= 43
    assert sha256(f"session\0{secret}".encode()).hexdigest() in held


def test_a_session_ends_when_nobody_uses_it_and_at_last_anyway(client, clock):
    sign_in(client)
    clock.later(minutes=29)
    assert build(client) == 201
    clock.later(minutes=29)
    assert build(client) == 201
    clock.now += IDLE
    assert build(client) == 401
    sign_in(client)
    begun = clock.now
    while clock.now - begun < LONGEST - timedelta(minutes=20):
        clock.later(minutes=20)
        assert build(client) == 201
    clock.later(minutes=20)
    assert build(client) == 401


def test_signing_in_again_ends_the_session_before(client, office, clock):
    sign_in(client)
    before = client.get_cookie(COOKIE, "x").value
    sign_in(client)
    after = client.get_cookie(COOKIE, "x").value
    assert before != after
    assert office.accounts.signed_in(before, clock.now) is None
    assert office.accounts.signed_in(after, clock.now).actor == ANNA


def test_signing_out_ends_the_session_for_the_server_too(client, office, clock):
    sign_in(client)
    secret = client.get_cookie(COOKIE, "x").value
    ended = client.post("/api/session/end", base_url="https://x")
    assert ended.status_code == 204
    assert client.get_cookie(COOKIE, "x") is None
    assert office.accounts.signed_in(secret, clock.now) is None


def test_another_password_ends_every_session(client, office, clock):
    sign_in(client)
    office.accounts.change_password(ANNA, "cinque ciliegie mature", clock.now)
    assert build(client) == 401
    assert sign_in(client).status_code == 401
    assert sign_in(client, password=OTHER).status_code == 204


def test_a_session_opens_what_was_granted_and_nothing_else(client, office, clock):
    office.accounts.add("la-rete/nuova", "la-rete", PASSWORD, clock.now)
    assert sign_in(client, "la-rete/nuova").status_code == 204
    assert build(client) == 403


# -- guessing


def test_a_wrong_name_and_a_wrong_password_answer_alike(client):
    def told(answer):
        return {it: said for it, said in answer.json.items() if it != "request_id"}

    wrong = sign_in(client, password=WRONG)
    unknown = sign_in(client, "nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert told(wrong) == told(unknown)
    assert "Set-Cookie" not in wrong.headers


def test_an_unknown_name_is_verified_as_long_as_a_known_one(office, clock):
    verified = []

    class Counting(PasswordHasher):
        def verify(self, hashed, password):
            verified.append(extract_parameters(hashed))
            return super().verify(hashed, password)

    accounts = Accounts(office.store.database, Counting(1, 8, 1))
    for actor in (ANNA, "nobody"):
        with pytest.raises(WrongLogin):
            accounts.verify(actor, "sbagliata ma lunga", "address", clock.now)
    assert verified[0] == verified[1]


def test_who_guesses_waits_longer_and_longer(office, clock):
    waits = []
    for number in range(14):
        for _again in range(2):
            try:
                office.accounts.verify(f"name-{number}", "x" * 12, "1.2.3.4", clock.now)
            except TooSoon as soon:
                waits.append(soon.seconds)
                clock.later(seconds=soon.seconds)
            except WrongLogin:
                break
    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 300


def test_nobody_can_lock_somebody_else_out(office, clock):
    for number in range(50):
        with pytest.raises((TooSoon, WrongLogin)):
            office.accounts.verify(ANNA, "sbagliata ma lunga", f"{number}", clock.now)
        clock.later(milliseconds=100)
    clock.later(seconds=5)
    who = office.accounts.verify(ANNA, PASSWORD, "her own", clock.now)
    assert who.actor == ANNA


def test_a_try_that_comes_too_soon_says_when_to_come_back(client):
    for _try in range(3):
        assert sign_in(client, password=WRONG).status_code == 401
    answer = sign_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 1


def test_guesses_made_at_once_are_no_more_than_one_after_another(office, clock):
    accounts = Accounts(office.store.database, PasswordHasher(2, 8192, 1))
    told = []

    def guess(number):
        try:
            accounts.verify(ANNA, "sbagliata ma lunga", f"{number}", clock.now)
        except (TooSoon, WrongLogin) as refused:
            told.append(type(refused))

    threads = [Thread(target=guess, args=[it]) for it in range(12)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert len(told) == 12
    assert told.count(WrongLogin) <= 3


@pytest.mark.parametrize(("proxies", "status"), [("1", 204), ("0", 429), ("", 429)])
def test_behind_our_proxy_who_guesses_delays_only_themselves(
    office, client, proxies, status
):
    told = settings_for("workshops", {"AZIONE0_PROXIES": proxies})
    office.settings = replace(office.settings, proxies=told.proxies)
    for number in range(4):
        guessed = {"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"}
        sign_in(client, actor=f"nobody-{number}", password=WRONG, headers=guessed)
    again = sign_in(client, actor="nobody", headers=guessed)
    assert again.status_code == 429
    own = {"X-Forwarded-For": "198.51.100.7"}
    assert sign_in(client, headers=own).status_code == status


def test_a_number_of_proxies_that_cannot_be_is_refused():
    with pytest.raises(WrongSetting, match="AZIONE0_PROXIES"):
        settings_for("workshops", {"AZIONE0_PROXIES": "many"})


# -- accounts


@pytest.mark.parametrize(
    "weak", ["corta", "x" * 201, "aaaaaaaaaaaaaaa", "LA-RETE/ANNA"]
)
def test_a_weak_password_is_refused(office, weak):
    with pytest.raises(WeakPassword):
        office.accounts.change_password(ANNA, weak, NOW)
    with pytest.raises(AlreadyThere):
        office.accounts.add(ANNA, "la-rete", PASSWORD, NOW)
    with pytest.raises(NoAccount):
        office.accounts.change_password("nobody", PASSWORD, NOW)


def test_passwords_are_kept_as_argon2id_with_the_library_s_own_cost(tmp_path):
    settings = settings_for("workshops", {"AZIONE0_DATA": str(tmp_path)})
    office = Office(ShelvesService, settings, clock=lambda: NOW)
    office.accounts.add(ANNA, "la-rete", PASSWORD, NOW)
    with office.store.reading() as session:
        [[hashed]] = session.execute("SELECT password_hash FROM local_accounts_v1")
    office.close()
    found = extract_parameters(hashed)
    assert found.type is Type.ID
    # RFC 9106, section 4, second recommended option.
    assert (found.memory_cost, found.time_cost, found.parallelism) == (65536, 3, 4)


def test_accounts_are_made_changed_and_disabled_on_the_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))

    def run(*words, said=PASSWORD, code=0):
        done = CliRunner().invoke(main, ["accounts", *words], input=f"{said}\n")
        assert done.exit_code == code, done.output
        assert said not in done.output

    run("add", "workshops", ANNA, "--organisation", "la-rete")
    run("add", "workshops", ANNA, "--organisation", "la-rete", code=2)
    run("password", "workshops", ANNA, said="cinque ciliegie mature")
    run("password", "workshops", ANNA, said="corta", code=2)
    run("disable", "workshops", ANNA)

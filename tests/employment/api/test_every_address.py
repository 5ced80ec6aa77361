"""Whatever is asked of any address, it is answered or refused by name."""

from datetime import UTC, datetime

import pytest
from granted import grant

from azione0.door.web import create_app
from azione0.office import Office
from azione0.settings import settings_for
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from employment.service import EmploymentService

NOBODY = "00000000-0000-4000-8000-00000000dead"
JUNK = (
    {},
    [],
    {"on": "2025-02-30"},
    {"on": "1500-01-01", "reason": "Mario is ill", "until_on": "2024-01-01"},
    {"minutes": 2**60, "month": -1, "hours_per_week": "NaN", "positions": 0},
    {"person_id": "Mario", "household_id": 7, "programme_code": "\x00"},
    {"by": "employer", "reason": "he smells", "evidence": "gossip"},
    {"occupations": ["x"], "languages": ["it:Z9"], "most_hours": 1e400},
    {"requirements": [{"word": "magic:1", "weight": "must"}]},
    {"unilav_code": "1" * 17, "kept": "perhaps", "levels": {"x": 0}},
)
PLACES = {"{number}": "1", "{code}": "x", "{month}": "99", "{today}": "x"}


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "tokens.toml"
    actor = Actor("solco-brescia/bruno", "solco-brescia", ("operator",))
    write_tokens(path, [Grant(hash_of("act"), actor)])
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(path)}
    opened = Office(
        EmploymentService,
        settings_for("employment", environ),
        clock=lambda: datetime(2026, 6, 1, tzinfo=UTC),
    )
    grant(opened, actor.name, actor.organisation, "supervisor", "board", "accountant")
    yield opened
    opened.close()


@pytest.fixture
def ask(office):
    client = create_app(office).test_client()

    def asking(method, path, body=None):
        headers = {"Authorization": "Bearer act"}
        if method == "get":
            return client.get(f"/api{path}", headers=headers)
        return client.post(f"/api{path}", json=body, headers=headers)

    return asking


@pytest.fixture
def operations(office):
    document = create_app(office).test_client().get("/openapi.json").json
    return [
        (method, path.removeprefix("/api"))
        for path, item in document["paths"].items()
        for method in item
        if path.startswith("/api/") and method in ("get", "post")
    ]


def address_of(path):
    for name, value in PLACES.items():
        path = path.replace(name, value)
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + NOBODY + rest.partition("}")[2]
    return path


def test_junk_is_refused_by_name_everywhere_and_stores_nothing(ask, office, operations):
    assert len(operations) > 40
    before = office.store.max_notification_id()
    for method, path in operations:
        address = address_of(path)
        for body in JUNK if method == "post" else ("",):
            answer = ask(method, address, body)
            assert answer.status_code < 500, (path, body, answer.text)
            if answer.status_code >= 400:
                assert answer.json["type"].startswith("urn:it.azione0.problem."), path
    for query in ("?text=", "?text=%00", "?text=" + "a" * 5000, "?on=2025-13-01"):
        for path in ("/occupations", "/skills", "/chases", "/offers", "/vacancies"):
            answer = ask("get", path + query)
            assert answer.status_code < 500, (path, query, answer.text)
    assert office.store.max_notification_id() == before


def test_nothing_answers_without_a_token(office, operations):
    client = create_app(office).test_client()
    for method, path in operations:
        address = f"/api{address_of(path)}"
        if path.startswith("/session"):
            continue
        asked = (
            client.post(address, json={}) if method == "post" else client.get(address)
        )
        # A form is read before the token is; nothing is told by that.
        assert asked.status_code in (401, 422), (path, asked.status_code)

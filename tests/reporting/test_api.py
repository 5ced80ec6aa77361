"""Reporting over HTTP, asked as of a day and as known at an instant."""

import pytest
from granted import grant
from postman import (
    HOUSEHOLD,
    NOW,
    at,
    billed,
    detected,
    hand_in,
    letter,
    missed,
    named,
    paid,
    signed,
)

from azione0.door.web import create_app
from azione0.house import House
from azione0.metrics import Metrics
from azione0.tokens import Actor, Grant, hash_of, write_tokens

ASK = {"Authorization": "Bearer ask"}


@pytest.fixture
def house(tmp_path):
    tokens = tmp_path / "tokens.toml"
    write_tokens(tokens, [Grant(hash_of("ask"), Actor("a", "comune", ("reader",)))])
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=lambda: NOW, kinds=("reporting",)) as opened:
        grant(opened.office("reporting"), "a", "comune", "auditor")
        yield opened


@pytest.fixture
def client(house):
    return create_app(house.office("reporting")).test_client()


def ask(client, path):
    return client.get(f"/api/{path}", headers=ASK)


def test_the_programme_is_asked_as_of_a_day(house, client):
    hand_in(house, [letter(billed("2025-01-10", 18000))])
    hand_in(house, [letter(paid("2025-02-10", 5000))])
    glance = ask(client, "glance?as_of=2025-02-28").json
    assert (glance["bills_cents"], glance["paid_cents"]) == (18000, 5000)
    assert ask(client, "glance?as_of=2025-01-31").json["paid_cents"] == 0
    assert {it["code"] for it in glance["indicators"]} >= {"K3", "K4"}


def test_a_story_is_asked_as_known_at_an_instant(house, client):
    hand_in(house, [letter(billed("2025-01-10", 18000), at("2025-03-01"))])
    hand_in(house, [letter(detected("2025-02-11"), at("2025-02-11"))])
    story = ask(client, f"households/{HOUSEHOLD}/story").json
    assert [line["name"] for line in story["lines"]] == [
        "ChargePosted",
        "ArrearsDetected",
    ]
    assert story["lines"][0]["balance_cents"] == 18000
    earlier = f"households/{HOUSEHOLD}/story?known_at=2025-02-20T00:00:00Z"
    assert len(ask(client, earlier).json["lines"]) == 1


def test_an_agreement_is_listed_with_its_instalments(house, client):
    promised = signed("2025-07-01", ["2025-08-31", "2025-09-30"], 10000)
    hand_in(house, [letter(promised)])
    hand_in(house, [letter(missed(1, "2025-09-11", "2025-08-31", 10000))])
    [agreement] = ask(client, "agreements?as_of=2025-12-31").json
    assert agreement["kept"] is False
    numbers = [it["number"] for it in agreement["instalments"]]
    assert numbers == sorted(numbers)
    assert agreement["instalments"][0]["missed"] is True


def test_a_household_of_which_nobody_spoke_is_not_found(client):
    assert ask(client, f"households/{named('nobody')}/story").status_code == 404


def test_a_question_that_cannot_be_understood_is_refused(client):
    for query in ("as_of=yesterday", "known_at=2025-01-01", "asof=2025-01-01"):
        assert ask(client, f"glance?{query}").status_code == 422


def test_without_a_token_nothing_is_told(client):
    assert client.get("/api/glance").status_code == 401


def test_projections_lag_only_where_they_were_never_built(house):
    hand_in(house, [letter(billed("2025-01-10", 18000))])
    assert house.reporting.projection_lag() == 0
    with house.reporting.store.database.writing() as session:
        session.execute("DELETE FROM generations")
    assert house.reporting.projection_lag() == 1
    lag = Metrics(house.office("reporting")).registry.get_sample_value(
        "azione0_projection_lag_letters", {"service": "reporting"}
    )
    assert lag == 1

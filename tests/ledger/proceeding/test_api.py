"""Evictions over HTTP, from notice to quit to the dwelling taken back."""

from datetime import date

import pytest
from creditors import ALER, HOUSEHOLD, months, registered
from granted import grant

from azione0.door.web import create_app
from azione0.house import House
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens

ACT = {"Authorization": "Bearer act"}
ASK = {"Authorization": "Bearer ask"}
CLAIM = {"debt_cents": 320000, "interest_cents": 0, "costs_cents": 0}
NOTICE = {
    **CLAIM,
    "household_id": str(HOUSEHOLD),
    "creditor_id": "ALER-BCM",
    "on": "2025-03-01",
    "cure_by_on": "2025-03-21",
}
FILING = {**CLAIM, "on": "2025-04-15", "hearing_on": "2025-06-10"}
TERM = {
    "debt_cents": 320000,
    "interest_cents": 4310,
    "costs_cents": 60000,
    "on": "2025-06-10",
    "days": 90,
}


@pytest.fixture
def house(tmp_path, clock):
    tokens = tmp_path / "tokens.toml"
    write_tokens(
        tokens,
        [
            Grant(hash_of("act"), Actor("aler/anna", "aler-bcm", ("operator",))),
            Grant(hash_of("ask"), Actor("comune/bruno", "comune", ("reader",))),
        ],
    )
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=clock, kinds=("ledger",)) as opened:
        ledger = opened.office("ledger")
        creditors = [ALER.creditor_id]
        roles = ("creditor_operator", "accountant")
        grant(ledger, "aler/anna", "aler-bcm", *roles, creditors=creditors)
        grant(ledger, "comune/bruno", "comune", "auditor")
        bills = [ALER.bill(due, 40000) for due in months(date(2024, 7, 10), 8)]
        opened.hand_in("ledger", [registered(), *bills])
        close(opened, date(2025, 2, 28))
        yield opened


def close(house, day):
    with house.ledger.transaction(Cause("timer", f"close/{day}")):
        house.ledger.close_day(day)


@pytest.fixture
def client(house):
    return create_app(house.office("ledger")).test_client()


def post(client, address, **body):
    return client.post(f"/api/proceedings{address}", json=body, headers=ACT)


def opened(client) -> str:
    answer = post(client, "", **NOTICE)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def test_an_eviction_goes_its_way_step_by_step(client):
    it = opened(client)
    found = [
        post(client, f"/{it}/filing", **FILING),
        post(client, f"/{it}/adjournment", on="2025-05-01", hearing_on="2025-06-09"),
        post(client, f"/{it}/grace-term", **TERM),
        post(client, f"/{it}/release-order", on="2025-09-18", release_on="2025-11-05"),
        post(client, f"/{it}/release-notice", on="2025-10-20", access_on="2025-11-10"),
        post(client, f"/{it}/execution", on="2025-11-10"),
    ]
    assert [answer.status_code for answer in found] == [200] * 6, found[-1].json
    assert [answer.json["deadline"] for answer in found] == [
        {"what": "hearing", "on": "2025-06-10"},
        {"what": "hearing", "on": "2025-06-09"},
        {"what": "payment", "on": "2025-09-08"},
        {"what": "release", "on": "2025-11-05"},
        {"what": "access", "on": "2025-11-10"},
        None,
    ]
    asked = client.get(f"/api/proceedings/{it}", headers=ASK).json
    assert asked == found[-1].json
    assert asked["state"] == "executed"
    assert asked["claim"]["total_cents"] == 384310
    assert [act["step"] for act in asked["acts"]] == [
        "noticed",
        "filed",
        "grace_term",
        "release_ordered",
        "executed",
    ]
    of_household = client.get(f"/api/households/{HOUSEHOLD}/proceedings", headers=ASK)
    assert of_household.json == [asked]


def test_scenario_18_the_claim_paid_in_the_term_averts_it(client, house):
    it = opened(client)
    post(client, f"/{it}/filing", **FILING)
    post(client, f"/{it}/grace-term", **TERM)
    house.hand_in("ledger", [ALER.payment(date(2025, 9, 5), 384310)])
    client.post("/api/days", json={"day": "2025-09-05"}, headers=ACT)
    found = client.get(f"/api/proceedings/{it}", headers=ASK).json
    assert (found["state"], found["ground"], found["averted_on"]) == (
        "averted",
        "paid",
        "2025-09-05",
    )
    refused = post(
        client, f"/{it}/release-order", on="2025-09-18", release_on="2025-11-05"
    )
    assert refused.status_code == 409
    assert refused.json["type"].endswith(".ProceedingOver")


def test_an_eviction_is_given_up_by_a_decision(client):
    it = opened(client)
    given_up = post(
        client, f"/{it}/renunciation", on="2025-03-10", decision_ref="2025/77"
    )
    assert (given_up.json["state"], given_up.json["ground"]) == (
        "averted",
        "given_up",
    )


def test_what_cannot_be_claimed_is_refused_by_name(client):
    for changed, status, name in (
        ({"debt_cents": 320001}, 422, "WrongClaim"),
        ({"interest_cents": 10**6}, 422, "WrongClaim"),
        ({"on": "2024-07-10"}, 422, "NothingOwed"),
        ({"on": "2024-07-20", "debt_cents": 40000}, 422, "DefaultTooSmall"),
        ({"cure_by_on": "2025-03-01"}, 422, "CureTooEarly"),
        ({"creditor_id": "NOBODY"}, 404, "NotFound"),
    ):
        refused = post(client, "", **{**NOTICE, **changed})
        assert refused.status_code == status, refused.json
        assert refused.json["type"].endswith(f".{name}"), refused.json


def test_a_step_that_the_law_does_not_allow_is_refused_by_name(client):
    it = opened(client)
    release = {"on": "2025-06-10", "release_on": "2025-12-10"}
    for address, body, status, name in (
        ("grace-term", TERM, 409, "StepOutOfOrder"),
        ("filing", {**FILING, "hearing_on": "2025-04-15"}, 422, "HearingTooEarly"),
        ("filing", FILING, 200, None),
        ("filing", FILING, 409, "StepRepeated"),
        ("grace-term", {**TERM, "days": 91}, 422, "TermTooLong"),
        ("grace-term", {**TERM, "on": "2025-06-09"}, 422, "StepTooEarly"),
        (
            "grace-term",
            {**TERM, "days": 120, "hardship": True},
            422,
            "DefaultTooLong",
        ),
        (
            "grace-term",
            {**TERM, "hearing_on": "2025-09-19"},
            422,
            "HearingOutOfTime",
        ),
        (
            "release-order",
            {**release, "release_on": "2025-12-11"},
            422,
            "ReleaseOutOfTime",
        ),
        ("release-order", release, 200, None),
        ("execution", {"on": "2025-12-10"}, 409, "NotAnnounced"),
        (
            "release-notice",
            {"on": "2025-12-01", "access_on": "2025-12-10"},
            422,
            "NoticeTooShort",
        ),
    ):
        answer = post(client, f"/{it}/{address}", **body)
        assert answer.status_code == status, (address, answer.json)
        if name:
            assert answer.json["type"].endswith(f".{name}"), answer.json


def test_a_release_is_put_off_exceptionally(client):
    it = opened(client)
    post(client, f"/{it}/filing", **FILING)
    order = {"on": "2025-06-10", "release_on": "2026-06-10"}
    assert post(client, f"/{it}/release-order", **order).status_code == 422
    found = post(client, f"/{it}/release-order", **order, late=True)
    assert found.json["deadline"] == {"what": "release", "on": "2026-06-10"}


def test_deadlines_that_are_near_or_passed_are_listed(client):
    it = opened(client)
    for query, alarms in (
        ("day=2025-03-01", []),
        ("day=2025-03-07", ["near"]),
        ("day=2025-03-01&by=2025-03-21", ["near"]),
        ("day=2025-03-01&by=2025-03-20", []),
        ("day=2025-03-22", ["passed"]),
    ):
        found = client.get(f"/api/proceedings/deadlines?{query}", headers=ASK)
        assert found.status_code == 200, found.json
        assert [each["alarm"] for each in found.json] == alarms, query
    [pending] = client.get("/api/proceedings?day=2025-03-01", headers=ASK).json
    assert pending == {
        "id": it,
        "household_id": str(HOUSEHOLD),
        "creditor_id": "ALER-BCM",
        "state": "noticed",
        "deadline": {"what": "cure", "on": "2025-03-21"},
        "days_left": 20,
        "alarm": "later",
    }
    address = "/api/proceedings?day=2025-03-01&by=2025-03-21"
    assert client.get(address, headers=ASK).json[0]["alarm"] == "near"


def claim(client, as_of):
    address = f"/api/households/{HOUSEHOLD}/accounts/ALER-BCM/claim?as_of={as_of}"
    return client.get(address, headers=ASK)


def test_what_can_be_claimed_is_told_with_its_reckoning(client):
    found = claim(client, "2025-06-10").json
    assert (found["debt_cents"], found["interest_cents"]) == (320000, 4310)
    assert found["oldest_due_on"] == "2024-07-10"
    first = found["accruals"][0]
    assert first["cents"] == 830
    assert first["stretches"][0] == {
        "after_on": "2024-07-10",
        "until_on": "2024-12-31",
        "days": 174,
        "principal_cents": 40000,
        "percent": "2.5",
        "source": "D.M. 29 novembre 2023",
    }


def test_interest_that_was_charged_is_not_asked_for_twice(client):
    before = claim(client, "2025-06-10").json
    charged = client.post(
        f"/api/households/{HOUSEHOLD}/accounts/ALER-BCM/interest",
        json={"until": "2025-04-10", "due_on": "2025-04-30"},
        headers=ACT,
    )
    assert charged.status_code == 200, charged.json
    after = claim(client, "2025-06-10").json
    assert after["posted_interest_cents"] == charged.json["amount_cents"] > 0
    assert after["interest_cents"] == before["interest_cents"]


def test_a_year_whose_rate_is_not_loaded_is_refused_by_name(client):
    refused = claim(client, "2027-01-01")
    assert refused.status_code == 422
    assert refused.json["type"].endswith(".RateUnknown")


def test_without_a_token_that_may_act_no_step_is_taken(client):
    for headers, status in (({}, 401), (ASK, 403)):
        refused = client.post("/api/proceedings", json=NOTICE, headers=headers)
        assert refused.status_code == status

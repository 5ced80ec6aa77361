"""The ledger over HTTP, from what is overdue to an agreement that is signed."""

from datetime import date

import pytest
from creditors import ALER, HOUSEHOLD, days, months, registered

from azione0.door.web import create_app
from azione0.house import House
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens

ACT = {"Authorization": "Bearer act"}
ASK = {"Authorization": "Bearer ask"}
TERMS = {
    "household_id": str(HOUSEHOLD),
    "creditor_id": "ALER-BCM",
    "instalment_cents": 7000,
    "first_due_on": "2025-08-10",
    "on": "2025-07-01",
}


@pytest.fixture
def house(tmp_path, clock):
    tokens = tmp_path / "tokens.toml"
    write_tokens(
        tokens,
        [
            Grant(hash_of("act"), Actor("aler/anna", "aler", ("operator",))),
            Grant(hash_of("ask"), Actor("comune/bruno", "comune", ("reader",))),
        ],
    )
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=clock, kinds=("ledger",)) as opened:
        opened.hand_in("ledger", [registered()])
        opened.hand_in("ledger", [ALER.bill(it) for it in months(date(2025, 1, 10), 6)])
        for day in days(date(2025, 1, 1), date(2025, 6, 30)):
            with opened.ledger.transaction(Cause("timer", f"close/{day}")):
                opened.ledger.close_day(day)
        yield opened


@pytest.fixture
def client(house):
    return create_app(house.office("ledger")).test_client()


def propose(client, **terms):
    return client.post("/api/agreements", json={**TERMS, **terms}, headers=ACT)


def sign(client, agreement_id, roles=("tenant",)):
    return client.post(
        f"/api/agreements/{agreement_id}/signature",
        json={"on": "2025-07-01", "signatory_roles": list(roles)},
        headers=ACT,
    )


def stands(client, as_of):
    return client.get(
        f"/api/households/{HOUSEHOLD}/accounts/ALER-BCM?as_of={as_of}", headers=ASK
    )


def test_an_agreement_is_proposed_signed_and_asked_for(client):
    proposed = propose(client)
    assert proposed.status_code == 201
    assert proposed.json["state"] == "proposed"
    assert proposed.json["debt_cents"] == 108000
    signed = sign(client, proposed.json["id"])
    assert signed.status_code == 200
    assert signed.json["state"] == "active"
    assert sum(it["amount_cents"] for it in signed.json["instalments"]) == 108000
    asked = client.get(f"/api/agreements/{proposed.json['id']}", headers=ASK)
    assert asked.json == signed.json


def test_what_cannot_be_agreed_is_refused_by_name(client):
    for terms, status, name in (
        ({"instalment_cents": 1}, 422, "InstalmentTooSmall"),
        ({"instalment_cents": 10**9}, 422, "InstalmentTooLarge"),
        ({"on": "2025-01-01"}, 422, "NothingToRepay"),
        ({"creditor_id": "NOBODY"}, 404, "NotFound"),
    ):
        refused = propose(client, **terms)
        assert refused.status_code == status, refused.json
        assert refused.json["type"].endswith(f".{name}")


def test_an_agreement_is_signed_once_and_by_the_tenant(client):
    agreement_id = propose(client).json["id"]
    assert sign(client, agreement_id, ["creditor"]).status_code == 422
    assert sign(client, agreement_id, ["landlord"]).status_code == 422
    assert sign(client, agreement_id).status_code == 200
    again = sign(client, agreement_id)
    assert again.status_code == 409
    assert again.json["type"].endswith(".AlreadySigned")


def test_how_an_account_stands_depends_on_the_day(client):
    assert stands(client, "2025-01-09").json["overdue_cents"] == 0
    june = stands(client, "2025-06-30").json
    assert june["overdue_cents"] == 108000
    assert june["in_arrears"] is True
    assert june["arrears"][0]["detected_on"] == "2025-02-11"
    assert stands(client, "yesterday").status_code == 422
    listed = client.get(f"/api/households/{HOUSEHOLD}/accounts", headers=ASK)
    assert listed.json == [{"creditor_id": "ALER-BCM"}]


def test_money_at_the_counter_counts_once(client):
    payment = {
        "creditor_id": "ALER-BCM",
        "payment_id": "counter-1",
        "tenancy_id": "T1",
        "amount_cents": 18000,
        "value_on": "2025-06-30",
        "channel": "cash",
        "payer": "tenant",
    }
    first = client.post("/api/payments", json=payment, headers=ACT)
    again = client.post("/api/payments", json=payment, headers=ACT)
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    assert stands(client, "2025-06-30").json["overdue_cents"] == 90000
    none = client.post(
        "/api/payments", json={**payment, "amount_cents": 0}, headers=ACT
    )
    assert none.status_code == 422
    assert none.json["type"].endswith(".WrongAmount")


def test_money_without_a_name_is_listed(client):
    payment = {
        "creditor_id": "ALER-BCM",
        "payment_id": "counter-2",
        "iuv": "01000000000123451",
        "amount_cents": 500,
        "value_on": "2025-06-30",
        "channel": "transfer",
        "payer": "charity",
    }
    client.post("/api/payments", json=payment, headers=ACT)
    [waiting] = client.get("/api/waiting", headers=ASK).json
    assert waiting["cents"] == 500
    assert waiting["iuv"] == "01000000000123451"


def test_a_day_is_closed_and_agreements_rest(client):
    agreement_id = propose(client).json["id"]
    sign(client, agreement_id)
    rest = client.post(
        f"/api/households/{HOUSEHOLD}/suspension",
        json={"on": "2025-07-15", "reason": "illness"},
        headers=ACT,
    )
    assert rest.status_code == 204
    closed = client.post("/api/days", json={"day": "2025-09-30"}, headers=ACT)
    assert closed.json == {"day": "2025-09-30", "accounts": 1}
    found = client.get(f"/api/agreements/{agreement_id}", headers=ASK).json
    assert found["state"] == "suspended"


def test_without_a_token_that_may_act_nothing_is_agreed(client):
    for headers, status in (({}, 401), (ASK, 403)):
        refused = client.post("/api/agreements", json=TERMS, headers=headers)
        assert refused.status_code == status


def test_every_act_is_stored_under_its_actor(client, house):
    agreement_id = propose(client).json["id"]
    actors = {
        event.actor
        for event in house.office("ledger").store.select_events(agreement_id)
    }
    assert actors == {"aler/anna"}

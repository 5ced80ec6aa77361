"""Decisions about debts over HTTP, and what they do to an account."""

import pytest
from small_estate import CREDITOR_ID, DEBT, OWING, PAID, charge_of

ACCOUNT = f"/households/{OWING}/accounts/{CREDITOR_ID}"
ON = {"on": "2025-07-01"}
DECIDED = {**ON, "decision_ref": "D/7"}


@pytest.fixture
def decide(post):
    def order(path, **body):
        answer = post(f"{ACCOUNT}/{path}", **body)
        assert answer.status_code in (200, 204), answer.json
        return answer

    return order


@pytest.fixture
def standing(get):
    """The account on the day after, and what is open by status."""

    def of(status=None):
        answer = get(ACCOUNT, as_of="2025-07-02").json
        if status is None:
            return answer["open_cents"]
        charges = answer["open_charges"]
        return sum(it["open_cents"] for it in charges if it["status"] == status)

    return of


def test_a_disputed_charge_is_left_alone_until_it_is_resolved(decide, standing):
    charge_id = charge_of(OWING, 2)
    decide("disputes", **ON, charge_id=charge_id, grounds="meter")
    assert standing("disputed") == 18000
    decide(
        f"disputes/{charge_id}/resolution", **ON, result="reduced", amount_cents=8000
    )
    assert standing("disputed") == 0
    assert standing() == DEBT - 10000


def test_what_is_frozen_is_left_in_peace_until_it_is_not(decide, standing):
    decide("freezes", **DECIDED)
    assert (standing("frozen"), standing("overdue")) == (DEBT, 0)
    decide("freezes/end", **DECIDED)
    assert (standing("frozen"), standing("overdue")) == (0, DEBT)


def test_what_is_given_up_is_owed_no_more_until_it_is_again(decide, standing):
    twice = [{"charge_id": charge_of(OWING, 2), "amount_cents": 500}] * 2
    decide("write-offs", **DECIDED, charges=twice)
    assert standing() == DEBT - 1000
    decide("write-offs/revocation", **DECIDED)
    assert standing() == DEBT


def test_a_payment_is_for_what_the_tenant_says(decide, get):
    decide("imputations", **ON, payment_id=PAID, charge_ids=[charge_of(OWING, 4)])
    charges = get(ACCOUNT, as_of="2025-07-02").json["open_charges"]
    paid = [it["charge_id"] for it in charges if it["open_cents"] == 13000]
    assert paid == [charge_of(OWING, 4)]


def test_interest_is_charged_once(decide, standing):
    until = {"until": "2025-06-30", "due_on": "2025-07-31"}
    charged = decide("interest", **until).json["amount_cents"]
    assert charged > 0
    assert decide("interest", **until).json["amount_cents"] == 0
    assert standing() == DEBT + charged


def test_on_a_closed_account_nothing_is_posted(decide, post):
    decide("closure", **ON, reason="moved_on")
    bill = {
        "creditor_id": CREDITOR_ID,
        "payment_id": "late",
        "tenancy_id": "T1",
        "amount_cents": 100,
        "value_on": "2025-06-30",
        "channel": "cash",
        "payer": "tenant",
    }
    assert post("/payments", **bill).status_code == 409

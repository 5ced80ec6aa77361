"""
What becomes of a letter whose amount is none: named, put aside, nothing half done.

What cannot be read as whole euro cents is put aside at once and holds nobody up.
What can be read, and is no amount, is refused by the ledger: it is tried again, then
parked, and later letters about the same tenancy wait behind it.
"""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

TENANCY = "0042/17"
DUE = date(2025, 3, 10)

UNREADABLE = {
    "three_decimals": "180.125",
    "two_decimals": "180.50",
    "no_decimals": "180.0",
    "an_exponent": "18e3",
    "text": '"18000"',
    "text_with_a_comma": '"180,00"',
    "nothing": "null",
    "truth": "true",
    "too_large": str(2**53),
}


@pytest.fixture(params=["payment", "charge"])
def good(request, aler):
    """A letter of ALER about money: one that came in, or a bill line."""
    if request.param == "payment":
        return aler.payment(DUE, 18000, tenancy_id=TENANCY, letter_id="one")
    return replace_id(aler.bill(DUE, 18000, tenancy_id=TENANCY), "one")


def replace_id(raw, letter_id):
    return replace(raw, headers={**raw.headers, "ce-id": letter_id})


def changed(raw, cents: str = "18000", **more):
    """Write the amount as it is given, and put more into the body."""
    body = json.loads(raw.body) | {"amount_cents": "AMOUNT"} | more
    text = json.dumps(body).replace('"AMOUNT"', cents)
    return replace(raw, body=text.encode())


def the_office(office):
    return office.house.office("ledger")


@pytest.mark.parametrize("cents", UNREADABLE.values(), ids=UNREADABLE)
def test_what_are_no_whole_cents_is_put_aside_by_name(office, good, aler, cents):
    before = office.everything()["events"]
    taken = office.house.hand_in("ledger", [changed(good, cents)])
    assert (taken.quarantined, taken.failed) == (1, 0)
    [aside] = the_office(office).parking.quarantined()
    assert aside.letter_id == "one"
    assert aside.reason.startswith("amount_cents: ")
    assert office.everything()["events"] == before
    # Nobody waits for it.
    office.hear(aler.payment(DUE, 500, tenancy_id=TENANCY))
    assert office.open_cents(DUE) == -500


@pytest.mark.parametrize("currency", ["USD", "CHF", "eur"])
def test_another_currency_is_put_aside_by_name(office, good, currency):
    before = office.everything()["events"]
    taken = office.house.hand_in("ledger", [changed(good, currency=currency)])
    assert taken.quarantined == 1
    [aside] = the_office(office).parking.quarantined()
    assert aside.reason.startswith(f"currency: '{currency}'; ")
    assert office.everything()["events"] == before


def test_euro_that_is_said_is_posted(office, good):
    office.hear(changed(good, currency="EUR"))
    assert abs(office.open_cents(DUE)) == 18000


@pytest.mark.parametrize("cents", ["0", "-1", "-0"])
def test_what_is_no_amount_is_refused_by_name_and_parked_at_last(
    office, good, aler, clock, cents
):
    before = office.everything()["events"]
    inbox, parking = the_office(office).inbox, the_office(office).parking
    assert office.house.hand_in("ledger", [changed(good, cents)]).failed == 1
    for day in range(1, 8):
        assert [it.state for it in parking.letters()] == ["retrying"]
        inbox.retry_due(clock() + timedelta(days=day))
    [parked] = parking.letters()
    assert (parked.state, parked.subject) == ("parked", TENANCY)
    assert parked.reason.startswith("WrongAmount: ")
    assert f" {int(cents)} cents" in parked.reason
    # What comes later about this tenancy waits; about the other one it goes on.
    later = aler.payment(DUE, 500, tenancy_id=TENANCY)
    assert office.house.hand_in("ledger", [later]).waiting == 1
    assert office.everything()["events"] == before


def test_a_settlement_may_be_in_the_households_favour(office, aler):
    office.hear(aler.bill(DUE, -4200, tenancy_id=TENANCY, kind="settlement"))
    assert office.open_cents(DUE) == -4200

"""What comes by the bus and cannot be is quarantined by name; nothing is half done."""

from uuid import UUID

import pytest
from spoilt import AGREEMENT, HOUSEHOLD, LEDGER, ON, WRONG, sound, spoilt

from azione0.contracts.ledger import AgreementBreached, AgreementSigned, Instalment

LETTERS = sound("workshop_participation") | {
    "signed": (
        AgreementSigned(
            agreement_id=AGREEMENT,
            household_id=HOUSEHOLD,
            creditor_id="ALER-BCM",
            debt_cents=7000,
            charge_ids=(UUID(int=80),),
            down_payment_cents=0,
            instalments=(Instalment(number=1, due_on=ON, amount_cents=7000),),
            interest_policy="none",
            signed_on=ON,
            signatory_roles=("tenant",),
            effective_on=ON,
        ),
        LEDGER,
    ),
    "breached": (
        AgreementBreached(
            agreement_id=AGREEMENT,
            household_id=HOUSEHOLD,
            creditor_id="ALER-BCM",
            outstanding_cents=7000,
            reason="missed_instalments",
            effective_on=ON,
        ),
        LEDGER,
    ),
}
WRONG_HERE = [
    ("signed", "instalments", [{"number": 1, "due_on": "soon", "amount_cents": 1}]),
    ("signed", "instalments", "none"),
    ("signed", "signed_on", "2025-02-30"),
    ("breached", "agreement_id", "A0-7F3K2"),
    ("breached", "effective_on", None),
]


def kept(desk):
    tables = (
        *("consent_days_v1", "case_days_v1", "missed_instalments_v1"),
        *("agreements_v1", "agreement_words_v1"),
    )
    return [desk.rows(f"SELECT count(*) FROM {it}")[0][0] for it in tables]  # noqa: S608


@pytest.mark.parametrize(("name", "field", "value"), [*WRONG, *WRONG_HERE])
def test_a_spoilt_letter_is_set_aside_with_the_field_that_is_wrong(
    desk_on_each_store, name, field, value
):
    desk = desk_on_each_store
    office = desk.house.office("workshops")
    bad = spoilt(office, LETTERS[name], field, value)
    taken = desk.house.hand_in("workshops", [bad])
    assert (taken.failed, taken.quarantined) == (0, 1)
    [aside] = office.parking.quarantined()
    assert field in aside.reason
    assert kept(desk) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("name", LETTERS)
def test_the_same_letter_unspoilt_is_taken_in(desk, name):
    desk.hear(LETTERS[name][0])
    assert sum(kept(desk)) == 1

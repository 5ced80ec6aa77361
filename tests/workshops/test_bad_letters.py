"""What comes by the bus and cannot be is quarantined by name; nothing is half done."""

import json
from datetime import date
from uuid import UUID

import pytest

from azione0 import letter
from azione0.contracts.intake import CaseTakenInCharge, ConsentGiven
from azione0.contracts.ledger import (
    AgreementBreached,
    AgreementSigned,
    Instalment,
    InstalmentMissed,
)
from azione0.letter import Raw

ON = date(2025, 3, 3)
LETTERS = {
    "consent": (
        ConsentGiven(
            person_id=UUID(int=9),
            household_id=UUID(int=1),
            purpose="workshop_participation",
            text_version="2025-1",
            effective_on=ON,
        ),
        "//comune/intake",
    ),
    "charge": (
        CaseTakenInCharge(
            case_id=UUID(int=50),
            household_id=UUID(int=1),
            pact_id=UUID(int=60),
            operator_id="op-1",
            goals=("work",),
            effective_on=ON,
        ),
        "//comune/intake",
    ),
    "miss": (
        InstalmentMissed(
            agreement_id=UUID(int=70),
            household_id=UUID(int=1),
            creditor_id="ALER-BCM",
            number=1,
            due_on=ON,
            due_cents=7000,
            paid_cents=0,
            shortfall_cents=7000,
            consecutive=1,
            in_12_months=1,
            effective_on=ON,
        ),
        "//aler-bcm/ledger",
    ),
    "signed": (
        AgreementSigned(
            agreement_id=UUID(int=70),
            household_id=UUID(int=1),
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
        "//aler-bcm/ledger",
    ),
    "breached": (
        AgreementBreached(
            agreement_id=UUID(int=70),
            household_id=UUID(int=1),
            creditor_id="ALER-BCM",
            outstanding_cents=7000,
            reason="missed_instalments",
            effective_on=ON,
        ),
        "//aler-bcm/ledger",
    ),
}
WRONG = [
    ("signed", "instalments", [{"number": 1, "due_on": "soon", "amount_cents": 1}]),
    ("signed", "instalments", "none"),
    ("signed", "signed_on", "2025-02-30"),
    ("breached", "agreement_id", "A0-7F3K2"),
    ("breached", "effective_on", None),
    ("consent", "person_id", "Mario"),
    ("consent", "person_id", None),
    ("consent", "effective_on", "3/3/2025"),
    ("consent", "household_id", 12),
    ("charge", "case_id", "A0-7F3K2"),
    ("charge", "effective_on", ""),
    ("miss", "number", "one"),
    ("miss", "agreement_id", []),
]


def spoilt(desk, name, field, value):
    contract, source = LETTERS[name]
    raw = letter.write(
        contract,
        id=f"bad-{name}-{field}",
        source=source,
        recorded_at=desk.house.office("workshops").store.clock(),
        correlation_id="test",
        causation_id="test",
    )
    body = json.loads(raw.body)
    body[field] = value
    return Raw(raw.headers, json.dumps(body).encode())


def kept(desk):
    tables = (
        *("consent_days_v1", "case_days_v1", "missed_instalments_v1"),
        *("agreements_v1", "agreement_words_v1"),
    )
    return [desk.rows(f"SELECT count(*) FROM {it}")[0][0] for it in tables]  # noqa: S608


@pytest.mark.parametrize(("name", "field", "value"), WRONG)
def test_a_spoilt_letter_is_set_aside_with_the_field_that_is_wrong(
    desk_on_each_store, name, field, value
):
    desk = desk_on_each_store
    taken = desk.house.hand_in("workshops", [spoilt(desk, name, field, value)])
    assert (taken.failed, taken.quarantined) == (0, 1)
    [aside] = desk.house.office("workshops").parking.quarantined()
    assert field in aside.reason
    assert kept(desk) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("name", LETTERS)
def test_the_same_letter_unspoilt_is_taken_in(desk, name):
    desk.hear(LETTERS[name][0])
    assert sum(kept(desk)) == 1

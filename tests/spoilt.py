"""Letters that more than one service hears, and what can be wrong in them."""

import json
from datetime import date
from uuid import UUID

from azione0 import letter
from azione0.contracts.intake import CaseTakenInCharge, ConsentGiven
from azione0.contracts.ledger import InstalmentMissed
from azione0.letter import Raw

ON = date(2025, 3, 3)
INTAKE, LEDGER = "//comune/intake", "//aler-bcm/ledger"
HOUSEHOLD, AGREEMENT = UUID(int=1), UUID(int=70)


def sound(purpose):
    """Letters by name, each with its source; the consent is for `purpose`."""
    return {
        "consent": (
            ConsentGiven(
                person_id=UUID(int=9),
                household_id=HOUSEHOLD,
                purpose=purpose,
                text_version="2025-1",
                effective_on=ON,
            ),
            INTAKE,
        ),
        "charge": (
            CaseTakenInCharge(
                case_id=UUID(int=50),
                household_id=HOUSEHOLD,
                pact_id=UUID(int=60),
                operator_id="op-1",
                goals=("work",),
                effective_on=ON,
            ),
            INTAKE,
        ),
        "miss": (
            InstalmentMissed(
                agreement_id=AGREEMENT,
                household_id=HOUSEHOLD,
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
            LEDGER,
        ),
    }


WRONG = [
    ("consent", "person_id", "Mario"),
    ("consent", "person_id", None),
    ("consent", "effective_on", "3/3/2025"),
    ("consent", "household_id", 12),
    ("charge", "case_id", "A0-7F3K2"),
    ("charge", "effective_on", ""),
    ("miss", "number", "one"),
    ("miss", "agreement_id", []),
]


def spoilt(office, told, field, value):
    """A letter as it would be sent, but for one field."""
    contract, source = told
    raw = letter.write(
        contract,
        id=f"bad-{contract.promise.name}-{field}",
        source=source,
        recorded_at=office.store.clock(),
        correlation_id="test",
        causation_id="test",
    )
    return Raw(raw.headers, json.dumps({**json.loads(raw.body), field: value}).encode())

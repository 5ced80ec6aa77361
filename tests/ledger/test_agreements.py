"""Agreements through the ledger: changes in their order, and what a month is worth."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from creditors import ADMINISTRATOR, ALER, HOUSEHOLD, registered

from azione0.house import House
from azione0.store import Cause
from ledger.agreement.changes import LaterChange, extend, skip
from ledger.application import Ledger
from ledger.application.agreements import AgreementRunning, NotAffordable

BUDGET = UUID("77777777-2222-4333-8444-555555555555")
SIGNED = date(2025, 3, 1)


@pytest.fixture
def ledger(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Ledger]:
    environ = {"AZIONE0_DATA": str(tmp_path)}
    with House(environ, clock=clock, kinds=("ledger",)) as house:
        house.hand_in(
            "ledger",
            [
                registered(("ALER-BCM", "T1"), ("COND-SOLE", "S1")),
                ALER.bill(date(2025, 1, 10), 60000),
                ADMINISTRATOR.bill(
                    date(2025, 1, 10), 60000, tenancy_id="S1", kind="service"
                ),
            ],
        )
        yield house.ledger


def cause(name: str) -> Cause:
    return Cause("aler/anna", name)


def agreed(ledger: Ledger, cents: int = 10000) -> UUID:
    with ledger.transaction(cause("sign")):
        ledger.close_day(date(2025, 2, 28))
        agreement_id = ledger.propose_agreement(
            HOUSEHOLD,
            "ALER-BCM",
            instalment_cents=cents,
            first_due_on=date(2025, 3, 31),
            on=SIGNED,
        )
        ledger.sign_agreement(agreement_id, on=SIGNED, signatory_roles=["tenant"])
    return agreement_id


def change(ledger: Ledger, agreement_id: UUID, made, on: date) -> None:
    with ledger.transaction(cause(f"change {on}")):
        ledger.change_agreement(agreement_id, made, on=on, reason="agreed")


def test_no_change_is_agreed_behind_a_later_one(ledger):
    agreement_id = agreed(ledger)
    change(ledger, agreement_id, lambda it: skip(it, 3), date(2025, 4, 25))
    with pytest.raises(LaterChange):
        change(ledger, agreement_id, lambda it: skip(it, 2), date(2025, 4, 20))


def test_smaller_instalments_leave_room_for_another_agreement(ledger):
    with ledger.transaction(cause("budget")):
        ledger.state_affordability(HOUSEHOLD, BUDGET, 10000, SIGNED)
    agreement_id = agreed(ledger)
    assert ledger.committed(HOUSEHOLD) == 10000
    change(ledger, agreement_id, lambda it: extend(it, 1, 12), date(2025, 3, 20))
    assert ledger.committed(HOUSEHOLD) == 5000


def test_an_agreement_beyond_the_budget_is_not_proposed(ledger):
    with ledger.transaction(cause("budget")):
        ledger.state_affordability(HOUSEHOLD, BUDGET, 9000, SIGNED)
    with pytest.raises(NotAffordable):
        agreed(ledger)


def agreed_again(ledger: Ledger, creditor_id: str, on: date) -> UUID:
    with ledger.transaction(cause(f"again {creditor_id}")):
        agreement_id = ledger.propose_agreement(
            HOUSEHOLD, creditor_id, instalment_cents=10000, first_due_on=on, on=on
        )
        ledger.sign_agreement(agreement_id, on=on, signatory_roles=["tenant"])
    return agreement_id


def broken(ledger: Ledger) -> UUID:
    agreement_id = agreed(ledger)
    with ledger.transaction(cause("break")):
        ledger.close_day(date(2025, 5, 20))
    return agreement_id


def reinstate(ledger: Ledger, agreement_id: UUID) -> None:
    with ledger.transaction(cause("reinstate")):
        ledger.reinstate_agreement(
            agreement_id, on=date(2025, 5, 22), catch_up_by_on=date(2025, 6, 10)
        )


def test_what_rests_is_still_promised(ledger):
    with ledger.transaction(cause("budget")):
        ledger.state_affordability(HOUSEHOLD, BUDGET, 10000, SIGNED)
    agreed(ledger)
    with ledger.transaction(cause("rest")):
        ledger.suspend_agreements(HOUSEHOLD, date(2025, 3, 5), "illness")
    with pytest.raises(NotAffordable):
        agreed_again(ledger, "COND-SOLE", date(2025, 3, 6))


def test_no_broken_agreement_holds_again_beyond_the_budget(ledger):
    with ledger.transaction(cause("budget")):
        ledger.state_affordability(HOUSEHOLD, BUDGET, 10000, SIGNED)
    agreement_id = broken(ledger)
    agreed_again(ledger, "COND-SOLE", date(2025, 5, 21))
    with pytest.raises(NotAffordable):
        reinstate(ledger, agreement_id)


def test_no_broken_agreement_holds_again_beside_one_for_the_same_debt(ledger):
    agreement_id = broken(ledger)
    agreed_again(ledger, "ALER-BCM", date(2025, 5, 21))
    with pytest.raises(AgreementRunning):
        reinstate(ledger, agreement_id)


def test_a_broken_agreement_holds_again_within_the_budget(ledger):
    with ledger.transaction(cause("budget")):
        ledger.state_affordability(HOUSEHOLD, BUDGET, 10000, SIGNED)
    agreement_id = broken(ledger)
    reinstate(ledger, agreement_id)
    with ledger.transaction(cause("close")):
        ledger.close_day(date(2025, 5, 22))
    assert ledger.committed(HOUSEHOLD) == 10000

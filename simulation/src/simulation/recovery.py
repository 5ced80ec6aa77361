"""
What is decided about debts, once a month, as far as a simulation can.

Reliefs after a lost job, disputes that end, debts left in peace, regional help in
December, agreements that hold again. Every decision goes through the same use-case
as a real one.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from uuid import UUID

from azione0.house import House
from azione0.letter import Raw
from azione0.store import Cause
from ledger.account.decisions import AlreadyHeld, NothingOpen
from ledger.account.standing import OVERDUE, OpenCharge
from ledger.agreement.agreement import RepaymentAgreement
from ledger.agreement.changes import NothingOverdue
from ledger.application import Ledger
from simulation.estate import Tenancy, payment_letter
from simulation.operators import Follow

DECEMBER, CONTRIBUTION_CENTS = 12, 90_000
REST_DAYS, CATCH_UP_DAYS, FREEZE_DAYS = 60, 45, 180


class Recovery:
    """The commission on arrears and the ledger desk, deciding."""

    def __init__(self, house: House, chance: Random) -> None:
        self.house = house
        self.chance = chance
        self.disputed: list[tuple[UUID, str, UUID, int]] = []
        self._acts = 0

    def decide(self, today: date, follows: Iterable[Follow]) -> None:
        """Take a month's decisions about the households that are followed."""
        ledger: Ledger = self.house.ledger
        with ledger.transaction(self._cause("commissione")):
            self._end_disputes(today)
            for follow in follows:
                for agreement_id in follow.agreements.values():
                    self._ease(ledger.get(RepaymentAgreement, agreement_id), today)
                for tenancy in follow.household.dwelling.tenancies:
                    self._look_at(follow.household_id, tenancy, today)

    def contributions(self, today: date, follows: Iterable[Follow]) -> Iterator[Raw]:
        """Let the region help some households in December, on their account."""
        if today.month != DECEMBER:
            return
        for follow in follows:
            tenancy = follow.household.dwelling.tenancies[0]
            if self.chance.random() < 0.3:
                yield payment_letter(
                    tenancy,
                    f"{tenancy.tenancy_id}-{today:%Y}-regione",
                    CONTRIBUTION_CENTS,
                    today,
                    None,
                    payer="regional",
                )

    def _ease(self, agreement: RepaymentAgreement, today: date) -> None:
        """Let an agreement rest where a relief was proposed; some hold again."""
        ledger: Ledger = self.house.ledger
        if agreement.state == "active" and agreement.reliefs and not agreement.pauses:
            ledger.pause_agreement(
                agreement.id,
                since=today,
                until=today + timedelta(REST_DAYS),
                reason="job_lost",
            )
        elif (
            agreement.breached_on
            and agreement.breached_on < today
            and self.chance.random() < 0.1
        ):
            with suppress(NothingOverdue):
                ledger.reinstate_agreement(
                    agreement.id,
                    on=today,
                    catch_up_by_on=today + timedelta(CATCH_UP_DAYS),
                )

    def _look_at(self, household_id: UUID, tenancy: Tenancy, today: date) -> None:
        """Dispute, freeze or give up some of what is overdue."""
        if self.chance.random() > 0.06:
            return
        ledger: Ledger = self.house.ledger
        standing = ledger.standing(household_id, tenancy.creditor_id, today)
        overdue = [it for it in standing.open_charges if it.status == OVERDUE]
        if not overdue:
            return
        with suppress(AlreadyHeld, NothingOpen):
            self._decide_on(overdue, household_id, tenancy.creditor_id, today)

    def _decide_on(
        self, overdue: list[OpenCharge], household_id: UUID, creditor: str, today: date
    ) -> None:
        ledger: Ledger = self.house.ledger
        first, kind = (
            overdue[0].charge,
            self.chance.choice(["dispute", "freeze", "off"]),
        )
        if kind == "dispute":
            ledger.dispute_charge(
                household_id, creditor, first.id, on=today, grounds="wrong_meter"
            )
            self.disputed.append((household_id, creditor, first.id, first.cents))
        elif kind == "freeze":
            ledger.serve_notice(household_id, creditor, on=today)
            ledger.freeze_debt(
                household_id,
                creditor,
                on=today,
                decision_ref=f"commissione-{today:%Y-%m}",
                until=today + timedelta(FREEZE_DAYS),
            )
        else:
            ledger.write_off_debt(
                household_id,
                creditor,
                {first.id: min(overdue[0].open_cents, 2_000)},
                on=today,
                decision_ref=f"delibera-{today:%Y-%m}",
            )

    def _end_disputes(self, today: date) -> None:
        for household_id, creditor, charge_id, cents in self.disputed:
            reduced = cents > 1 and self.chance.random() < 0.5
            self.house.ledger.resolve_dispute(
                household_id,
                creditor,
                charge_id,
                on=today,
                result="reduced" if reduced else "confirmed",
                amount_cents=cents // 2 if reduced else None,
                new_due_on=today + timedelta(30),
            )
        self.disputed.clear()

    def _cause(self, actor: str) -> Cause:
        self._acts += 1
        return Cause(actor=actor, id=f"simulation/recovery/{self._acts}")

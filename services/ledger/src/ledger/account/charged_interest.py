"""An account's interest: charged on what was late, taken back where it was too much."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate
from ledger.account.facts import Charge
from ledger.account.interest import Accrual
from ledger.account.part import AccountPart


class InterestCharged(Aggregate.Event):
    """The charge of interest that a debt has borne; the charge itself is posted too."""

    charge_id: UUID
    interest_id: UUID
    until_on: date
    explained: list[str]

    def apply(self, account: Any) -> None:
        known = account.books.interest_of.setdefault(self.charge_id, [])
        known.append(self.interest_id)


class ChargedInterest(AccountPart):
    """The verbs of interest; `Account` adds them to its own."""

    def charge_interest(
        self, accruals: Sequence[Accrual], until: date, due_on: date, tenancy_id: str
    ) -> int:
        """
        Charge what interest each debt has borne by a day, less what was charged.

        What was charged too much, by what is known now, is taken back first. Give
        how many cents all that is, below 0 in the household's favour. The same again
        charges nothing. Source: art. 1284 c.c.
        """
        total = -self._take_back_interest({it.charge_id: it for it in accruals}, until)
        for accrual in accruals:
            known = [
                self.books.charges[it]
                for it in self.books.interest_of.get(accrual.charge_id, ())
            ]
            before = sum(
                it.cents for it in known if it.id not in self.books.charge_ends
            )
            cents = accrual.cents - before
            # A late fact may have let more accrue by a day that was charged already.
            again = sum(it.period_to == until for it in known)
            if cents <= 0:
                continue
            charge = Charge(
                id=uuid5(
                    accrual.charge_id, f"interest/{until}" + (f"/{again}" * bool(again))
                ),
                kind="interest",
                cents=cents,
                issued_on=until,
                due_on=due_on,
                period_from=accrual.stretches[0].after_on,
                period_to=until,
                effective_on=until,
            )
            self.post_charge(charge, self.tenancy_of.get(accrual.charge_id, tenancy_id))
            self._tell(
                InterestCharged,
                charge_id=accrual.charge_id,
                interest_id=charge.id,
                until_on=until,
                explained=accrual.explained(),
            )
            total += cents
        return total

    def _take_back_interest(self, borne: Mapping[UUID, Accrual], until: date) -> int:
        """End what interest is more than a debt has borne, the newest first."""
        taken = 0
        for debt_id, interest in self.books.interest_of.items():
            stand = [
                self.books.charges[it]
                for it in interest
                if it not in self.books.charge_ends
            ]
            if any(it.period_to > until for it in stand):
                continue  # reckoned to a later day, it may well be more
            over = sum(it.cents for it in stand)
            over -= borne[debt_id].cents if debt_id in borne else 0
            for it in sorted(stand, key=lambda it: it.period_to, reverse=True):
                if over > 0:
                    self.end_charge(it.id, it.effective_on, "interest_was_less")
                    over -= it.cents
                    taken += it.cents
        return taken

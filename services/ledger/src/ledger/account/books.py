"""
What was recorded about one account, and what of it counts on a day.

A charge may be taken back, amended, disputed, frozen or given up; a payment may
be reversed. Each of these is a fact with a day of its own, and none erases
another.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from ledger.account.allocation import Circumstances, Position, allocate
from ledger.account.facts import (
    FOREVER,
    Amendment,
    Charge,
    Hold,
    Imputation,
    InterestOn,
    Notice,
    OnDay,
    Payment,
    Plan,
    Rulings,
    WriteOff,
)
from ledger.account.prescription import Prescription, prescribe
from ledger.policy import Policy, Rules

PERIODIC_KINDS = frozenset({"rent", "service", "settlement", "interest"})


@dataclass(slots=True)
class Books:
    """
    The facts of one account, in whatever order they arrived.

    The `_ends` say from which day something no longer counts; they may name what
    has not arrived yet.
    """

    charges: dict[UUID, Charge] = field(default_factory=dict)
    payments: dict[UUID, Payment] = field(default_factory=dict)
    charge_ends: dict[UUID, date] = field(default_factory=dict)
    payment_ends: dict[UUID, date] = field(default_factory=dict)
    plans: dict[UUID, Plan] = field(default_factory=dict)
    amendments: dict[UUID, list[Amendment]] = field(default_factory=dict)
    holds: dict[UUID, Hold] = field(default_factory=dict)
    imputations: dict[tuple[UUID, bool], Imputation] = field(default_factory=dict)
    write_offs: dict[UUID, WriteOff] = field(default_factory=dict)
    write_off_ends: dict[UUID, date] = field(default_factory=dict)
    notices: dict[UUID, Notice] = field(default_factory=dict)
    interruptions: dict[UUID, list[date]] = field(default_factory=dict)
    interest_of: dict[UUID, list[UUID]] = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether nothing but charges and payments bears on the allocation."""
        return not (
            self.plans
            or self.payment_ends
            or self.charge_ends
            or self.amendments
            or self.holds
            or self.imputations
            or self.write_offs
        )

    def charges_on(self, day: date) -> list[Charge]:
        """Give the charges that count on a day, as they are amended by then."""
        if not self.charge_ends and not self.amendments:
            return list(self.charges.values())
        found = []
        for charge in self.charges.values():
            if day < self.charge_ends.get(charge.id, FOREVER):
                now = self.as_amended(charge, day)
                if now.cents:
                    found.append(now)
        return found

    def payments_on(self, day: date) -> list[Payment]:
        """Give the payments that hold on a day."""
        if not self.payment_ends:
            return list(self.payments.values())
        return [
            it
            for it in self.payments.values()
            if day < self.payment_ends.get(it.id, FOREVER)
        ]

    def write_offs_on(self, day: date) -> list[WriteOff]:
        """Give what is given up by a day, and not revoked by then."""
        return [
            it
            for it in self.write_offs.values()
            if it.on <= day < self.write_off_ends.get(it.id, FOREVER)
        ]

    def as_amended(self, charge: Charge, day: date) -> Charge:
        """Give a charge as it stands on a day; of no cents if it was cancelled."""
        for it in self.amendments.get(charge.id, ()):
            if it.on <= day:
                charge = replace(charge, cents=it.cents, due_on=it.due_on)
        return charge

    def all_as_amended(self, day: date) -> Iterable[Charge]:
        """Give all charges as they stand on a day, also those taken back."""
        if not self.amendments:
            return self.charges.values()
        return [self.as_amended(it, day) for it in self.charges.values()]

    def versions(self, charge: Charge) -> Iterator[tuple[date, date, Charge]]:
        """Give a charge as it stood: (first day, first day no longer, charge)."""
        end = self.charge_ends.get(charge.id, FOREVER)
        days = sorted({it.on for it in self.amendments.get(charge.id, ())})
        for first, after in zip([date.min, *days], [*days, FOREVER], strict=True):
            if first < end:
                yield first, min(after, end), self.as_amended(charge, first)

    def holds_of(self, charge_id: UUID) -> list[Hold]:
        """Give the disputes and freezes of a charge."""
        if not self.holds:
            return []
        return [it for it in self.holds.values() if it.charge_id == charge_id]

    def rulings_about(self, ids: Collection[UUID]) -> Rulings:
        """Give what was decided about some charges and payments."""
        write_offs = [it for it in self.write_offs.values() if it.charge_id in ids]
        return Rulings(
            holds=tuple(it for it in self.holds.values() if it.charge_id in ids),
            amendments=tuple(
                it
                for charge_id, some in self.amendments.items()
                if charge_id in ids
                for it in some
            ),
            imputations=tuple(
                it for it in self.imputations.values() if it.payment_id in ids
            ),
            write_offs=tuple(write_offs),
            write_off_ends=tuple(
                OnDay(it.id, self.write_off_ends[it.id])
                for it in write_offs
                if it.id in self.write_off_ends
            ),
            notices=tuple(
                replace(
                    it, charge_ids=tuple(one for one in it.charge_ids if one in ids)
                )
                for it in self.notices.values()
                if any(one in ids for one in it.charge_ids)
            ),
            interruptions=tuple(
                OnDay(charge_id, day)
                for charge_id, days in self.interruptions.items()
                if charge_id in ids
                for day in days
            ),
            interest=tuple(
                InterestOn(it, debt_id)
                for debt_id, some in self.interest_of.items()
                if debt_id in ids
                for it in some
                if it in ids
            ),
        )

    def take(self, rulings: Rulings) -> None:
        """Take over what was decided elsewhere."""
        self.holds.update({it.id: it for it in rulings.holds})
        for it in rulings.amendments:
            self.amendments.setdefault(it.charge_id, []).append(it)
        for said in rulings.imputations:
            self.imputations[said.payment_id, said.by_creditor] = said
        self.write_offs.update({it.id: it for it in rulings.write_offs})
        self.write_off_ends.update({it.id: it.on for it in rulings.write_off_ends})
        self.notices.update({it.id: it for it in rulings.notices})
        for stopped in rulings.interruptions:
            self.interruptions.setdefault(stopped.id, []).append(stopped.on)
        for charged in rulings.interest:
            known = self.interest_of.setdefault(charged.debt_id, [])
            if charged.id not in known:
                known.append(charged.id)

    def turning_days(self) -> set[date]:
        """Give the days from which something no longer counts, or counts anew."""
        turns = {
            on
            for charge_id, on in self.charge_ends.items()
            if charge_id in self.charges and on > self.charges[charge_id].effective_on
        }
        turns.update(
            on
            for payment_id, on in self.payment_ends.items()
            if payment_id in self.payments and on > self.payments[payment_id].value_on
        )
        turns.update(self.write_off_ends.values())
        turns.update(it.on for some in self.amendments.values() for it in some)
        for hold in self.holds.values():
            turns |= {hold.since, hold.until}
        return turns - {FOREVER}

    def prescription(
        self, charges: Iterable[Charge], plans: Iterable[Plan], day: date, rules: Rules
    ) -> dict[UUID, date]:
        """Give the first day of prescription of the charges prescribed by a day."""
        found: dict[UUID, date] = {}
        signed, least = list(plans), rules.least_prescription_years()
        for charge in charges:
            if charge.due_on.year + least <= day.year:
                since = self.prescription_of(charge, signed, day, rules).on
                if since <= day:
                    found[charge.id] = since
        return found

    def prescription_of(
        self, charge: Charge, plans: Iterable[Plan], day: date, rules: Rules
    ) -> Prescription:
        """Say when a charge is prescribed, by what is known on a day."""
        interrupted = [
            it.served_on
            for it in self.notices.values()
            if charge.id in it.charge_ids and it.served_on <= day
        ]
        for plan in plans:
            if charge.id in plan.charge_ids:
                interrupted.append(plan.signed_on)
                interrupted += _asked_for_on(plan, day)
        interrupted += [it for it in self.interruptions.get(charge.id, ()) if it <= day]
        return prescribe(charge, interrupted, years_of(charge, rules.at(charge.due_on)))

    def _as_allowed(self, said: Imputation, rules: Rules) -> Imputation:
        """
        Put the interest of a debt before it, where the tenant names the debt.

        The tenant may not pay principal before its interest without the creditor's
        consent; the creditor's receipt is such a consent. Source: art. 1194 c.c.
        """
        paid = self.payments.get(said.payment_id)
        if said.by_creditor or not paid or not rules.at(paid.value_on).interest_first:
            return said
        named = (
            one for it in said.charge_ids for one in (*self.interest_of.get(it, ()), it)
        )
        return replace(said, charge_ids=tuple(dict.fromkeys(named)))

    def circumstances(
        self,
        charges: Iterable[Charge],
        plans: Iterable[Plan],
        as_of: date,
        rules: Rules,
    ) -> Circumstances:
        """Give what bears on the allocation of a day beside charges and payments."""
        return Circumstances(
            holds=[it for it in self.holds.values() if it.since <= as_of],
            imputations=[
                self._as_allowed(it, rules) for it in self.imputations.values()
            ],
            write_offs=self.write_offs_on(as_of),
            prescribed=self.prescription(charges, plans, as_of, rules),
            rules=rules,
        )

    def position(
        self, plans: Iterable[Plan], as_of: date, rules: Rules | None = None
    ) -> Position:
        """Allocate what counts on a day."""
        charges, signed = self.charges_on(as_of), list(plans)
        known = self.circumstances(charges, signed, as_of, rules or Rules())
        return allocate(charges, self.payments_on(as_of), signed, as_of, known)


def _asked_for_on(plan: Plan, day: date) -> Iterator[date]:
    """
    Give the days by a day from which parts of a plan's debt could be asked for.

    Time does not run before a right can be exercised. Source: art. 2935 c.c.
    """
    for it in plan.schedule_on(day):
        if it.due_on <= day and plan.holds_on(it.due_on):
            yield it.due_on


def years_of(charge: Charge, policy: Policy) -> int:
    """Give the years of a charge's prescription. Source: arts. 2946 and 2948 c.c."""
    if charge.kind in PERIODIC_KINDS:
        return policy.prescription_years
    return policy.prescription_years_other

"""
Which payment pays which charge, derived anew from the facts each time.

Source: arts. 1193 and 1194 c.c. Who pays may say what for (art. 1193 c. 1; a pagoPA
reference says it). Otherwise money goes to what is due: costs and interest
before principal (art. 1194), then the oldest, then in proportion (art. 1193
c. 2). What is left over waits as credit until something falls due.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from ledger.account.facts import Charge, Instalment, Line, Payment, Plan

DECLARED = "declared_1193"
ACCESSORY = "accessory_1194"
OLDEST = "oldest_1193"
IN_PROPORTION = "in_proportion_1193"

ACCESSORY_KINDS = frozenset({"interest", "cost"})


@dataclass(slots=True)
class Position:
    """
    An account on a day.

    `open_cents` by charge; `credit` by payment, oldest first; `lines` in the
    order in which money moved.
    """

    as_of: date
    open_cents: dict[UUID, int]
    lines: list[Line]
    credit: list[tuple[UUID, int]]

    @property
    def credit_cents(self) -> int:
        """Money that waits for something to fall due."""
        return sum(cents for _, cents in self.credit)

    def lines_of(self) -> Mapping[UUID, list[Line]]:
        """Give the lines by payment."""
        lines = defaultdict(list)
        for line in self.lines:
            lines[line.payment_id].append(line)
        return lines


def allocate(
    charges: Iterable[Charge],
    payments: Iterable[Payment],
    plans: Sequence[Plan],
    as_of: date,
) -> Position:
    """
    Split the payments over the charges of one account, day by day.

    Only facts up to `as_of` are looked at; the caller leaves out what was
    reversed by then. Lines never exceed a payment or a charge. The result does
    not depend on the order in which the facts are given.
    """
    return _Allocation(charges, payments, plans, as_of).run()


@dataclass(slots=True)
class _Running:
    """A plan while it lasts: the money its charges got since it was signed."""

    plan: Plan
    charges: list[Charge]
    paid_cents: int = 0
    due: list[Instalment] = field(default_factory=list)

    def instalment_open(self) -> list[tuple[Instalment, int]]:
        """Give what is still owed of the instalments fallen due, oldest first."""
        owed, covered = [], self.paid_cents
        for instalment in self.due:
            missing = instalment.amount_cents - covered
            covered = max(0, -missing)
            if missing > 0:
                owed.append((instalment, missing))
        return owed

    def share(self, cents: int) -> tuple[int, int]:
        """Give the instalment that money goes to next, and how much of it."""
        covered = self.paid_cents
        for instalment in self.plan.instalments:
            covered -= instalment.amount_cents
            if covered < 0:
                return instalment.number, min(cents, -covered)
        return self.plan.instalments[-1].number, cents


@dataclass(slots=True)
class _Waiting:
    """Money of one payment that waits for something to fall due."""

    payment_id: UUID
    cents: int


@dataclass(frozen=True, slots=True)
class _Due:
    """An instalment that falls due."""

    plan: Plan
    instalment: Instalment


Happening = Charge | Payment | Plan | _Due
Target = Charge | _Running
_PLAN_ENDS, _PLAN_BEGINS, _CHARGE_DUE, _INSTALMENT_DUE, _MONEY = range(5)


class _Allocation:
    """One pass over the days on which something happens."""

    def __init__(
        self,
        charges: Iterable[Charge],
        payments: Iterable[Payment],
        plans: Sequence[Plan],
        as_of: date,
    ) -> None:
        self.as_of = as_of
        known = [it for it in charges if it.effective_on <= as_of]
        self.charges = {it.id: it for it in known if it.cents > 0}
        self.open = {it.id: it.cents for it in self.charges.values()}
        self.by_iuv = self._by_iuv()
        self.lines: list[Line] = []
        self.plans = plans
        self.money = self._set_apart([it for it in payments if it.value_on <= as_of])
        self.money += [
            _in_favour(it) for it in known if it.cents < 0 and it.owed_on <= as_of
        ]
        self.running: dict[UUID, _Running] = {}
        self.in_plan: dict[UUID, _Running] = {}
        self.due: dict[UUID, Charge] = {}
        self.credit: list[_Waiting] = []

    def run(self) -> Position:
        """Go through the days in order."""
        for day, happenings in groupby(self._happenings(), key=lambda it: it[0]):
            received: list[Payment] = []
            for _, rank, _, what in happenings:
                if isinstance(what, Payment):
                    received.append(what)
                else:
                    self._happen(what, day, ends=rank == _PLAN_ENDS)
            for payment in received:
                self._receive(payment, day)
            if self.credit:
                self._use_credit(day)
        credit = [(it.payment_id, it.cents) for it in self.credit]
        self.lines.sort(key=lambda it: it.on)
        return Position(self.as_of, self.open, self.lines, credit)

    def _set_apart(self, payments: list[Payment]) -> list[Payment]:
        """
        Allocate at once what nothing else can touch; give the other payments.

        A payment that is declared for a notice, is just as large, and comes
        before its charges fall due, meets no other money: credit waits for due
        dates, and no other payment names the notice. Most payments are of this
        kind, so most of an account's past costs nothing.
        """
        named = Counter(it.iuv for it in payments)
        planned = {charge for plan in self.plans for charge in plan.charge_ids}
        others = []
        for payment in sorted(payments, key=lambda it: (it.value_on, it.id.int)):
            named_charges = self.by_iuv.get(payment.iuv) if payment.iuv else None
            if (
                named_charges
                and payment.cents == sum(it.cents for it in named_charges)
                and all(payment.value_on <= it.owed_on for it in named_charges)
                and named[payment.iuv] == 1
                and not any(it.id in planned for it in named_charges)
            ):
                for charge in named_charges:
                    self.lines.append(
                        Line(
                            payment.id,
                            charge.id,
                            charge.cents,
                            payment.value_on,
                            DECLARED,
                        )
                    )
                    self.open[charge.id] = 0
            else:
                others.append(payment)
        return others

    def _by_iuv(self) -> dict[str, list[Charge]]:
        """Give the charges of each notice; rent and services may share one."""
        found: dict[str, list[Charge]] = {}
        for charge in self.charges.values():
            if charge.iuv:
                found.setdefault(charge.iuv, []).append(charge)
        for charges in found.values():
            if len(charges) > 1:
                charges.sort(key=oldest_first)
        return found

    def _happen(self, what: Charge | Plan | _Due, day: date, *, ends: bool) -> None:
        match what:
            case Charge():
                if what.id not in self.in_plan and self.open[what.id]:
                    self.due[what.id] = what
            case _Due(plan, instalment):
                if plan.agreement_id in self.running:
                    self.running[plan.agreement_id].due.append(instalment)
            case Plan() if ends:
                self._end(what, day)
            case Plan():
                self._begin(what)

    def _happenings(self) -> list[tuple[date, int, str, Happening]]:
        """List what happens on which day; debts fall due before money comes."""
        what: list[tuple[date, int, str, Happening]] = []
        what += [
            (it.owed_on, _CHARGE_DUE, str(it.id), it)
            for it in self.charges.values()
            if it.owed_on <= self.as_of and self.open[it.id]
        ]
        what += [(it.value_on, _MONEY, str(it.id), it) for it in self.money]
        for plan in self.plans:
            if plan.signed_on > self.as_of:
                continue
            place = str(plan.agreement_id)
            what.append((plan.signed_on, _PLAN_BEGINS, place, plan))
            if plan.ended_on <= self.as_of:
                what.append((plan.ended_on, _PLAN_ENDS, place, plan))
            what += [
                (
                    max(it.due_on, plan.signed_on),
                    _INSTALMENT_DUE,
                    f"{place}/{it.number:06}",
                    _Due(plan, it),
                )
                for it in plan.instalments
                if it.due_on <= self.as_of and it.due_on < plan.ended_on
            ]
        what.sort(key=lambda it: it[:3])
        return what

    def _begin(self, plan: Plan) -> None:
        inside = [self.charges[it] for it in plan.charge_ids if it in self.charges]
        inside.sort(key=oldest_first)
        running = self.running[plan.agreement_id] = _Running(plan, inside)
        for charge in inside:
            self.in_plan[charge.id] = running
            self.due.pop(charge.id, None)

    def _end(self, plan: Plan, day: date) -> None:
        running = self.running.pop(plan.agreement_id, None)
        for charge in running.charges if running else ():
            if self.in_plan.get(charge.id) is running:
                del self.in_plan[charge.id]
                if self.open[charge.id] and charge.owed_on <= day:
                    self.due[charge.id] = charge

    def _receive(self, payment: Payment, day: date) -> None:
        left = payment.cents
        for charge in self.by_iuv.get(payment.iuv, ()) if payment.iuv else ():
            left -= self._pay(payment.id, charge, left, day, DECLARED)
        if left:
            self.credit.append(_Waiting(payment.id, left))

    def _use_credit(self, day: date) -> None:
        """Let waiting money pay what is due, in the order of the law."""
        for rule, owed in self._due_in_order():
            wanted = sum(cents for _, cents in owed)
            available = sum(it.cents for it in self.credit)
            if not available:
                return
            shares = owed if available >= wanted else _in_proportion(owed, available)
            for target, cents in shares:
                self._spend(target, cents, day, rule)

    def _due_in_order(self) -> list[tuple[str, list[tuple[Target, int]]]]:
        groups: dict[tuple[int, date, int], list[tuple[Target, int]]] = {}
        for charge in self.due.values():
            rank = 0 if charge.kind in ACCESSORY_KINDS else 1
            place = (rank, charge.due_on, 0)
            groups.setdefault(place, []).append((charge, self.open[charge.id]))
        for running in self.running.values():
            # A fact that arrives late can leave less of the debt than was promised.
            left = sum(self.open[it.id] for it in self._charges_in(running))
            for instalment, cents in running.instalment_open():
                owed = min(cents, left)
                left -= owed
                if owed:
                    place = (1, instalment.due_on, 1)
                    groups.setdefault(place, []).append((running, owed))
        ordered = []
        for place in sorted(groups):
            rule = OLDEST if place[0] else ACCESSORY
            if len(groups[place]) > 1:
                rule = IN_PROPORTION
            ordered.append((rule, groups[place]))
        return ordered

    def _spend(self, target: Target, cents: int, day: date, rule: str) -> None:
        """Pay `cents` of a charge or of a plan from the oldest credit."""
        while cents and self.credit:
            waiting = self.credit[0]
            part = min(cents, waiting.cents)
            inside = (
                [target] if isinstance(target, Charge) else self._charges_in(target)
            )
            left = part
            for charge in inside:
                left -= self._pay(waiting.payment_id, charge, left, day, rule)
            cents -= part
            waiting.cents -= part
            if not waiting.cents:
                self.credit.pop(0)

    def _charges_in(self, running: _Running) -> list[Charge]:
        """Give the charges that are in this plan and in no later one."""
        return [it for it in running.charges if self.in_plan.get(it.id) is running]

    def _pay(
        self, payment_id: UUID, charge: Charge, cents: int, day: date, rule: str
    ) -> int:
        """Move at most `cents` onto a charge; give how much."""
        part = min(cents, self.open[charge.id])
        if not part:
            return 0
        running = self.in_plan.get(charge.id)
        if running is None:
            self.lines.append(Line(payment_id, charge.id, part, day, rule))
        else:
            agreement_id, left = running.plan.agreement_id, part
            while left:
                number, cents = running.share(left)
                self.lines.append(
                    Line(payment_id, charge.id, cents, day, rule, agreement_id, number)
                )
                running.paid_cents += cents
                left -= cents
        self.open[charge.id] -= part
        if not self.open[charge.id]:
            self.due.pop(charge.id, None)
        return part


def oldest_first(charge: Charge) -> tuple[int, date, str]:
    """Order charges as the law pays them: accessory ones, then the oldest."""
    return (
        0 if charge.kind in ACCESSORY_KINDS else 1,
        charge.due_on,
        str(charge.id),
    )


def _in_favour(charge: Charge) -> Payment:
    """See a settlement in the household's favour as money that came in."""
    return Payment(charge.id, -charge.cents, charge.owed_on, "settlement", "creditor")


def _in_proportion(
    owed: Sequence[tuple[Target, int]], available: int
) -> list[tuple[Target, int]]:
    """Split money over debts of one age; the cents left go to the first ones."""
    whole = sum(cents for _, cents in owed)
    shares = [cents * available // whole for _, cents in owed]
    for place in range(available - sum(shares)):
        shares[place] += 1
    return [(target, share) for (target, _), share in zip(owed, shares, strict=True)]

"""
Which payment pays which charge, derived anew from the facts each time.

Source: arts. 1193-1195 c.c. Who pays may say what for (art. 1193 c. 1; a pagoPA
reference says it); if nobody did, the creditor's receipt says it (art. 1195).
Otherwise money goes to what is due: costs and interest before principal
(art. 1194), then the least secured, the most onerous, the oldest, and in
proportion (art. 1193 c. 2). A regional solidarity contribution pays the year's
services and then past debt (R.R. Lombardia 11/2019). What is disputed, frozen or
prescribed is passed over unless it was named. What is left over waits as credit
until something falls due, or goes to instalments to come, as the policy says.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from ledger.account.facts import (
    FOREVER,
    Charge,
    Hold,
    Imputation,
    Instalment,
    Line,
    Payment,
    Plan,
    WriteOff,
)
from ledger.account.surplus import spread
from ledger.policy import Rules

DECLARED = "declared_1193"
RECEIPT = "receipt_1195"
ACCESSORY = "accessory_1194"
LEAST_SECURED = "least_secured_1193"
MOST_ONEROUS = "most_onerous_1193"
OLDEST = "oldest_1193"
IN_PROPORTION = "in_proportion_1193"
SOLIDARITY = "solidarity_rr11_2019"
IN_ADVANCE = "in_advance"
WRITTEN_OFF = "written_off"

#: Every rule that can decide a line.
RULES = (
    DECLARED,
    RECEIPT,
    ACCESSORY,
    LEAST_SECURED,
    MOST_ONEROUS,
    OLDEST,
    IN_PROPORTION,
    SOLIDARITY,
    IN_ADVANCE,
    WRITTEN_OFF,
)

ACCESSORY_KINDS = frozenset({"interest", "cost"})
#: Who pays a contribution that is bound by law to certain debts.
SOLIDARITY_PAYER = "regional"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What bears on an allocation beside charges, payments and plans."""

    holds: Sequence[Hold] = ()
    imputations: Sequence[Imputation] = ()
    write_offs: Sequence[WriteOff] = ()
    prescribed: Mapping[UUID, date] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Cover:
    """A part of a payment that counts for an instalment, on a day."""

    number: int
    cents: int
    on: date
    payment_id: UUID


@dataclass(slots=True)
class Position:
    """
    An account on a day.

    `open_cents` by charge; `credit` by payment, oldest first; `lines` in the
    order in which money moved; `covers` by agreement, what its instalments got.
    """

    as_of: date
    open_cents: dict[UUID, int]
    lines: list[Line]
    credit: list[tuple[UUID, int]]
    covers: dict[UUID, list[Cover]] = field(default_factory=dict)

    @property
    def credit_cents(self) -> int:
        """Money that waits for something to fall due."""
        return sum(cents for _, cents in self.credit)

    @property
    def written_off_cents(self) -> int:
        """What was given up of the charges."""
        return sum(it.cents for it in self.lines if it.rule == WRITTEN_OFF)

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
    circumstances: Circumstances | None = None,
) -> Position:
    """
    Split the payments over the charges of one account, day by day.

    Only facts up to `as_of` are looked at; the caller leaves out what was
    reversed by then. Lines never exceed a payment or a charge. The result does
    not depend on the order in which the facts are given.
    """
    return _Allocation(
        charges, payments, plans, as_of, circumstances or Circumstances()
    ).run()


@dataclass(slots=True)
class _Running:
    """A plan while it lasts: its instalments, and what each of them got."""

    plan: Plan
    charges: list[Charge]
    instalments: tuple[Instalment, ...]
    paid: dict[int, int] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    holds: bool = True

    def missing(self, instalment: Instalment) -> int:
        """Give what an instalment still wants."""
        return max(0, instalment.amount_cents - self.paid.get(instalment.number, 0))

    def due(self, day: date) -> list[tuple[Instalment, int]]:
        """Give what is owed of the instalments fallen due by a day, oldest first."""
        return [
            (it, missing)
            for it in self.instalments
            if it.due_on <= day and (missing := self.missing(it))
        ]

    def to_come(self, day: date) -> list[tuple[Instalment, int]]:
        """Give what the instalments after a day still want."""
        return [
            (it, missing)
            for it in self.instalments
            if it.due_on > day and (missing := self.missing(it))
        ]

    def next_ones(self, cents: int) -> list[tuple[Instalment, int]]:
        """Share money out over the instalments in their order; the last takes all."""
        shares = []
        for instalment in self.instalments:
            part = min(cents, self.missing(instalment))
            if part:
                shares.append((instalment, part))
                cents -= part
        if cents:
            shares.append((self.instalments[-1], cents))
        return shares

    def cover(
        self, instalment: Instalment, cents: int, on: date, payment_id: UUID
    ) -> None:
        """Count money for an instalment."""
        self.paid[instalment.number] = self.paid.get(instalment.number, 0) + cents
        self.covers.append(Cover(instalment.number, cents, on, payment_id))


@dataclass(slots=True)
class _Waiting:
    """Money of one payment that waits for something to fall due."""

    payment_id: UUID
    cents: int


@dataclass(frozen=True, slots=True)
class _Turn:
    """A plan begins or stops to hold, or its instalments are others."""

    plan: Plan
    kind: str


Target = Charge | tuple[_Running, Instalment]
Place = tuple[int, bool, int, date, int]
Owed = TypeVar("Owed")
_PLAN_ENDS, _PLAN_BEGINS, _ANY_DUE, _MONEY, _GIVEN_UP = range(5)
Happening = tuple[date, int, int, "Charge | Payment | _Turn | WriteOff | None"]


class _Allocation:
    """One pass over the days on which something happens."""

    def __init__(
        self,
        charges: Iterable[Charge],
        payments: Iterable[Payment],
        plans: Sequence[Plan],
        as_of: date,
        circumstances: Circumstances,
    ) -> None:
        self.as_of = as_of
        self.rules = circumstances.rules
        self.write_offs = circumstances.write_offs
        self.prescribed = circumstances.prescribed
        self.holds: dict[UUID, list[Hold]] = {}
        for hold in circumstances.holds:
            self.holds.setdefault(hold.charge_id, []).append(hold)
        self.named: dict[UUID, list[Imputation]] = {}
        for imputation in circumstances.imputations:
            self.named.setdefault(imputation.payment_id, []).append(imputation)
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
            given_up: list[WriteOff] = []
            for _, _, _, what in happenings:
                match what:
                    case Payment():
                        received.append(what)
                    case WriteOff():
                        given_up.append(what)
                    case Charge():
                        self._look_at(what, day)
                    case _Turn():
                        self._turn(what, day)
            for payment in received:
                self._receive(payment, day)
            if self.credit:
                self._use_credit(day)
            for it in given_up:
                self._give_up(it, day)
        credit = [(it.payment_id, it.cents) for it in self.credit]
        self.lines.sort(key=lambda it: it.on)
        covers = {it: running.covers for it, running in self.running.items()}
        return Position(self.as_of, self.open, self.lines, credit, covers)

    # -- what happens

    def _set_apart(self, payments: list[Payment]) -> list[Payment]:
        """
        Allocate at once what nothing else can touch; give the other payments.

        A payment that is declared for a notice, is just as large, and comes
        before its charges fall due, meets no other money: credit waits for due
        dates, and no other payment names the notice. Most payments are of this
        kind, so most of an account's past costs nothing.
        """
        named = Counter(it.iuv for it in payments)
        touched = {charge for plan in self.plans for charge in plan.charge_ids}
        touched.update(it.charge_id for it in self.write_offs)
        for imputations in self.named.values():
            touched.update(charge for it in imputations for charge in it.charge_ids)
        if any(it.payer == SOLIDARITY_PAYER for it in payments):
            touched.update(it.id for it in self.charges.values() if is_service(it))
        others = []
        for payment in sorted(payments, key=lambda it: (it.value_on, it.id.int)):
            charges = self.by_iuv.get(payment.iuv) if payment.iuv else None
            if (
                charges
                and payment.cents == sum(it.cents for it in charges)
                and all(payment.value_on <= it.owed_on for it in charges)
                and named[payment.iuv] == 1
                and payment.id not in self.named
                and payment.payer != SOLIDARITY_PAYER
                and not any(it.id in touched for it in charges)
            ):
                for it in charges:
                    self.lines.append(
                        Line(payment.id, it.id, it.cents, payment.value_on, DECLARED)
                    )
                    self.open[it.id] = 0
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

    def _happenings(self) -> list[Happening]:
        """List what happens on which day; debts fall due before money comes."""
        what: list[Happening] = []
        for charge in self.charges.values():
            if self.open[charge.id]:
                what += [
                    (day, _ANY_DUE, charge.id.int, charge)
                    for day in self._days_of(charge)
                    if day <= self.as_of
                ]
        what += [(it.value_on, _MONEY, it.id.int, it) for it in self.money]
        what += [(it.on, _GIVEN_UP, it.id.int, it) for it in self.write_offs]
        for plan in self.plans:
            if plan.signed_on <= self.as_of:
                what += [it for it in _turns(plan) if it[0] <= self.as_of]
        what.sort(key=lambda it: it[:3])
        return what

    def _days_of(self, charge: Charge) -> Iterable[date]:
        """Give the days on which a charge becomes due, or ceases to be asked for."""
        yield charge.owed_on
        for hold in self.holds.get(charge.id, ()):
            yield hold.since
            yield hold.until
        if charge.id in self.prescribed:
            yield self.prescribed[charge.id]

    def _look_at(self, charge: Charge, day: date) -> None:
        """Note whether a charge can be asked for by itself on a day."""
        if (
            charge.id not in self.in_plan
            and self.open[charge.id]
            and charge.owed_on <= day
            and self._can_be_asked(charge, day)
        ):
            self.due[charge.id] = charge
        else:
            self.due.pop(charge.id, None)

    def _can_be_asked(self, charge: Charge, day: date) -> bool:
        held = self.holds.get(charge.id)
        return day < self.prescribed.get(charge.id, FOREVER) and not (
            held and any(it.on(day) for it in held)
        )

    def _turn(self, turn: _Turn, day: date) -> None:
        plan = turn.plan
        running = self.running.get(plan.agreement_id)
        match turn.kind:
            case "begins":
                self._begin(plan, running, day)
            case "ends" if running:
                running.holds = False
                for charge in running.charges:
                    if self.in_plan.get(charge.id) is running:
                        del self.in_plan[charge.id]
                        self._look_at(charge, day)
            case _:
                if running:
                    running.instalments = plan.schedule_on(day)

    def _begin(self, plan: Plan, before: _Running | None, day: date) -> None:
        inside = [self.charges[it] for it in plan.charge_ids if it in self.charges]
        inside.sort(key=oldest_first)
        running = before or _Running(plan, inside, plan.schedule_on(day))
        running.holds = True
        running.instalments = plan.schedule_on(day)
        self.running[plan.agreement_id] = running
        for charge in inside:
            self.in_plan[charge.id] = running
            self.due.pop(charge.id, None)
        if before is not None:
            self._count_since_signing(running, day)

    def _count_since_signing(self, running: _Running, day: date) -> None:
        """Let instalments have what their charges got while the plan did not hold."""
        inside = {it.id for it in running.charges}
        had = Counter[UUID]()
        for cover in running.covers:
            had[cover.payment_id] += cover.cents
        for line in self.lines:
            if (
                line.charge_id in inside
                and line.on >= running.plan.signed_on
                and line.rule != WRITTEN_OFF
            ):
                known = min(had[line.payment_id], line.cents)
                had[line.payment_id] -= known
                for instalment, part in running.next_ones(line.cents - known):
                    running.cover(instalment, part, day, line.payment_id)

    # -- where money goes

    def _receive(self, payment: Payment, day: date) -> None:
        left = payment.cents
        for rule, charges in self._named_by(payment):
            noticed = charges is self.by_iuv.get(payment.iuv or "")
            for charge, cents in self._shares(charges, left, noticed=noticed):
                left -= self._pay(payment.id, charge, cents, day, rule)
        if payment.payer == SOLIDARITY_PAYER:
            left = self._help(payment, left, day)
        if left:
            self.credit.append(_Waiting(payment.id, left))

    def _named_by(self, payment: Payment) -> Iterable[tuple[str, Sequence[Charge]]]:
        said = self.named.get(payment.id, ())
        by_tenant = [it for it in said if not it.by_creditor]
        for it in by_tenant:
            yield DECLARED, self._known(it.charge_ids)
        if payment.iuv and payment.iuv in self.by_iuv:
            yield DECLARED, self.by_iuv[payment.iuv]
        elif not by_tenant:
            for it in said:
                yield RECEIPT, self._known(it.charge_ids)

    def _shares(
        self, charges: Sequence[Charge], cents: int, *, noticed: bool
    ) -> Iterable[tuple[Charge, int]]:
        """
        Share money out over what was named: in the order in which it was.

        One notice names all that is on it at once: too little money for what is alike
        is shared in proportion. Source: art. 1193 c. 2 c.c.
        """
        for _, alike in groupby(charges, _rank if noticed else id):
            owed = [(it, self.open[it.id]) for it in alike]
            if cents < sum(part for _, part in owed):
                owed = _in_proportion(owed, cents)
            for charge, part in owed:
                cents -= part
                yield charge, part

    def _known(self, charge_ids: Iterable[UUID]) -> list[Charge]:
        return [self.charges[it] for it in charge_ids if it in self.charges]

    def _help(self, payment: Payment, left: int, day: date) -> int:
        """Let a solidarity contribution pay the year's services, then past debt."""
        services = [
            it
            for it in self.charges.values()
            if is_service(it)
            and it.period_from.year <= day.year <= it.period_to.year
            and it.effective_on <= day
            and self._can_be_asked(it, day)
        ]
        for charge in sorted(services, key=oldest_first):
            left -= self._pay(payment.id, charge, left, day, SOLIDARITY)
        for _, owed in self._due_in_order(day):
            for target, _cents in owed:
                if isinstance(target, Charge):
                    left -= self._pay(payment.id, target, left, day, SOLIDARITY)
        for running in self.running.values():
            left -= self._in_advance(running, payment.id, left, day, SOLIDARITY)
        return left

    def _use_credit(self, day: date) -> None:
        """Let waiting money pay what is due, in the order of the law."""
        for rule, owed in self._due_in_order(day):
            wanted = sum(cents for _, cents in owed)
            available = sum(it.cents for it in self.credit)
            if not available:
                return
            shares = owed if available >= wanted else _in_proportion(owed, available)
            for target, cents in shares:
                self._spend(target, cents, day, rule)
        if self.rules.at(day).surplus_rule != "credit":
            for running in self.running.values():
                for waiting in self.credit:
                    waiting.cents -= self._in_advance(
                        running, waiting.payment_id, waiting.cents, day, IN_ADVANCE
                    )
            self.credit = [it for it in self.credit if it.cents]

    def _in_advance(
        self, running: _Running, payment_id: UUID, cents: int, day: date, rule: str
    ) -> int:
        """
        Pay instalments before they are due; give how much that was.

        A solidarity contribution pays what is due first and then the last ones,
        so that the plan ends earlier and goes on meanwhile.
        """
        if not running.holds:
            return 0
        inside = self._charges_in(running, day)
        most = min(cents, sum(self.open[it.id] for it in inside))
        due = running.due(day) if rule == SOLIDARITY else []
        later = running.to_come(day)
        how = "last" if rule == SOLIDARITY else self.rules.at(day).surplus_rule
        shares, left = [], most
        for instalment, missing in due:
            part = min(left, missing)
            shares.append((instalment, part))
            left -= part
        parts = spread([missing for _, missing in later], left, how)
        shares += [(it, part) for (it, _), part in zip(later, parts, strict=True)]
        for instalment, part in shares:
            self._pay_instalment(running, instalment, payment_id, part, day, rule)
        return sum(part for _, part in shares)

    def _due_in_order(self, day: date) -> list[tuple[str, list[tuple[Target, int]]]]:
        accessory_first = self.rules.at(day).interest_first
        groups: dict[Place, list[tuple[Target, int]]] = {}
        for charge in self.due.values():
            rank = 0 if accessory_first and charge.kind in ACCESSORY_KINDS else 1
            place = (rank, charge.secured, -charge.burden, charge.due_on, 0)
            groups.setdefault(place, []).append((charge, self.open[charge.id]))
        for running in self.running.values():
            if not running.holds:
                continue
            # A fact that arrives late can leave less of the debt than was promised.
            inside = self._charges_in(running, day)
            left = sum(self.open[it.id] for it in inside)
            secured = bool(inside) and all(it.secured for it in inside)
            burden = max((it.burden for it in inside), default=0)
            for instalment, cents in running.due(day):
                owed = min(cents, left)
                left -= owed
                if owed:
                    place = (1, secured, -burden, instalment.due_on, 1)
                    groups.setdefault(place, []).append(((running, instalment), owed))
        places = sorted(groups)
        return [
            (_rule_of(place, after, len(groups[place])), groups[place])
            for place, after in zip(places, [*places[1:], None], strict=False)
        ]

    def _spend(self, target: Target, cents: int, day: date, rule: str) -> None:
        """Pay `cents` of a charge or of an instalment from the oldest credit."""
        while cents and self.credit:
            waiting = self.credit[0]
            part = min(cents, waiting.cents)
            if isinstance(target, Charge):
                self._pay(waiting.payment_id, target, part, day, rule)
            else:
                self._pay_instalment(*target, waiting.payment_id, part, day, rule)
            cents -= part
            waiting.cents -= part
            if not waiting.cents:
                self.credit.pop(0)

    def _charges_in(self, running: _Running, day: date) -> list[Charge]:
        """Give the charges in this plan and in no later one that can be asked for."""
        return [
            it
            for it in running.charges
            if self.in_plan.get(it.id) is running and self._can_be_asked(it, day)
        ]

    def _pay_instalment(
        self,
        running: _Running,
        instalment: Instalment,
        payment_id: UUID,
        cents: int,
        day: date,
        rule: str,
    ) -> None:
        """Move money onto the charges of a plan, for one instalment."""
        for charge in self._charges_in(running, day):
            part = min(cents, self.open[charge.id])
            if part:
                self._move(payment_id, charge, part, day, rule, running, instalment)
                running.cover(instalment, part, day, payment_id)
                cents -= part

    def _pay(
        self, payment_id: UUID, charge: Charge, cents: int, day: date, rule: str
    ) -> int:
        """Move at most `cents` onto a charge; give how much."""
        part = min(cents, self.open[charge.id])
        if not part:
            return 0
        running = self.in_plan.get(charge.id)
        if running is None:
            self._move(payment_id, charge, part, day, rule)
        else:
            for instalment, share in running.next_ones(part):
                self._move(payment_id, charge, share, day, rule, running, instalment)
                running.cover(instalment, share, day, payment_id)
        return part

    def _give_up(self, it: WriteOff, day: date) -> None:
        """Take from a charge what was given up of it, whether in a plan or not."""
        charge = self.charges.get(it.charge_id)
        part = min(it.cents, self.open[charge.id]) if charge else 0
        if charge and part:
            self._move(it.id, charge, part, day, WRITTEN_OFF)

    def _move(
        self,
        payment_id: UUID,
        charge: Charge,
        cents: int,
        day: date,
        rule: str,
        running: _Running | None = None,
        instalment: Instalment | None = None,
    ) -> None:
        self.lines.append(
            Line(
                payment_id,
                charge.id,
                cents,
                day,
                rule,
                running.plan.agreement_id if running else None,
                instalment.number if instalment else None,
            )
        )
        self.open[charge.id] -= cents
        if not self.open[charge.id]:
            self.due.pop(charge.id, None)


def oldest_first(charge: Charge) -> tuple[int, bool, int, date, int]:
    """Order charges as the law pays them. Source: arts. 1193 c. 2 and 1194 c.c."""
    return (*_rank(charge), charge.id.int)


def _rank(charge: Charge) -> tuple[int, bool, int, date]:
    """Accessory ones, least secured, most onerous, oldest: the rest in proportion."""
    return (
        0 if charge.kind in ACCESSORY_KINDS else 1,
        charge.secured,
        -charge.burden,
        charge.due_on,
    )


def is_service(charge: Charge) -> bool:
    """Whether a charge is for services. Source: R.R. Lombardia 11/2019."""
    return charge.kind in ("service", "settlement")


def _turns(plan: Plan) -> Iterable[Happening]:
    """Give the days on which a plan begins, ends, or its instalments fall due."""
    place = plan.agreement_id.int
    begins = [plan.signed_on, *(until for _, until in plan.lapses)]
    ends = [plan.ended_on, *(since for since, _ in plan.lapses)]
    days = {it.on for it in plan.changes}
    schedules = [plan.instalments, *(it.instalments for it in plan.changes)]
    days.update(it.due_on for instalments in schedules for it in instalments)
    for day in begins:
        yield day, _PLAN_BEGINS, place, _Turn(plan, "begins")
    for day in ends:
        yield day, _PLAN_ENDS, place, _Turn(plan, "ends")
    for day in days:
        if day >= plan.signed_on:
            yield day, _ANY_DUE, place, _Turn(plan, "changes")


def _rule_of(place: Place, after: Place | None, how_many: int) -> str:
    """Name the rule by which debts at a place come before those after it."""
    if how_many > 1:
        return IN_PROPORTION
    if place[0] == 0:
        return ACCESSORY
    if after is not None and place[1] != after[1]:
        return LEAST_SECURED
    if after is not None and place[2] != after[2]:
        return MOST_ONEROUS
    return OLDEST


def _in_favour(charge: Charge) -> Payment:
    """See a settlement in the household's favour as money that came in."""
    return Payment(charge.id, -charge.cents, charge.owed_on, "settlement", "creditor")


def _in_proportion(
    owed: Sequence[tuple[Owed, int]], available: int
) -> list[tuple[Owed, int]]:
    """Split money over debts of one age; the cents left go to the first ones."""
    whole = sum(cents for _, cents in owed)
    shares = [cents * available // whole for _, cents in owed]
    for place in range(available - sum(shares)):
        shares[place] += 1
    return [(target, share) for (target, _), share in zip(owed, shares, strict=True)]

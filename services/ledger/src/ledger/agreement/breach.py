"""
How an agreement is kept: what was paid, what was missed, when it is broken.

An instalment is missed on the day after its grace. A month counts as missed once,
if its instalment or its current bill is unpaid by then. The agreement is broken
on the day on which too many months in a row, or too many within twelve, were
missed. What shows later that the debt was smaller than promised takes the last
instalments away. Source: policy parameters `grace_days`, `paid_tolerance_cents`,
`breach_consecutive`, `breach_in_12_months`, `counts_current_bills`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from uuid import UUID

from ledger.account.allocation import Position
from ledger.account.detection import BILL_KINDS
from ledger.account.facts import FOREVER, Charge, Instalment, Line, Plan
from ledger.account.timeline import ONE_DAY, Timeline
from ledger.policy import Rules


@dataclass(frozen=True, slots=True)
class Paid:
    """An instalment paid in full, within the tolerance."""

    number: int
    paid_on: date
    amount_cents: int
    days_late: int
    payment_id: UUID


@dataclass(frozen=True, slots=True)
class Missed:
    """An instalment not paid by the end of its grace."""

    number: int
    due_on: date
    missed_on: date
    due_cents: int
    paid_cents: int
    consecutive: int
    in_12_months: int


@dataclass(slots=True)
class Judgement:
    """
    What became of an agreement up to a day.

    `unpaid_cents` is what is open of its charges beyond what it promised.
    """

    paid: dict[int, Paid] = field(default_factory=dict)
    missed: dict[int, Missed] = field(default_factory=dict)
    breached_on: date | None = None
    completed_on: date | None = None
    outstanding_cents: int = 0
    unpaid_cents: int = 0

    @property
    def ended_on(self) -> date:
        """The day from which the agreement no longer holds its charges."""
        if self.breached_on:
            return self.breached_on
        if self.completed_on and self.unpaid_cents:
            return self.completed_on + ONE_DAY
        return FOREVER


class _Received:
    """What a plan's charges came to when it was signed, and what it got since."""

    def __init__(
        self, plan: Plan, charges: Iterable[Charge], position: Position
    ) -> None:
        inside = set(plan.charge_ids)
        before = sum(
            it.cents
            for it in position.lines
            if it.charge_id in inside and it.on < plan.signed_on
        )
        self.lines = [
            it for it in position.lines if it.agreement_id == plan.agreement_id
        ]
        self.debt_cents = sum(it.cents for it in charges if it.id in inside) - before
        self._days = [it.on for it in self.lines]
        self._sums = [0, *accumulate(it.cents for it in self.lines)]

    def until(self, day: date) -> int:
        """Give how much the plan had got by a day."""
        return self._sums[bisect_right(self._days, day)]


@dataclass(slots=True)
class _Miss:
    """A month that was missed: by an instalment, or by a bill (no instalment)."""

    missed_on: date
    due_on: date
    instalment: Instalment | None
    due_cents: int = 0
    paid_cents: int = 0


def judge(plan: Plan, timeline: Timeline, rules: Rules) -> Judgement:
    """
    Say how a plan was kept up to the timeline's day.

    The plan must stand in the timeline without an end of its own making: the
    breach is what is found here.
    """
    judgement = Judgement()
    received = [
        _Received(plan, timeline.books.charges_on(last), position)
        for _, last, position in timeline.stretches
    ]
    misses = sorted(
        [
            *_missed_instalments(plan, timeline, received, rules),
            *_missed_bills(plan, timeline, rules),
        ],
        key=lambda it: (it.missed_on, it.due_on, it.instalment is not None),
    )
    months: dict[int, date] = {}
    for miss in misses:
        if judgement.breached_on and miss.missed_on > judgement.breached_on:
            break
        months.setdefault(_month_of(miss.due_on), miss.missed_on)
        consecutive = _run_length(months, miss.due_on)
        recent = _within_a_year(months.values(), miss.missed_on)
        if miss.instalment is not None:
            judgement.missed[miss.instalment.number] = Missed(
                number=miss.instalment.number,
                due_on=miss.instalment.due_on,
                missed_on=miss.missed_on,
                due_cents=miss.due_cents,
                paid_cents=miss.paid_cents,
                consecutive=consecutive,
                in_12_months=recent,
            )
        policy = rules.at(miss.missed_on)
        if (
            consecutive >= policy.breach_consecutive
            or recent >= policy.breach_in_12_months
        ):
            judgement.breached_on = miss.missed_on
    _settle(judgement, plan, timeline, received, rules)
    return judgement


def _settle(
    judgement: Judgement,
    plan: Plan,
    timeline: Timeline,
    received: list[_Received],
    rules: Rules,
) -> None:
    """Say which instalments were paid and when, and whether all of them were."""
    end, debt = judgement.breached_on or FOREVER, received[-1].debt_cents
    moves = iter(it for it in received[-1].lines if it.on < end)
    reached = 0
    last: Line | None = None
    all_paid = True
    for instalment, owed, _ in _owed(plan, debt):
        enough = owed - rules.at(instalment.due_on).paid_tolerance_cents
        while reached < enough:
            move = next(moves, None)
            if move is None:
                break
            reached, last = reached + move.cents, move
        if reached < enough or last is None:
            all_paid = False
            break
        judgement.paid[instalment.number] = Paid(
            number=instalment.number,
            paid_on=last.on,
            amount_cents=instalment.amount_cents,
            days_late=max(0, (last.on - instalment.due_on).days),
            payment_id=last.payment_id,
        )
    got = received[-1].until(min(end - ONE_DAY, timeline.today))
    judgement.outstanding_cents = max(0, min(_promised(plan), debt) - got)
    judgement.unpaid_cents = max(0, debt - got)
    if all_paid and not judgement.breached_on:
        judgement.completed_on = max(
            last.on if last else plan.signed_on,
            _enough_since(plan, timeline, received, rules),
        )


def _enough_since(
    plan: Plan, timeline: Timeline, received: list[_Received], rules: Rules
) -> date:
    """Give the day since which no more was owed than was paid, if the debt shrank."""
    since = date.min
    if received[-1].debt_cents >= _promised(plan):
        return since
    tolerance = rules.at(plan.instalments[-1].due_on).paid_tolerance_cents
    stretches = list(zip(timeline.stretches, received, strict=True))
    for (first, last, _), then in reversed(stretches):
        if then.debt_cents - then.until(last) > tolerance:
            break
        since = first
    return since


def _owed(plan: Plan, debt_cents: int) -> Iterator[tuple[Instalment, int, int]]:
    """Give each instalment that is owed, what is to be paid with it, and of it."""
    before = 0
    for instalment in plan.instalments:
        wanted = min(before + instalment.amount_cents, debt_cents)
        if wanted <= before:
            return
        yield instalment, wanted, wanted - before
        before = wanted


def _promised(plan: Plan) -> int:
    return sum(it.amount_cents for it in plan.instalments)


def _missed_instalments(
    plan: Plan, timeline: Timeline, received: list[_Received], rules: Rules
) -> Iterator[_Miss]:
    owed_in = [
        {it.number: (wanted, part) for it, wanted, part in _owed(plan, it.debt_cents)}
        for it in received
    ]
    end = min(plan.suspended_on, plan.ended_on)
    for instalment in plan.instalments:
        policy = rules.at(instalment.due_on)
        deadline = instalment.due_on + timedelta(policy.grace_days)
        for day in _judging_days(timeline, deadline + ONE_DAY, end):
            place = timeline.place_of(day)
            wanted, part = owed_in[place].get(instalment.number, (0, 0))
            until = deadline if day == deadline + ONE_DAY else day
            paid = received[place].until(until)
            if paid < wanted - policy.paid_tolerance_cents:
                so_far = min(max(0, paid - (wanted - part)), part)
                yield _Miss(day, instalment.due_on, instalment, part, so_far)
                break


def _missed_bills(plan: Plan, timeline: Timeline, rules: Rules) -> Iterator[_Miss]:
    inside = set(plan.charge_ids)
    end = min(plan.suspended_on, plan.ended_on)
    for charge in timeline.books.charges.values():
        if (
            charge.kind not in BILL_KINDS
            or charge.id in inside
            or charge.owed_on < plan.signed_on
            or charge.effective_on > timeline.today
        ):
            continue
        policy = rules.at(charge.due_on)
        if not policy.counts_current_bills:
            continue
        counts_until = timeline.books.charge_ends.get(charge.id, FOREVER)
        deadline = charge.owed_on + timedelta(policy.grace_days)
        for day in _judging_days(timeline, deadline + ONE_DAY, end):
            if day >= counts_until:
                break
            until = deadline if day == deadline + ONE_DAY else day
            paid = timeline.paid_by(charge.id, until, timeline.place_of(day))
            if paid < charge.cents - policy.paid_tolerance_cents:
                yield _Miss(day, charge.due_on, None)
                break


def _judging_days(timeline: Timeline, first: date, end: date) -> list[date]:
    """
    Give the days on which something can turn out to be missed, up to an end.

    The day after the grace, and each later day on which a payment ceased to
    hold: what was paid in time and then refunded is missed from the refund on.
    A miss on the very day of the end is of a grace that was over before.
    """
    last = min(timeline.today, end)
    if first > last:
        return []
    return [first, *(it for it in timeline.turning_days() if first < it <= last)]


def _run_length(months: Mapping[int, date], due_on: date) -> int:
    """Give how many months in a row are missed, those around one of them."""
    length = 1
    for step in (-1, 1):
        month = _month_of(due_on) + step
        while month in months:
            length += 1
            month += step
    return length


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _within_a_year(missed: Iterable[date], day: date) -> int:
    return sum((day - timedelta(days=365)) < it <= day for it in missed)

"""
How an agreement is kept: what was paid, what was missed, when it is broken.

An instalment is missed on the day after its grace. A month counts as missed once,
if its instalment or its current bill is unpaid by then. The agreement is broken
on the day on which too many months in a row, or too many within twelve, were
missed. Source: policy parameters `grace_days`, `paid_tolerance_cents`,
`breach_consecutive`, `breach_in_12_months`, `counts_current_bills`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from ledger.detection import BILL_KINDS
from ledger.facts import FOREVER, Instalment, Line, Plan
from ledger.policy import Policy
from ledger.timeline import ONE_DAY, Timeline


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
    """What became of an agreement up to a day."""

    paid: dict[int, Paid] = field(default_factory=dict)
    missed: dict[int, Missed] = field(default_factory=dict)
    breached_on: date | None = None
    completed_on: date | None = None
    outstanding_cents: int = 0

    @property
    def ended_on(self) -> date:
        """The day from which the agreement no longer holds."""
        return self.breached_on or FOREVER


def judge(
    plan: Plan, timeline: Timeline, policy_at: Callable[[date], Policy]
) -> Judgement:
    """
    Say how a plan was kept up to the timeline's day.

    The plan must stand in the timeline without an end of its own making: the
    breach is what is found here.
    """
    judgement = Judgement()
    received = _received(plan, timeline.position.lines)
    misses = sorted(
        [
            *_missed_instalments(plan, timeline, policy_at),
            *_missed_bills(plan, timeline, policy_at),
        ],
        key=lambda it: (it[0], it[1]),
    )
    months: dict[tuple[int, int], date] = {}
    for missed_on, due_on, instalment, paid_cents in misses:
        if judgement.breached_on:
            break
        months.setdefault((due_on.year, due_on.month), missed_on)
        consecutive = _run_length(months, due_on)
        recent = _within_a_year(months.values(), missed_on)
        if instalment is not None:
            judgement.missed[instalment.number] = Missed(
                number=instalment.number,
                due_on=instalment.due_on,
                missed_on=missed_on,
                due_cents=instalment.amount_cents,
                paid_cents=paid_cents,
                consecutive=consecutive,
                in_12_months=recent,
            )
        policy = policy_at(missed_on)
        if (
            consecutive >= policy.breach_consecutive
            or recent >= policy.breach_in_12_months
        ):
            judgement.breached_on = missed_on
    _settle(judgement, plan, received, policy_at(timeline.today))
    return judgement


def _settle(
    judgement: Judgement, plan: Plan, received: Sequence[Line], policy: Policy
) -> None:
    """Say which instalments were paid and when, and whether all of them were."""
    tolerance, end = policy.paid_tolerance_cents, judgement.ended_on
    wanted = reached = 0
    moves = iter(it for it in received if it.on < end)
    last: Line | None = None
    for instalment in plan.instalments:
        wanted += instalment.amount_cents
        while reached < wanted - tolerance:
            move = next(moves, None)
            if move is None:
                break
            reached, last = reached + move.cents, move
        if reached < wanted - tolerance or last is None:
            break
        judgement.paid[instalment.number] = Paid(
            number=instalment.number,
            paid_on=last.on,
            amount_cents=instalment.amount_cents,
            days_late=max(0, (last.on - instalment.due_on).days),
            payment_id=last.payment_id,
        )
    promised = sum(it.amount_cents for it in plan.instalments)
    paid = sum(it.cents for it in received if it.on < end)
    judgement.outstanding_cents = promised - paid
    if len(judgement.paid) == len(plan.instalments) and last is not None:
        judgement.completed_on = last.on


def _received(plan: Plan, lines: Iterable[Line]) -> list[Line]:
    return [it for it in lines if it.agreement_id == plan.agreement_id]


def _missed_instalments(
    plan: Plan, timeline: Timeline, policy_at: Callable[[date], Policy]
) -> Iterable[tuple[date, date, Instalment | None, int]]:
    wanted = 0
    for instalment in plan.instalments:
        before, wanted = wanted, wanted + instalment.amount_cents
        policy = policy_at(instalment.due_on)
        deadline = instalment.due_on + timedelta(policy.grace_days)
        if deadline >= min(timeline.today, plan.suspended_on, plan.ended_on):
            continue
        for day in _judging_days(timeline, deadline + ONE_DAY):
            paid = sum(
                it.cents
                for it in _received(plan, timeline.lines_on(day))
                if it.on <= deadline or day > deadline + ONE_DAY
            )
            if paid < wanted - policy.paid_tolerance_cents:
                so_far = min(max(0, paid - before), instalment.amount_cents)
                yield day, instalment.due_on, instalment, so_far
                break


def _missed_bills(
    plan: Plan, timeline: Timeline, policy_at: Callable[[date], Policy]
) -> Iterable[tuple[date, date, Instalment | None, int]]:
    inside = set(plan.charge_ids)
    for charge in timeline.books.charges_on(timeline.today):
        policy = policy_at(charge.due_on)
        if (
            not policy.counts_current_bills
            or charge.kind not in BILL_KINDS
            or charge.id in inside
            or charge.due_on <= plan.signed_on
        ):
            continue
        deadline = charge.due_on + timedelta(policy.grace_days)
        if deadline >= min(timeline.today, plan.suspended_on, plan.ended_on):
            continue
        for day in _judging_days(timeline, deadline + ONE_DAY):
            paid = sum(
                it.cents
                for it in timeline.lines_on(day)
                if it.charge_id == charge.id
                and (it.on <= deadline or day > deadline + ONE_DAY)
            )
            if paid < charge.cents - policy.paid_tolerance_cents:
                yield day, charge.due_on, None, paid
                break


def _judging_days(timeline: Timeline, first: date) -> list[date]:
    """
    Give the days on which something can turn out to be missed.

    The day after the grace, and each later day on which a payment ceased to
    hold: what was paid in time and then refunded is missed from the refund on.
    """
    return [first, *(it for it in timeline.turning_days() if it > first)]


def _run_length(months: dict[tuple[int, int], date], due_on: date) -> int:
    year, month, length = due_on.year, due_on.month, 0
    while (year, month) in months:
        length += 1
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return length


def _within_a_year(missed: Iterable[date], day: date) -> int:
    return sum((day - timedelta(days=365)) < it <= day for it in missed)

"""
Everything that follows from an account's books on a day.

Nothing is carried over from yesterday: allocations, arrears and agreements are
derived from the recorded facts, so that a fact that arrives late puts right what
was concluded without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from ledger.account.allocation import Position
from ledger.account.books import Books
from ledger.account.detection import Episode, detect
from ledger.account.facts import (
    DISPUTE,
    FOREVER,
    FREEZE,
    Charge,
    Hold,
    Pause,
    Plan,
    grace_ends,
)
from ledger.account.prescription import Prescription
from ledger.account.timeline import ONE_DAY, Timeline
from ledger.agreement.breach import Judgement, judge
from ledger.policy import Rules

OVERDUE, NOT_DUE, RESCHEDULED = "overdue", "not_due", "rescheduled"
DISPUTED, FROZEN, PRESCRIBED = "disputed", "frozen", "prescribed"


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """What of a charge is open on a day, and why it can or cannot be asked for."""

    charge: Charge
    open_cents: int
    status: str
    planned: bool
    prescription: Prescription


@dataclass(slots=True)
class Standing:
    """
    An account on a day: its position, its episodes, its agreements.

    `open_charges` are oldest first. Every open cent has one status.
    """

    as_of: date
    position: Position
    episodes: list[Episode]
    judgements: dict[UUID, Judgement]
    plans: Sequence[Plan]
    open_charges: list[OpenCharge]
    prescribed: Mapping[UUID, date]
    next_review_on: date | None

    def cents(self, *statuses: str) -> int:
        """Give what is open with one of these statuses, in euro cents."""
        return sum(it.open_cents for it in self.open_charges if it.status in statuses)

    def paid_of(self, agreement_id: UUID) -> dict[int, int]:
        """Give what each instalment of an agreement got, in cents by its number."""
        got: dict[int, int] = {}
        for cover in self.position.covers.get(agreement_id, []):
            got[cover.number] = got.get(cover.number, 0) + cover.cents
        return got

    @property
    def overdue_cents(self) -> int:
        """What was due before the day and is open, without what is put off."""
        return self.cents(OVERDUE)

    @property
    def balance_cents(self) -> int:
        """All that is open, less the credit: negative in the household's favour."""
        return sum(self.position.open_cents.values()) - self.position.credit_cents


def stand(books: Books, today: date, rules: Rules) -> Standing:
    """
    Derive the standing of an account at the close of `today`.

    Agreements are judged in the order in which they were signed, each knowing
    how the ones before it ended.
    """
    plans: list[Plan] = []
    judgements: dict[UUID, Judgement] = {}
    signed = sorted(
        (it.as_on(today) for it in books.plans.values() if it.signed_on <= today),
        key=lambda it: (it.signed_on, str(it.agreement_id)),
    )
    timeline: Timeline | None = None
    for plan in signed:
        timeline, plan, judgement = _judged(books, plans, plan, today, rules)  # noqa: PLW2901  with its lapses
        judgements[plan.agreement_id] = judgement
        ended_on = min(plan.ended_on, judgement.ended_on)
        if ended_on != plan.ended_on:
            timeline = None
        plans.append(replace(plan, ended_on=ended_on))
    if timeline is None:
        timeline = Timeline(books, plans, today, rules)
    return Standing(
        as_of=today,
        position=timeline.position,
        episodes=detect(timeline, rules),
        judgements=judgements,
        plans=plans,
        open_charges=_open_charges(timeline, plans),
        prescribed=timeline.prescribed,
        next_review_on=_next_review(books, plans, timeline.position, rules),
    )


def _judged(
    books: Books, earlier: Sequence[Plan], plan: Plan, today: date, rules: Rules
) -> tuple[Timeline, Plan, Judgement]:
    """Judge a plan; what it lost by a breach and got back by a decision is a lapse."""
    while True:
        timeline = Timeline(books, [*earlier, plan], today, rules)
        judgement = judge(plan, timeline, rules)
        lapses = tuple(
            (broken_on, again_on)
            for broken_on, again_on in sorted(judgement.breaches.items())
            if again_on is not None and judgement.breach_ends_it
        )
        if lapses == plan.lapses:
            return timeline, plan, judgement
        if len(lapses) < len(plan.lapses):
            raise RuntimeError(f"agreement {plan.agreement_id}: a lapse went away")
        plan = replace(plan, lapses=lapses)


def _open_charges(timeline: Timeline, plans: Sequence[Plan]) -> list[OpenCharge]:
    day, position = timeline.today, timeline.position
    planned = {it for plan in plans if plan.holds_on(day) for it in plan.charge_ids}
    still_open = [
        it for it in timeline.books.charges_on(day) if position.open_cents.get(it.id)
    ]
    return [
        OpenCharge(
            charge,
            position.open_cents[charge.id],
            _status(charge, timeline, planned),
            charge.id in planned,
            timeline.books.prescription_of(charge, plans, day, timeline.rules),
        )
        for charge in sorted(still_open, key=lambda it: (it.due_on, it.id.int))
    ]


def _status(charge: Charge, timeline: Timeline, planned: set[UUID]) -> str:
    day = timeline.today
    reasons = {it.reason for it in timeline.books.holds_of(charge.id) if it.on(day)}
    if DISPUTE in reasons:
        return DISPUTED
    if FREEZE in reasons:
        return FROZEN
    if timeline.prescribed.get(charge.id, FOREVER) <= day:
        return PRESCRIBED
    if charge.id in planned:
        return RESCHEDULED
    return OVERDUE if charge.due_on < day else NOT_DUE


def _next_review(
    books: Books, plans: list[Plan], position: Position, rules: Rules
) -> date | None:
    """Give the next day on which time alone can change something."""
    today = position.as_of
    days: set[date] = {*rules.first_days(), *books.turning_days()}
    ages = [timedelta(it) for it in rules.detection_days()]
    planned = {it for plan in plans if plan.ended_on > today for it in plan.charge_ids}
    still_open = []
    for charge in books.all_as_amended(today):
        if charge.cents > 0 and position.open_cents.get(charge.id, charge.cents):
            still_open.append(charge)
            if charge.id not in planned or charge.due_on > today:
                days |= _days_of(charge, ages)
                days.update(_ends_of_grace(charge, plans, books, rules))
        elif charge.cents < 0:
            days.add(charge.owed_on)
    for plan in plans:
        if plan.ended_on > today:
            days |= _days_of_plan(plan, rules)
    for plan in books.plans.values():
        days.add(plan.signed_on)
        days.update(it.on for it in plan.changes)
        days.update(day for it in plan.pauses for day in (it.since, it.until))
        days.update(plan.reinstated_on)
    days.update(it.value_on for it in books.payments.values())
    days.update(it.on for it in books.write_offs.values())
    soonest = min((it for it in days if today < it), default=FOREVER)
    least = rules.least_prescription_years()
    # No debt is prescribed before so many years: most need not be looked at.
    old = (it for it in still_open if it.due_on.year + least <= soonest.year)
    prescribed = (books.prescription_of(it, plans, today, rules).on for it in old)
    soonest = min([soonest, *(it for it in prescribed if today < it)])
    return None if soonest == FOREVER else soonest


def _days_of(charge: Charge, ages: Sequence[timedelta]) -> set[date]:
    """Give the days on which something can become of an open charge."""
    due_on = charge.owed_on
    days = {charge.effective_on, due_on, due_on + ONE_DAY}
    days.update(charge.due_on + it for it in ages)
    return days


def _ends_of_grace(
    charge: Charge, plans: Sequence[Plan], books: Books, rules: Rules
) -> Iterator[date]:
    """Give the days after the grace of a bill: by itself, and as plans judge it."""
    grace_days, holds = rules.at(charge.due_on).grace_days, books.holds_of(charge.id)
    rests: list[list[Hold | Pause]] = [[*it.pauses, *holds] for it in plans]
    for rest in [[], *rests] if plans else []:
        ends_on = grace_ends(charge.owed_on, grace_days, rest, FOREVER)
        if ends_on is not None:
            yield ends_on


def _days_of_plan(plan: Plan, rules: Rules) -> set[date]:
    """Give the days on which something can become of an agreement."""
    days = set()
    for it in plan.schedule_on(FOREVER):
        policy = rules.at(it.due_on)
        days |= {it.due_on, it.due_on + ONE_DAY}
        days.add(it.due_on - timedelta(policy.warning_days))
        missed_on = grace_ends(it.due_on, policy.grace_days, plan.pauses, FOREVER)
        if missed_on is not None:
            days.add(missed_on)
    return days

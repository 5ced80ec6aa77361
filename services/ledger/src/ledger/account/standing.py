"""
Everything that follows from an account's books on a day.

Nothing is carried over from yesterday: allocations, arrears and agreements are
derived from the recorded facts, so that a fact that arrives late puts right what
was concluded without it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from ledger.account.allocation import Position
from ledger.account.detection import Episode, detect
from ledger.account.facts import FOREVER, Plan
from ledger.account.timeline import ONE_DAY, Books, Timeline
from ledger.agreement.breach import Judgement, judge
from ledger.policy import Rules


@dataclass(slots=True)
class Standing:
    """An account on a day: its position, its episodes, its agreements."""

    as_of: date
    position: Position
    episodes: list[Episode]
    judgements: dict[UUID, Judgement]
    overdue_cents: int
    next_review_on: date | None


def stand(books: Books, today: date, rules: Rules) -> Standing:
    """
    Derive the standing of an account at the close of `today`.

    Agreements are judged in the order in which they were signed, each knowing
    how the ones before it ended.
    """
    plans: list[Plan] = []
    judgements: dict[UUID, Judgement] = {}
    signed = sorted(
        (it for it in books.plans.values() if it.signed_on <= today),
        key=lambda it: (it.signed_on, str(it.agreement_id)),
    )
    timeline: Timeline | None = None
    for plan in signed:
        timeline = Timeline(books, [*plans, plan], today)
        judgement = judgements[plan.agreement_id] = judge(plan, timeline, rules)
        ended_on = min(plan.ended_on, judgement.ended_on)
        if ended_on != plan.ended_on:
            timeline = None
        plans.append(replace(plan, ended_on=ended_on))
    if timeline is None:
        timeline = Timeline(books, plans, today)
    return Standing(
        as_of=today,
        position=timeline.position,
        episodes=detect(timeline, rules),
        judgements=judgements,
        overdue_cents=overdue_cents(timeline.position, books, plans),
        next_review_on=_next_review(books, plans, timeline.position, rules),
    )


def overdue_cents(position: Position, books: Books, plans: list[Plan]) -> int:
    """Give what was due before the day and is open, without what is rescheduled."""
    day = position.as_of
    rescheduled = {
        charge_id
        for plan in plans
        if plan.signed_on <= day < plan.ended_on
        for charge_id in plan.charge_ids
    }
    return sum(
        position.open_cents[it.id]
        for it in books.charges_on(day)
        if it.due_on < day and it.id in position.open_cents and it.id not in rescheduled
    )


def _next_review(
    books: Books, plans: list[Plan], position: Position, rules: Rules
) -> date | None:
    """Give the next day on which time alone can change something."""
    today = position.as_of
    days: set[date] = set(rules.first_days())
    ages = [timedelta(it) for it in rules.detection_days()]
    planned = {it for plan in plans if plan.ended_on > today for it in plan.charge_ids}
    for charge in books.charges.values():
        if charge.cents > 0 and position.open_cents.get(charge.id, charge.cents):
            if charge.id not in planned or charge.due_on > today:
                due_on = charge.owed_on
                days.update((charge.effective_on, due_on, due_on + ONE_DAY))
                days.update(charge.due_on + it for it in ages)
                if plans:
                    grace = rules.at(charge.due_on).grace_days
                    days.add(due_on + timedelta(grace + 1))
        elif charge.cents < 0:
            days.add(charge.owed_on)
    for plan in plans:
        if plan.ended_on == FOREVER:
            for instalment in plan.instalments:
                days.add(instalment.due_on)
                grace = rules.at(instalment.due_on).grace_days
                days.add(instalment.due_on + timedelta(grace + 1))
    days.update(books.charge_ends.values(), books.payment_ends.values())
    days.update(it.signed_on for it in books.plans.values())
    days.update(it.value_on for it in books.payments.values())
    return min((it for it in days if it > today), default=None)

"""
How an agreement is kept: what was paid, what was missed, when it is broken.

An instalment is missed on the day after its grace. A month counts as missed once,
if its instalment or its current bill is unpaid by then. The agreement is broken
on the day on which too many months in a row, or too many within twelve, were
missed; it holds again by a decision, or, where the policy says so, as soon as
what was missed is paid. What shows later that the debt was smaller than promised
takes the last instalments away. Source: policy parameters `grace_days`,
`paid_tolerance_cents`, `breach_consecutive`, `breach_in_12_months`,
`breach_cure`, `counts_current_bills`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ledger.account.allocation import WRITTEN_OFF, Cover, Position
from ledger.account.detection import BILL_KINDS
from ledger.account.facts import (
    FOREVER,
    Charge,
    Hold,
    Instalment,
    Pause,
    Plan,
    grace_ends,
)
from ledger.account.timeline import ONE_DAY, Timeline
from ledger.months import years_after
from ledger.policy import Policy, Rules

CAUGHT_UP = "when_caught_up"


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

    `breaches` gives for each day on which it was broken the day from which it
    holds again, if there is one. `unpaid_cents` is what is open of its charges
    beyond what it promised; `expected_cents` what should at most be open by the
    end of the grace of each instalment so far.
    """

    as_of: date = date.min
    paid: dict[int, Paid] = field(default_factory=dict)
    missed: dict[int, Missed] = field(default_factory=dict)
    breaches: dict[date, date | None] = field(default_factory=dict)
    completed_on: date | None = None
    outstanding_cents: int = 0
    unpaid_cents: int = 0
    expected_cents: int = 0
    breach_ends_it: bool = True

    @property
    def breached_on(self) -> date | None:
        """The day of the breach that has not ended yet."""
        return next((on for on, until in self.breaches.items() if until is None), None)

    @property
    def ended_on(self) -> date:
        """The day from which the agreement no longer holds its charges."""
        if self.breached_on and self.breach_ends_it:
            return self.breached_on
        if self.completed_on and self.unpaid_cents:
            return self.completed_on + ONE_DAY
        return FOREVER

    @property
    def cured(self) -> set[int]:
        """The instalments that were missed, and are paid by now."""
        return self.missed.keys() & self.paid.keys()


class _Received:
    """What a plan's charges came to when it was signed, and what it got since."""

    def __init__(
        self, plan: Plan, charges: Iterable[Charge], held: set[UUID], position: Position
    ) -> None:
        inside = set(plan.charge_ids)
        before = given_up = 0
        for line in position.lines:
            if line.charge_id in inside:
                if line.rule == WRITTEN_OFF:
                    given_up += line.cents
                elif line.on < plan.signed_on:
                    before += line.cents
        self.covers = position.covers.get(plan.agreement_id, [])
        out = sum(position.open_cents.get(it, 0) for it in held & inside)
        self.debt_cents = (
            sum(it.cents for it in charges if it.id in inside) - before - given_up - out
        )

    def until(self, day: date, numbers: set[int] | None = None) -> int:
        """Give how much the plan had got by a day, or some of its instalments."""
        return sum(
            it.cents
            for it in self.covers
            if it.on <= day and (numbers is None or it.number in numbers)
        )


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

    The plan must stand in the timeline without an end of its own making but the
    lapses known so far: a breach is what is found here.
    """
    received = [
        _Received(
            plan,
            timeline.books.charges_on(last),
            {it.charge_id for it in timeline.books.holds.values() if it.on(last)},
            position,
        )
        for _, last, position in timeline.stretches
    ]
    course = _Course(plan, timeline, received, rules)
    judgement = Judgement(as_of=timeline.today)
    misses = sorted(
        [*course.missed_instalments(), *course.missed_bills()],
        key=lambda it: (it.missed_on, it.due_on, it.instalment is not None),
    )
    _settle(judgement, plan, timeline, received, rules)
    # Once all is paid there is nothing left to be broken, whatever is missed later.
    paid_off_on = judgement.completed_on or FOREVER
    _count(judgement, [it for it in misses if it.missed_on <= paid_off_on], course)
    if judgement.breaches:
        judgement.paid.clear()
        judgement.completed_on = None
        _settle(judgement, plan, timeline, received, rules)
    return judgement


def _count(judgement: Judgement, misses: Iterable[_Miss], course: "_Course") -> None:
    """Go through the missed months; say when the agreement is broken."""
    months: dict[int, date] = {}
    numbers: list[int] = []
    broken_on: date | None = None
    for miss in misses:
        if broken_on is not None:
            again_on = course.holds_again_on(judgement, broken_on, numbers)
            if again_on is None and judgement.breach_ends_it:
                break
            if again_on is not None and miss.missed_on <= again_on:
                if judgement.breach_ends_it:
                    continue
            elif again_on is not None:
                judgement.breaches[broken_on] = again_on
                broken_on, months = None, {}
        months.setdefault(_month_of(miss.due_on), miss.missed_on)
        consecutive = _run_length(months, miss.due_on)
        recent = _within_a_year(months.values(), miss.missed_on)
        if miss.instalment is not None:
            numbers.append(miss.instalment.number)
            judgement.missed.setdefault(
                miss.instalment.number,
                Missed(
                    number=miss.instalment.number,
                    due_on=miss.instalment.due_on,
                    missed_on=miss.missed_on,
                    due_cents=miss.due_cents,
                    paid_cents=miss.paid_cents,
                    consecutive=consecutive,
                    in_12_months=recent,
                ),
            )
        policy = course.rules.at(miss.missed_on)
        if broken_on is None and (
            consecutive >= policy.breach_consecutive
            or recent >= policy.breach_in_12_months
        ):
            broken_on = miss.missed_on
            judgement.breaches[broken_on] = None
            judgement.breach_ends_it = policy.breach_cure != CAUGHT_UP
    if broken_on is not None:
        judgement.breaches[broken_on] = course.holds_again_on(
            judgement, broken_on, numbers
        )


class _Course:
    """How a plan went, day by day, as each stretch of the timeline sees it."""

    def __init__(
        self,
        plan: Plan,
        timeline: Timeline,
        received: Sequence[_Received],
        rules: Rules,
    ) -> None:
        self.plan = plan
        self.timeline = timeline
        self.received = received
        self.rules = rules

    def missed_instalments(self) -> Iterator[_Miss]:
        """
        Give what was not paid by the end of its grace, in each schedule agreed.

        What was missed on the day of a change, or before, is not changed by it.
        """
        days = sorted({it.on for it in self.plan.changes})
        for after, until in zip(
            [date.min, *days], [*days, self.plan.ended_on], strict=True
        ):
            instalments = self.plan.schedule_on(after)
            owed_in = [_owed(instalments, it.debt_cents) for it in self.received]
            for place in range(len(instalments)):
                miss = self._missed(instalments[: place + 1], owed_in, after, until)
                if miss is not None:
                    yield miss

    def _missed(
        self,
        instalments: Sequence[Instalment],
        owed_in: Sequence[Mapping[int, tuple[int, int]]],
        after: date,
        until: date,
    ) -> _Miss | None:
        """Judge the last of these instalments; those before it are paid first."""
        instalment, numbers = instalments[-1], {it.number for it in instalments}
        policy = self.rules.at(instalment.due_on)
        for day, paid_by in self._judging_days(
            instalment.due_on, policy, self.plan.pauses, until
        ):
            if day <= after:
                continue
            stretch = self.timeline.place_of(day)
            wanted, part = owed_in[stretch].get(instalment.number, (0, 0))
            paid = self.received[stretch].until(paid_by, numbers)
            if paid < wanted - policy.paid_tolerance_cents:
                so_far = min(max(0, paid - (wanted - part)), part)
                return _Miss(day, instalment.due_on, instalment, part, so_far)
        return None

    def missed_bills(self) -> Iterator[_Miss]:
        """Give the current bills that were not paid by the end of their grace."""
        inside, books = set(self.plan.charge_ids), self.timeline.books
        for charge in books.charges.values():
            if (
                charge.kind not in BILL_KINDS
                or charge.id in inside
                or charge.effective_on > self.timeline.today
            ):
                continue
            rests: list[Hold | Pause] = [
                *self.plan.pauses,
                *books.holds_of(charge.id),
            ]
            for first, after, bill in books.versions(charge):
                if not bill.cents or bill.owed_on < self.plan.signed_on:
                    continue
                policy = self.rules.at(bill.due_on)
                missed_on = self._missed_bill(bill, policy, rests, (first, after))
                if missed_on is not None:
                    yield _Miss(missed_on, bill.due_on, None)
                    break

    def _missed_bill(
        self,
        bill: Charge,
        policy: Policy,
        rests: Sequence[Hold | Pause],
        counts: tuple[date, date],
    ) -> date | None:
        if not policy.counts_current_bills:
            return None
        for day, paid_by in self._judging_days(
            bill.owed_on, policy, rests, self.plan.ended_on
        ):
            if not counts[0] <= day < counts[1]:
                continue
            place = self.timeline.place_of(day)
            paid = self.timeline.paid_by(bill.id, paid_by, place)
            if paid < bill.cents - policy.paid_tolerance_cents:
                return day
        return None

    def _judging_days(
        self, due_on: date, policy: Policy, rests: Sequence[Hold | Pause], end: date
    ) -> list[tuple[date, date]]:
        """
        Give the days on which something can turn out to be missed, up to an end.

        With each the day by which it must be paid. They are the day after the
        grace, and each later day on which a payment ceased to hold: what was paid
        in time and then refunded is missed from the refund on. A miss on the very
        day of the end is of a grace that was over before.
        """
        last = min(self.timeline.today, end)
        first = grace_ends(due_on, policy.grace_days, rests, last)
        if first is None:
            return []
        turns = [
            (it, it)
            for it in self.timeline.turning_days()
            if first < it <= last
            and not any(rest.overlap(it, it + ONE_DAY) for rest in rests)
        ]
        return [(first, first - ONE_DAY), *turns]

    def holds_again_on(
        self, judgement: Judgement, broken_on: date, missed: Sequence[int]
    ) -> date | None:
        """Give the day from which a broken plan holds again, if there is one."""
        if judgement.breach_ends_it:
            return min(
                (it for it in self.plan.reinstated_on if it > broken_on), default=None
            )
        return self._caught_up_on(broken_on, missed)

    def _caught_up_on(self, broken_on: date, missed: Sequence[int]) -> date | None:
        """Give the first day after the breach on which all that was missed is paid."""
        received = self.received[-1]
        instalments = self.plan.schedule_on(self.timeline.today)
        places = [at for at, it in enumerate(instalments) if it.number in missed]
        if not places:
            return None
        last = instalments[places[-1]]
        within = {it.number for it in instalments[: places[-1] + 1]}
        wanted, _ = _owed(instalments, received.debt_cents).get(last.number, (0, 0))
        wanted -= self.rules.at(last.due_on).paid_tolerance_cents
        got = 0
        for cover in received.covers:
            if cover.number in within:
                got += cover.cents
                if got >= wanted:
                    return max(broken_on, cover.on)
        return None


def _settle(
    judgement: Judgement,
    plan: Plan,
    timeline: Timeline,
    received: list[_Received],
    rules: Rules,
) -> None:
    """Say which instalments were paid and when, and whether all of them were."""
    broken_on = judgement.breached_on if judgement.breach_ends_it else None
    end, debt = broken_on or FOREVER, received[-1].debt_cents
    instalments = plan.schedule_on(timeline.today)
    owed = _owed(instalments, debt)
    covers = [it for it in received[-1].covers if it.on < end]
    all_paid, last_on, so_far = True, plan.signed_on, set[int]()
    for instalment in instalments:
        if instalment.number not in owed:
            continue
        so_far.add(instalment.number)
        wanted, part = owed[instalment.number]
        tolerance = rules.at(instalment.due_on).paid_tolerance_cents
        if part > tolerance:
            cover = _enough(covers, {instalment.number}, part - tolerance)
        else:
            # So little is paid when nothing before it is missing.
            cover = _enough(covers, so_far, wanted - tolerance)
        if cover is None:
            all_paid = False
            continue
        last_on = max(last_on, cover.on)
        judgement.paid[instalment.number] = Paid(
            number=instalment.number,
            paid_on=cover.on,
            amount_cents=instalment.amount_cents,
            days_late=max(0, (cover.on - instalment.due_on).days),
            payment_id=cover.payment_id,
        )
    got = received[-1].until(min(end - ONE_DAY, timeline.today))
    judgement.outstanding_cents = max(0, min(_promised(plan), debt) - got)
    judgement.unpaid_cents = max(0, debt - got)
    judgement.expected_cents = _promised(plan) - sum(
        it.amount_cents
        for it in instalments
        if grace_ends(
            it.due_on, rules.at(it.due_on).grace_days, plan.pauses, timeline.today
        )
    )
    if all_paid and not broken_on:
        judgement.completed_on = max(
            last_on, _enough_since(plan, timeline, received, rules)
        )


def _enough(covers: Iterable[Cover], numbers: set[int], wanted: int) -> Cover | None:
    """Give the money with which some instalments had got as much as is wanted."""
    got = 0
    for cover in covers:
        if cover.number in numbers:
            got += cover.cents
            if got >= wanted:
                return cover
    return None


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


def _owed(
    instalments: Iterable[Instalment], debt_cents: int
) -> dict[int, tuple[int, int]]:
    """Give by number what is to be paid with an instalment, and what of it itself."""
    owed, before = {}, 0
    for instalment in instalments:
        wanted = min(before + instalment.amount_cents, debt_cents)
        if wanted > before:
            owed[instalment.number] = (wanted, wanted - before)
            before = wanted
    return owed


def _promised(plan: Plan) -> int:
    return sum(it.amount_cents for it in plan.instalments)


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
    return sum(years_after(day, -1) < it <= day for it in missed)

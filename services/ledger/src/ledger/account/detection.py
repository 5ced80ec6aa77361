"""
When a household is in arrears with a creditor, since when, and until when.

A charge is overdue on day D if it was due before D and something of it is open.
An episode begins on the first day on which the undisputed overdue amount is at
least so many monthly bills and the oldest is so many days old; it ends when
nothing is overdue, rescheduled or frozen. What is disputed or prescribed counts
for neither. Source: the programme's policy parameters `detection_months`,
`detection_days`, `cleared_tolerance_cents`, and those of the bands.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import compress
from uuid import UUID

from ledger.account.allocation import Position
from ledger.account.facts import DISPUTE, FOREVER, Charge, Hold, Line, Plan
from ledger.account.timeline import ONE_DAY, Timeline, plans_of
from ledger.months import years_after
from ledger.policy import Policy, Rules

BILL_KINDS = frozenset({"rent", "service"})


@dataclass(slots=True)
class Episode:
    """One stretch of arrears; `bands` are the changes after the beginning."""

    detected_on: date
    overdue_cents: int
    oldest_due_on: date
    months_equiv: Decimal
    band: str
    days_since_last_clear: int | None
    cleared_on: date | None = None
    bands: list[tuple[date, str, int]] = field(default_factory=list)

    @property
    def last_band(self) -> tuple[date, str, int]:
        """Since when it is in its band, which, and what was overdue then."""
        if self.bands:
            return self.bands[-1]
        return self.detected_on, self.band, self.overdue_cents

    @property
    def beginning(self) -> tuple[object, ...]:
        """What is said when it begins."""
        return (
            self.detected_on,
            self.overdue_cents,
            self.oldest_due_on,
            self.months_equiv,
            self.band,
            self.days_since_last_clear,
        )


@dataclass(slots=True)
class _Owed:
    """What is overdue and what is rescheduled at a point of the sweep."""

    overdue: dict[UUID, tuple[date, int]] = field(default_factory=dict)
    rescheduled: dict[UUID, int] = field(default_factory=dict)
    overdue_cents: int = 0
    all_cents: int = 0

    def put(self, charge: Charge, cents: int, day: date, *, planned: bool) -> None:
        """Say what of a charge is open from a day on, and whether in a plan."""
        _, before = self.overdue.pop(charge.id, (day, 0))
        self.overdue_cents -= before
        self.all_cents -= before + self.rescheduled.pop(charge.id, 0)
        if cents and planned:
            self.rescheduled[charge.id] = cents
            self.all_cents += cents
        elif cents and charge.due_on < day:
            self.overdue[charge.id] = (charge.due_on, cents)
            self.overdue_cents += cents
            self.all_cents += cents

    @property
    def oldest(self) -> date:
        return min(due for due, _ in self.overdue.values())


def detect(timeline: Timeline, rules: Rules) -> list[Episode]:
    """
    Give the episodes of an account, oldest first, the last perhaps still open.

    They follow from the facts alone: whatever arrives late, the same facts give
    the same episodes.
    """
    episodes: list[Episode] = []
    open_episode: Episode | None = None
    for day, owed, bills in _sweep(timeline, rules):
        policy = rules.at(day)
        if open_episode is None:
            open_episode = _beginning(day, owed, bills, policy, episodes)
            if open_episode is not None:
                episodes.append(open_episode)
        elif owed.all_cents <= policy.cleared_tolerance_cents:
            open_episode.cleared_on = day
            open_episode = None
        elif owed.overdue:
            _change_band(open_episode, day, owed, bills, policy)
    return episodes


class MonthlyBills:
    """What one monthly bill was, on any day, by the rent and services charged."""

    def __init__(self, charges: Iterable[Charge]) -> None:
        bills = sorted(
            (it for it in charges if it.kind in BILL_KINDS),
            key=lambda it: it.period_from,
        )
        self._starts = [it.period_from for it in bills]
        self._effective = [it.effective_on for it in bills]
        self._cents = [it.cents for it in bills]
        self._months = [frozenset(_months(it)) for it in bills]
        self._counting = sorted(self._effective)
        self._known: dict[tuple[int, int, int], int] = {}

    def on(self, day: date) -> int:
        """
        Give one monthly bill, in cents; 0 where nothing was billed.

        It is the rent and services of the 12 months before a day, divided by the
        months that they cover.
        """
        a_year_ago = years_after(day, -1)
        start, end = (bisect_left(self._starts, it) for it in (a_year_ago, day))
        # A bill for a month that is over counts only from the day it was issued.
        window = (start, end, bisect_right(self._counting, day))
        if window not in self._known:
            self._known[window] = self._mean(start, end, day)
        return self._known[window]

    def _mean(self, start: int, end: int, day: date) -> int:
        """Divide what some bills come to by their months, of those that count."""
        counts = [it <= day for it in self._effective[start:end]]
        months = frozenset[int]().union(*compress(self._months[start:end], counts))
        total = sum(compress(self._cents[start:end], counts))
        # A half goes up, and no fraction of a cent is lost on the way.
        return (2 * total + len(months)) // (2 * len(months)) if months else 0


def _beginning(
    day: date,
    owed: _Owed,
    bills: MonthlyBills,
    policy: Policy,
    earlier: list[Episode],
) -> Episode | None:
    overdue = owed.overdue_cents
    if overdue <= policy.cleared_tolerance_cents:
        return None
    if (day - owed.oldest).days < policy.detection_days:
        return None
    bill = bills.on(day)
    if overdue < policy.detection_months * bill:
        return None
    months = _in_bills(overdue, bill)
    cleared_on = earlier[-1].cleared_on if earlier else None
    return Episode(
        detected_on=day,
        overdue_cents=overdue,
        oldest_due_on=owed.oldest,
        months_equiv=months,
        band=policy.band(months),
        days_since_last_clear=(day - cleared_on).days if cleared_on else None,
    )


def _change_band(
    episode: Episode, day: date, owed: _Owed, bills: MonthlyBills, policy: Policy
) -> None:
    overdue = owed.overdue_cents
    now = policy.band(_in_bills(overdue, bills.on(day)))
    before = episode.bands[-1][1] if episode.bands else episode.band
    if now != before:
        episode.bands.append((day, now, overdue))


def _sweep(
    timeline: Timeline, rules: Rules
) -> Iterator[tuple[date, _Owed, MonthlyBills]]:
    """Go through the days on which what is owed, or its age, changes."""
    owed = _Owed()
    for stretch in timeline.stretches:
        first, last, _ = stretch
        charges = [
            it
            for it in timeline.books.charges_on(last)
            if it.cents > 0 and it.effective_on <= last
        ]
        changes = _changes(timeline, stretch, charges, rules)
        bills = MonthlyBills(charges)
        if first > date.min:
            owed = _Owed()
            changes.setdefault(first, [])
        for day in sorted(changes):
            for charge, cents, planned in changes[day]:
                owed.put(charge, cents, day, planned=planned)
            yield day, owed, bills


def _changes(
    timeline: Timeline,
    stretch: tuple[date, date, Position],
    charges: Iterable[Charge],
    rules: Rules,
) -> dict[date, list[tuple[Charge, int, bool]]]:
    first, last, position = stretch
    lines: dict[UUID, list[Line]] = {}
    for line in position.lines:
        lines.setdefault(line.charge_id, []).append(line)
    plans = plans_of((it.id for it in charges), timeline.plans)
    ages = [timedelta(it) for it in rules.detection_days()]
    changes: dict[date, list[tuple[Charge, int, bool]]] = {}
    for charge in charges:
        mine = lines.get(charge.id, ())
        if not plans and _paid_in_time(charge, mine):
            continue
        rests = _Rests(
            plans.get(charge.id, ()),
            timeline.books.holds_of(charge.id),
            timeline.prescribed.get(charge.id, FOREVER),
        )
        course = list(_course(charge, mine, rests, first, last))
        for day, cents, planned in course:
            changes.setdefault(day, []).append((charge, cents, planned))
        for age in ages:
            grown_on = charge.due_on + age
            if first <= grown_on <= last and _asked_for(course, grown_on):
                changes.setdefault(grown_on, [])
    if changes:
        for day in rules.first_days():
            if first <= day <= last:
                changes.setdefault(day, [])
    return changes


def _asked_for(course: Sequence[tuple[date, int, bool]], day: date) -> bool:
    """Whether something of a charge is open on a day, and not put off."""
    for since, cents, planned in reversed(course):
        if since <= day:
            return cents > 0 and not planned
    return False


def _paid_in_time(charge: Charge, lines: Iterable[Line]) -> bool:
    return sum(it.cents for it in lines if it.on <= charge.due_on) == charge.cents


@dataclass(frozen=True, slots=True)
class _Rests:
    """What stands between a charge and its creditor, and when."""

    plans: Sequence[Plan]
    holds: Sequence[Hold]
    prescribed_on: date

    def days(self) -> set[date]:
        """Give the days on which that changes."""
        days = {self.prescribed_on}
        for plan in self.plans:
            days |= {plan.signed_on, plan.ended_on}
            days.update(it for lapse in plan.lapses for it in lapse)
        for hold in self.holds:
            days |= {hold.since, hold.until}
        return days

    @property
    def none(self) -> bool:
        """Whether nothing ever stands there."""
        return not (self.plans or self.holds) and self.prescribed_on == FOREVER

    def out(self, day: date) -> bool:
        """Whether nothing of the charge counts on a day."""
        return day >= self.prescribed_on or any(
            it.on(day) for it in self.holds if it.reason == DISPUTE
        )

    def put_off(self, day: date) -> bool:
        """Whether it is rescheduled or frozen on a day."""
        return any(it.holds_on(day) for it in self.plans) or any(
            it.on(day) for it in self.holds
        )


def _course(
    charge: Charge, lines: Iterable[Line], rests: _Rests, first: date, last: date
) -> Iterator[tuple[date, int, bool]]:
    """Give the days on which the open part of a charge changes, or its standing."""
    late = max(charge.due_on + ONE_DAY, charge.effective_on)
    days = {max(late, first), *(it.on for it in lines)}
    stands_alone = rests.none
    if not stands_alone:
        days |= rests.days()
    if first > date.min:
        days.add(first)
    before = (0, False, False)
    for day in sorted(it for it in days if first <= it <= last):
        left = charge.cents - sum(it.cents for it in lines if it.on <= day)
        put_off = False
        if not stands_alone:
            left = 0 if rests.out(day) else left
            put_off = rests.put_off(day)
        now = (left, put_off, charge.due_on < day) if left else (0, False, False)
        if now != before:
            yield day, left, put_off
        before = now


def _in_bills(cents: int, bill_cents: int) -> Decimal:
    if not bill_cents:
        return Decimal(0)
    return (Decimal(cents) / bill_cents).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _months(charge: Charge) -> range:
    """Give the months of a charge, counted from the first of all."""
    first, last = charge.period_from, charge.period_to
    return range(12 * first.year + first.month, 12 * last.year + last.month + 1)

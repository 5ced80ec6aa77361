"""
What held from a day to a day: one thing at a time, later facts fitted in.

A period that begins between two others ends the day before the later one; the one
before it, if nobody said when it ends, ends the day before it begins.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

ONE_DAY = timedelta(days=1)

Held = TypeVar("Held")


@dataclass(frozen=True)
class Period(Generic[Held]):
    """Something that held from `since` to `until`, both days counted; or still."""

    since: date
    until: date | None
    held: Held

    @property
    def turns(self) -> tuple[date, ...]:
        """The first day on which it held, and the first on which it did no longer."""
        return (self.since, *((self.until + ONE_DAY,) if self.until else ()))

    def holds_on(self, day: date) -> bool:
        """Whether it held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def fit(
    periods: Iterable[Period[Held]], new: Period[Held], *, force: bool = False
) -> list[Period[Held]]:
    """
    Give the periods with a new one among them, in order, none over another.

    `PeriodsOverlap` if it would cut one whose end was said, or takes the place of
    one of the same day, without `force`; or if it is said to go on into a later one,
    which is never cut. `EndsBeforeItBegins` for a period of no day.
    """
    if new.until is not None and new.until < new.since:
        raise EndsBeforeItBegins(
            f"{new.since} to {new.until}: give a last day that is not before the first"
        )
    known = sorted(periods, key=lambda it: it.since)
    later = next((it for it in known if it.since > new.since), None)
    if later is not None:
        if new.until is None:
            new = replace(new, until=later.since - ONE_DAY)
        elif new.until >= later.since:
            raise PeriodsOverlap(
                f"{new.since} to {new.until} goes on into what holds from "
                f"{later.since}: end it before"
            )
    kept = []
    for it in known:
        reaches = it.since <= new.since and it.holds_on(new.since)
        if reaches and not force and (it.until is not None or it.since == new.since):
            raise PeriodsOverlap(
                f"{it.since} to {it.until or 'now'} holds on {new.since}: say by "
                "force that it shall give way"
            )
        if not reaches:
            kept.append(it)
        elif it.since < new.since:
            kept.append(replace(it, until=new.since - ONE_DAY))
    return sorted([*kept, new], key=lambda it: it.since)


def held_on(periods: Iterable[Period[Held]], day: date) -> Held | None:
    """Give what held on a day; `None` if nothing did."""
    return next((it.held for it in periods if it.holds_on(day)), None)


class PeriodsOverlap(Exception):
    """A period over another that nobody said should give way."""


class EndsBeforeItBegins(Exception):
    """A period whose last day is before its first."""

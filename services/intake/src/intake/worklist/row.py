"""
The row of a household in the worklist, for each day that is still to come.

Time alone moves a row: a deadline comes near, a cool-down ends. All of it is known
beforehand, so the rows are reckoned when a fact is heard, one for each stretch of
days in which nothing changes, and no clock has to be watched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intake.governance.figures import Book
from intake.worklist.action import Action, next_action
from intake.worklist.cooldown import COOLING, CoolDown, cooldown
from intake.worklist.facts import Facts, OpenTask
from intake.worklist.priority import SILENCE, SOON, Priority, prioritise

#: The figures on which a row depends.
FIGURES = frozenset(
    {SOON, SILENCE, "reminder_sms_cents", "reminder_letter_cents", *COOLING.values()}
)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """Where a household stands on a day, what to do next, and who follows it."""

    organisation_id: str
    worker: str | None
    tasks: tuple[OpenTask, ...]
    priority: Priority
    action: Action
    cooldown: CoolDown | None


@dataclass(frozen=True)
class Stretch:
    """A row, and the days for which it holds: until before a day, or for ever."""

    from_on: date
    until_on: date
    row: Row


def row_on(it: Facts, day: date, book: Book) -> Row:
    """Give the row of a household on a day; what is wanted later is not in it yet."""
    it = replace(it, tasks=tuple(one for one in it.tasks if one.since_on <= day))
    cooling = cooldown(it.contacts, book)
    return Row(
        it.organisation_on(day),
        it.worker_on(day),
        it.tasks,
        prioritise(it, day, book),
        next_action(it, day, book, cooling),
        cooling if cooling is not None and cooling.holds_on(day) else None,
    )


def stretches(it: Facts, book: Book) -> Iterator[Stretch]:
    """
    Give the rows of a household from its last fact on, one for each stretch.

    The first holds for the days before, too: the worklist is about what comes.
    """
    floor = _last_fact(it)
    days = sorted(day for day in _turns(it, book) if day > floor)
    from_on, row = date.min, row_on(it, floor, book)
    for day in days:
        following = row_on(it, day, book)
        if following != row:
            yield Stretch(from_on, day, row)
            from_on, row = day, following
    yield Stretch(from_on, date.max, row)


def _turns(it: Facts, book: Book) -> Iterator[date]:
    """Give every day on which the row may change by itself."""
    yield from book.days(FIGURES)
    yield from (since for since, _ in it.follows)
    yield from (since for since, _ in it.minors)
    yield from (day for one in it.workers for day in one.turns)
    for task in it.tasks:
        yield task.since_on
        yield task.due_on
        for days in book.numbers(SOON):
            yield _after(task.due_on, -days)
    if it.last_contact is not None:
        for days in book.numbers(SILENCE):
            yield _after(it.last_contact.on, days + 1)
    cooling = cooldown(it.contacts, book)
    if cooling is not None:
        yield _after(cooling.until_on, 1)


def _last_fact(it: Facts) -> date:
    contact = it.last_contact
    return max(it.since_on, contact.on) if contact is not None else it.since_on


def _after(day: date, days: int) -> date:
    """Give a day so many days later; the calendar's ends hold."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min

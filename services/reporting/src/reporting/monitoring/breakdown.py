"""
A partition told by groups: everybody is counted in one column and one row.

The whole programme's line is released first, and every breakdown within it, so that
two breakdowns of the same people never hide different sums.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reporting.monitoring.bulletin import first_day
from reporting.monitoring.facts import Facts
from reporting.monitoring.grouping import (
    ALL,
    MONTH,
    Periods,
    group_of,
    group_title,
    in_order,
)
from reporting.monitoring.release import Line, Raw, release


@dataclass(frozen=True, slots=True)
class Item:
    """
    One thing that is counted: in which column, so much of it, since when, of whom.

    `who` is the household or person behind it, of whom there must be five.
    """

    column: str
    amount: int
    on: date
    household_id: UUID | None
    who: object


def lines_of(
    items: Callable[[Facts], Iterable[Item]],
    columns: Sequence[str],
    facts: Facts,
    by: str,
    before: Sequence[Facts] = (),
) -> tuple[Line, ...]:
    """
    Give the lines of a breakdown, each with the sum of its columns last.

    `before` is what was so at the end of earlier months, the oldest first.
    """
    these = list(items(facts))
    whole = release(_raw(these, columns, lambda _it: ALL))
    safe = whole
    if by != ALL:
        earlier = [
            _raw(then := list(items(it)), columns, _group(then, it, by))
            for it in (before if by != MONTH else ())
        ]
        raw = _raw(these, columns, _group(these, facts, by))
        safe = release(raw, whole, before=earlier)
    lines = [
        Line(
            key, group_title(key, by), (*(safe.cells[key, it] for it in columns), sum_)
        )
        for key, sum_ in safe.row_totals.items()
    ]
    if by != ALL:
        totals = (*(safe.column_totals[it] for it in columns), safe.total)
        lines.append(Line(ALL, group_title(ALL, ALL), totals, is_total=True))
    return tuple(lines)


def group_of_item(
    items: Iterable[Item], facts: Facts, by: str
) -> Callable[[Item], str]:
    """Give the function that says to which row an item belongs."""
    return _group(items, facts, by)


def _group(items: Iterable[Item], facts: Facts, by: str) -> Callable[[Item], str]:
    if by == MONTH:
        first: dict[date, set[object]] = {}
        for it in items:
            first.setdefault(first_day(it.on), set()).add(it.who)
        periods = Periods({month: len(who) for month, who in first.items()})
        return lambda it: periods.key(it.on)
    group = group_of(facts, by)
    return lambda it: group(it.household_id)


def _raw(
    items: Iterable[Item], columns: Sequence[str], group: Callable[[Item], str]
) -> Raw:
    raw = Raw([], columns)
    keys: set[str] = set()
    for it in items:
        key = group(it)
        keys.add(key)
        raw.add(key, it.column, it.amount, it.who)
    raw.rows = in_order(keys) or [ALL]
    return raw

"""By what the views are told apart: months, organisations, buildings, or not at all."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from azione0.words import _
from reporting.amounts import organisation
from reporting.monitoring.bulletin import first_day, last_day
from reporting.monitoring.facts import UNKNOWN, Facts
from reporting.validation.suppression import THRESHOLD

ALL, MONTH, ORGANISATION, BUILDING = "all", "month", "organisation", "building"
GROUPS = (ORGANISATION, BUILDING)


def group_of(facts: Facts, by: str) -> Callable[[UUID | None], str]:
    """Give the function that says to which group a household belongs."""
    if by == ORGANISATION:
        return facts.organisation
    if by == BUILDING:
        return facts.building
    return lambda _household: ALL


def group_title(key: str, by: str) -> str:
    """Say what a group is called; the unknown one says so."""
    if by == ALL:
        return _("Tutto il programma")
    if by == MONTH:
        return month_title(key)
    if key == UNKNOWN:
        return _("senza caso") if by == ORGANISATION else _("non ancora noto")
    return organisation(key) if by == ORGANISATION else key


def in_order(keys: Iterable[str]) -> list[str]:
    """Put groups in the order of their codes; the unknown one comes last."""
    return sorted(set(keys), key=lambda it: (it == UNKNOWN, it))


def month_key(day: date) -> str:
    """Give a month's key, as `2025-03`."""
    return f"{day:%Y-%m}"


class Periods:
    """
    Months put together until each stretch has enough, or nobody, in it.

    `counted` is how many began in each month. A stretch is closed as soon as it has
    five: later months never change it. What comes after the last one joins it.
    """

    def __init__(self, counted: dict[date, int]) -> None:
        self._starts: list[date] = []
        self._ends: list[date] = []
        pending, start = 0, None
        for month in sorted(counted):
            pending += counted[month]
            start = start or month
            if pending >= THRESHOLD:
                self._starts.append(start)
                self._ends.append(month)
                pending, start = 0, None
        if start is not None and self._ends:
            self._ends[-1] = max(counted)
        elif start is not None:
            self._starts, self._ends = [start], [max(counted)]

    @property
    def keys(self) -> list[str]:
        """Every stretch's key, the oldest first."""
        return [self._key(at) for at in range(len(self._starts))]

    def key(self, day: date) -> str:
        """Give the key of the stretch that holds a day."""
        month = first_day(day)
        return next(self._key(at) for at, end in enumerate(self._ends) if month <= end)

    def end(self, key: str) -> date:
        """Give the last day of a stretch."""
        return last_day(self._ends[self.keys.index(key)])

    def _key(self, at: int) -> str:
        first, last = self._starts[at], self._ends[at]
        if first == last:
            return month_key(first)
        return f"{month_key(first)}/{month_key(last)}"


def month_title(key: str) -> str:
    """Say a month or a stretch of months: `03/2025`, `03/2025 - 05/2025`."""
    first, _slash, last = key.partition("/")

    def said(month: str) -> str:
        year, _dash, number = month.partition("-")
        return f"{number}/{year}"

    return f"{said(first)} - {said(last)}" if last else said(first)

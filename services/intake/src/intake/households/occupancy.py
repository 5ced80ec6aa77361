"""
Which tenancies of one dwelling belong to the same household.

Two creditors' tenancies that overlap are one household's. A tenancy that begins
the day after another ended carries it on: a renewal, or a succession. Only when
a dwelling stood empty for a day does the next tenancy bring another household.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

_HOUSEHOLDS = UUID("9a0d2a0e-6a0f-4b8e-8f6f-2d0f5a0c7b02")


@dataclass(frozen=True, order=True)
class Held:
    """A tenancy and the days for which it holds; without `valid_to`, still."""

    valid_from: date
    creditor_id: str
    tenancy_id: str
    building_id: str
    valid_to: date | None = None


@dataclass(frozen=True)
class Occupancy:
    """The tenancies of one household, and when the dwelling was last left empty."""

    vacated_on: date | None
    tenancies: tuple[Held, ...]

    @property
    def since(self) -> date:
        """The first day of the first tenancy."""
        return self.tenancies[0].valid_from

    @property
    def building_id(self) -> str:
        """The building, as the tenancy that began last calls it."""
        return self.tenancies[-1].building_id

    @property
    def left_on(self) -> date | None:
        """The last day of the last tenancy; `None` while one holds."""
        ends = [held.valid_to for held in self.tenancies if held.valid_to]
        return max(ends) if len(ends) == len(self.tenancies) else None


def occupancies(tenancies: Iterable[Held]) -> list[Occupancy]:
    """Group the tenancies of one dwelling by household, the earliest first."""
    found: list[Occupancy] = []
    group: list[Held] = []
    vacated_on: date | None = None
    until: date | None = None
    for held in sorted(tenancies, key=_by_beginning):
        if group and until is not None and held.valid_from > until + timedelta(days=1):
            found.append(Occupancy(vacated_on, tuple(group)))
            vacated_on, group = until, []
        until = _later(until, held.valid_to) if group else held.valid_to
        group.append(held)
    if group:
        found.append(Occupancy(vacated_on, tuple(group)))
    return found


def household_key(dwelling_id: str, vacated_on: date | None) -> UUID:
    """
    Give the pseudonym of the household that moved in after a day.

    It follows from the dwelling and from the day it was last left, not from
    the tenancy that happened to be heard of first.
    """
    after = vacated_on.isoformat() if vacated_on else ""
    return uuid5(_HOUSEHOLDS, f"{len(dwelling_id)}/{dwelling_id}/{after}")


def _later(one: date | None, other: date | None) -> date | None:
    """Give the later of two last days; a tenancy that still holds has none."""
    return None if one is None or other is None else max(one, other)


def _by_beginning(held: Held) -> tuple[date, str, str]:
    return held.valid_from, held.creditor_id, held.tenancy_id

"""
The least that a household of its kind needs to live, housing left out.

The figures come from ISTAT's absolute-poverty calculator as a dated table that
each organisation loads; none is written here, because they change every year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_CENTS = 1_000_000_00


@dataclass(frozen=True, slots=True)
class Threshold:
    """
    The monthly threshold of one kind of household, counting from a day.

    `threshold_cents` is ISTAT's figure, `housing_cents` the part of it that is
    housing: rent is counted apart and must not be counted twice.
    """

    household_type: str
    valid_from: date
    threshold_cents: int
    housing_cents: int


def floor_for(thresholds: Iterable[Threshold], household_type: str, on: date) -> int:
    """Give the floor in cents on a day; `NoThreshold` if the table has none yet."""
    known = [
        row
        for row in thresholds
        if row.household_type == household_type and row.valid_from <= on
    ]
    if not known:
        raise NoThreshold(
            f"no subsistence threshold for {household_type!r} on {on}: load the table "
            "of the year, or name the floor"
        )
    latest = max(known, key=lambda row: row.valid_from)
    return latest.threshold_cents - latest.housing_cents


def check(thresholds: Iterable[Threshold]) -> None:
    """Refuse a threshold that its own housing part exceeds."""
    for row in thresholds:
        if not 0 <= row.housing_cents <= row.threshold_cents <= MOST_CENTS:
            raise ImpossibleThreshold(
                f"{row.household_type} from {row.valid_from}: housing "
                f"{row.housing_cents} of {row.threshold_cents} cents"
            )


class NoThreshold(Exception):
    """A kind of household, or a day, that the loaded table does not know."""


class ImpossibleThreshold(Exception):
    """A threshold whose parts exceed the whole."""

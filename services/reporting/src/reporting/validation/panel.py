"""Households month by month, in buildings that the programme reaches one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reporting.validation.interval import Mismatched
from reporting.validation.regression import Floats

NEVER = -1


@dataclass(frozen=True, eq=False)
class Panel:
    """
    `values` is households × months, `nan` where a household was not seen.

    `building` gives each household's place in `reached`, and that the month, from 0,
    in which the programme came there, or `NEVER`. `Mismatched` if shapes disagree.
    """

    values: Floats
    building: NDArray[np.int64]
    reached: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.values.shape[0] != self.building.size:
            raise Mismatched("a household without its building: give one for each row")
        if self.building.size and self.building.max() >= len(self.reached):
            raise Mismatched("a building without its month: give NEVER if none came")

    @property
    def months(self) -> int:
        """Give how many months were watched."""
        return int(self.values.shape[1])

    def sums(self) -> tuple[Floats, Floats]:
        """Give sums and counts of those seen, buildings × months."""
        shape = (len(self.reached), self.months)
        total, count = np.zeros(shape), np.zeros(shape)
        seen = np.isfinite(self.values)
        np.add.at(total, self.building, np.where(seen, self.values, 0.0))
        np.add.at(count, self.building, seen.astype(np.float64))
        return total, count


@dataclass(frozen=True, eq=False)
class Shown:
    """
    What a design is shown of an estate: months, who came, and what each was like.

    Traits are those of the month before the programme reached the building, or of the
    first month where it never did; not a number where nobody knows.
    """

    panel: Panel
    came: NDArray[np.bool_]
    traits: Mapping[str, Floats]

    def same_as(self, other: "Shown") -> bool:
        """Say whether two show the same of everybody, to the cent."""
        mine, theirs = self.panel, other.panel
        return (
            mine.reached == theirs.reached
            and np.array_equal(mine.building, theirs.building)
            and np.array_equal(mine.values, theirs.values, equal_nan=True)
            and np.array_equal(self.came, other.came)
            and self.traits.keys() == other.traits.keys()
            and all(
                np.array_equal(it, other.traits[name], equal_nan=True)
                for name, it in self.traits.items()
            )
        )

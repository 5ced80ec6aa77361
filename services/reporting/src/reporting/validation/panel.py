"""Households month by month, in buildings that the programme reaches one by one."""

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

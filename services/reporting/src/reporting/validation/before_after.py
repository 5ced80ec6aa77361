"""
What changed in those who came, before against after: weak, and it says so.

A household comes when its arrears are at their worst, and from there most fall by
themselves; rents, seasons and benefits move meanwhile. The change is a fact; that
the programme caused it does not follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reporting.validation.interval import (
    LEVEL,
    Estimate,
    ImpossibleValue,
    Mismatched,
    TooFew,
)
from reporting.validation.regression import estimate

LEAST = 5


class Caution(StrEnum):
    """Why a figure must not be read as an effect; a code, to be put into words."""

    REGRESSION_TO_THE_MEAN = "regression_to_the_mean"
    NO_COMPARISON = "no_comparison"


@dataclass(frozen=True, slots=True)
class Change:
    """
    The mean of after less before, in the unit of the values.

    `missing` were seen before and not after; `warnings` go wherever the figure goes.
    """

    mean: Estimate
    counted: int
    missing: int
    warnings: tuple[Caution, ...] = (
        Caution.REGRESSION_TO_THE_MEAN,
        Caution.NO_COMPARISON,
    )


def before_after(
    before: Sequence[float], after: Sequence[float | None], level: float = LEVEL
) -> Change:
    """
    Give the mean change of the same households, with the interval of paired t.

    d̄ ± t·s_d/√n over those seen twice; `None` after is missing. `Mismatched` for
    lists of unlike length, `TooFew` below five seen twice, `ImpossibleValue` if a
    value is not finite.
    """
    if len(before) != len(after):
        raise Mismatched(f"{len(before)} before and {len(after)} after: pair them")
    seen = [
        then - first
        for first, then in zip(before, after, strict=True)
        if then is not None
    ]
    if len(seen) < LEAST:
        raise TooFew(f"{len(seen)} seen twice: at least {LEAST} are needed")
    changes = np.sort(np.asarray(seen, dtype=np.float64))
    if not np.isfinite(changes).all():
        raise ImpossibleValue("a value is endless or not a number: say it is missing")
    variance = float(changes.var(ddof=1)) / changes.size
    return Change(
        estimate(float(changes.mean()), variance, changes.size - 1, level),
        changes.size,
        len(before) - changes.size,
    )

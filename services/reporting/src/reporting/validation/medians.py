"""The middle of many values, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reporting.validation.interval import (
    LEVEL,
    ImpossibleValue,
    Interval,
    TooFew,
    tail,
)

LEAST = 5
DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Median:
    """In the unit of the values; `draws` and `seed` give the same interval again."""

    value: float
    interval: Interval
    counted: int
    draws: int
    seed: int


def median(
    values: Sequence[float], seed: int, level: float = LEVEL, draws: int = DRAWS
) -> Median:
    """
    Give the median with a percentile bootstrap interval.

    The values are drawn again with replacement, `draws` times; the interval holds the
    middle `level` of the medians. The same seed gives the same interval, in whatever
    order the values come. `TooFew` below five, `ImpossibleValue` if one is not
    finite. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), 13.
    """
    if len(values) < LEAST:
        raise TooFew(f"the median of {len(values)} values: at least {LEAST} are needed")
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if not np.isfinite(ordered).all():
        raise ImpossibleValue("a value is missing or endless: leave it out, count it")
    outside = tail(level)
    generator = np.random.default_rng(seed)
    drawn = [
        float(np.median(generator.choice(ordered, ordered.size))) for _ in range(draws)
    ]
    low, high = np.quantile(drawn, [outside, 1 - outside])
    return Median(
        float(np.median(ordered)),
        Interval(float(low), float(high), level),
        len(values),
        draws,
        seed,
    )

"""How large is a share, and how sure is that? Standard library only."""

from dataclasses import dataclass
from math import sqrt

from reporting.validation.interval import (
    LEVEL,
    ImpossibleValue,
    Interval,
    TooFew,
    normal_quantile,
)


@dataclass(frozen=True, slots=True)
class Proportion:
    """`part` of `whole`, both counts; `value` and `interval` between 0 and 1."""

    part: int
    whole: int
    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class ProportionsDiffer:
    """The first share less the second, between -1 and 1."""

    first: Proportion
    second: Proportion
    value: float
    interval: Interval


def proportion(part: int, whole: int, level: float = LEVEL) -> Proportion:
    """
    Give a share with the interval of Wilson's score.

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n). It never leaves 0 to 1 and
    says something even of none of n. `TooFew` of nothing, `ImpossibleValue` if the
    part is not between 0 and the whole. Source: Wilson, JASA 22 (1927) 209-212.
    """
    if whole <= 0:
        raise TooFew("a share of nothing: wait until something is counted")
    if not 0 <= part <= whole:
        raise ImpossibleValue(f"{part} of {whole}: a part lies between 0 and its whole")
    z = normal_quantile(level)
    value = part / whole
    middle = value + z * z / (2 * whole)
    half = z * sqrt(value * (1 - value) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    low = 0.0 if part == 0 else max(0.0, (middle - half) / scale)
    high = 1.0 if part == whole else min(1.0, (middle + half) / scale)
    return Proportion(part, whole, value, Interval(low, high, level))


def difference(
    first: tuple[int, int], second: tuple[int, int], level: float = LEVEL
) -> ProportionsDiffer:
    """
    Give the difference of two independent shares, `(part, whole)` each.

    The interval squares and adds the distances to the two Wilson intervals. Source:
    Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10. Refusals of
    `proportion`.
    """
    one, two = proportion(*first, level), proportion(*second, level)
    value = one.value - two.value
    below = sqrt(
        (one.value - one.interval.low) ** 2 + (two.interval.high - two.value) ** 2
    )
    above = sqrt(
        (one.interval.high - one.value) ** 2 + (two.value - two.interval.low) ** 2
    )
    return ProportionsDiffer(
        one, two, value, Interval(value - below, value + above, level)
    )

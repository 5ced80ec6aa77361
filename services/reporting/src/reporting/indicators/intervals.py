"""
How sure an indicator is, where the things that it counts are not independent.

Instalments, bills and minutes come in households, and one household keeps or misses
many of them together: what is sure is counted in households. Standard library only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import cos, pi, sin, sqrt, tan

from reporting.validation.interval import LEVEL, Interval, normal_quantile, tail

#: With fewer households nothing is said of how sure a figure is.
LEAST_HOUSEHOLDS = 5
MANY = 200

#: What one thing adds below and above the line, and whose it is.
Part = tuple[str, int, int]


def by_household(parts: Iterable[Part]) -> list[tuple[int, int]]:
    """Add up `(part, whole)` of each household, in the order of their ids."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for household, part, whole in parts:
        found[household][0] += part
        found[household][1] += whole
    return [(part, whole) for _, (part, whole) in sorted(found.items())]


def clustered(parts: Iterable[Part], level: float = LEVEL) -> Interval | None:
    """
    Give the interval of a share whose things come in households.

    Wilson's, for as many things as would be as sure if they were independent: p(1-p)
    over the variance between households, at most all of them; as many as there are
    households if all or none succeeded. Absent below five households. Source: Korn
    and Graubard, Survey Methodology 24 (1998) 193-201; Wilson, JASA 22 (1927) 209-212.
    """
    households = by_household(parts)
    if len(households) < LEAST_HOUSEHOLDS:
        return None
    part = sum(it for it, _ in households)
    whole = sum(it for _, it in households)
    share = part / whole
    variance = ratio_variance(households)
    things = float(len(households))
    if 0 < share < 1 and variance > 0:
        things = min(float(whole), share * (1 - share) / variance)
    z = normal_quantile(level)
    middle = share + z * z / (2 * things)
    half = z * sqrt(share * (1 - share) / things + z * z / (4 * things * things))
    scale = 1 + z * z / things
    return Interval(
        0.0 if part == 0 else max(0.0, (middle - half) / scale),
        1.0 if part == whole else min(1.0, (middle + half) / scale),
        level,
    )


def ratio(parts: Iterable[Part], level: float = LEVEL) -> Interval | None:
    """
    Give the interval of a ratio of two sums over households, such as euro by euro.

    Linearised, with Student's t for one less than the households. Absent below five
    households. Source: Cochran, Sampling Techniques, 3rd edition (1977), 6.3.
    """
    households = by_household(parts)
    whole = sum(it for _, it in households)
    if len(households) < LEAST_HOUSEHOLDS or whole <= 0:
        return None
    value = sum(it for it, _ in households) / whole
    reach = student_quantile(level, len(households) - 1) * sqrt(
        ratio_variance(households)
    )
    return Interval(value - reach, value + reach, level)


def ratio_variance(households: Sequence[tuple[int, int]]) -> float:
    """Give n/(n-1)·Σ(part - r·whole)² over the square of the whole."""
    count = len(households)
    whole = sum(it for _, it in households)
    value = sum(it for it, _ in households) / whole
    squares = sum((part - value * each) ** 2 for part, each in households)
    return count / (count - 1) * squares / whole**2


def mean(values: Sequence[float], level: float = LEVEL) -> Interval | None:
    """Give Student's interval of a mean over households; absent below five."""
    count = len(values)
    if count < LEAST_HOUSEHOLDS:
        return None
    middle = sum(values) / count
    variance = sum((it - middle) ** 2 for it in values) / (count - 1)
    reach = student_quantile(level, count - 1) * sqrt(variance / count)
    return Interval(middle - reach, middle + reach, level)


def middle(values: Sequence[float], level: float = LEVEL) -> Interval | None:
    """
    Give the interval of a median, from one of the values to another.

    The narrowest pair of order statistics, as far from either end, that holds the
    median with at least `level`, whatever the values' distribution. Absent if none
    does, as below six at 95 %. Source: Conover, Practical Nonparametric Statistics,
    3rd edition (1999), 3.2.
    """
    ordered, count = sorted(values), len(values)
    outside = tail(level)
    ways, below, place = 1, 1, 0
    while place < count // 2 and Fraction(below, 2**count) <= outside:
        place += 1
        ways = ways * (count - place + 1) // place
        below += ways
    if place == 0:
        return None
    return Interval(ordered[place - 1], ordered[count - place], level)


def student_quantile(level: float, freedom: int) -> float:
    """
    Give t with `level` of Student's distribution between -t and t.

    To ten digits: by bisection up to 200 degrees of freedom, else expanded around the
    normal. Source: Abramowitz and Stegun (1964), 26.7.3, 26.7.4 and 26.7.5.
    """
    if freedom > MANY:
        z = normal_quantile(level)
        first = (z**3 + z) / 4
        second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
        return z + first / freedom + second / freedom**2 + third / freedom**3
    tail(level)
    low, high = 0.0, pi / 2
    for _step in range(60):
        angle = (low + high) / 2
        low, high = (angle, high) if _within(angle, freedom) < level else (low, angle)
    return sqrt(freedom) * tan((low + high) / 2)


def _within(angle: float, freedom: int) -> float:
    """Give how much of Student's distribution lies within √freedom·tan(angle)."""
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for power in range(2 + odd, freedom - 1, 2):
        term *= cos(angle) ** 2 * (power - 1) / power
        total += term
    return (angle + sin(angle) * total) * 2 / pi if odd else sin(angle) * total

"""
From the rows that were looked at to a figure: its value, and how sure that is.

Sums are whole numbers and values exact until they are written with four decimal
places, half to even, so that whoever adds up the same rows gives the same digits.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from statistics import median
from typing import Any
from uuid import UUID

from reporting.indicators import intervals
from reporting.indicators.definition import Definition
from reporting.validation.interval import Interval
from reporting.validation.proportions import proportion
from reporting.validation.survival import Spell, Survival, kaplan_meier

FOUR_PLACES = Decimal("0.0001")
COUNTED, MISSING, IMMATURE, CENSORED = "counted", "missing", "immature", "censored"
A_YEAR = 365
HIGH = Fraction(8, 10)


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    One thing that an indicator looked at; columns as `definition` tells them.

    `letter_id` and `decided_by` open the figure into the letters behind it.
    """

    grp: str
    unit: str
    household_id: UUID | None
    part: int
    whole: int
    standing: str
    letter_id: str | None
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A value with all that says what it is worth.

    `value`, `low` and `high` have four decimal places; absent if nothing could be
    counted, or if too little was. `n` things were counted in `households`; `missing`
    should have been and could not, `immature` and `censored` were left out.
    `numerator` and `denominator` are sums in the unit of the definition; of a time
    to an event those that ended and those that were watched. `why` is a code if it
    cannot be computed at all.
    """

    value: Decimal | None = None
    numerator: int = 0
    denominator: int = 0
    n: int = 0
    households: int = 0
    missing: int = 0
    immature: int = 0
    censored: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    why: str = ""


def seen(row: Sequence[Any]) -> Evidence:
    """Give one row of an indicator's text, as a database gave it."""
    grp, unit, household, *rest = row
    return Evidence(grp, unit, UUID(household) if household else None, *rest)


#: A value with the ends of its interval, of the rows that count.
Measured = tuple[Fraction | float | None, float | None, float | None]


def measure(definition: Definition, rows: Iterable[Evidence]) -> dict[str, Figure]:
    """Give a figure for each group of a definition, those without rows too."""
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[row.grp].append(row)
    groups = dict.fromkeys([*definition.groups, *sorted(found)])
    return {it: figure(definition.method, found.get(it, [])) for it in groups}


def figure(method: str, rows: Sequence[Evidence]) -> Figure:
    """Give the figure of some rows: all of a group, or those of a building or month."""
    counted = [it for it in rows if it.standing == COUNTED]
    if method == "median":
        counted = [it for it in counted if it.whole > 0]
    value, low, high = METHODS[method](counted) if counted else (None, None, None)
    above, below = _sums(method, counted)
    return Figure(
        value=places(value),
        numerator=above,
        denominator=below,
        n=len(counted),
        households=len({it.household_id for it in counted}),
        missing=sum(it.standing == MISSING for it in rows),
        immature=sum(it.standing == IMMATURE for it in rows),
        censored=sum(it.standing == CENSORED for it in rows),
        low=places(low),
        high=places(high),
    )


def _sums(method: str, counted: Sequence[Evidence]) -> tuple[int, int]:
    part = sum(it.part for it in counted)
    if method.startswith("survival"):
        return part, len(counted)
    return part, sum(it.whole for it in counted)


def _share(counted: Sequence[Evidence]) -> Measured:
    part, whole = sum(it.part for it in counted), sum(it.whole for it in counted)
    return Fraction(part, whole), *_ends(proportion(part, whole).interval)


def _clustered(counted: Sequence[Evidence]) -> Measured:
    part, whole = sum(it.part for it in counted), sum(it.whole for it in counted)
    return Fraction(part, whole), *_ends(intervals.clustered(_parts(counted)))


def _ratio(counted: Sequence[Evidence]) -> Measured:
    whole = sum(it.whole for it in counted)
    if whole <= 0:
        return None, None, None
    value = Fraction(sum(it.part for it in counted), whole)
    low, high = _ends(intervals.ratio(_parts(counted)))
    # Where nothing can be beyond nothing or all, neither can their ratio.
    if low is not None and all(it.part >= 0 for it in counted):
        low = max(low, 0.0)
    if high is not None and all(it.part <= it.whole for it in counted):
        high = min(high, 1.0)
    return value, low, high


def _median(counted: Sequence[Evidence]) -> Measured:
    values = [Fraction(it.part, it.whole) for it in counted]
    return median(values), *_ends(intervals.middle(list(map(float, values))))


def _survival_median(counted: Sequence[Evidence]) -> Measured:
    found = _curve(counted)
    return found.median, found.median_low, found.median_high


def _survival_at_a_year(counted: Sequence[Evidence]) -> Measured:
    found = _curve(counted)
    steps = [it for it in found.steps if it.time <= A_YEAR]
    some = any(it.ended for it in steps)
    low, high = _ends(steps[-1].interval if some else None)
    return (
        1 - found.at(A_YEAR),
        None if high is None else 1 - high,
        None if low is None else 1 - low,
    )


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (interval.low, interval.high) if interval else (None, None)


def _fidelity(counted: Sequence[Evidence]) -> Measured:
    each = _by_household(counted)
    value = sum(each, Fraction(0)) / len(each)
    low, high = _ends(intervals.mean(list(map(float, each))))
    return (
        value,
        None if low is None else max(low, 0.0),
        None if high is None else min(high, 1.0),
    )


def _fidelity_high(counted: Sequence[Evidence]) -> Measured:
    each = _by_household(counted)
    high = sum(it >= HIGH for it in each)
    return Fraction(high, len(each)), *_ends(proportion(high, len(each)).interval)


def _mean(counted: Sequence[Evidence]) -> Measured:
    each = [Fraction(it.part, it.whole) for it in counted]
    value = sum(each, Fraction(0)) / len(each)
    return value, *_ends(intervals.mean(list(map(float, each))))


def _hours(counted: Sequence[Evidence]) -> Measured:
    return Fraction(sum(it.part for it in counted), counted[0].whole), None, None


def _by_household(counted: Sequence[Evidence]) -> list[Fraction]:
    return [Fraction(*it) for it in intervals.by_household(_parts(counted))]


def _curve(counted: Sequence[Evidence]) -> Survival:
    return kaplan_meier(Spell(it.whole, bool(it.part)) for it in counted)


def _parts(counted: Iterable[Evidence]) -> list[intervals.Part]:
    return [(str(it.household_id or it.unit), it.part, it.whole) for it in counted]


def places(value: Fraction | float | None) -> Decimal | None:
    """Write a value with four decimal places, half to even."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(repr(float(value)))
    return exact.quantize(FOUR_PLACES, ROUND_HALF_EVEN)


METHODS: Mapping[str, Callable[[Sequence[Evidence]], Measured]] = {
    "share": _share,
    "clustered": _clustered,
    "ratio": _ratio,
    "median": _median,
    "survival_median": _survival_median,
    "survival_at_365": _survival_at_a_year,
    "fidelity": _fidelity,
    "fidelity_high": _fidelity_high,
    "mean": _mean,
    "hours": _hours,
}

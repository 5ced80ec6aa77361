"""
How long until something happens, for those too to whom it has not happened yet.

Standard library only: the pages that draw these curves run on small machines.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, sqrt

from reporting.validation.interval import (
    LEVEL,
    ImpossibleValue,
    Interval,
    TooFew,
    normal_quantile,
)

HALF = 0.5
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Spell:
    """
    How long one case was watched, in days, weeks or months, one unit throughout.

    `ended` if what is waited for happened then; else the case was censored: closed,
    transferred, or still open when the data were cut.
    """

    time: float
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """
    What happened at one time; `survival` is the share left just after it.

    `at_risk` were watched just before. `error` (Greenwood) and `interval` are absent
    where nobody is left, since nothing is known there of how sure that is.
    """

    time: float
    at_risk: int
    ended: int
    censored: int
    survival: float
    error: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Survival:
    """
    The Kaplan-Meier curve, a step for every time at which a case ended or left.

    `median` is the first time at which half or fewer are left, absent if that never
    came; the ends of its interval may be absent likewise.
    """

    steps: tuple[Step, ...]
    counted: int
    ended: int
    median: float | None
    median_low: float | None
    median_high: float | None
    level: float

    def at(self, time: float) -> float:
        """Give the share left just after `time`; 1 before the first end."""
        return next(
            (it.survival for it in reversed(self.steps) if it.time <= time), 1.0
        )

    def at_risk(self, times: Sequence[float]) -> tuple[int, ...]:
        """Give how many were still watched just before each of `times`."""
        return tuple(
            self.counted
            - sum(it.ended + it.censored for it in self.steps if it.time < time)
            for time in times
        )


def kaplan_meier(spells: Iterable[Spell], level: float = LEVEL) -> Survival:
    """
    Estimate the share that is left as time goes by, with right censoring.

    S(t) = Π(1 - d/n) over the times of ends up to t; error by Greenwood,
    S·√Σ d/(n(n-d)); interval S^exp(±z·√Σ / ln S), which stays in 0 to 1. Who is
    censored at t is at risk at t. `TooFew` without spells, `ImpossibleValue` for a
    time that is negative or endless. Sources: Kaplan and Meier, JASA 53 (1958)
    457-481; Kalbfleisch and Prentice, 2nd edition (2002), 1.4; Brookmeyer and
    Crowley, Biometrics 38 (1982) 29-41, for the median's interval.
    """
    found = checked(spells)
    z = normal_quantile(level)
    left, survival, spread = len(found), 1.0, 0.0
    steps: list[Step] = []
    for time, ended, censored in by_time(found):
        survival *= (left - ended) / left
        if left > ended:
            spread += ended / (left * (left - ended))
            error, interval = _uncertainty(survival, spread, z, level)
        else:
            error, interval = None, None
        steps.append(Step(time, left, ended, censored, survival, error, interval))
        left -= ended + censored
    return Survival(
        steps=tuple(steps),
        counted=len(found),
        ended=sum(it.ended for it in found),
        median=_first(steps, [it.survival for it in steps]),
        median_low=_first(steps, [_low(it) for it in steps]),
        median_high=_first(steps, [_high(it) for it in steps]),
        level=level,
    )


def by_time(spells: Sequence[Spell]) -> list[tuple[float, int, int]]:
    """Give each time in order, with how many ended and how many left then."""
    ended = Counter(it.time for it in spells if it.ended)
    censored = Counter(it.time for it in spells if not it.ended)
    return [(it, ended[it], censored[it]) for it in sorted({*ended, *censored})]


def checked(spells: Iterable[Spell]) -> list[Spell]:
    """Give a list; `TooFew` if empty, `ImpossibleValue` if a time cannot be."""
    found = list(spells)
    if not found:
        raise TooFew("no spell at all: wait until a case was watched")
    for it in found:
        if not isfinite(it.time) or it.time < 0:
            raise ImpossibleValue(
                f"a spell of {it.time}: a time is finite and not negative"
            )
    return found


def _uncertainty(
    survival: float, spread: float, z: float, level: float
) -> tuple[float, Interval]:
    if spread == 0:
        return 0.0, Interval(1.0, 1.0, level)
    reach = z * sqrt(spread) / log(survival)
    return survival * sqrt(spread), Interval(
        survival ** exp(-reach), survival ** exp(reach), level
    )


def _low(step: Step) -> float:
    return step.interval.low if step.interval else 0.0


def _high(step: Step) -> float:
    return step.interval.high if step.interval else 1.0


def _first(steps: Sequence[Step], shares: Sequence[float]) -> float | None:
    halved = zip(steps, shares, strict=True)
    return next((it.time for it, share in halved if share <= HALF + ROUNDING), None)

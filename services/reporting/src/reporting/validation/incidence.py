"""
How many had each of several ends by a time, when one end rules out the others.

A household that died or moved will never clear its arrears: to call it censored
would say that it still might, and 1 - Kaplan-Meier then claims too much. Standard
library only.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

from reporting.validation.interval import (
    LEVEL,
    ImpossibleValue,
    Interval,
    normal_quantile,
)
from reporting.validation.survival import Spell, checked


@dataclass(frozen=True, slots=True)
class Course:
    """How long one case was watched, and how it ended; no `cause` if censored."""

    time: float
    cause: str | None


@dataclass(frozen=True, slots=True)
class Reached:
    """The share that had the end by `time`; no interval while there is none."""

    time: float
    at_risk: int
    ended: int
    share: float
    error: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Incidence:
    """A step for every time at which a case ended, for whatever cause."""

    cause: str
    steps: tuple[Reached, ...]
    counted: int
    ended: int

    def at(self, time: float) -> float:
        """Give the share that had this end by `time`; 0 before the first."""
        return next((it.share for it in reversed(self.steps) if it.time <= time), 0.0)


def cumulative_incidence(
    courses: Iterable[Course], cause: str, level: float = LEVEL
) -> Incidence:
    """
    Estimate the share that had the end `cause` by each time, competing ends counted.

    F(t) = Σ S(t-)·d_cause/n, S the Kaplan-Meier curve of any end (Aalen-Johansen);
    variance by the delta method; interval F^exp(±z·σ / (F ln F)). `TooFew` without
    courses, `ImpossibleValue` if nothing ended so or a time cannot be. Sources:
    Aalen and Johansen, Scand. J. Statist. 5 (1978) 141-150; Marubini and Valsecchi,
    Analysing Survival Data (1995), 10.
    """
    found = list(courses)
    checked(Spell(it.time, it.cause is not None) for it in found)
    if all(it.cause != cause for it in found):
        raise ImpossibleValue(f"no case ended by {cause!r}: name an end that occurs")
    z = normal_quantile(level)
    ended = Counter((it.time, it.cause) for it in found if it.cause is not None)
    ends = Counter(it.time for it in found if it.cause is not None)
    gone = Counter(it.time for it in found)
    left, surviving, share = len(found), 1.0, 0.0
    before: list[tuple[float, int, int, int, float, float]] = []
    steps: list[Reached] = []
    for time in sorted(gone):
        here = ended[time, cause]
        any_end = ends[time]
        if any_end:
            share += surviving * here / left
            before.append((share, left, any_end, here, surviving, time))
            error = sqrt(max(0.0, _variance(before, share)))
            steps.append(
                Reached(time, left, here, share, error, _within(share, error, z, level))
            )
            surviving *= (left - any_end) / left
        left -= gone[time]
    return Incidence(
        cause, tuple(steps), len(found), sum(it.cause == cause for it in found)
    )


def _variance(
    before: list[tuple[float, int, int, int, float, float]], share: float
) -> float:
    total = 0.0
    for then, left, any_end, here, surviving, _ in before:
        since = share - then
        if left > any_end:
            total += since**2 * any_end / (left * (left - any_end))
        total += surviving**2 * here * (left - here) / left**3
        total -= 2 * since * surviving * here / left**2
    return total


def _within(share: float, error: float, z: float, level: float) -> Interval | None:
    if error == 0 or not 0 < share < 1:
        return None
    reach = z * error / (share * log(share))
    return Interval(share ** exp(-reach), share ** exp(reach), level)

"""An interval of confidence, and the words with which all of this room refuses."""

from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, in the unit of what was estimated."""

    low: float
    high: float
    level: float = LEVEL

    def covers(self, truth: float) -> bool:
        """Say whether `truth` lies inside, ends included."""
        return self.low <= truth <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, its standard error and its interval, in one unit."""

    value: float
    error: float
    interval: Interval


def normal_quantile(level: float) -> float:
    """
    Give z with `level` of a standard normal between -z and z: 1.96 for 0.95.

    `ImpossibleLevel` unless 0 < level < 1.
    """
    tail(level)
    return NormalDist().inv_cdf((1 + level) / 2)


def tail(level: float) -> float:
    """Give what lies outside on each side: 0.025 for 0.95; `ImpossibleLevel`."""
    if not 0 < level < 1:
        raise ImpossibleLevel(
            f"a level of {level}: give one between 0 and 1, such as {LEVEL}"
        )
    return (1 - level) / 2


class TooFew(ValueError):
    """There is too little to say anything with: wait, or ask something else."""


class ImpossibleLevel(ValueError):
    """A level of confidence is a share between 0 and 1, ends excluded."""


class ImpossibleValue(ValueError):
    """A value that cannot be, such as a negative count or a time without end."""


class Mismatched(ValueError):
    """Lists that belong together are not of one length."""

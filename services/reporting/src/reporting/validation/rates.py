"""How often something happens in a time, and how sure that is."""

from dataclasses import dataclass
from math import isfinite

from scipy.special import gammaincinv

from reporting.validation.interval import (
    LEVEL,
    ImpossibleValue,
    Interval,
    TooFew,
    tail,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """`events` in `exposure` (household-months, say); `value` per unit of it."""

    events: int
    exposure: float
    value: float
    interval: Interval


def rate(events: int, exposure: float, level: float = LEVEL) -> Rate:
    """
    Give events per unit of exposure, with the exact interval of a Poisson count.

    Low: the α/2 quantile of Gamma(events); high: the 1-α/2 quantile of
    Gamma(events + 1), each divided by the exposure. Source: Garwood, Biometrika 28
    (1936) 437-442. `TooFew` without exposure, `ImpossibleValue` if negative.
    """
    if events < 0 or exposure < 0 or not isfinite(exposure):
        raise ImpossibleValue(f"{events} events in {exposure}: neither is negative")
    if exposure == 0:
        raise TooFew("a rate in no time at all: wait until somebody was observed")
    outside = tail(level)
    low = float(gammaincinv(events, outside)) if events else 0.0
    high = float(gammaincinv(events + 1, 1 - outside))
    within = Interval(low / exposure, high / exposure, level)
    return Rate(events, exposure, events / exposure, within)

"""Something interrupts a monthly series: its level or its slope changes, or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from reporting.validation.interval import (
    LEVEL,
    Estimate,
    ImpossibleLevel,
    ImpossibleValue,
    TooFew,
)
from reporting.validation.regression import least_squares, newey_west, within

LEAST = 8
#: Quantiles at 1 - α/2 for Bartlett weights, by the share b of lags among months.
FIXED_B = {
    0.90: (1.6449, 2.1859, 0.3142, -0.3427),
    0.95: (1.9600, 2.9694, 0.4160, -0.5324),
    0.98: (2.3263, 4.1618, 0.5368, -0.9060),
}


@dataclass(frozen=True, slots=True)
class Interruption:
    """
    What changed, in the unit of the series; slopes are per month.

    `level` is the jump in the first month after, `slope` the bend; `start` and
    `trend` are the line before. `durbin_watson` near 2: months are not alike beyond
    the line; far below: each month repeats the last. A series without comparison
    cannot tell the programme from whatever else began that month.
    """

    start: Estimate
    trend: Estimate
    level: Estimate
    slope: Estimate
    lags: int
    before: int
    after: int
    durbin_watson: float


def interrupted_series(
    values: Sequence[float], after_from: int, level: float = LEVEL
) -> Interruption:
    """
    Fit y = β0 + β1·t + β2·post + β3·t_post, with months t counted from 0.

    `after_from` is the place of the first month after; t_post is 0 there. Errors by
    Newey-West with 1.3·√n lags, and quantiles that know that so many lags of so few
    months are themselves uncertain. `TooFew` below eight months on a side;
    `ImpossibleLevel` unless 0.90, 0.95 or 0.98. Sources: Wagner et al., J. Clin.
    Pharm. Ther. 27 (2002) 299-309; Penfold and Zhang, Acad. Pediatr. 13 (2013)
    S38-S44 (eight months); Lazarus et al., JBES 36 (2018) 541-559 (lags); Kiefer and
    Vogelsang, Econometric Theory 21 (2005) 1130-1164, table 1 (quantiles).
    """
    if level not in FIXED_B:
        raise ImpossibleLevel(f"a level of {level}: choose among {sorted(FIXED_B)}")
    months, later = len(values), len(values) - after_from
    if min(after_from, later) < LEAST:
        raise TooFew(
            f"{after_from} months before and {later} after: {LEAST} on each side"
        )
    y = np.asarray(values, dtype=np.float64)
    if not np.isfinite(y).all():
        raise ImpossibleValue("a month is missing: a series has none left out")
    time = np.arange(months, dtype=np.float64)
    post = (time >= after_from).astype(np.float64)
    design = np.column_stack([np.ones(months), time, post, post * (time - after_from)])
    fit = least_squares(y, design)
    lags = ceil(1.3 * months**0.5)
    covariance = newey_west(fit, lags)
    share = (lags + 1) / months
    times = sum(it * share**power for power, it in enumerate(FIXED_B[level]))
    start, trend, jump, bend = (
        within(value, variance, times, level)
        for value, variance in zip(
            fit.coefficients.tolist(), np.diag(covariance).tolist(), strict=True
        )
    )
    left = fit.residuals
    alike = float((np.diff(left) ** 2).sum() / max((left**2).sum(), 1e-300))
    return Interruption(start, trend, jump, bend, lags, after_from, later, alike)

"""Straight lines through data, and how sure they are when errors hang together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from reporting.validation.interval import (
    LEVEL,
    Estimate,
    ImpossibleValue,
    Interval,
    TooFew,
    tail,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """A least-squares fit: design n × k, coefficients k, residuals n, (X'X)⁻¹ k × k."""

    design: Floats
    coefficients: Floats
    residuals: Floats
    bread: Floats


def least_squares(outcome: Sequence[float] | Floats, design: Floats) -> Fit:
    """
    Fit y = Xb.

    `TooFew` unless there are more rows than columns and the columns differ;
    `ImpossibleValue` if anything is missing or endless.
    """
    y = np.asarray(outcome, dtype=np.float64)
    if not (np.isfinite(y).all() and np.isfinite(design).all()):
        raise ImpossibleValue("a value is missing or endless: leave it out, count it")
    rows, columns = design.shape
    if rows <= columns or np.linalg.matrix_rank(design) < columns:
        raise TooFew(f"{rows} rows cannot tell {columns} things apart: collect more")
    bread: Floats = np.linalg.inv(design.T @ design).astype(np.float64)
    coefficients: Floats = bread @ design.T @ y
    return Fit(design, coefficients, y - design @ coefficients, bread)


def newey_west(fit: Fit, lags: int) -> Floats:
    """
    Give the covariance of coefficients when errors of near months are alike.

    Bartlett weights 1 - l/(lags+1), times n/(n-k). Source: Newey and West,
    Econometrica 55 (1987) 703-708.
    """
    scores = fit.design * fit.residuals[:, None]
    rows, columns = fit.design.shape
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (cross + cross.T)
    covariance: Floats = fit.bread @ meat @ fit.bread * rows / (rows - columns)
    return covariance


def clustered(fit: Fit, clusters: Sequence[str]) -> Floats:
    """
    Give the covariance of coefficients when errors within a cluster are alike.

    Σ (X_g'u_g)(X_g'u_g)' between (X'X)⁻¹, times G/(G-1)·(n-1)/(n-k). `TooFew` below
    two clusters. Source: Liang and Zeger, Biometrika 73 (1986) 13-22; the factor is
    that of Stata.
    """
    names, member = np.unique(np.asarray(clusters), return_inverse=True)
    count = len(names)
    if count <= 1:
        raise TooFew("one cluster: its error cannot be told from its effect")
    rows, columns = fit.design.shape
    scores = np.zeros((count, columns))
    np.add.at(scores, member, fit.design * fit.residuals[:, None])
    factor = count / (count - 1) * (rows - 1) / (rows - columns)
    covariance: Floats = fit.bread @ (scores.T @ scores) @ fit.bread * factor
    return covariance


def estimate(
    value: float, variance: float, freedom: float, level: float = LEVEL
) -> Estimate:
    """Give a value with the interval of Student's t."""
    return within(value, variance, float(stdtrit(freedom, 1 - tail(level))), level)


def within(value: float, variance: float, times: float, level: float) -> Estimate:
    """Give a value with an interval of `times` its standard error on each side."""
    error = float(np.sqrt(max(0.0, variance)))
    reach = times * error
    return Estimate(
        float(value), error, Interval(float(value) - reach, float(value) + reach, level)
    )

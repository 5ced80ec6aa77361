"""Do two or more groups wait equally long? It compares; it proves no cause."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from reporting.validation.interval import TooFew
from reporting.validation.survival import Spell, by_time, checked

LEAST = 2


@dataclass(frozen=True, slots=True)
class LogRank:
    """
    Ends seen and expected in each group, in the order of the groups.

    `chi_square` has the hypergeometric variance; `simple` is Σ(O-E)²/E, smaller,
    printed by older books. `p` belongs to the first, with `freedom` degrees.
    """

    observed: tuple[int, ...]
    expected: tuple[float, ...]
    chi_square: float
    simple: float
    freedom: int
    p: float


def log_rank(groups: Sequence[Sequence[Spell]]) -> LogRank:
    """
    Compare how long groups wait, at every time at which somebody's wait ended.

    E = Σ d·n_group/n; covariance Σ d(n-d)/(n-1)·(n_i/n)(δ_ij - n_j/n); χ² with
    groups-1 degrees of freedom. `TooFew` below two groups, for an empty one, or if
    nobody's wait ended. Source: Mantel, Cancer Chemother. Rep. 50 (1966) 163-170;
    Peto and Peto, J. R. Statist. Soc. A 135 (1972) 185-207.
    """
    if len(groups) < LEAST:
        raise TooFew("one group: a comparison needs two")
    found = [checked(group) for group in groups]
    everybody = [it for group in found for it in group]
    if not any(it.ended for it in everybody):
        raise TooFew("nobody's wait has ended: there is nothing to compare yet")
    times = np.array([it.time for it in everybody])
    member = np.array([index for index, group in enumerate(found) for _ in group])
    ended = np.array([it.ended for it in everybody])
    size = len(found)
    expected, covariance = np.zeros(size), np.zeros((size, size))
    for time, ends, _ in by_time(everybody):
        if not ends:
            continue
        at_risk = np.bincount(member[times >= time], minlength=size)
        count = int(at_risk.sum())
        shares = at_risk / count
        expected += ends * shares
        if count > 1:
            scale = ends * (count - ends) / (count - 1)
            covariance += scale * (np.diag(shares) - np.outer(shares, shares))
    observed = np.bincount(member[ended], minlength=size)
    apart = (observed - expected)[:-1]
    chi_square = float(apart @ np.linalg.pinv(covariance[:-1, :-1]) @ apart)
    some = expected > 0
    simple = float((((observed - expected) ** 2)[some] / expected[some]).sum())
    return LogRank(
        tuple(int(it) for it in observed),
        tuple(float(it) for it in expected),
        chi_square,
        simple,
        size - 1,
        float(chdtrc(size - 1, chi_square)),
    )

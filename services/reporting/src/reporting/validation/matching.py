"""
Each household that came, beside one that did not and looked the same before.

It balances what was written down, and nothing else: who comes may differ from who
stays away in what nobody noted. The table of balance goes wherever the figure goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reporting.validation.interval import LEVEL, Estimate, Mismatched, TooFew
from reporting.validation.regression import (
    Floats,
    clustered,
    estimate,
    least_squares,
)

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
CALIPER = 0.2
BALANCED = 0.1
LEAST = 10
ROUNDS = 50
SETTLED = 1e-10
#: Beyond this a score is as good as certain: nobody like them stayed away, or came.
CERTAIN = 30.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One household: whether it came, what it was like before, what became of it.

    `traits` are numbers by name (band, age of debt, ISEE area, size, earlier plan;
    0 and 1 for yes and no), the same names for all. `key` is a pseudonym.
    """

    key: str
    building: str
    came: bool
    traits: Mapping[str, float]
    outcome: float


@dataclass(frozen=True, slots=True)
class Balance:
    """The standardised difference of one trait, before and after matching."""

    trait: str
    before: float
    after: float

    @property
    def balanced(self) -> bool:
        """Say whether less than 0.1 is left."""
        return abs(self.after) < BALANCED


@dataclass(frozen=True, slots=True)
class Matched:
    """
    The mean effect on those who came and found a pair, in the unit of the outcome.

    `pairs` are keys, who came first. `unmatched` came and found nobody alike: the
    figure does not speak of them. `clusters` are the buildings of those who came.
    """

    effect: Estimate
    pairs: tuple[tuple[str, str], ...]
    unmatched: int
    clusters: int
    balance: tuple[Balance, ...]

    @property
    def balanced(self) -> bool:
        """Say whether every trait is; if not, the figure compares unlike households."""
        return all(it.balanced for it in self.balance)


def matched_comparison(
    candidates: Sequence[Candidate], caliper: float = CALIPER, level: float = LEVEL
) -> Matched:
    """
    Pair by propensity score, one to one, without giving anybody twice.

    Logistic score on the traits; nearest neighbour on its logit within `caliper` of
    its standard deviations, most likely to come first; difference of pairs, less what
    a line makes of how they still differ, its error by the building of who came, t
    with buildings-1 freedom. `TooFew` below ten on a side, ten pairs or two
    buildings; `NothingAlike` if the traits tell who came
    with certainty; `Mismatched` if names of traits differ. Sources: Rosenbaum and
    Rubin, Am. Statist. 39 (1985) 33-38; Austin, Pharm. Statist. 10 (2011) 150-161
    (0.2); Abadie and Spiess, JASA 117 (2022) 983-995 (the line, the error).
    """
    people = sorted(candidates, key=lambda it: it.key)
    came = np.array([it.came for it in people], dtype=bool)
    if min(came.sum(), (~came).sum()) < LEAST:
        raise TooFew(
            f"{came.sum()} came and {(~came).sum()} did not: {LEAST} on each side"
        )
    names = sorted(people[0].traits)
    if any(sorted(it.traits) != names for it in people):
        raise Mismatched("not everybody has the same traits: fill in or leave out")
    traits = np.array([[it.traits[name] for name in names] for it in people])
    score = propensity(came, traits)
    found = _pairs(score, came, caliper * float(score.std(ddof=1)))
    if len(found) < LEAST:
        raise TooFew(f"{len(found)} pairs: at least {LEAST} are needed")
    first, second = (np.array(it) for it in zip(*found, strict=True))
    apart = np.array([people[a].outcome - people[b].outcome for a, b in found])
    where = [people[it].building for it in first]
    fit = least_squares(apart, _left_over(traits[first] - traits[second]))
    variance = float(clustered(fit, where)[0, 0])
    clusters = len(set(where))
    return Matched(
        effect=estimate(float(fit.coefficients[0]), variance, clusters - 1, level),
        pairs=tuple((people[a].key, people[b].key) for a, b in found),
        unmatched=int(came.sum()) - len(found),
        clusters=clusters,
        balance=tuple(
            _balance(name, column, came, first, second)
            for name, column in zip(names, traits.T, strict=True)
        ),
    )


def propensity(came: Sequence[bool] | Mask, traits: Floats) -> Floats:
    """
    Give the logit of each one's chance to come, by a logistic line on the traits.

    Newton's method on the likelihood. `NothingAlike` if it does not settle, because
    the traits part those who came from those who did not.
    """
    y = np.asarray(came, dtype=np.float64)
    spread = traits.std(axis=0)
    scaled = (traits - traits.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(len(y)), scaled[:, spread > 0]])
    line = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        logit = design @ line
        if np.abs(logit).max() > CERTAIN:
            break
        chance = 1 / (1 + np.exp(-logit))
        weighed = design * (chance * (1 - chance))[:, None]
        step = np.linalg.lstsq(weighed.T @ design, design.T @ (y - chance), rcond=None)[
            0
        ]
        line = line + step
        if np.abs(step).max() < SETTLED:
            score: Floats = design @ line
            return score
    raise NothingAlike("the traits tell for certain who came: nobody can be compared")


def _pairs(score: Floats, came: Mask, reach: float) -> list[tuple[int, int]]:
    free = {int(it) for it in np.flatnonzero(~came)}
    found = []
    for one in sorted(np.flatnonzero(came), key=lambda it: (-score[it], it)):
        near = min(free, key=lambda it: (abs(score[it] - score[one]), it), default=None)
        if near is not None and abs(score[near] - score[one]) <= reach:
            free.discard(near)
            found.append((int(one), near))
    return found


def _left_over(apart: Floats) -> Floats:
    """Give ones, and the differences within pairs that add something to them."""
    design = np.ones((len(apart), 1))
    for column in apart.T:
        spread = column.std()
        if spread > 0:
            wider = np.column_stack([design, column / spread])
            if np.linalg.matrix_rank(wider) == wider.shape[1] < len(apart):
                design = wider
    return design


def _balance(
    name: str, column: Floats, came: Mask, first: Places, second: Places
) -> Balance:
    """Give (mean - mean) / √((s² + s²)/2), with the spread of all both times."""
    spread = float(np.sqrt((column[came].var(ddof=1) + column[~came].var(ddof=1)) / 2))
    before = float(column[came].mean() - column[~came].mean())
    after = float(column[first].mean() - column[second].mean())
    if spread == 0:
        return Balance(name, 0.0, 0.0)
    return Balance(name, before / spread, after / spread)


class NothingAlike(ValueError):
    """Who came and who did not have nothing in common: no comparison is fair."""

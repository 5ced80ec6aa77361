"""
What changed where the programme went, less what changed where it had not gone yet.

The comparison carries away whatever moved both alike: seasons, prices, the return of
a bad month to an ordinary one. It needs that without the programme both would have
moved alike; `before_alike` looks whether they did so before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reporting.validation.assignments import MOST, Draw, judge
from reporting.validation.interval import LEVEL, Estimate, Mismatched, TooFew
from reporting.validation.regression import (
    Floats,
    clustered,
    estimate,
    least_squares,
)

LEAST = 2


@dataclass(frozen=True, slots=True)
class Watched:
    """
    One household before and after: its building, and whether that one was reached.

    Values in one unit, such as euro cents overdue.
    """

    building: str
    reached: bool
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Differences:
    """
    `effect` is (T1-T0)-(C1-C0), its error by building, t with buildings-2 freedom.

    With few buildings (below some thirty) trust `draw`, which assumes nothing of how
    they are alike but that the reached ones could have been others.
    """

    effect: Estimate
    draw: Draw
    reached: int
    not_yet: int
    reached_buildings: int
    not_yet_buildings: int


def difference_in_differences(
    households: Sequence[Watched], seed: int, level: float = LEVEL, most: int = MOST
) -> Differences:
    """
    Compare changes in reached buildings with changes in those not yet reached.

    A least-squares line of each household's change on whether its building was
    reached. `TooFew` below two buildings on either side; `Mismatched` if a building
    is both. Sources: Bertrand, Duflo and Mullainathan, QJE 119 (2004) 249-275;
    Donald and Lang, Rev. Econ. Stat. 89 (2007) 221-233 (freedom).
    """
    return _compare(
        [(it.building, it.reached, it.after - it.before) for it in households],
        seed,
        level,
        most,
    )


def before_alike(
    series: Sequence[tuple[str, bool, Sequence[float]]],
    seed: int,
    level: float = LEVEL,
) -> Differences:
    """
    Compare the slopes of both sides in the months before, per month.

    `series` holds building, whether it was reached later, and a household's months
    before, in order. An interval that holds 0 does not prove that they moved alike:
    look how wide it is. Refusals as above, and `TooFew` below three months.
    """
    least = 3
    if any(len(values) < least for _, _, values in series):
        raise TooFew(f"a slope needs {least} months: ask for earlier ones")
    return _compare(
        [(building, reached, _slope(values)) for building, reached, values in series],
        seed,
        level,
    )


def _compare(
    changes: Sequence[tuple[str, bool, float]],
    seed: int,
    level: float,
    most: int = MOST,
) -> Differences:
    # In an order of its own, so that the order of the rows leaves no trace.
    changes = sorted(changes)
    places = dict.fromkeys(building for building, _, _ in changes)
    reached = {building for building, went, _ in changes if went}
    if reached & {building for building, went, _ in changes if not went}:
        raise Mismatched("a building is both reached and not yet: split the months")
    sides = (len(reached), len(places) - len(reached))
    if min(sides) < LEAST:
        raise TooFew(
            f"{sides[0]} buildings reached and {sides[1]} not yet: {LEAST} on each side"
        )
    names = [building for building, _, _ in changes]
    outcome = np.array([it for _, _, it in changes], dtype=np.float64)
    went = np.array([it for _, it, _ in changes], dtype=np.float64)
    fit = least_squares(outcome, np.column_stack([np.ones(len(went)), went]))
    variance = float(clustered(fit, names)[1, 1])
    found = estimate(float(fit.coefficients[1]), variance, len(places) - 2, level)
    order = {name: index for index, name in enumerate(places)}
    member = np.array([order[it] for it in names])
    counts = np.bincount(member).astype(np.float64)
    sums = np.bincount(member, weights=outcome)
    true = np.array([float(it in reached) for it in places])

    def figure(dealt: Floats) -> tuple[float, float]:
        here, there = counts @ dealt, counts @ (1 - dealt)
        gap = (sums @ dealt) / here - (sums @ (1 - dealt)) / there
        both = counts * true
        made = (both @ dealt) / here - (both @ (1 - dealt)) / there
        return float(gap), float(made)

    return Differences(
        effect=found,
        draw=judge(figure, [int(it) for it in true], seed, level, most),
        reached=int(went.sum()),
        not_yet=int((1 - went).sum()),
        reached_buildings=sides[0],
        not_yet_buildings=sides[1],
    )


def _slope(values: Sequence[float]) -> float:
    return float(np.polyfit(np.arange(len(values)), np.asarray(values), 1)[0])

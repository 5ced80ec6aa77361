"""
A programme that reaches building after building: each step is compared with the rest.

The buildings that are reached in one month are compared with those not reached yet,
for as many months as both can be watched; the steps are put together by how many
households their buildings had before the first of them.
"""

from dataclasses import dataclass

import numpy as np

from reporting.validation.assignments import MOST, Draw, judge
from reporting.validation.interval import LEVEL, TooFew
from reporting.validation.panel import NEVER, Panel
from reporting.validation.regression import Floats

LEAST = 2


@dataclass(frozen=True, slots=True)
class Staircase:
    """
    The mean effect on the households reached, in the unit of the values.

    Over `steps` months in which buildings were reached, the first `follow` months of
    each, against the mean of the `baseline` months before it; inference by `draw`.
    """

    effect: float
    draw: Draw
    steps: int
    buildings: int
    baseline: int
    follow: int


def staircase(
    panel: Panel,
    seed: int,
    *,
    baseline: int = 6,
    follow: int = 6,
    level: float = LEVEL,
    most: int = MOST,
) -> Staircase:
    """
    Compare each step with the buildings not reached until its last month of follow-up.

    Step g: (T_g..g+follow-1 - T_g-baseline..g-1) - (the same of those not yet
    reached). `TooFew` if no step has a comparison and its months, or if
    nobody of a building was seen in them. Sources: Callaway
    and Sant'Anna, J. Econometrics 225 (2021) 200-230 (not yet treated); Roth and
    Sant'Anna, Rev. Econ. Stud. (2023), 4 (permutation of the months of start).
    """
    total, count = panel.sums()
    steps = _steps(panel.reached, panel.months, baseline, follow)
    if not steps:
        raise TooFew(
            f"no step with {baseline} months before, {follow} after and buildings "
            "not yet reached meanwhile: shorten them or wait"
        )
    for step in steps:
        for first, last in ((step - baseline, step), (step, step + follow)):
            empty = np.flatnonzero(count[:, first:last].sum(axis=1) == 0)
            if empty.size:
                raise TooFew(
                    f"nobody seen in building {empty[0]} in months {first} to "
                    f"{last - 1}: leave the building out"
                )
    # Counted before anybody is reached, so that who stays on leaves no trace in it.
    sized = count[:, : steps[0]].mean(axis=1)
    changes = {
        step: total[:, step : step + follow].sum(axis=1)
        / count[:, step : step + follow].sum(axis=1)
        - total[:, step - baseline : step].sum(axis=1)
        / count[:, step - baseline : step].sum(axis=1)
        for step in steps
    }
    true = np.asarray(panel.reached, dtype=np.float64)
    made = {
        step: _reached(true, step, panel.months, follow)
        - _reached(true, step - baseline, panel.months, baseline)
        for step in steps
    }

    def figure(dealt: Floats) -> tuple[float, float]:
        return _together(dealt, changes, sized, follow), _together(
            dealt, made, sized, follow
        )

    return Staircase(
        effect=figure(true)[0],
        draw=judge(figure, panel.reached, seed, level, most),
        steps=len(steps),
        buildings=len(panel.reached),
        baseline=baseline,
        follow=follow,
    )


def _steps(
    reached: tuple[int, ...], months: int, baseline: int, follow: int
) -> list[int]:
    return [
        step
        for step in sorted({it for it in reached if it != NEVER})
        if baseline <= step <= months - follow
        and any(it == NEVER or it >= step + follow for it in reached)
    ]


def _reached(true: Floats, first: int, months: int, span: int) -> Floats:
    """Give the share of months in which each building was really reached by then."""
    watched = np.arange(first, first + span)
    since = (true[:, None] != NEVER) & (true[:, None] <= watched)
    share: Floats = since.mean(axis=1)
    return share


def _together(
    dealt: Floats, changes: dict[int, Floats], sized: Floats, follow: int
) -> float:
    weight, figure = 0.0, 0.0
    for step, change in changes.items():
        here = sized * (dealt == step)
        there = sized * ((dealt == NEVER) | (dealt >= step + follow))
        size = here.sum()
        gap = (here @ change) / size - (there @ change) / there.sum()
        figure += size * gap
        weight += size
    return float(figure / weight)

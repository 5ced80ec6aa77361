"""
Had the programme gone elsewhere: every way in which buildings could have been chosen.

Few buildings are no large sample. What can be trusted is the draw itself: under "no
effect" every draw was as likely, so the figure found is ranked among those that the
other draws would have given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import factorial, prod

import numpy as np

from reporting.validation.interval import LEVEL, Interval, tail
from reporting.validation.regression import Floats

MOST = 1_999
LEAST = 20


@dataclass(frozen=True, slots=True)
class Draw:
    """
    `p` (two-sided) of "no effect", and the constant effects that are not refused.

    `possible` is how many draws there are and `tried` how many were compared; below
    20 possible there is no interval, nor where a few draws leave it without end.
    """

    p: float
    interval: Interval | None
    possible: int
    tried: int


def distinct(places: Sequence[int]) -> int:
    """Give in how many ways the same places may be dealt out: n! / Π count!."""
    counts = [places.count(it) for it in set(places)]
    return factorial(len(places)) // prod(factorial(it) for it in counts)


def drawn(places: Sequence[int], seed: int, most: int = MOST) -> Iterator[Floats]:
    """
    Deal the places out, every way if those are few, else `most` random ways.

    The draw that came true is not among the random ones; `judge` adds it.
    """
    if distinct(places) <= most:
        yield from _every(tuple(sorted(places)))
        return
    generator = np.random.default_rng(seed)
    dealt = np.asarray(places, dtype=np.float64)
    for _ in range(most):
        yield generator.permutation(dealt)


def judge(
    estimator: Callable[[Floats], tuple[float, float]],
    places: Sequence[int],
    seed: int,
    level: float = LEVEL,
    most: int = MOST,
) -> Draw:
    """
    Rank what was found among what other draws of `places` would have found.

    `estimator` gives, for one draw, its figure and what it would make of an effect of
    1 in those really reached: 1 for the true draw. An effect e is kept unless the
    figure, less e, is among the outer α/2 of either end of the draws, less what they
    make of e. Source: Rosenbaum, Observational Studies (2002), 2.6.
    """
    outside = tail(level)
    possible = distinct(places)
    found, whole = estimator(np.asarray(places, dtype=np.float64))
    others = [estimator(it) for it in drawn(places, seed, most)]
    if possible > most:
        others = [(found, whole), *others]
    figures = np.array([it for it, _ in others])
    made = np.array([it for _, it in others])
    near = 1e-9 * max(1.0, abs(found))
    p = float((np.abs(figures) >= abs(found) - near).mean())
    interval = None
    if possible >= LEAST:
        low = _end(found - figures, whole - made, outside)
        high = _end(figures - found, whole - made, outside)
        if low is not None and high is not None:
            interval = Interval(low, -high, level)
    return Draw(p, interval, possible, len(others))


def _end(apart: Floats, slopes: Floats, outside: float) -> float | None:
    """
    Give the least effect e of which more than `outside` draws say e·slope ≥ apart.

    A draw that makes more of the effect than the true one counts below its point.
    """
    always = (np.abs(slopes) < 1e-9) & (apart <= 1e-9)  # noqa: PLR2004  rounding
    rising, falling = slopes > 1e-9, slopes < -1e-9  # noqa: PLR2004
    starts = np.sort(apart[rising] / slopes[rising])
    ends = np.sort(apart[falling] / slopes[falling])
    base = int(always.sum())
    if (base + ends.size) / apart.size > outside:
        return None
    for at in starts.tolist():
        upto = int(np.searchsorted(starts, at, side="right"))
        still = ends.size - int(np.searchsorted(ends, at, side="left"))
        if (base + upto + still) / apart.size > outside:
            return float(at)
    return None


def _every(places: tuple[int, ...]) -> Iterator[Floats]:
    def dealt(left: dict[int, int], so_far: list[int]) -> Iterator[list[int]]:
        if len(so_far) == len(places):
            yield so_far
            return
        for it in sorted(left):
            if left[it]:
                yield from dealt({**left, it: left[it] - 1}, [*so_far, it])

    counts = {it: places.count(it) for it in set(places)}
    for it in dealt(counts, []):
        yield np.asarray(it, dtype=np.float64)

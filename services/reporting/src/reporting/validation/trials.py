"""
Does each design find a truth that is known? The table that says so.

Each design is tried in worlds of `planted`; a design that claims to be valid has to
hold the truth in its 95 % interval in about 95 of 100 worlds, and one that is not is
tried too, so that it can be seen to fail.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reporting.validation.before_after import before_after
from reporting.validation.differences import Watched, difference_in_differences
from reporting.validation.incidence import Course, cumulative_incidence
from reporting.validation.interrupted import interrupted_series
from reporting.validation.interval import Interval, TooFew
from reporting.validation.matching import Candidate, matched_comparison
from reporting.validation.panel import NEVER
from reporting.validation.planted import Plan, World, draw
from reporting.validation.regression import estimate, least_squares
from reporting.validation.staircase import staircase
from reporting.validation.survival import Spell, kaplan_meier

SEEDS = 200
EFFECT_CENTS = -20_000.0
LEAST, MOST = 0.90, 0.99
JUDGED = 100
START, FOLLOW = 24, 6
PEAK_CENTS = 80_000.0
DRAWS = 399
#: Designs that are known not to find the truth, tried so that it can be seen.
FLAWED = frozenset({"before_after", "unmatched", "one_less_survival"})


@dataclass(frozen=True, slots=True)
class Trial:
    """One design in one world: what it found; `interval` absent if it gave none."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Design:
    """
    A way to find an effect, whether it claims to be valid, and the truth it is after.

    `run` takes a seed. Amounts in euro cents, or shares where `share` is set.
    """

    code: str
    truth: float
    run: Callable[[int], Trial]
    share: bool = False

    @property
    def valid(self) -> bool:
        """Say whether it claims to be."""
        return self.code not in FLAWED


@dataclass(frozen=True, slots=True)
class Row:
    """
    How a design did over `seeds` worlds.

    `coverage` is of the worlds in which it gave an interval, `silent` how many in
    which it gave none; `bias` is the mean of what it found less the truth.
    """

    design: Design
    seeds: int
    silent: int
    mean: float
    bias: float
    coverage: float
    width: float

    @property
    def holds(self) -> bool | None:
        """
        Say whether a valid design covers in 90-99 %, or an invalid one fails to.

        Below a hundred worlds nothing can be said.
        """
        if self.seeds < JUDGED:
            return None
        if self.design.valid:
            return LEAST <= self.coverage <= MOST
        return self.coverage < LEAST


def designs(effect_cents: float = EFFECT_CENTS) -> list[Design]:
    """Give every design, with the estate that it is tried in."""
    half = (*[START] * 15, *[NEVER] * 15)
    many = Plan(effect_cents, half)
    few = Plan(effect_cents, (*[START] * 6, *[NEVER] * 6), households=24)
    steps = (*[18] * 4, *[24] * 4, *[30] * 4, *[36] * 4, *[NEVER] * 4)
    stairs = Plan(effect_cents, steps)
    whole = Plan(effect_cents, (START,) * 25, households=24)
    chosen = Plan(effect_cents, (START,) * 24, households=20, chosen=True)
    later = many.effect_after(FOLLOW)
    near = float(np.mean([stairs.effect_after(it) for it in range(FOLLOW)]))
    return [
        Design("before_after", later, lambda it: _naive(draw(many, it))),
        Design("differences", later, lambda it: _clustered(draw(many, it), it)),
        Design("differences_few", later, lambda it: _dealt(draw(few, it), it)),
        Design("staircase", near, lambda it: _stairs(draw(stairs, it), it)),
        Design("interrupted", _level(whole), lambda it: _series(draw(whole, it), it)),
        Design("unmatched", later, lambda it: _unmatched(draw(chosen, it))),
        Design("matched", later, lambda it: _matched(draw(chosen, it))),
        Design("kaplan_meier", WAITING, _waiting, share=True),
        Design("incidence", CLEARED, _cleared, share=True),
        Design("one_less_survival", CLEARED, _claimed, share=True),
    ]


def try_out(
    design: Design, seeds: int = SEEDS, tell: Callable[[], None] = lambda: None
) -> Row:
    """Run a design in the worlds 0, 1, … of its plan; `tell` is called after each."""
    if seeds < 1:
        raise TooFew("no world: give at least one seed")
    found = []
    for seed in range(seeds):
        found.append(design.run(seed))
        tell()
    within = [it.interval for it in found if it.interval]
    mean = float(np.mean([it.value for it in found]))
    return Row(
        design=design,
        seeds=seeds,
        silent=seeds - len(within),
        mean=mean,
        bias=mean - design.truth,
        coverage=_share([it.covers(design.truth) for it in within]),
        width=float(np.mean([it.high - it.low for it in within] or [0.0])),
    )


def _share(said: Sequence[bool]) -> float:
    return sum(said) / len(said) if said else 0.0


def _at_peak(world: World) -> Iterator[tuple[int, float, float]]:
    """Give household, before and after, of those whose arrears were high, as chosen."""
    values = world.panel.values
    for row in np.flatnonzero(values[:, START - 1] > PEAK_CENTS):
        yield int(row), values[row, START - 1], values[row, START + FOLLOW]


def _naive(world: World) -> Trial:
    seen = [it for it in _at_peak(world) if world.came[it[0]]]
    after = [None if np.isnan(it) else it for _, _, it in seen]
    found = before_after([it for _, it, _ in seen], after).mean
    return Trial(found.value, found.interval)


def _watched(world: World) -> list[Watched]:
    home = world.panel.building
    return [
        Watched(f"{home[row]:03}", bool(world.came[row]), before, after)
        for row, before, after in _at_peak(world)
        if np.isfinite(after)
    ]


def _clustered(world: World, seed: int) -> Trial:
    found = difference_in_differences(_watched(world), seed, most=1).effect
    return Trial(found.value, found.interval)


def _dealt(world: World, seed: int) -> Trial:
    found = difference_in_differences(_watched(world), seed)
    return Trial(found.effect.value, found.draw.interval)


def _stairs(world: World, seed: int) -> Trial:
    found = staircase(world.panel, seed, follow=FOLLOW, most=DRAWS)
    return Trial(found.effect, found.draw.interval)


def _series(world: World, seed: int) -> Trial:
    found = interrupted_series(
        np.nanmean(world.panel.values, axis=0).tolist(), START, seed
    ).level
    return Trial(found.value, found.interval)


def _level(plan: Plan) -> float:
    """Give the jump that a line makes of the planted effect as relapse wears it off."""
    curve = [0.0] * START
    curve += [plan.effect_after(it) for it in range(plan.months - START)]
    return interrupted_series(curve, START, seed=0).level.value


def _candidates(world: World) -> list[Candidate]:
    values, home = world.panel.values, world.panel.building
    change = values[:, START + FOLLOW] - values[:, START - 1]
    return [
        Candidate(
            key=f"{row:05}",
            building=f"{home[row]:03}",
            came=bool(world.came[row]),
            traits={name: float(it[row]) for name, it in world.traits.items()},
            outcome=float(change[row]),
        )
        for row in np.flatnonzero(np.isfinite(change))
    ]


def _unmatched(world: World) -> Trial:
    people = _candidates(world)
    came = np.array([float(it.came) for it in people])
    fit = least_squares(
        [it.outcome for it in people], np.column_stack([np.ones(len(came)), came])
    )
    scale = float((fit.residuals**2).sum()) / (len(came) - 2)
    found = estimate(
        float(fit.coefficients[1]), scale * float(fit.bread[1, 1]), len(came) - 2
    )
    return Trial(found.value, found.interval)


def _matched(world: World) -> Trial:
    found = matched_comparison(_candidates(world)).effect
    return Trial(found.value, found.interval)


PEOPLE, MONTH, CLEARS, LEAVES, STAYS = 150, 12.0, 0.06, 0.04, 0.03
WAITING = float(np.exp(-(CLEARS) * MONTH))
CLEARED = CLEARS / (CLEARS + LEAVES) * float(1 - np.exp(-(CLEARS + LEAVES) * MONTH))


def _courses(seed: int, leaves: float) -> list[Course]:
    """Draw waits with steady chances a month; who is watched no longer is censored."""
    chance = np.random.default_rng(seed)
    clears = chance.exponential(1 / CLEARS, PEOPLE)
    dies = chance.exponential(1 / leaves, PEOPLE) if leaves else clears + 1
    cut = chance.exponential(1 / STAYS, PEOPLE)
    return [
        Course(
            float(min(a, b, c)),
            None if c < min(a, b) else "cleared" if a < b else "left",
        )
        for a, b, c in zip(clears, dies, cut, strict=True)
    ]


def _waiting(seed: int) -> Trial:
    steps = kaplan_meier(
        Spell(it.time, it.cause == "cleared") for it in _courses(seed, 0)
    ).steps
    last = [it for it in steps if it.time <= MONTH][-1]
    return Trial(last.survival, last.interval)


def _cleared(seed: int) -> Trial:
    steps = cumulative_incidence(_courses(seed, LEAVES), "cleared").steps
    last = [it for it in steps if it.time <= MONTH][-1]
    return Trial(last.share, last.interval)


def _claimed(seed: int) -> Trial:
    """Call who left censored, as one should not."""
    spells = [Spell(it.time, it.cause == "cleared") for it in _courses(seed, LEAVES)]
    last = [it for it in kaplan_meier(spells).steps if it.time <= MONTH][-1]
    if last.interval is None:
        return Trial(1 - last.survival, None)
    turned = Interval(1 - last.interval.high, 1 - last.interval.low)
    return Trial(1 - last.survival, turned)

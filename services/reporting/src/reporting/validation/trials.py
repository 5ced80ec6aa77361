"""
Does each design find a truth that is known? The table that says so.

Each design is tried in worlds of `planted`; a design that claims to be valid has to
hold the truth in its 95 % interval in about 95 of 100 worlds, and one that is not is
tried too, so that it can be seen to fail.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from reporting.validation.before_after import before_after
from reporting.validation.differences import Watched, difference_in_differences
from reporting.validation.incidence import Course, cumulative_incidence
from reporting.validation.interrupted import interrupted_series
from reporting.validation.interval import Interval, Mismatched, TooFew
from reporting.validation.matching import Candidate, matched_comparison
from reporting.validation.panel import NEVER, Shown
from reporting.validation.planted import Plan, World, draw
from reporting.validation.regression import estimate, least_squares
from reporting.validation.staircase import staircase
from reporting.validation.survival import Spell, kaplan_meier
from reporting.validation.waits import CLEARED, Wait, WaitPlan, draw_waits

SEEDS = 200
EFFECT_CENTS = -20_000.0
LEAST, MOST = 0.90, 0.99
JUDGED = 100
START, FOLLOW = 24, 6
PEAK_CENTS = 280_000.0
DRAWS = 399
#: The first month of every invented estate.
FIRST = date(2022, 1, 1)
#: Designs that are known not to find the truth, tried so that it can be seen.
FLAWED = frozenset({"before_after", "unmatched", "one_less_survival"})


@dataclass(frozen=True, slots=True)
class Trial:
    """One design in one world: what it found; `interval` absent if it gave none."""

    value: float
    interval: Interval | None


#: What is drawn for a seed, and what a design is shown of it.
Drawn = World | tuple[Wait, ...]
Seen = Shown | tuple[Course, ...]
#: How what was drawn comes before a design: as it is, or by letters.
Through = Callable[[Drawn, int], Seen]


@dataclass(frozen=True, slots=True)
class Design:
    """
    A way to find an effect, whether it claims to be valid, and the truth it is after.

    `plan` is the estate in which it is tried, `draw` takes a seed, `look` what is shown
    and the seed. Amounts in euro cents, or shares where `share` is set.
    """

    code: str
    truth: float
    plan: Plan | WaitPlan
    draw: Callable[[int], Drawn]
    look: Callable[[Any, int], Trial]
    share: bool = False

    @property
    def valid(self) -> bool:
        """Say whether it claims to be."""
        return self.code not in FLAWED


def as_drawn(drawn: Drawn, seed: int) -> Seen:
    """Show what was drawn, without a letter in between."""
    return drawn.shown if isinstance(drawn, World) else courses_of(drawn)


def courses_of(waits: Iterable[Wait]) -> tuple[Course, ...]:
    """Give waits as estimators take them."""
    return tuple(it.course for it in waits)


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
    """Give every design, with the estate that it is tried in; neighbours share one."""
    half = (*[START] * 15, *[NEVER] * 15)
    enough = START + FOLLOW + 1
    many = Plan(effect_cents, half, months=enough)
    few = Plan(effect_cents, (*[START] * 6, *[NEVER] * 6), households=24, months=enough)
    steps = (*[18] * 4, *[24] * 4, *[30] * 4, *[36] * 4, *[NEVER] * 4)
    stairs = Plan(effect_cents, steps, months=max(steps) + FOLLOW)
    whole = Plan(effect_cents, (START,) * 25, households=24)
    chosen = Plan(
        effect_cents, (START,) * 24, households=20, months=enough, chosen=True
    )
    later = many.effect_after(FOLLOW)
    near = float(np.mean([stairs.effect_after(it) for it in range(FOLLOW)]))
    staying = WaitPlan(PEOPLE, leaves=0)
    ending = WaitPlan(PEOPLE)

    def panel(
        code: str, truth: float, plan: Plan, look: Callable[[Shown, int], Trial]
    ) -> Design:
        return Design(code, truth, plan, lambda seed: draw(plan, seed), look)

    def waits(
        code: str, truth: float, plan: WaitPlan, look: Callable[[Courses, int], Trial]
    ) -> Design:
        return Design(
            code,
            truth,
            plan,
            lambda seed: tuple(draw_waits(plan, FIRST, seed)),
            look,
            share=True,
        )

    waiting, cleared = staying.waiting_after(YEAR), ending.cleared_after(YEAR)
    return [
        panel("before_after", later, many, _naive),
        panel("differences", later, many, _clustered),
        panel("differences_few", later, few, _dealt),
        panel("staircase", near, stairs, _stairs),
        panel("interrupted", _level(whole), whole, _series),
        panel("unmatched", later, chosen, _unmatched),
        panel("matched", later, chosen, _matched),
        waits("kaplan_meier", waiting, staying, _waiting),
        waits("incidence", cleared, ending, _cleared),
        waits("one_less_survival", cleared, ending, _claimed),
    ]


def try_out(
    design: Design,
    seeds: int = SEEDS,
    tell: Callable[[], None] = lambda: None,
    through: Through = as_drawn,
) -> Row:
    """Run a design in the worlds 0, 1, … of its plan; `tell` is called after each."""
    [row] = try_together([design], seeds, tell, through)
    return row


def try_together(
    those: Sequence[Design],
    seeds: int = SEEDS,
    tell: Callable[[], None] = lambda: None,
    through: Through = as_drawn,
) -> list[Row]:
    """Run designs that share a plan, each world drawn and told once for all of them."""
    if seeds < 1:
        raise TooFew("no world: give at least one seed")
    if len({it.plan for it in those}) != 1:
        raise Mismatched("designs of several plans: try those of one together")
    found: dict[str, list[Trial]] = {it.code: [] for it in those}
    for seed in range(seeds):
        shown = through(those[0].draw(seed), seed)
        for design in those:
            found[design.code].append(design.look(shown, seed))
            tell()
    return [_row(it, found[it.code]) for it in those]


def by_plan(those: Iterable[Design]) -> list[list[Design]]:
    """Put designs together that share a plan, in their order."""
    groups: dict[Plan | WaitPlan, list[Design]] = {}
    for it in those:
        groups.setdefault(it.plan, []).append(it)
    return list(groups.values())


def _row(design: Design, found: Sequence[Trial]) -> Row:
    within = [it.interval for it in found if it.interval]
    mean = float(np.mean([it.value for it in found]))
    return Row(
        design=design,
        seeds=len(found),
        silent=len(found) - len(within),
        mean=mean,
        bias=mean - design.truth,
        coverage=_share([it.covers(design.truth) for it in within]),
        width=float(np.mean([it.high - it.low for it in within] or [0.0])),
    )


def _share(said: Sequence[bool]) -> float:
    return sum(said) / len(said) if said else 0.0


def _at_peak(shown: Shown) -> Iterator[tuple[int, float, float]]:
    """Give household, before and after, of those whose arrears were high, as chosen."""
    values = shown.panel.values
    for row in np.flatnonzero(values[:, START - 1] > PEAK_CENTS):
        yield int(row), values[row, START - 1], values[row, START + FOLLOW]


def _naive(shown: Shown, seed: int) -> Trial:
    seen = [it for it in _at_peak(shown) if shown.came[it[0]]]
    after = [None if np.isnan(it) else it for _, _, it in seen]
    found = before_after([it for _, it, _ in seen], after).mean
    return Trial(found.value, found.interval)


def _watched(shown: Shown) -> list[Watched]:
    home = shown.panel.building
    return [
        Watched(f"{home[row]:03}", bool(shown.came[row]), before, after)
        for row, before, after in _at_peak(shown)
        if np.isfinite(after)
    ]


def _clustered(shown: Shown, seed: int) -> Trial:
    found = difference_in_differences(_watched(shown), seed, most=1).effect
    return Trial(found.value, found.interval)


def _dealt(shown: Shown, seed: int) -> Trial:
    found = difference_in_differences(_watched(shown), seed)
    return Trial(found.effect.value, found.draw.interval)


def _stairs(shown: Shown, seed: int) -> Trial:
    found = staircase(shown.panel, seed, follow=FOLLOW, most=DRAWS)
    return Trial(found.effect, found.draw.interval)


def _series(shown: Shown, seed: int) -> Trial:
    found = interrupted_series(
        np.nanmean(shown.panel.values, axis=0).tolist(), START, seed
    ).level
    return Trial(found.value, found.interval)


def _level(plan: Plan) -> float:
    """Give the jump that a line makes of the planted effect as relapse wears it off."""
    curve = [0.0] * START
    curve += [plan.effect_after(it) for it in range(plan.months - START)]
    return interrupted_series(curve, START, seed=0).level.value


def _candidates(shown: Shown) -> list[Candidate]:
    values, home = shown.panel.values, shown.panel.building
    change = values[:, START + FOLLOW] - values[:, START - 1]
    return [
        Candidate(
            key=f"{row:05}",
            building=f"{home[row]:03}",
            came=bool(shown.came[row]),
            traits={name: float(it[row]) for name, it in shown.traits.items()},
            outcome=float(change[row]),
        )
        for row in np.flatnonzero(np.isfinite(change))
    ]


def _unmatched(shown: Shown, seed: int) -> Trial:
    people = _candidates(shown)
    came = np.array([float(it.came) for it in people])
    fit = least_squares(
        [it.outcome for it in people], np.column_stack([np.ones(len(came)), came])
    )
    scale = float((fit.residuals**2).sum()) / (len(came) - 2)
    found = estimate(
        float(fit.coefficients[1]), scale * float(fit.bread[1, 1]), len(came) - 2
    )
    return Trial(found.value, found.interval)


def _matched(shown: Shown, seed: int) -> Trial:
    found = matched_comparison(_candidates(shown)).effect
    return Trial(found.value, found.interval)


Courses = tuple[Course, ...]
PEOPLE, YEAR = 150, 365


def _waiting(courses: Courses, seed: int) -> Trial:
    steps = kaplan_meier(Spell(it.time, it.cause == CLEARED) for it in courses).steps
    last = [it for it in steps if it.time <= YEAR][-1]
    return Trial(last.survival, last.interval)


def _cleared(courses: Courses, seed: int) -> Trial:
    steps = cumulative_incidence(courses, CLEARED).steps
    last = [it for it in steps if it.time <= YEAR][-1]
    return Trial(last.share, last.interval)


def _claimed(courses: Courses, seed: int) -> Trial:
    """Call who left censored, as one should not."""
    spells = [Spell(it.time, it.cause == CLEARED) for it in courses]
    last = [it for it in kaplan_meier(spells).steps if it.time <= YEAR][-1]
    if last.interval is None:
        return Trial(1 - last.survival, None)
    turned = Interval(1 - last.interval.high, 1 - last.interval.low)
    return Trial(1 - last.survival, turned)

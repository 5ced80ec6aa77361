"""
An invented estate whose truth is known, to see which designs find it.

Arrears by household and month, in euro cents: a level that depends on the household,
bad months that pass by themselves (so that whoever is chosen at a peak improves
anyway), a trend and shocks that all share, shocks that a building shares, households
that leave, an effect where the programme came, and relapse that ends it. Whole cents,
and far enough above nothing that no month is cut off there. `reporting.invented` writes
the letters that add up to it.
"""

from dataclasses import dataclass, replace

import numpy as np

from reporting.validation.interval import ImpossibleValue, TooFew
from reporting.validation.panel import NEVER, Panel, Shown
from reporting.validation.regression import Floats

TRAITS = ("debt_age", "rent_area", "size", "earlier_plan", "arrears_before")
#: Arrears that everybody has beside the rest, so that no month comes near nothing.
FLOOR_CENTS = 230_000
FEWEST_CENTS = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is planted.

    `effect_cents` is added to the arrears of a household in each month in which the
    programme holds (negative: less arrears); `relapse` and `drop_out` are chances a
    month. `reached` gives each building's month, or `NEVER`, dealt out by chance. With
    `chosen`, households of reached buildings decide by themselves whether to come;
    otherwise all come. Spreads (`_cents`) are standard deviations.
    """

    effect_cents: float
    reached: tuple[int, ...]
    households: int = 12
    months: int = 48
    relapse: float = 0.01
    drop_out: float = 0.005
    chosen: bool = False
    trend_cents: float = -300.0
    passing_cents: float = 30_000.0
    shared_cents: float = 2_500.0
    building_cents: float = 3_000.0

    def __post_init__(self) -> None:
        if not self.reached or self.households < 1 or self.months < 2:  # noqa: PLR2004
            raise TooFew("an estate has buildings, households and two months or more")
        for name in ("relapse", "drop_out"):
            if not 0 <= getattr(self, name) < 1:
                raise ImpossibleValue(f"{name}: a chance a month, 0 to less than 1")
        if any(it != NEVER and not 0 < it < self.months for it in self.reached):
            raise ImpossibleValue("a building is reached in a month that is watched")

    def effect_after(self, months: int) -> float:
        """Give the mean effect `months` after the first, relapse counted, in cents."""
        return self.effect_cents * (1 - self.relapse) ** months


@dataclass(frozen=True, eq=False)
class World:
    """
    What is shown, and what nobody sees.

    `plan` is what was planted, `untouched` what would have been without the programme,
    `people` what each household was like in the first month.
    """

    plan: Plan
    shown: Shown
    untouched: Floats
    people: dict[str, Floats]

    @property
    def panel(self) -> Panel:
        """Give the months."""
        return self.shown.panel


def draw(plan: Plan, seed: int) -> World:
    """Draw one world; the same plan and seed give the same one."""
    chance = np.random.default_rng(seed)
    reached = chance.permutation(np.asarray(plan.reached))
    sizes = 1 + chance.poisson(plan.households - 1, reached.size)
    building = np.repeat(np.arange(reached.size), sizes)
    start = reached[building]
    count, months = building.size, plan.months
    debt_age = chance.integers(1, 37, count).astype(np.float64)
    size = chance.integers(1, 7, count).astype(np.float64)
    area = chance.integers(0, 3, count).astype(np.float64)
    earlier = (chance.random(count) < 0.3).astype(np.float64)  # noqa: PLR2004  invented
    level = FLOOR_CENTS + 900 * debt_age + 5_000 * size + 3_000 * area
    level = level + chance.normal(0, 8_000, count)
    time = np.arange(months)
    slope = plan.trend_cents + 20 * (debt_age - debt_age.mean())
    untouched = np.rint(
        level[:, None]
        + slope[:, None] * time
        + _passing(chance, (count, months), 0.6, plan.passing_cents)
        + _passing(chance, (1, months), 0.3, plan.shared_cents)
        + _passing(chance, (reached.size, months), 0.5, plan.building_cents)[building]
    )
    last_before = np.where(start != NEVER, start - 1, 0)
    before = untouched[np.arange(count), last_before]
    came = start != NEVER
    if plan.chosen:
        urge = (
            -0.4 - 0.06 * (debt_age - 18) + 0.5 * earlier + (before - 263_000) / 60_000
        )
        came = came & (chance.random(count) < 1 / (1 + np.exp(-urge)))
    since = time - start[:, None]
    holds = chance.geometric(plan.relapse, count) if plan.relapse else months + 1
    seen = chance.geometric(plan.drop_out, count) if plan.drop_out else months + 1
    came = came & (seen > last_before)
    active = came[:, None] & (since >= 0) & (since < np.reshape(holds, (-1, 1)))
    gone = time >= np.reshape(seen, (-1, 1))
    values = untouched + round(plan.effect_cents) * active
    if values.min() < FEWEST_CENTS:
        raise ImpossibleValue("arrears near nothing: plant less, or watch less long")
    watched = seen > last_before
    traits = {
        name: np.where(watched, it, np.nan)
        for name, it in zip(
            TRAITS,
            (debt_age + last_before, area, size, earlier, before),
            strict=True,
        )
    }
    panel = Panel(
        np.where(gone, np.nan, values), building, tuple(int(it) for it in reached)
    )
    people = {"debt_age": debt_age, "rent_area": area, "size": size}
    people["earlier_plan"] = earlier
    return World(plan, Shown(panel, came, traits), untouched, people)


def without_effect(plan: Plan) -> Plan:
    """Give the same estate with nothing planted, to see false alarms."""
    return replace(plan, effect_cents=0.0)


def _passing(
    chance: np.random.Generator, shape: tuple[int, int], memory: float, spread: float
) -> Floats:
    """Give months that remember the last one, with a steady spread."""
    fresh = chance.normal(0, spread, shape)
    found = np.empty(shape)
    found[:, 0] = fresh[:, 0]
    for month in range(1, shape[1]):
        found[:, month] = (
            memory * found[:, month - 1] + (1 - memory**2) ** 0.5 * fresh[:, month]
        )
    return found

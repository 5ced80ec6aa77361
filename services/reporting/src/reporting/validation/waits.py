"""
Invented waits from arrears to their end, of which the chances are known.

Who falls into arrears clears them, or dies or moves away first, with a steady chance
a day; the data are cut on one day for all, so that who fell in late is watched
briefly. Some fall back. `reporting.invented` writes the letters of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

import numpy as np

from reporting.validation.incidence import Course
from reporting.validation.interval import ImpossibleValue, TooFew
from reporting.validation.months import last_day, month_at

#: Bills fall due on this day, and are overdue on the next.
DUE_DAY = 5
#: The oldest has to be as many days overdue as that. Source: policy parameter.
DETECTION_DAYS = 30
DAYS_A_MONTH = 365 / 12
#: How many months are watched, unless a plan says otherwise.
MONTHS_WATCHED = 48
CLEARED, LEFT = "cleared", "left"


@dataclass(frozen=True, slots=True)
class WaitPlan:
    """
    What is planted, as rates a month; `relapse` is the share that falls back.

    The first month of arrears is dealt over `months`, later ones as likelier as
    `cut` is larger, so that waits are cut at about that rate.
    """

    households: int
    months: int = MONTHS_WATCHED
    clears: float = 0.06
    leaves: float = 0.04
    cut: float = 0.03
    relapse: float = 0.3

    def __post_init__(self) -> None:
        if self.households < 1 or self.months < 2:  # noqa: PLR2004
            raise TooFew("waits need households, and two months or more")
        if min(self.clears, self.leaves, self.cut) < 0 or not self.clears:
            raise ImpossibleValue(
                "a rate a month is not negative, that of clearing not 0"
            )

    def waiting_after(self, days: int) -> float:
        """Give the share that has not cleared after days, if nobody left."""
        return exp(-self.clears / DAYS_A_MONTH * days)

    def cleared_after(self, days: int) -> float:
        """Give the share that has cleared within days, those who left counted."""
        both = self.clears + self.leaves
        return self.clears / both * (1 - exp(-both / DAYS_A_MONTH * days))


@dataclass(frozen=True, slots=True)
class Wait:
    """
    One household: the month of its first unpaid bill, and how the wait ended.

    `cause` is absent if the data were cut after `days`. `falls_back` is the month of
    the first bill of a second time, if there is one.
    """

    unpaid: int
    detected_on: date
    days: int
    cause: str | None
    falls_back: int | None

    @property
    def course(self) -> Course:
        """Give it as an estimator takes it, in days."""
        return Course(self.days, self.cause)


def detected_on(first: date, unpaid: int) -> date:
    """Give the day on which two bills are overdue, the older one for long enough."""
    oldest = month_at(first, unpaid).replace(day=DUE_DAY)
    second = month_at(first, unpaid + 1).replace(day=DUE_DAY + 1)
    return max(second, oldest + timedelta(days=DETECTION_DAYS))


def draw_waits(plan: WaitPlan, first: date, seed: int) -> list[Wait]:
    """Draw waits; the same plan, first month and seed give the same ones."""
    chance = np.random.default_rng((seed, 1))
    count, until = plan.households, last_day(first, plan.months - 1)
    back = (
        chance.exponential(1 / plan.cut, count)
        if plan.cut
        else np.full(count, float(plan.months))
    )
    clears = _days(chance, plan.clears, count)
    leaves = _days(chance, plan.leaves, count) if plan.leaves else clears + 1
    falls = chance.random(count) < plan.relapse
    found = []
    for row in range(count):
        unpaid = max(0, plan.months - 3 - int(back[row]))
        began = detected_on(first, unpaid)
        watched = (until - began).days
        days = int(min(clears[row], leaves[row]))
        cause = CLEARED if clears[row] <= leaves[row] else LEFT
        if days > watched:
            found.append(Wait(unpaid, began, watched, None, None))
            continue
        ended = began + timedelta(days=days)
        again = 12 * (ended.year - first.year) + ended.month - first.month + 6
        back_again = cause == CLEARED and falls[row] and again + 2 < plan.months
        found.append(Wait(unpaid, began, days, cause, again if back_again else None))
    return found


def _days(chance: np.random.Generator, rate: float, count: int) -> np.ndarray:
    """Draw days to an end: the day within which it falls, the first one being 1."""
    return np.ceil(chance.exponential(DAYS_A_MONTH / rate, count))

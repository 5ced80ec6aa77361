"""Each comparison of a plan, set up from what was seen of the households."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reporting.histories.panel import Seen, traits_at
from reporting.histories.told import Estate
from reporting.report.plan import AnalysisPlan
from reporting.validation.before_after import Change, before_after
from reporting.validation.differences import (
    Differences,
    Watched,
    before_alike,
    difference_in_differences,
)
from reporting.validation.interrupted import Interruption, interrupted_series
from reporting.validation.interval import ImpossibleValue, Mismatched, TooFew
from reporting.validation.matching import (
    Candidate,
    Matched,
    NothingAlike,
    matched_comparison,
)
from reporting.validation.months import last_day
from reporting.validation.panel import NEVER
from reporting.validation.regression import Floats
from reporting.validation.staircase import Staircase, staircase

Found = TypeVar("Found")
Mask = NDArray[np.bool_]
#: What a design says when it has too little, too unlike, or nothing to compare.
REFUSALS = (TooFew, ImpossibleValue, Mismatched, NothingAlike)
#: No mean of fewer households is drawn.
LEAST_DRAWN = 5


def or_none(question: Callable[[], Found]) -> Found | None:
    """Give the answer, or nothing if a design refuses."""
    try:
        return question()
    except REFUSALS:
        return None


@dataclass(frozen=True, slots=True)
class Reduction:
    """
    How arrears of those taken in charge changed in `months` from T0, K2.

    `immature` were taken in charge too late to be watched so long, `missing` left
    before; neither is in the sums.
    """

    months: int
    counted: int
    missing: int
    immature: int
    before_cents: int
    after_cents: int

    @property
    def share(self) -> float | None:
        """Give the reduction as a share of what it was; absent if nothing was owed."""
        if not self.counted or self.before_cents <= 0:
            return None
        return (self.before_cents - self.after_cents) / self.before_cents


@dataclass(frozen=True, eq=False)
class Curve:
    """Mean cents overdue by month, and of how many households; nan if of few."""

    places: tuple[int, ...]
    cents: Floats
    counted: tuple[int, ...]


class Look:
    """The comparisons of one plan over one panel."""

    def __init__(self, estate: Estate, plan: AnalysisPlan, seen: Seen) -> None:
        self.estate, self.plan, self.seen = estate, plan, seen
        self.values = seen.panel.values
        self.start = np.asarray(seen.panel.reached, dtype=np.int64)[seen.panel.building]
        self.steps = tuple(sorted({it for it in seen.panel.reached if it != NEVER}))
        self.step = self._first_step()

    @property
    def in_step(self) -> Mask:
        """Give the households of buildings reached in the first step."""
        return np.asarray(self.start == self.step)

    @property
    def not_yet(self) -> Mask:
        """Give those of buildings not reached before the first step was followed up."""
        until = (self.step or 0) + self.plan.follow
        return np.asarray((self.start == NEVER) | (self.start > until))

    def curve(self, those: Mask) -> Curve:
        """Give the mean of some households by month of the panel."""
        return _curve(self.values[those], range(self.values.shape[1]))

    def around(self) -> Curve | None:
        """
        Give the mean by months from the one in which a building was reached.

        Only months in which every step could be watched, so that the households stay
        the same but for those who left.
        """
        rows = self._around()
        if rows is None:
            return None
        aligned, first = rows
        return _curve(aligned, range(first, first + aligned.shape[1]))

    def stairs(self) -> Staircase:
        """Compare each step with those not reached yet."""
        return staircase(
            self.seen.panel,
            self.plan.seed,
            baseline=self.plan.baseline,
            follow=self.plan.follow,
        )

    def differences(self) -> Differences:
        """Compare the first step with those not reached yet, before and after."""
        step, home = self._need_step(), self.seen.panel.building
        before = self.values[:, step - 1]
        after = self.values[:, step + self.plan.follow]
        watched = [
            Watched(
                self.seen.buildings[home[row]],
                bool(self.in_step[row]),
                float(before[row]),
                float(after[row]),
            )
            for row in np.flatnonzero(
                (self.in_step | self.not_yet) & np.isfinite(before) & np.isfinite(after)
            )
        ]
        return difference_in_differences(watched, self.plan.seed)

    def alike(self) -> Differences:
        """Compare how both sides of `differences` moved before."""
        step, home = self._need_step(), self.seen.panel.building
        earlier = self.values[:, step - self.plan.baseline : step]
        series = [
            (
                self.seen.buildings[home[row]],
                bool(self.in_step[row]),
                earlier[row].tolist(),
            )
            for row in np.flatnonzero(
                (self.in_step | self.not_yet) & np.isfinite(earlier).all(axis=1)
            )
        ]
        return before_alike(series, self.plan.seed)

    def matched(self) -> Matched:
        """
        Compare who was taken in charge within the follow-up with who was not.

        Of the first step and of those not reached yet, as they were the month before.
        """
        step, home = self._need_step(), self.seen.panel.building
        traits = traits_at(self.estate, self.seen, step - 1)
        change = self.values[:, step + self.plan.follow] - self.values[:, step - 1]
        since = self.seen.since
        came = (since >= step) & (since <= step + self.plan.follow)
        known = np.isfinite(change)
        for it in traits.values():
            known = known & np.isfinite(it)
        those = (self.in_step & ((since == NEVER) | came)) | (
            self.not_yet & (since == NEVER)
        )
        return matched_comparison(
            [
                Candidate(
                    key=str(self.seen.households[row]),
                    building=self.seen.buildings[home[row]],
                    came=bool(came[row]),
                    traits={name: float(it[row]) for name, it in traits.items()},
                    outcome=float(change[row]),
                )
                for row in np.flatnonzero(those & known)
            ]
        )

    def interrupted(self) -> Interruption:
        """Look for a jump in the mean by months from when a building was reached."""
        rows = self._around()
        if rows is None:
            raise TooFew("no building was reached: there is nothing to interrupt")
        aligned, first = rows
        means = _curve(aligned, range(first, first + aligned.shape[1])).cents
        return interrupted_series(means.tolist(), -first, self.plan.seed)

    def before_after(self) -> Change:
        """Compare those taken in charge with themselves, the month before T0."""
        last = self.values.shape[1] - 1
        rows = np.flatnonzero(
            (self.seen.since > 0) & (self.seen.since + self.plan.follow <= last)
        )
        before, after = [], []
        for row in rows:
            since = int(self.seen.since[row])
            first = self.values[row, since - 1]
            then = self.values[row, since + self.plan.follow]
            if np.isfinite(first):
                before.append(float(first))
                after.append(None if np.isnan(then) else float(then))
        return before_after(before, after)

    def reduction(self, months: int, as_of: date) -> Reduction:
        """Give how arrears of those taken in charge changed from T0."""
        counted = missing = immature = before_cents = after_cents = 0
        charged = [it for it in self.estate.households.values() if it.in_charge_since]
        for history in charged:
            since = history.in_charge_since
            if since is None:
                continue
            then = last_day(since.replace(day=1), months)
            first, later = history.overdue([since, then])
            if then > as_of:
                immature += 1
            elif first is None or later is None:
                missing += 1
            else:
                counted += 1
                before_cents += first
                after_cents += later
        return Reduction(months, counted, missing, immature, before_cents, after_cents)

    def _around(self) -> tuple[Floats, int] | None:
        """Give the reached by months from their own step, and the first of those."""
        rows = np.flatnonzero(self.start > 0)
        if not rows.size:
            return None
        earlier = int(self.start[rows].min())
        later = self.values.shape[1] - int(self.start[rows].max())
        aligned = [
            self.values[row, self.start[row] - earlier : self.start[row] + later]
            for row in rows
        ]
        return np.array(aligned), -earlier

    def _first_step(self) -> int | None:
        """Give the first step with months before and after and somebody not reached."""
        for step in self.steps:
            after = step + self.plan.follow
            if (
                step >= self.plan.baseline
                and after < self.plan.months
                and np.any((self.start == NEVER) | (self.start > after))
            ):
                return step
        return None

    def _need_step(self) -> int:
        if self.step is None:
            raise TooFew("no step with months before, after, and others not reached")
        return self.step


def _curve(values: Floats, places: range) -> Curve:
    counted = np.isfinite(values).sum(axis=0)
    sums = np.where(np.isfinite(values), values, 0.0).sum(axis=0)
    enough = counted >= LEAST_DRAWN
    means = np.where(enough, sums / np.maximum(counted, 1), np.nan)
    return Curve(tuple(places), means, tuple(int(it) for it in counted))

"""Histories as the panel that designs are fed with: households by months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from reporting.histories.household import AREAS, BANDS, History
from reporting.histories.told import Estate
from reporting.validation.interval import TooFew
from reporting.validation.months import last_day, month_at, place_of
from reporting.validation.panel import NEVER, Panel, Shown
from reporting.validation.regression import Floats

TRAITS = ("debt_age", "rent_area", "size", "earlier_plan", "arrears_before")


@dataclass(frozen=True, eq=False)
class Seen:
    """
    What the archive shows of the households sought, as designs take it.

    `panel` in euro cents at the end of each month from `first`, not a number where a
    household was not there. `since` is the month in which each was taken in charge.
    Traits are not a number where no letter says one, or nobody was there any more.
    """

    first: date
    households: tuple[UUID, ...]
    buildings: tuple[str, ...]
    shown: Shown
    since: NDArray[np.int64]

    @property
    def panel(self) -> Panel:
        """Give the months."""
        return self.shown.panel


def seen(
    estate: Estate, first: date, months: int, bands: Sequence[str] = BANDS
) -> Seen:
    """
    Give the panel of those in arrears of some bands at the end of the first month.

    Whom the programme seeks is so decided before it reaches anybody: who falls into
    arrears later belongs to no comparison, for that may be its doing. Buildings that
    were reached after the last month were not reached yet. `TooFew` if there is nobody.
    """
    days = [last_day(first, it) for it in range(months)]
    sought = sorted(
        (
            it
            for it in estate.households.values()
            if it.band(days[0]) in bands and it.at_home(days[0])
        ),
        key=lambda it: it.household_id,
    )
    if not sought:
        raise TooFew(f"nobody was in arrears of band {', '.join(bands)} on {days[0]}")
    homes = [_home(it, days[0]) for it in sought]
    buildings = tuple(sorted(set(homes)))
    places = {name: place for place, name in enumerate(buildings)}
    reached = tuple(_reached(estate, it, first, months) for it in buildings)
    values = [
        [np.nan if it is None else float(it) for it in history.overdue(days)]
        for history in sought
    ]
    building = np.array([places[it] for it in homes], dtype=np.int64)
    panel = Panel(np.array(values, dtype=np.float64), building, reached)
    until = month_at(first, months)
    since = [it.in_charge_since for it in sought]
    came = np.array([it is not None and it < until for it in since])
    before = np.where(
        np.array(reached)[building] == NEVER, 0, np.array(reached)[building] - 1
    )
    return Seen(
        first=first,
        households=tuple(it.household_id for it in sought),
        buildings=buildings,
        shown=Shown(panel, came, _traits(sought, panel, days, np.maximum(before, 0))),
        since=np.array(
            [place_of(first, it) if it and it < until else NEVER for it in since],
            dtype=np.int64,
        ),
    )


def traits_at(estate: Estate, of: Seen, place: int) -> dict[str, Floats]:
    """Give the traits of the same households at the end of one month for all."""
    sought = [estate.households[it] for it in of.households]
    days = [last_day(of.first, it) for it in range(of.panel.months)]
    return _traits(sought, of.panel, days, np.full(len(sought), place, dtype=np.int64))


def _home(history: History, on: date) -> str:
    said = history.at_home(on)
    return said.building_id if said else ""


def _reached(estate: Estate, building: str, first: date, months: int) -> int:
    """Give the month in which a building was reached; one before the first is 0."""
    on = estate.reached_on.get(building)
    if on is None or on >= month_at(first, months):
        return NEVER
    return max(0, place_of(first, on))


def _traits(
    sought: Sequence[History],
    panel: Panel,
    days: Sequence[date],
    before: NDArray[np.int64],
) -> dict[str, Floats]:
    found: dict[str, list[float]] = {name: [] for name in TRAITS}
    for row, (history, place) in enumerate(zip(sought, before.tolist(), strict=True)):
        on = days[place]
        home = history.at_home(on)
        there = np.isfinite(panel.values[row, place])
        area = home.rent_area if home else None
        said = {
            "debt_age": history.debt_age(on),
            "rent_area": None if area is None else AREAS.index(area),
            "size": home.size if home else None,
            "earlier_plan": history.had_plan(on),
            "arrears_before": panel.values[row, place],
        }
        for name, value in said.items():
            found[name].append(np.nan if value is None or not there else float(value))
    return {name: np.array(it, dtype=np.float64) for name, it in found.items()}

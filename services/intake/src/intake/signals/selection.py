"""
Whether a household's arrears are among those the steering group seeks.

The whole history is looked at, not the last letter, so that the answer does not
depend on what was heard first.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from intake.signals.arrears import Stay


@dataclass(frozen=True)
class Threshold:
    """From how many euro cents arrears count on a day, and the days it changes."""

    on: Callable[[date], int]
    days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Target:
    """
    A definition as it selects.

    No creditor named means every creditor, no area every area. `excluded` says
    why, by building or household id.
    """

    definition_id: UUID
    organisation_id: str
    buildings: frozenset[str]
    bands: frozenset[str]
    creditors: frozenset[str]
    valid_from: date
    superseded_on: date | None = None
    rent_areas: frozenset[str] = frozenset()
    excluded: dict[str, str] = field(default_factory=dict)
    decision_ref: str = ""

    def excludes(self, who: "Sought") -> str | None:
        """Give the reason for which a household is not sought; `None` if it may be."""
        by_house = self.excluded.get(str(who.household_id))
        return by_house or self.excluded.get(who.building_id)

    def is_about(self, who: "Sought") -> bool:
        """Whether the household's building is named, and nothing excludes it."""
        return who.building_id in self.buildings and self.excludes(who) is None

    def names_area(self, rent_area: str | None) -> bool:
        """Whether a rent area is among those named; an unknown one never is."""
        return not self.rent_areas or rent_area in self.rent_areas

    def seeks(self, stay: Stay) -> bool:
        """Whether arrears of this band and creditor are sought on one of their days."""
        return (
            stay.band in self.bands
            and (not self.creditors or stay.creditor_id in self.creditors)
            and (stay.until_on is None or stay.until_on > self.valid_from)
            and (self.superseded_on is None or stay.from_on < self.superseded_on)
        )


@dataclass(frozen=True)
class Sought:
    """
    A household as a target looks at it.

    `areas` says from which day which rent area is known, in the order of days.
    """

    household_id: UUID
    building_id: str
    areas: tuple[tuple[date, str | None], ...] = ()

    def area_on(self, day: date) -> str | None:
        """Give the rent area of a day; `None` if it is not known."""
        place = bisect_right(self.areas, day, key=lambda it: it[0])
        return self.areas[place - 1][1] if place else None


@dataclass(frozen=True)
class Selection:
    """
    Since when a household is sought, by which definition, for whose care.

    `band`, `creditor_id` and `overdue_cents` are those of the arrears that were so,
    `rent_area` the one of that day.
    """

    since: date
    definition_id: UUID
    organisation_id: str
    decision_ref: str
    band: str
    creditor_id: str
    overdue_cents: int
    rent_area: str | None = None


def select(
    stays: Iterable[Stay],
    who: Sought,
    targets: Iterable[Target],
    threshold: Threshold,
) -> Selection | None:
    """
    Give the earliest selection of a household; `None` if nobody seeks it.

    A stretch of arrears is selected if its band, creditor and building are sought
    and, on one of its days, so is the household's rent area and the amount is no
    less than the threshold. The selection counts from the first such day.
    """
    stays = list(stays)
    found = [
        (since, target, stay)
        for target in targets
        if target.is_about(who)
        for stay in stays
        if target.seeks(stay)
        and (since := _first_day(stay, who, target, threshold)) is not None
    ]
    if not found:
        return None
    since, target, stay = min(found, key=_earliest)
    return Selection(
        since,
        target.definition_id,
        target.organisation_id,
        target.decision_ref,
        stay.band,
        stay.creditor_id,
        stay.overdue_cents,
        who.area_on(since),
    )


def _first_day(
    stay: Stay, who: Sought, target: Target, threshold: Threshold
) -> date | None:
    """Give the first day on which all holds; only where something turns it can."""
    begin = max(stay.from_on, target.valid_from)
    ends = [it for it in (stay.until_on, target.superseded_on) if it is not None]
    end = min(ends, default=date.max)
    turns = {begin, *threshold.days, *(since for since, _ in who.areas)}
    return next(
        (
            day
            for day in sorted(turns)
            if begin <= day < end
            and target.names_area(who.area_on(day))
            and stay.overdue_cents >= threshold.on(day)
        ),
        None,
    )


def _earliest(found: tuple[date, Target, Stay]) -> tuple[date, str, str]:
    since, target, stay = found
    return since, str(target.definition_id), str(stay.episode_id)

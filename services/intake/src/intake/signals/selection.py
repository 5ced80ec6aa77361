"""
Whether a household's arrears are among those the steering group seeks.

The whole history is looked at, not the last letter, so that the answer does not
depend on what was heard first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from intake.signals.arrears import Stay

Threshold = Callable[[date], int]


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
        """Whether the household's building and rent area are among those named."""
        return (
            who.building_id in self.buildings
            and (not self.rent_areas or who.rent_area in self.rent_areas)
            and self.excludes(who) is None
        )

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
    """A household as a target looks at it; its rent area may not be known."""

    household_id: UUID
    building_id: str
    rent_area: str | None = None


@dataclass(frozen=True)
class Selection:
    """
    Since when a household is sought, by which definition, for whose care.

    `band`, `creditor_id` and `overdue_cents` are those of the arrears that were so.
    """

    since: date
    definition_id: UUID
    organisation_id: str
    decision_ref: str
    band: str
    creditor_id: str
    overdue_cents: int


def no_threshold(_day: date) -> int:
    """Let every amount count."""
    return 0


def select(
    stays: Iterable[Stay],
    who: Sought,
    targets: Iterable[Target],
    threshold: Threshold = no_threshold,
) -> Selection | None:
    """
    Give the earliest selection of a household; `None` if nobody seeks it.

    A stretch of arrears is selected if its band, creditor and building are sought
    on one of its days and it is no less than the threshold (euro cents) of the
    first such day, from which the selection counts.
    """
    stays = list(stays)
    found = [
        (max(stay.from_on, target.valid_from), target, stay)
        for target in targets
        if target.is_about(who)
        for stay in stays
        if target.seeks(stay)
    ]
    counting = [it for it in found if it[2].overdue_cents >= threshold(it[0])]
    if not counting:
        return None
    since, target, stay = min(counting, key=_earliest)
    return Selection(
        since,
        target.definition_id,
        target.organisation_id,
        target.decision_ref,
        stay.band,
        stay.creditor_id,
        stay.overdue_cents,
    )


def _earliest(found: tuple[date, Target, Stay]) -> tuple[date, str, str]:
    since, target, stay = found
    return since, str(target.definition_id), str(stay.episode_id)

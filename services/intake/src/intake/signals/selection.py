"""
Whether a household's arrears are among those the steering group seeks.

The whole history is looked at, not the last letter, so that the answer does not
depend on what was heard first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from intake.signals.arrears import Stay


@dataclass(frozen=True)
class Target:
    """A definition as it selects: no creditor named means every creditor."""

    definition_id: UUID
    organisation_id: str
    buildings: frozenset[str]
    bands: frozenset[str]
    creditors: frozenset[str]
    valid_from: date
    superseded_on: date | None = None


@dataclass(frozen=True)
class Selection:
    """Since when a household is sought, by which definition, for whose care."""

    since: date
    definition_id: UUID
    organisation_id: str


def select(
    stays: Iterable[Stay], building_id: str, targets: Iterable[Target]
) -> Selection | None:
    """
    Give the earliest selection of a household; `None` if nobody seeks it.

    A stretch of arrears is selected if its band, creditor and building are
    sought on one of its days; the selection counts from the first such day.
    """
    stays = list(stays)
    found = [
        (max(stay.from_on, target.valid_from), target)
        for target in targets
        for stay in stays
        if building_id in target.buildings
        and stay.band in target.bands
        and (not target.creditors or stay.creditor_id in target.creditors)
        and (stay.until_on is None or stay.until_on > target.valid_from)
        and (target.superseded_on is None or stay.from_on < target.superseded_on)
    ]
    if not found:
        return None
    since, target = min(found, key=_earliest)
    return Selection(since, target.definition_id, target.organisation_id)


def _earliest(found: tuple[date, Target]) -> tuple[date, str]:
    since, target = found
    return since, str(target.definition_id)

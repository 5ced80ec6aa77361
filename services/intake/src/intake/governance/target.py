"""
Whom the programme seeks: drafted, looked at, adopted by a decision, superseded.

Two definitions may hold on the same day; they stand side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from intake.cases.pact import checked_codes
from intake.households.certified import RENT_AREAS

BANDS = ("A", "B", "C", "D")
EXCLUDED = ("household", "building")


@dataclass(frozen=True, order=True)
class Exclusion:
    """A household (by id) or a building that is not sought, and why, as a code."""

    kind: str
    reference: str
    reason: str


@dataclass(frozen=True)
class Criteria:
    """
    Buildings, bands, creditors and rent areas; who follows those found.

    No creditor named means every creditor, no area every area. A household whose
    area is not known yet is in none that is named.
    """

    organisation_id: str
    buildings: list[str]
    bands: list[str]
    creditors: list[str]
    rent_areas: list[str]
    excluded: list[Exclusion]
    valid_from: date


def criteria(
    *,
    organisation_id: str,
    buildings: Iterable[str],
    bands: Iterable[str],
    valid_from: date,
    creditors: Iterable[str] = (),
    rent_areas: Iterable[str] = (),
    excluded: Iterable[Exclusion] = (),
) -> Criteria:
    """Give criteria in one order; `EmptyTarget` if they could select nobody."""
    found = Criteria(
        organisation_id=organisation_id,
        buildings=sorted(set(buildings)),
        bands=sorted(set(bands)),
        creditors=sorted(set(creditors)),
        rent_areas=sorted(set(rent_areas)),
        excluded=sorted(set(excluded)),
        valid_from=valid_from,
    )
    _checked(found)
    return found


class TargetDefinition(Aggregate, topic="intake.TargetDefinition"):
    """Whom the steering group seeks: `draft`, then `adopted`, then `superseded`."""

    class Drafted(Aggregate.Created):
        criteria: Criteria
        effective_on: date

    class Revised(Aggregate.Event):
        criteria: Criteria
        effective_on: date

    class Adopted(Aggregate.Event):
        organisation_id: str
        decision_ref: str
        buildings: list[str]
        bands: list[str]
        valid_from: date
        effective_on: date

    class Superseded(Aggregate.Event):
        effective_on: date

    @event(Drafted)
    def __init__(self, *, id: UUID, criteria: Criteria, effective_on: date) -> None:
        self.criteria = criteria
        self.decision_ref: str | None = None
        self.superseded_on: date | None = None

    @property
    def status(self) -> str:
        """`draft`, `adopted` or `superseded`."""
        if self.decision_ref is None:
            return "draft"
        return "superseded" if self.superseded_on else "adopted"

    def revise(self, wanted: Criteria, on: date) -> None:
        """Change a draft; `TargetAdopted` once it is one no more."""
        self._refuse_unless_draft()
        if wanted != self.criteria:
            self._revised(wanted, on)

    def adopt(self, decision_ref: str) -> None:
        """Let it select, from the day it names; `TargetAdopted` a second time."""
        self._refuse_unless_draft()
        it = self.criteria
        self._adopted(
            organisation_id=it.organisation_id,
            decision_ref=decision_ref,
            buildings=it.buildings,
            bands=it.bands,
            valid_from=it.valid_from,
            effective_on=it.valid_from,
        )

    def supersede(self, on: date) -> None:
        """
        Let it select nobody new from a day.

        `TargetSuperseded` if it is already, `NotAdopted` if it is a draft.
        """
        if self.decision_ref is None:
            raise NotAdopted(f"target {self.id} is a draft: nobody is sought by it")
        if self.superseded_on is not None:
            raise TargetSuperseded(
                f"target {self.id} was superseded on {self.superseded_on}"
            )
        self._superseded(on)

    def _refuse_unless_draft(self) -> None:
        if self.decision_ref is not None:
            raise TargetAdopted(
                f"target {self.id} was adopted by {self.decision_ref}: "
                "supersede it and draft another"
            )

    @event(Revised)
    def _revised(self, criteria: Criteria, effective_on: date) -> None:
        self.criteria = criteria

    @event(Adopted)
    def _adopted(
        self,
        *,
        organisation_id: str,
        decision_ref: str,
        buildings: list[str],
        bands: list[str],
        valid_from: date,
        effective_on: date,
    ) -> None:
        self.decision_ref = decision_ref

    @event(Superseded)
    def _superseded(self, effective_on: date) -> None:
        self.superseded_on = effective_on


def _checked(wanted: Criteria) -> None:
    strangers = sorted(
        {*(set(wanted.bands) - {*BANDS}), *(set(wanted.rent_areas) - {*RENT_AREAS})}
    )
    left = set(wanted.buildings) - {
        it.reference for it in wanted.excluded if it.kind == "building"
    }
    if not left or not wanted.bands or strangers:
        raise EmptyTarget(
            "a target names at least one building that it does not exclude, one band "
            f"of {', '.join(BANDS)}, and areas of {', '.join(RENT_AREAS)}; given "
            f"{wanted.buildings}, {wanted.bands}, {wanted.rent_areas}"
        )
    for it in wanted.excluded:
        checked_codes([it.reason])
        if it.kind not in EXCLUDED or (it.kind == "household" and not _is_id(it)):
            raise EmptyTarget(
                f"{it.kind} {it.reference!r}: exclude a household by its id, or a "
                "building by its name"
            )


def _is_id(it: Exclusion) -> bool:
    try:
        UUID(it.reference)
    except ValueError:
        return False
    return True


class EmptyTarget(Exception):
    """A target definition that can select nobody."""


class NotAdopted(Exception):
    """A draft to supersede: nobody is sought by it."""


class TargetAdopted(Exception):
    """A draft to change or adopt that is a draft no more."""


class TargetSuperseded(Exception):
    """A target definition that was superseded already."""

"""Households and their story, over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from intake.api.entrance import Made, api
from intake.application import Intake
from intake.forms import common
from intake.forms import households as forms
from intake.lists import HouseholdLine, SignalLine
from intake.story import StoryLine


@api.command("/households", forms.NewHousehold, common.Made, status=201)
def register_household(
    intake: Intake, tenancies: Sequence[dict[str, str]], **household: Any
) -> Made:
    """Register by hand who holds tenancies."""
    held = [(it["creditor_id"], it["tenancy_id"]) for it in tenancies]
    return {"id": intake.register_household(tenancies=held, **household)}


@api.command("/households/<uuid:household_id>/counts", forms.Counts)
def count_household(
    intake: Intake,
    household_id: UUID,
    adults: int,
    minors: int,
    rent_area: str,
    on: date,
) -> None:
    """Say how many live there and in which rent area."""
    intake.count_household(household_id, adults, minors, rent_area, on)


@api.command("/households/<uuid:household_id>/changes", forms.Change)
def change_household(
    intake: Intake, household_id: UUID, kind: str, on: date, **change: Any
) -> None:
    """Record who was born, died, came, left or succeeded."""
    intake.change_household(household_id, kind, on, **change)


@api.question("/households", forms.HouseholdForm(many=True), asks=forms.WhichHouseholds)
def households(
    intake: Intake, code: str | None, building_id: str | None
) -> list[HouseholdLine]:
    """List households by code; two can share one."""
    return intake.households(code=code, building_id=building_id)


@api.question(
    "/households/<uuid:household_id>/story",
    forms.StoryForm(many=True),
    asks=common.Moment,
)
def story(
    intake: Intake,
    household_id: UUID,
    as_of: date | None,
    known_at: datetime | None,
) -> list[StoryLine]:
    """Tell what was heard and done about a household."""
    return intake.story(household_id, as_of=as_of, known_at=known_at)


@api.question("/signals", forms.SignalForm(many=True))
def signals(intake: Intake) -> list[SignalLine]:
    """List households in arrears, sought or not, the most owed first."""
    return intake.signals()

"""Households and their story, over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from intake.api.entrance import Made, api
from intake.application import Intake
from intake.application.questions import Composition
from intake.forms import common
from intake.forms import households as forms
from intake.households.members import Member
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


@api.command(
    "/households/<uuid:household_id>/members",
    forms.NewMember,
    common.Made,
    status=201,
)
def add_member(
    intake: Intake, household_id: UUID, role: str, on: date, **member: Any
) -> Made:
    """Record who lives there since a day: found there, born, or moved in."""
    return {"id": intake.add_member(household_id, role, on, **member)}


@api.command(
    "/households/<uuid:household_id>/members/<uuid:person_id>/goings", forms.Going
)
def lose_member(
    intake: Intake, household_id: UUID, person_id: UUID, went: str, on: date
) -> None:
    """Record who died or left."""
    intake.lose_member(household_id, person_id, went, on)


@api.command(
    "/households/<uuid:household_id>/members/<uuid:person_id>/comings-of-age",
    common.On,
)
def come_of_age(intake: Intake, household_id: UUID, person_id: UUID, on: date) -> None:
    """Record that a minor is of age."""
    intake.come_of_age(household_id, person_id, on)


@api.command("/households/<uuid:household_id>/separations", forms.Separation)
def separate_household(
    intake: Intake,
    household_id: UUID,
    leaving: Sequence[UUID],
    on: date,
    new_holder_id: UUID | None,
) -> None:
    """Split a household: who stays keeps the tenancy."""
    intake.separate_household(household_id, leaving, on, new_holder_id=new_holder_id)


@api.command("/households/<uuid:household_id>/means", forms.NewMeans)
def record_means(
    intake: Intake,
    household_id: UUID,
    isee_cents: int | None,
    rent_area: str,
    since: date,
    until: date | None,
    *,
    force: bool,
) -> None:
    """Record ISEE and rent area from a day, perhaps to a day."""
    intake.record_means(household_id, isee_cents, rent_area, since, until, force=force)


@api.question(
    "/households/<uuid:household_id>/members",
    forms.MemberForm(many=True),
    asks=forms.OnDay,
)
def members(
    intake: Intake, household_id: UUID, as_of: date, known_at: datetime | None
) -> list[Member]:
    """Give who lived there on a day, as was known at an instant."""
    return intake.members(household_id, as_of, known_at=known_at)


@api.question(
    "/households/<uuid:household_id>/composition",
    forms.CompositionForm,
    asks=forms.OnDay,
)
def composition(
    intake: Intake, household_id: UUID, as_of: date, known_at: datetime | None
) -> Composition:
    """Count who lived there on a day, and say its means."""
    return intake.composition(household_id, as_of, known_at=known_at)


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

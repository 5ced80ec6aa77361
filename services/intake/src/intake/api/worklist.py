"""The worklist, over HTTP."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from intake.api.entrance import api
from intake.application import Intake
from intake.forms import common
from intake.forms import worklist as forms
from intake.shelves.worklist import WorkLine, WorkPage
from intake.worklist.priority import CRITERIA


@api.question("/worklist", forms.WorkForm(many=True), asks=forms.WhichWork)
def worklist(
    intake: Intake, on: date, limit: int, offset: int, **wanted: Any
) -> tuple[WorkLine, ...]:
    """List whom to work with, whom first, why, and what to do next."""
    most = max(1, min(limit, forms.MOST_ROWS))
    page = intake.worklist(
        on, limit=most, offset=max(0, offset), counted=False, **wanted
    )
    return page.rows


@api.question("/worklist/size", forms.SizeForm, asks=forms.WhichWork)
def worklist_size(
    intake: Intake, on: date, limit: int, offset: int, **wanted: Any
) -> WorkPage:
    """Say how many rows of the worklist of a day one may see, and its rule."""
    return intake.worklist(on, limit=0, **wanted)


@api.question("/worklist/criteria", forms.CriterionForm(many=True))
def worklist_criteria(intake: Intake) -> list[dict[str, Any]]:
    """Give the criteria that order the worklist, the first that decides first."""
    return [{"criterion": name, "classes": classes} for name, classes in CRITERIA]


@api.command(
    "/households/<uuid:household_id>/claims",
    forms.NewClaim,
    forms.ClaimForm,
    status=201,
)
def claim_household(
    intake: Intake,
    household_id: UUID,
    on: date,
    minutes: int | None,
    urgent: str | None,
) -> dict[str, datetime]:
    """Be on a household for some minutes, so that nobody calls twice."""
    until_at = intake.claim(household_id, on, minutes=minutes, urgent=urgent)
    return {"until_at": until_at}


@api.command("/households/<uuid:household_id>/claims/releases", common.On)
def release_household(intake: Intake, household_id: UUID, on: date) -> None:
    """Be on a household no more."""
    intake.release(household_id, on)

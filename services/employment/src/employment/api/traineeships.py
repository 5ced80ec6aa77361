"""Traineeships over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from employment.api.entrance import api
from employment.application import Employment
from employment.forms import common
from employment.forms import traineeships as forms
from employment.traineeships.traineeship import Traineeship


@api.command(
    "/pathways/<uuid:pathway_id>/traineeships",
    forms.NewTraineeship,
    forms.TraineeshipForm,
    status=201,
)
def start_traineeship(
    employment: Employment, pathway_id: UUID, **terms: Any
) -> Traineeship:
    """Start a traineeship. It is not a job."""
    started = employment.start_traineeship(pathway_id, **terms)
    return employment.get(Traineeship, started)


@api.command(
    "/traineeships/<uuid:traineeship_id>/end", common.End, forms.TraineeshipForm
)
def end_traineeship(
    employment: Employment, traineeship_id: UUID, end_on: date, reason: str
) -> Traineeship:
    """Note a traineeship's last day."""
    employment.end_traineeship(traineeship_id, end_on, reason)
    return employment.get(Traineeship, traineeship_id)


@api.command(
    "/traineeships/<uuid:traineeship_id>/prolongation",
    forms.Prolongation,
    forms.TraineeshipForm,
)
def prolong_traineeship(
    employment: Employment, traineeship_id: UUID, planned_end_on: date, on: date
) -> Traineeship:
    """Move the planned end to a later day, within the region's cap."""
    employment.prolong_traineeship(traineeship_id, planned_end_on, on)
    return employment.get(Traineeship, traineeship_id)


@api.command(
    "/traineeships/<uuid:traineeship_id>/attendance",
    forms.MonthAttended,
    forms.AllowanceForm,
)
def record_attendance(
    employment: Employment,
    traineeship_id: UUID,
    month: int,
    minutes_planned: int,
    minutes_present: int,
) -> dict[str, int]:
    """Note a month's attendance; give the allowance due for it."""
    due = employment.record_attendance(
        traineeship_id, month, minutes_planned, minutes_present
    )
    return {"month": month, "allowance_cents": due}

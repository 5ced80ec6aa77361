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

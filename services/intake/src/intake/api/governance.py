"""Decisions of the steering group, over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from intake.api.entrance import Made, api
from intake.application import Intake
from intake.forms import common
from intake.forms import governance as forms


@api.command("/targets", forms.NewTarget, common.Made, status=201)
def adopt_target(intake: Intake, **target: Any) -> Made:
    """
    Say whom the programme seeks.

    Households already in such arrears get their case at once.
    """
    return {"id": intake.adopt_target(**target)}


@api.command("/targets/<uuid:definition_id>/supersessions", common.On)
def supersede_target(intake: Intake, definition_id: UUID, on: date) -> None:
    """Let a target select nobody new from a day."""
    intake.supersede_target(definition_id, on)


@api.command("/policies", forms.NewPolicy, common.Made, status=201)
def adopt_policy(
    intake: Intake,
    policy_version: str,
    figures: Sequence[dict[str, str]],
    effective_from: date,
) -> Made:
    """Adopt a version of the rules' figures."""
    parameters = {it["name"]: it["value"] for it in figures}
    return {"id": intake.adopt_policy(policy_version, parameters, effective_from)}

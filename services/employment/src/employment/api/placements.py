"""Jobs and their checks over HTTP."""

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from employment.api.entrance import api
from employment.application import Employment
from employment.forms import common
from employment.forms import placements as forms
from employment.job_checks import JobCheck
from employment.placements.placement import Evidence, Placement
from employment.placements.terms import PrivateTerms


@api.command(
    "/pathways/<uuid:pathway_id>/placements",
    forms.NewPlacement,
    forms.PlacementForm,
    status=201,
)
def plan_placement(
    employment: Employment, pathway_id: UUID, **terms: Any
) -> dict[str, Any]:
    """Write down a contract of work before its first day."""
    held = PrivateTerms(**{it.name: terms.pop(it.name) for it in fields(PrivateTerms)})
    return _shown(
        employment, employment.plan_placement(pathway_id, terms=held, **terms)
    )


@api.question("/placements/<uuid:placement_id>", forms.PlacementForm)
def placement(employment: Employment, placement_id: UUID) -> dict[str, Any]:
    """Give a placement and where it stands."""
    return _shown(employment, placement_id)


@api.command("/placements/<uuid:placement_id>/notice", forms.Notice)
def receive_unilav(
    employment: Employment,
    placement_id: UUID,
    unilav_code: str,
    on: date,
    urgent: bool,  # noqa: FBT001  a field of the form, always given by name
) -> None:
    """Keep the code of the hiring notice (UNILAV)."""
    employment.receive_unilav(placement_id, unilav_code, on, urgent=urgent)


@api.command("/placements/<uuid:placement_id>/verifications", forms.Verification)
def verify_job(
    employment: Employment, placement_id: UUID, evidence: Evidence, on: date
) -> None:
    """Note that somebody made sure the person was at work on a day."""
    employment.verify_job(placement_id, evidence, on)


@api.question("/chases", forms.ChaseForm(many=True), asks=common.OnDay)
def chases(employment: Employment, on: date) -> list[dict[str, Any]]:
    """List the notices and checks of jobs to be seen to by a day, oldest first."""
    return employment.chases(on)


@api.command("/placements/<uuid:placement_id>/start", forms.Start, forms.PlacementForm)
def start_job(
    employment: Employment, placement_id: UUID, start_on: date
) -> dict[str, Any]:
    """Note the actual first day of work."""
    employment.start_job(placement_id, start_on)
    return _shown(employment, placement_id)


@api.command("/placements/<uuid:placement_id>/renunciation", common.OnDayBecause)
def give_up_placement(
    employment: Employment, placement_id: UUID, on: date, reason: str
) -> None:
    """Give up a job that never started."""
    employment.give_up_placement(placement_id, reason, on)


@api.command(
    "/placements/<uuid:placement_id>/extension", forms.Extension, forms.PlacementForm
)
def extend_job(
    employment: Employment, placement_id: UUID, planned_end_on: date | None, on: date
) -> dict[str, Any]:
    """Move the planned end of a running job, to a later day or to none."""
    employment.extend_job(placement_id, planned_end_on, on)
    return _shown(employment, placement_id)


@api.command("/placements/<uuid:placement_id>/end", common.End, forms.PlacementForm)
def end_job(
    employment: Employment, placement_id: UUID, end_on: date, reason: str
) -> dict[str, Any]:
    """Note the last day worked, or correct it."""
    employment.end_job(placement_id, end_on, reason)
    return _shown(employment, placement_id)


@api.command("/days", forms.EndOfDay, forms.Closed)
def close_day(employment: Employment, day: date) -> dict[str, Any]:
    """Close a day: make the checks that are due; again changes nothing."""
    return {"day": day, "placements": employment.close_day(day)}


@api.question("/job-checks", forms.JobCheckForm(many=True))
def checks_to_make(employment: Employment) -> list[JobCheck]:
    """List the households to ask about their work, oldest miss first."""
    return employment.checks_to_make()


@api.command("/households/<uuid:household_id>/job-checks", forms.Asked)
def record_job_check(
    employment: Employment,
    household_id: UUID,
    on: date,
    working: bool,  # noqa: FBT001  a field of the form, always given by name
) -> None:
    """Note that a household was asked about its work, and what it said."""
    employment.record_job_check(household_id, on, working=working)


def _shown(employment: Employment, placement_id: UUID) -> dict[str, Any]:
    found = employment.get(Placement, placement_id)
    return {
        "id": found.id,
        "pathway_id": found.pathway_id,
        "contract_kind": found.contract_kind,
        "state": found.state,
        "start_on": found.start_on,
        "planned_end_on": found.planned_end_on,
        "end_on": found.end_on,
        "qualifying": found.qualifying,
        "notice_days_late": found.notice_days_late,
        "checked": {str(days): how for days, how in sorted(found.checked.items())},
    }

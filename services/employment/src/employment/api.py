"""Employment over HTTP: pathways, traineeships, jobs and their checks."""

from datetime import date
from typing import Any
from uuid import UUID

from azione0.door.api import Api
from employment import forms
from employment.access import ACCESS
from employment.application import Employment
from employment.job_checks import JobCheck
from employment.pathway import BeforePathway, ImpossibleProfile, Pathway
from employment.placement import (
    EndBeforeStart,
    ImpossibleContract,
    Placement,
    ShorterExtension,
    UnilavMissing,
)
from employment.reason import NotACode
from employment.traineeship import ImpossibleTraineeship, Traineeship

api = Api(
    "employment",
    access=ACCESS,
    about="Ways to work: pathways, traineeships, jobs, and whether the jobs last.",
    refusals={
        BeforePathway: 422,
        EndBeforeStart: 422,
        ImpossibleContract: 422,
        ImpossibleProfile: 422,
        ImpossibleTraineeship: 422,
        NotACode: 422,
        ShorterExtension: 422,
        UnilavMissing: 422,
    },
)


@api.command("/pathways", forms.NewPathway, forms.PathwayForm, status=201)
def open_pathway(employment: Employment, **terms: Any) -> Pathway:
    """Open a person's way to work under a programme."""
    return employment.get(Pathway, employment.open_pathway(**terms))


@api.question("/pathways/<uuid:pathway_id>", forms.PathwayForm)
def pathway(employment: Employment, pathway_id: UUID) -> Pathway:
    """Give a pathway and how far it has come."""
    return employment.get(Pathway, pathway_id)


@api.question("/offers", forms.OfferForm(many=True), asks=forms.OnDay)
def offers(employment: Employment, on: date) -> list[dict[str, UUID]]:
    """List the households in charge on a day that have no pathway yet."""
    return [
        {"case_id": case_id, "household_id": household_id}
        for case_id, household_id in employment.offers(on)
    ]


@api.command("/pathways/<uuid:pathway_id>/profile", forms.Profile, forms.PathwayForm)
def assess_profile(
    employment: Employment,
    pathway_id: UUID,
    path: int | None,
    band: int | None,
    on: date,
) -> Pathway:
    """Note how far a person is from work."""
    employment.assess_profile(pathway_id, on, path=path, band=band)
    return employment.get(Pathway, pathway_id)


@api.command("/pathways/<uuid:pathway_id>/service-pact", forms.OnDay, forms.PathwayForm)
def sign_service_pact(employment: Employment, pathway_id: UUID, on: date) -> Pathway:
    """Sign the personalised service pact."""
    employment.sign_service_pact(pathway_id, on)
    return employment.get(Pathway, pathway_id)


@api.command("/pathways/<uuid:pathway_id>/appointments", forms.Appointment)
def record_appointment(
    employment: Employment,
    pathway_id: UUID,
    on: date,
    kept: bool,  # noqa: FBT001  a field of the form, always given by name
) -> None:
    """Note whether a person came; the household's pact may count on it."""
    employment.record_appointment(pathway_id, on, kept=kept)


@api.command(
    "/pathways/<uuid:pathway_id>/interruption", forms.OnDayBecause, forms.PathwayForm
)
def interrupt_pathway(
    employment: Employment, pathway_id: UUID, on: date, reason: str
) -> Pathway:
    """Stop a pathway from a day on."""
    employment.interrupt_pathway(pathway_id, reason, on)
    return employment.get(Pathway, pathway_id)


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
    "/traineeships/<uuid:traineeship_id>/end", forms.End, forms.TraineeshipForm
)
def end_traineeship(
    employment: Employment, traineeship_id: UUID, end_on: date, reason: str
) -> Traineeship:
    """Note a traineeship's last day."""
    employment.end_traineeship(traineeship_id, end_on, reason)
    return employment.get(Traineeship, traineeship_id)


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
    return _shown(employment, employment.plan_placement(pathway_id, **terms))


@api.question("/placements/<uuid:placement_id>", forms.PlacementForm)
def placement(employment: Employment, placement_id: UUID) -> dict[str, Any]:
    """Give a placement and where it stands."""
    return _shown(employment, placement_id)


@api.command("/placements/<uuid:placement_id>/notice", forms.Notice)
def receive_unilav(
    employment: Employment, placement_id: UUID, unilav_code: str, on: date
) -> None:
    """Keep the code of the hiring notice (UNILAV)."""
    employment.receive_unilav(placement_id, unilav_code, on)


@api.command("/placements/<uuid:placement_id>/start", forms.Start, forms.PlacementForm)
def start_job(
    employment: Employment, placement_id: UUID, start_on: date
) -> dict[str, Any]:
    """Note the actual first day of work."""
    employment.start_job(placement_id, start_on)
    return _shown(employment, placement_id)


@api.command("/placements/<uuid:placement_id>/renunciation", forms.OnDayBecause)
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


@api.command("/placements/<uuid:placement_id>/end", forms.End, forms.PlacementForm)
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
        "checked": {str(days): how for days, how in sorted(found.checked.items())},
    }

"""Pathways over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from employment.api.entrance import api
from employment.application import Employment
from employment.forms import common
from employment.forms import pathways as forms
from employment.pathway.pathway import Pathway


@api.command("/pathways", forms.NewPathway, forms.PathwayForm, status=201)
def open_pathway(employment: Employment, **terms: Any) -> Pathway:
    """Open a person's way to work under a programme."""
    return employment.get(Pathway, employment.open_pathway(**terms))


@api.question("/pathways/<uuid:pathway_id>", forms.PathwayForm)
def pathway(employment: Employment, pathway_id: UUID) -> Pathway:
    """Give a pathway and how far it has come."""
    return employment.get(Pathway, pathway_id)


@api.question("/offers", forms.OfferForm(many=True), asks=common.OnDay)
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


@api.command(
    "/pathways/<uuid:pathway_id>/service-pact", common.OnDay, forms.PathwayForm
)
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
    "/pathways/<uuid:pathway_id>/interruption", common.OnDayBecause, forms.PathwayForm
)
def interrupt_pathway(
    employment: Employment, pathway_id: UUID, on: date, reason: str
) -> Pathway:
    """Stop a pathway from a day on."""
    employment.interrupt_pathway(pathway_id, reason, on)
    return employment.get(Pathway, pathway_id)

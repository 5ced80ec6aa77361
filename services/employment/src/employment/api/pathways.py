"""Pathways over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from employment.api.entrance import api
from employment.application import Employment
from employment.forms import common
from employment.forms import pathways as forms
from employment.pathway import esco
from employment.pathway.esco import Word
from employment.pathway.pathway import Pathway
from employment.pathway.profile import Abilities
from employment.pathway.programmes import Terms


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


@api.command("/programmes", forms.NewProgramme, forms.ProgrammeForm)
def adopt_programme(employment: Employment, code: str, **terms: Any) -> Terms:
    """Adopt a programme's terms, a local one's or new ones of a shipped one."""
    employment.adopt_programme(code, **terms)
    return employment.programme(code)


@api.question("/programmes/<string:code>", forms.ProgrammeForm)
def programme(employment: Employment, code: str) -> Terms:
    """Give the terms that count for a programme."""
    return employment.programme(code)


@api.command("/pathways/<uuid:pathway_id>/declaration", common.OnDay, forms.PathwayForm)
def declare_availability(employment: Employment, pathway_id: UUID, on: date) -> Pathway:
    """Note the declaration of availability for work (DID)."""
    employment.declare_availability(pathway_id, on)
    return employment.get(Pathway, pathway_id)


@api.command(
    "/pathways/<uuid:pathway_id>/actions",
    forms.NewAction,
    forms.ActionMade,
    status=201,
)
def plan_action(
    employment: Employment, pathway_id: UUID, **terms: Any
) -> dict[str, UUID]:
    """Plan an action of the pact: so many minutes until a day."""
    return {"id": employment.plan_action(pathway_id, **terms)}


@api.question("/pathways/<uuid:pathway_id>/actions", forms.ActionForm(many=True))
def actions(employment: Employment, pathway_id: UUID) -> list[dict[str, Any]]:
    """List a pathway's actions, by the day on which they are due."""
    found = employment.get(Pathway, pathway_id).actions
    return [
        {
            "id": action_id,
            "kind": it.kind,
            "minutes": it.minutes,
            "minutes_done": it.minutes_done,
            "due_on": it.due_on,
            "dropped": it.dropped,
            "kept": it.is_kept(it.judged_on) if it.judged_on else None,
        }
        for action_id, it in sorted(found.items(), key=lambda one: one[1].due_on)
    ]


@api.command(
    "/pathways/<uuid:pathway_id>/actions/<uuid:action_id>/hours", forms.ActionDone
)
def do_action(
    employment: Employment, pathway_id: UUID, action_id: UUID, minutes: int, on: date
) -> None:
    """Note the minutes done on a day, or correct them."""
    employment.do_action(pathway_id, action_id, minutes, on)


@api.command(
    "/pathways/<uuid:pathway_id>/actions/<uuid:action_id>/removal", common.OnDayBecause
)
def drop_action(
    employment: Employment, pathway_id: UUID, action_id: UUID, on: date, reason: str
) -> None:
    """Take an action off the plan."""
    employment.drop_action(pathway_id, action_id, reason, on)


@api.command("/pathways/<uuid:pathway_id>/suspensions", forms.Pausing)
def suspend_pathway(
    employment: Employment,
    pathway_id: UUID,
    from_on: date,
    until_on: date | None,
    reason: str,
) -> None:
    """Let a pathway rest; its last day moves by the days of rest."""
    employment.suspend_pathway(pathway_id, from_on, until_on, reason)


@api.command("/pathways/<uuid:pathway_id>/resumption", common.OnDay)
def resume_pathway(employment: Employment, pathway_id: UUID, on: date) -> None:
    """End a rest; the day given is the first day of work again."""
    employment.resume_pathway(pathway_id, on)


@api.command("/pathways/<uuid:pathway_id>/prolongations", forms.Prolonging)
def prolong_pathway(
    employment: Employment, pathway_id: UUID, days: int, reason: str, on: date
) -> None:
    """Give a pathway more days."""
    employment.prolong_pathway(pathway_id, days, reason, on)


@api.question("/pathways/<uuid:pathway_id>/length", forms.LengthForm, asks=common.OnDay)
def length(employment: Employment, pathway_id: UUID, on: date) -> dict[str, Any]:
    """Give a pathway's last day and the days left, as known on a day."""
    found = employment.get(Pathway, pathway_id)
    return {
        "planned_end_on": found.planned_end_on(on),
        "remaining_days": found.remaining_days(on),
        "prolonged_days": found.prolonged_days,
    }


@api.question("/occupations", forms.WordForm(many=True), asks=forms.WordAsked)
def occupations(employment: Employment, text: str) -> list[Word]:
    """Find occupations by Italian words, at most 20, the nearest first."""
    return esco.occupations().search(text)


@api.question("/skills", forms.WordForm(many=True), asks=forms.WordAsked)
def skills(employment: Employment, text: str) -> list[Word]:
    """Find skills by Italian words, at most 20, the nearest first."""
    return esco.skills().search(text)


@api.command(
    "/pathways/<uuid:pathway_id>/abilities", forms.NewProfile, forms.ProfileForm
)
def describe_profile(
    employment: Employment, pathway_id: UUID, on: date, **abilities: Any
) -> Abilities:
    """Describe what a person brings and wants, in codes only."""
    employment.describe_profile(pathway_id, Abilities(**abilities), on)
    return employment.profile_of(pathway_id).abilities


@api.question("/pathways/<uuid:pathway_id>/abilities", forms.ProfileForm)
def profile(employment: Employment, pathway_id: UUID) -> Abilities:
    """Give what a person brings and wants."""
    return employment.profile_of(pathway_id).abilities

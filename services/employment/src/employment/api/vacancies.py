"""Employers, vacancies and applications over HTTP."""

import os
from datetime import date
from typing import Any
from uuid import UUID

from employment.api.entrance import api
from employment.application import Employment
from employment.application.candidacies import Sheet
from employment.documents.sheet import sheet_page, to_pdf
from employment.forms import common
from employment.forms import vacancies as forms
from employment.vacancies.employer import Employer
from employment.vacancies.job_search import By, Candidacy
from employment.vacancies.matching import Match
from employment.vacancies.vacancy import Vacancy

HTML = "text/html; charset=utf-8"


@api.command("/employers", forms.NewEmployer, forms.EmployerForm, status=201)
def register_employer(employment: Employment, **terms: Any) -> Employer:
    """Take in a partner employer by its reference."""
    return employment.get(Employer, employment.register_employer(**terms))


@api.command("/employers/<uuid:employer_id>/end", common.OnDayBecause)
def let_employer_leave(
    employment: Employment, employer_id: UUID, on: date, reason: str
) -> None:
    """Note that an employer offers no more work; its vacancies are closed."""
    employment.let_employer_leave(employer_id, reason, on)


@api.command("/vacancies", forms.NewVacancy, forms.VacancyForm, status=201)
def open_vacancy(employment: Employment, **terms: Any) -> Vacancy:
    """Take in work on offer."""
    return employment.get(Vacancy, employment.open_vacancy(**terms))


@api.question("/vacancies", forms.VacancyLine(many=True), asks=common.OnDay)
def vacancies(employment: Employment, on: date) -> list[dict[str, Any]]:
    """List the vacancies that may be applied for on a day, the most urgent first."""
    return employment.vacancies_on(on)


@api.question("/vacancies/<uuid:vacancy_id>", forms.VacancyForm)
def vacancy(employment: Employment, vacancy_id: UUID) -> Vacancy:
    """Give work on offer, and how many positions are free."""
    return employment.get(Vacancy, vacancy_id)


@api.command("/vacancies/<uuid:vacancy_id>/closing", common.OnDayBecause)
def close_vacancy(
    employment: Employment, vacancy_id: UUID, on: date, reason: str
) -> None:
    """Stop taking applications."""
    employment.close_vacancy(vacancy_id, reason, on)


@api.question(
    "/vacancies/<uuid:vacancy_id>/matches",
    forms.MatchForm(many=True),
    asks=common.OnDay,
)
def matches(employment: Employment, vacancy_id: UUID, on: date) -> list[Match]:
    """Say who fits a vacancy and why, the first 20; nobody is chosen by it."""
    return employment.match_vacancy(vacancy_id, on)


@api.question(
    "/vacancies/<uuid:vacancy_id>/candidacies", forms.ApplicationForm(many=True)
)
def applications(employment: Employment, vacancy_id: UUID) -> list[dict[str, Any]]:
    """List the applications for a vacancy, oldest first."""
    return employment.applications_for(vacancy_id)


@api.command(
    "/pathways/<uuid:pathway_id>/candidacies",
    forms.NewCandidacy,
    forms.CandidacyMade,
    status=201,
)
def apply(
    employment: Employment, pathway_id: UUID, vacancy_id: UUID, on: date
) -> dict[str, UUID]:
    """Apply for a vacancy; nothing is shown to the employer by it."""
    return {"id": employment.apply(pathway_id, vacancy_id, on)}


@api.question(
    "/pathways/<uuid:pathway_id>/candidacies", forms.ApplicationForm(many=True)
)
def applications_of(employment: Employment, pathway_id: UUID) -> list[dict[str, Any]]:
    """List the applications of a pathway's person, oldest first."""
    return employment.applications_of(pathway_id)


@api.question("/candidacies/<uuid:candidacy_id>", forms.CandidacyForm)
def candidacy(employment: Employment, candidacy_id: UUID) -> Candidacy:
    """Give an application as it stands."""
    return employment.candidacy(candidacy_id)


@api.command(
    "/candidacies/<uuid:candidacy_id>/processing", common.OnDay, forms.CandidacyForm
)
def process_candidacy(
    employment: Employment, candidacy_id: UUID, on: date
) -> Candidacy:
    """Begin to look at an application."""
    employment.process_candidacy(candidacy_id, on)
    return employment.candidacy(candidacy_id)


@api.command(
    "/candidacies/<uuid:candidacy_id>/postponement", common.OnDay, forms.CandidacyForm
)
def postpone_candidacy(
    employment: Employment, candidacy_id: UUID, on: date
) -> Candidacy:
    """Put an application off."""
    employment.postpone_candidacy(candidacy_id, on)
    return employment.candidacy(candidacy_id)


@api.command("/candidacies/<uuid:candidacy_id>/sheet", common.OnDay, forms.SheetForm)
def share_candidacy(employment: Employment, candidacy_id: UUID, on: date) -> Sheet:
    """Give what the employer may be shown; only with the person's consent."""
    return employment.share_candidacy(candidacy_id, on)


@api.document("/candidacies/<uuid:candidacy_id>/sheet.html", HTML)
def sheet(employment: Employment, candidacy_id: UUID) -> str:
    """Give the sheet of an application that was shown, to be handed over."""
    return _sheet(employment, candidacy_id)


@api.document("/candidacies/<uuid:candidacy_id>/sheet.pdf", "application/pdf")
def sheet_pdf(employment: Employment, candidacy_id: UUID) -> bytes:
    """Give the same sheet as a PDF."""
    return to_pdf(_sheet(employment, candidacy_id))


@api.command(
    "/candidacies/<uuid:candidacy_id>/acceptance", common.OnDay, forms.CandidacyForm
)
def accept_candidacy(employment: Employment, candidacy_id: UUID, on: date) -> Candidacy:
    """Accept an application; the person's other pending ones are let go."""
    employment.accept_candidacy(candidacy_id, on)
    return employment.candidacy(candidacy_id)


@api.command(
    "/candidacies/<uuid:candidacy_id>/refusal", forms.Refusing, forms.CandidacyForm
)
def refuse_candidacy(
    employment: Employment, candidacy_id: UUID, by: By, reason: str, on: date
) -> Candidacy:
    """Refuse an application, for a reason that fits who refuses."""
    employment.refuse_candidacy(candidacy_id, by, reason, on)
    return employment.candidacy(candidacy_id)


@api.command(
    "/candidacies/<uuid:candidacy_id>/cancellation",
    common.OnDayBecause,
    forms.CandidacyForm,
)
def cancel_candidacy(
    employment: Employment, candidacy_id: UUID, on: date, reason: str
) -> Candidacy:
    """Take an acceptance back; its position is free again."""
    employment.cancel_candidacy(candidacy_id, reason, on)
    return employment.candidacy(candidacy_id)


@api.command(
    "/candidacies/<uuid:candidacy_id>/return", common.OnDay, forms.CandidacyForm
)
def reset_candidacy(employment: Employment, candidacy_id: UUID, on: date) -> Candidacy:
    """Take up an application that was let go."""
    employment.reset_candidacy(candidacy_id, on)
    return employment.candidacy(candidacy_id)


@api.command(
    "/candidacies/<uuid:candidacy_id>/transfer",
    forms.NewCandidacy,
    forms.CandidacyForm,
)
def transfer_candidacy(
    employment: Employment, candidacy_id: UUID, vacancy_id: UUID, on: date
) -> Candidacy:
    """Move an application to another vacancy, where it is new."""
    employment.transfer_candidacy(candidacy_id, vacancy_id, on)
    return employment.candidacy(candidacy_id)


def _sheet(employment: Employment, candidacy_id: UUID) -> str:
    shown = employment.shown_sheet(candidacy_id, employment.today())
    demo = os.environ.get("AZIONE0_DEMO") == "1"
    return sheet_page(shown, employment.organisation, demo=demo)

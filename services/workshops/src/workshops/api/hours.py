"""Hours for the estate, questionnaires and certificates, over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from workshops.api.entrance import api
from workshops.application import Workshops
from workshops.documents.certificate import (
    Bearer,
    certificate_of,
    certificate_page,
    to_pdf,
)
from workshops.forms import hours as forms
from workshops.labs.enrolment import Enrolment
from workshops.labs.questionnaire import sentences
from workshops.labs.workshop import Workshop


@api.command("/hours", forms.NewHours, forms.HoursMade, status=201)
def enter_hours(workshops: Workshops, **given: Any) -> dict[str, Any]:
    """Enter hours that somebody gave: volunteering, community, time bank."""
    return {"id": workshops.enter_hours(**given)}


@api.command("/hours/<uuid:hours_id>/correction", forms.MinutesCorrected)
def correct_hours(workshops: Workshops, hours_id: UUID, minutes: int, on: date) -> None:
    """Say how many minutes it really was; 0 takes the entry back."""
    workshops.correct_hours(hours_id, minutes, on)


@api.question("/hours", forms.HoursTotal(many=True), asks=forms.Period)
def hours_between(
    workshops: Workshops, first_on: date, last_on: date
) -> list[dict[str, Any]]:
    """Sum the minutes given from a day to a day, by kind."""
    found = workshops.hours_between(first_on, last_on)
    return [{"kind": kind, "minutes": minutes} for kind, minutes in found.items()]


@api.question("/questionnaires/<string:words>", forms.Sentence(many=True))
def questionnaire(workshops: Workshops, words: str) -> list[dict[str, Any]]:
    """Give the sentences of a version of the questionnaire."""
    return [{"item": item, "text": text} for item, text in sentences(words).items()]


@api.command("/enrolments/<uuid:enrolment_id>/questionnaire", forms.Answers)
def answer_questionnaire(
    workshops: Workshops,
    enrolment_id: UUID,
    moment: str,
    words: str,
    scores: Sequence[dict[str, Any]],
    on: date,
) -> None:
    """Keep the answers of a place, before or after the workshop."""
    answers = {it["item"]: it["score"] for it in scores}
    workshops.answer_questionnaire(enrolment_id, moment, words, answers, on)


@api.question(
    "/workshops/<uuid:workshop_id>/questionnaire",
    forms.ChangeForm(many=True),
    asks=forms.WordsAsked,
)
def questionnaire_changes(
    workshops: Workshops, workshop_id: UUID, words: str
) -> list[dict[str, Any]]:
    """Compare the answers before and after; nothing for fewer than five pairs."""
    return [asdict(it) for it in workshops.questionnaire_changes(workshop_id, words)]


@api.document(
    "/enrolments/<uuid:enrolment_id>/certificate",
    "text/html; charset=utf-8",
    form=forms.BearerForm,
)
def certificate(workshops: Workshops, enrolment_id: UUID, **bearer: Any) -> str:
    """Write the certificate of attendance; the name is kept nowhere."""
    return _certificate(workshops, enrolment_id, bearer)


@api.document(
    "/enrolments/<uuid:enrolment_id>/certificate.pdf",
    "application/pdf",
    form=forms.BearerForm,
)
def certificate_pdf(workshops: Workshops, enrolment_id: UUID, **bearer: Any) -> bytes:
    """Print the certificate of attendance; the name is kept nowhere."""
    return to_pdf(_certificate(workshops, enrolment_id, bearer))


def _certificate(
    workshops: Workshops, enrolment_id: UUID, bearer: dict[str, Any]
) -> str:
    enrolment = workshops.get(Enrolment, enrolment_id)
    workshop = workshops.get(Workshop, enrolment.workshop_id)
    organisation = bearer["organisation"] or workshop.organisation_id
    whose = Bearer(bearer["name"], organisation, bearer["on"])
    return certificate_page(certificate_of(enrolment, workshop), whose)

"""Invitations, appointments and letters, over HTTP."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from intake.api.entrance import Made, api
from intake.application import Intake
from intake.application.contacts import ContactStatus
from intake.cases.contacts import Appointment, Letter
from intake.documents.page import Imprint, letter_page
from intake.forms import common
from intake.forms import contacts as forms


@api.command(
    "/cases/<uuid:case_id>/invitations", forms.Invitation, common.Made, status=201
)
def send_invitation(intake: Intake, case_id: UUID, on: date, **invitation: Any) -> Made:
    """Record that a household was invited."""
    by = intake.acting_organisation
    return {"id": intake.send_invitation(case_id, on, by=by, **invitation)}


@api.command("/cases/<uuid:case_id>/letters", forms.SentLetter, common.Made, status=201)
def send_letter(intake: Intake, case_id: UUID, kind: str, on: date) -> Made:
    """Record that another letter went out."""
    by = intake.acting_organisation
    return {"id": intake.send_letter(case_id, kind, on, by=by)}


@api.command("/cases/<uuid:case_id>/letters/<uuid:letter_id>/returns", forms.Return)
def return_letter(
    intake: Intake, case_id: UUID, letter_id: UUID, reason: str, on: date
) -> None:
    """Record that a letter came back."""
    by = intake.acting_organisation
    intake.return_letter(case_id, letter_id, reason, on, by=by)


@api.command(
    "/cases/<uuid:case_id>/appointments",
    forms.NewAppointment,
    common.Made,
    status=201,
)
def make_appointment(
    intake: Intake, case_id: UUID, day: date, at: str, **appointment: Any
) -> Made:
    """Agree a day and a time with the household."""
    by = intake.acting_organisation
    return {"id": intake.make_appointment(case_id, day, at, by=by, **appointment)}


@api.command(
    "/cases/<uuid:case_id>/appointments/<uuid:appointment_id>/conclusions",
    forms.Conclusion,
)
def conclude_appointment(
    intake: Intake, case_id: UUID, appointment_id: UUID, status: str, on: date
) -> None:
    """Say what came of an appointment."""
    by = intake.acting_organisation
    intake.conclude_appointment(case_id, appointment_id, status, on, by=by)


@api.command(
    "/cases/<uuid:case_id>/appointments/<uuid:appointment_id>/corrections",
    forms.Conclusion,
)
def correct_appointment(
    intake: Intake, case_id: UUID, appointment_id: UUID, status: str, on: date
) -> None:
    """Say what came of an appointment after all."""
    by = intake.acting_organisation
    intake.correct_appointment(case_id, appointment_id, status, on, by=by)


@api.question(
    "/cases/<uuid:case_id>/contact-status", forms.ContactStatusForm, asks=forms.At
)
def contact_status(intake: Intake, case_id: UUID, at: datetime | None) -> ContactStatus:
    """Say how far the contact has come, and when time alone changes that."""
    return intake.contact_status(case_id, at)


@api.question("/cases/<uuid:case_id>/letters", forms.SentLetterForm(many=True))
def letters_sent(intake: Intake, case_id: UUID) -> list[Letter]:
    """List what went out to the household, the earliest first."""
    return intake.letters(case_id)


@api.question(
    "/cases/<uuid:case_id>/letters/<kind>/draft", forms.DraftForm, asks=forms.WhichDraft
)
def letter_draft(
    intake: Intake, case_id: UUID, kind: str, on: date, expires_on: date | None
) -> dict[str, str]:
    """Write a letter with an empty window: who sends it fills in the rest."""
    letter = intake.letter(case_id, kind, on, expires_on=expires_on)
    return {"html": letter_page(letter, Imprint(letter.organisation_id))}


@api.question("/cases/<uuid:case_id>/appointments", forms.AppointmentForm(many=True))
def appointments(intake: Intake, case_id: UUID) -> list[Appointment]:
    """List what was agreed with the household, the earliest first."""
    return intake.appointments(case_id)

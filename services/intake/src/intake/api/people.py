"""Persons, and what they decide about what is theirs, over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from azione0.access.accessed import DataAccessed, Reader
from azione0.access.purposes import Purpose
from intake.api.entrance import Made, api
from intake.application import Intake
from intake.application.persons import Imported, PersonRead
from intake.forms import common
from intake.forms import people as forms
from intake.people.dossier import Dossier, NoteRead
from intake.people.register import ErasureLine, PersonLine, ReceiptLine
from intake.people.retention import Ending, Hold, NotYet


@api.command(
    "/households/<uuid:household_id>/persons", forms.NewPerson, common.Made, status=201
)
def register_person(
    intake: Intake,
    household_id: UUID,
    on: date,
    role: str,
    member_id: UUID | None,
    **fields: Any,
) -> Made:
    """Register who a member is, perhaps a new one; what is known of them is sealed."""
    made = intake.register_person(
        household_id, fields, on, role=role, member_id=member_id
    )
    return {"id": made}


@api.command("/persons/imports", forms.NewRows, forms.ImportedForm)
def import_persons(
    intake: Intake, rows: Sequence[Mapping[str, Any]], on: date
) -> Imported:
    """Register many; wrong rows and those who are here already are reported."""
    return intake.import_persons(rows, on)


@api.command("/persons/<uuid:person_id>/rectifications", forms.Rectification)
def rectify_person(intake: Intake, person_id: UUID, on: date, **fields: Any) -> None:
    """Write fields anew; what stood there is destroyed."""
    given = {name: it for name, it in fields.items() if it is not None}
    intake.rectify_person(person_id, given, on)


@api.command("/persons/<uuid:person_id>/departures", common.On)
def leave_household(intake: Intake, person_id: UUID, on: date) -> None:
    """Record a person's last day in the household."""
    intake.leave_household(person_id, on)


@api.command("/persons/<uuid:person_id>/notes", forms.NewNote, common.Made, status=201)
def write_note(intake: Intake, person_id: UUID, kind: str, text: str, on: date) -> Made:
    """Seal a note of an interview or about health."""
    return {"id": intake.write_note(person_id, kind, text, on)}


@api.command("/persons/<uuid:person_id>/notices", forms.NoticeGiven)
def give_notice(
    intake: Intake, person_id: UUID, purpose: str, text_version: str, on: date
) -> None:
    """Record that a person was given a privacy notice."""
    intake.give_notice(person_id, purpose, text_version, on)


@api.command("/persons/<uuid:person_id>/erasure-requests", common.On)
def request_erasure(intake: Intake, person_id: UUID, on: date) -> None:
    """Record that a person asks to be forgotten."""
    intake.request_erasure(person_id, on)


@api.command("/persons/<uuid:person_id>/erasures", forms.NewErasure)
def erase_person(intake: Intake, person_id: UUID, legal_ground: str, on: date) -> None:
    """Destroy all that a person has here, unless a law keeps it."""
    intake.erase_person(person_id, _by_today(intake, on), legal_ground)


@api.command("/persons/<uuid:person_id>/retention-approvals", common.On)
def approve_retention(intake: Intake, person_id: UUID, on: date) -> None:
    """Agree that what ends within sixty days goes on its day."""
    intake.approve_retention(person_id, _by_today(intake, on))


@api.command("/retention/closings", common.On)
def carry_out_retention(intake: Intake, on: date) -> None:
    """Destroy what was approved and whose day has come."""
    intake.carry_out_retention(_by_today(intake, on))


@api.command("/notices", forms.NewNotice, common.Made, status=201)
def publish_notice(
    intake: Intake, purpose: str, text_version: str, text: str, on: date
) -> Made:
    """Publish a version of the privacy notice for a purpose."""
    return {"id": intake.publish_notice(purpose, text_version, text, on)}


@api.command("/consents", forms.NewConsent)
def give_consent(
    intake: Intake,
    person_id: UUID,
    household_id: UUID,
    purpose: str,
    text_version: str,
    on: date,
) -> None:
    """Record a person's consent to one optional purpose."""
    intake.give_consent(person_id, household_id, purpose, text_version, on)


@api.command("/consents/withdrawals", forms.ConsentEnd)
def withdraw_consent(intake: Intake, person_id: UUID, purpose: str, on: date) -> None:
    """End a consent from a day."""
    intake.withdraw_consent(person_id, purpose, on)


@api.question(
    "/households/<uuid:household_id>/persons", forms.PersonLineForm(many=True)
)
def persons(intake: Intake, household_id: UUID) -> list[PersonLine]:
    """List a household's persons by random id."""
    return intake.persons(household_id)


@api.disclosure("/persons/<uuid:person_id>", forms.PersonForm, asks=forms.Reading)
def read_person(
    intake: Intake, reader: Reader, person_id: UUID, purpose: str, on: date
) -> PersonRead:
    """Tell who somebody is, for a purpose; the reading is written down first."""
    return intake.read_person(person_id, reader, purpose, on)


@api.disclosure(
    "/households/<uuid:household_id>/identities",
    forms.PersonForm(many=True),
    asks=forms.Reading,
)
def read_household(
    intake: Intake, reader: Reader, household_id: UUID, purpose: str, on: date
) -> list[PersonRead]:
    """Tell who belongs to a household, for a purpose; it is one reading of them all."""
    return intake.read_household(household_id, reader, purpose, on)


@api.disclosure(
    "/persons/<uuid:person_id>/notes",
    forms.NoteForm(many=True),
    asks=forms.Reading,
)
def read_notes(
    intake: Intake, reader: Reader, person_id: UUID, purpose: str, on: date
) -> list[NoteRead]:
    """Give the notes about somebody, for a purpose; the reading is written down."""
    return intake.read_notes(person_id, reader, purpose, on)


@api.disclosure("/persons/<uuid:person_id>/dossier", forms.DossierForm, asks=forms.AsOf)
def dossier(intake: Intake, reader: Reader, person_id: UUID, on: date) -> Dossier:
    """Give all that is held about a person, who read it included."""
    return intake.dossier(person_id, reader, on)


@api.question(
    "/persons/<uuid:person_id>/holds", forms.HoldForm(many=True), asks=forms.AsOf
)
def holds(intake: Intake, person_id: UUID, on: date) -> list[Hold]:
    """Say what keeps a person's data from being erased."""
    return intake.holds_of(person_id, on)


@api.question("/accesses", forms.AccessForm(many=True), asks=forms.WhichAccesses)
def accesses(intake: Intake, **wanted: Any) -> list[DataAccessed]:
    """List who read personal data, the latest first."""
    return intake.accesses(**wanted)


@api.question("/purposes", forms.PurposeForm(many=True), asks=forms.AsOf)
def purposes(intake: Intake, on: date) -> list[Purpose]:
    """List what data is used for, on which basis, for how long."""
    return intake.purposes(on)


@api.question("/erasures", forms.ErasureForm(many=True), asks=forms.AsOf)
def erasures(intake: Intake, on: date) -> list[ErasureLine]:
    """List erasures as they stand on a day, the latest first."""
    return intake.erasures(on)


@api.question(
    "/erasures/receipts", forms.ReceiptForm(many=True), asks=forms.WhichReceipts
)
def erasure_receipts(intake: Intake, state: str) -> list[ReceiptLine]:
    """List which partner has confirmed which erasure."""
    return intake.erasure_receipts(waiting=state == "waiting")


@api.question("/retention", forms.EndingForm(many=True), asks=forms.AsOf)
def retention_endings(intake: Intake, on: date) -> list[Ending]:
    """List whose terms end within sixty days, or have ended."""
    return intake.retention_endings(on)


def _by_today(intake: Intake, on: date) -> date:
    """Give a day that has come; `NotYet`, for what is destroyed cannot come back."""
    today = intake.today()
    if on > today:
        raise NotYet(f"{on} has not come: today is {today}, terms run until their day")
    return on

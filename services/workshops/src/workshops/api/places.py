"""Places in workshops, and the registers, over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from workshops.api.entrance import api
from workshops.application import Workshops
from workshops.forms import places as forms
from workshops.forms.common import OnDayBecause
from workshops.labs.enrolment import Enrolment, Mark


@api.command(
    "/workshops/<uuid:workshop_id>/enrolments",
    forms.NewEnrolment,
    forms.EnrolmentForm,
    status=201,
)
def enrol(
    workshops: Workshops,
    workshop_id: UUID,
    household_id: UUID,
    person_id: UUID | None,
    on: date,
) -> dict[str, Any]:
    """Give a household a seat, or the last place in the waiting list."""
    place = workshops.enrol(workshop_id, household_id, on, person_id=person_id)
    return _place(workshops, place)


@api.command(
    "/workshops/<uuid:workshop_id>/enrolments/for-pact",
    forms.PactEnrolment,
    forms.EnrolmentForm,
    status=201,
)
def enrol_for_pact(
    workshops: Workshops,
    workshop_id: UUID,
    household_id: UUID,
    commitment_id: UUID,
    person_id: UUID | None,
    on: date,
) -> dict[str, Any]:
    """Give a place because the household undertook it in its pact."""
    place = workshops.enrol_for_pact(
        workshop_id, household_id, commitment_id, on, person_id=person_id
    )
    return _place(workshops, place)


@api.command(
    "/workshops/<uuid:workshop_id>/guests",
    forms.NewGuest,
    forms.EnrolmentForm,
    status=201,
)
def enrol_guest(
    workshops: Workshops,
    workshop_id: UUID,
    organisation_id: str,
    person_id: UUID,
    on: date,
) -> dict[str, Any]:
    """Give a place to somebody whom another organisation sends, by pseudonym."""
    place = workshops.enrol_guest(workshop_id, organisation_id, person_id, on)
    return _place(workshops, place)


@api.command(
    "/workshops/<uuid:workshop_id>/sessions/<int:number>/register", forms.Register
)
def register_session(
    workshops: Workshops,
    workshop_id: UUID,
    number: int,
    marks: Sequence[dict[str, Any]],
    on: date,
) -> None:
    """Close the register of a session that was held."""
    entered = {it["enrolment_id"]: Mark(it["mark"], it["minutes"]) for it in marks}
    workshops.register_session(workshop_id, number, entered, on)


@api.question("/enrolments/<uuid:enrolment_id>", forms.EnrolmentForm)
def enrolment(workshops: Workshops, enrolment_id: UUID) -> dict[str, Any]:
    """Give a place in a workshop, and the sessions it came to."""
    return _place(workshops, enrolment_id)


@api.command("/enrolments/<uuid:enrolment_id>/departure", OnDayBecause)
def leave(workshops: Workshops, enrolment_id: UUID, on: date, reason: str) -> None:
    """End a place for the household's part; who waits moves up."""
    workshops.leave(enrolment_id, on, reason)


@api.command(
    "/enrolments/<uuid:enrolment_id>/corrections", forms.Correction, forms.EnrolmentForm
)
def correct_attendance(
    workshops: Workshops,
    enrolment_id: UUID,
    number: int,
    mark: str,
    minutes: int | None,
) -> dict[str, Any]:
    """Correct a register that is closed, also after the workshop has ended."""
    workshops.correct_attendance(enrolment_id, number, Mark(mark, minutes))
    return _place(workshops, enrolment_id)


def _place(workshops: Workshops, enrolment_id: UUID) -> dict[str, Any]:
    found = workshops.get(Enrolment, enrolment_id)
    register = [
        {
            "number": n,
            "on": entry.on,
            "mark": entry.mark,
            "minutes": entry.minutes,
            "before": found.history[n][:-1],
        }
        for n, entry in sorted(found.register.items())
    ]
    return {
        "id": found.id,
        "workshop_id": found.workshop_id,
        "household_id": found.household_id,
        "person_id": found.person_id,
        "organisation_id": found.organisation_id,
        "origin": found.origin,
        "state": found.state,
        "requested_on": found.requested_on,
        "seated_on": found.seated_on,
        "ended_on": found.ended_on,
        "minutes_attended": found.minutes_attended,
        "register": register,
    }

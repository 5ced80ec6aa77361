"""The registers: who came to a session, and what was wrong about it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from workshops.application.bookkeeping import Bookkeeping
from workshops.labs import workshop as programme
from workshops.labs.enrolment import Enrolment, Mark
from workshops.labs.workshop import Workshop


class Registers(Bookkeeping):
    """The use-cases of attendance."""

    def register_session(
        self,
        workshop_id: UUID,
        number: int,
        marks: Mapping[UUID, Mark],
        today: date,
    ) -> None:
        """
        Close a session's register: a mark for each enrolment that had a seat.

        `RegisterIncomplete` if one is missing or of another workshop; those who
        left or came in after the session need none.
        """
        workshop = self.get(Workshop, workshop_id)
        session = workshop.hold_session(number, today)
        seated = {
            place: self.get(Enrolment, place) for place in {*workshop.seated, *marks}
        }
        missing = [
            place
            for place, enrolment in seated.items()
            if place not in marks
            and enrolment.seated_on is not None
            and enrolment.seated_on <= session.on
        ]
        strangers = [
            place for place, it in seated.items() if it.workshop_id != workshop_id
        ]
        if missing or strangers:
            raise RegisterIncomplete(
                f"workshop {workshop_id}, session {number}: {len(missing)} marks are "
                f"missing, {len(strangers)} are of another workshop"
            )
        for place, mark in marks.items():
            self._attend(seated[place], session, mark)
        self._keep_workshop(workshop)

    def correct_attendance(self, enrolment_id: UUID, number: int, mark: Mark) -> None:
        """Correct a register that is closed, as long as the workshop runs."""
        enrolment = self.get(Enrolment, enrolment_id)
        workshop = self.get(Workshop, enrolment.workshop_id)
        if number not in workshop.held:
            raise programme.NotYetHeld(
                f"workshop {workshop.id}: session {number} was not held"
            )
        self._attend(enrolment, workshop.sessions[number], mark)


class RegisterIncomplete(Exception):
    """A register without a mark for everybody who had a seat."""

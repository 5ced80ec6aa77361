"""The programme of workshops: announced, moved, cancelled, completed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from workshops import lists
from workshops.application.bookkeeping import Bookkeeping
from workshops.labs import workshop as programme
from workshops.labs.enrolment import CANCELLED_BY_US, Enrolment, Mark
from workshops.labs.reason import check_code
from workshops.labs.workshop import Workshop

ATTENDANCE_PERCENT = 70


class Programme(Bookkeeping):
    """The use-cases of workshops and their sessions."""

    def schedule_workshop(
        self,
        kind: str,
        organisation_id: str,
        capacity: int,
        sessions: Sequence[tuple[date, int]],
        on: date,
        *,
        attendance_percent: int = ATTENDANCE_PERCENT,
    ) -> UUID:
        """
        Announce a workshop; sessions are (day, minutes). Give its id.

        Who attended `attendance_percent` of the minutes has seen it through.
        `ImpossibleProgramme` without sessions or seats.
        """
        programme.check_seats(capacity, attendance_percent)
        check_code(kind)
        workshop = Workshop(
            id=self.new_id("workshop", kind, organisation_id, *sessions),
            kind=kind,
            organisation_id=organisation_id,
            capacity=capacity,
            sessions=programme.numbered(sessions),
            attendance_percent=attendance_percent,
            effective_on=on,
        )
        self._keep_workshop(workshop)
        return workshop.id

    def move_session(
        self, workshop_id: UUID, number: int, to_on: date, on: date
    ) -> None:
        """Put a session on another day."""
        workshop = self.get(Workshop, workshop_id)
        workshop.move_session(number, to_on, on)
        self._keep_workshop(workshop)

    def cancel_session(
        self, workshop_id: UUID, number: int, reason: str, on: date
    ) -> None:
        """Cancel a session of ours: nobody missed it."""
        workshop = self.get(Workshop, workshop_id)
        session = workshop.cancel_session(number, reason, on)
        for place in workshop.seated:
            self._attend(self.get(Enrolment, place), session, Mark(CANCELLED_BY_US))
        self._keep_workshop(workshop)

    def complete_workshop(self, workshop_id: UUID, on: date) -> list[UUID]:
        """End a workshop; give the enrolments that saw it through."""
        workshop = self.get(Workshop, workshop_id)
        workshop.complete(on)
        through = []
        for place in workshop.seated:
            enrolment = self.get(Enrolment, place)
            if enrolment.complete(
                workshop.attendance_percent, workshop.minutes_planned, on
            ):
                through.append(place)
            self._keep_enrolment(enrolment)
        self._release(workshop.waiting, "never_a_seat", on)
        self._keep_workshop(workshop)
        return through

    def cancel_workshop(self, workshop_id: UUID, reason: str, on: date) -> None:
        """Give a workshop up, with a reason code; everybody is released."""
        workshop = self.get(Workshop, workshop_id)
        workshop.cancel(reason, on)
        self._release([*workshop.seated, *workshop.waiting], "workshop_cancelled", on)
        self._keep_workshop(workshop)

    def listed(self, on: date) -> list[tuple[Any, ...]]:
        """Give the lines of the workshops that are not over on a day."""
        with self.store.reading() as session:
            return lists.workshops_from(session, on)

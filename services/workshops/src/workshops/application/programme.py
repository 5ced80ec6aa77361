"""The programme of workshops: the catalogue, what is planned, moved and cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from workshops import lists
from workshops.application.bookkeeping import Bookkeeping
from workshops.labs import workshop as programme
from workshops.labs.enrolment import CANCELLED_BY_US, Enrolment, Mark
from workshops.labs.notice import (
    SESSION_ARRANGED,
    SESSION_CANCELLED,
    SESSION_MOVED,
    WORKSHOP_CANCELLED,
    Notice,
)
from workshops.labs.reason import check_code
from workshops.labs.recurrence import Recurrence, days_of
from workshops.labs.template import LabTemplate, Outline, check_outline, template_key
from workshops.labs.workshop import Workshop

ATTENDANCE_PERCENT = 70


class Programme(Bookkeeping):
    """The use-cases of the catalogue, of workshops and of their sessions."""

    # -- the catalogue

    def load_catalogue(self, outlines: Mapping[str, Outline], on: date) -> None:
        """
        Add or revise templates, by code; all of them or none.

        `ImpossibleProgramme` names the template from which nothing can be planned.
        """
        for code, outline in outlines.items():
            check_outline(code, outline)
            template = self.find(LabTemplate, template_key(code))
            if template is None:
                template = LabTemplate(
                    id=template_key(code), code=code, outline=outline, effective_on=on
                )
            else:
                template.revise(outline, on)
            self._keep_template(template)

    def retire_template(self, code: str, on: date) -> None:
        """Plan nothing from a template any more."""
        template = self.get(LabTemplate, template_key(code))
        template.retire(on)
        self._keep_template(template)

    def catalogue(self) -> list[LabTemplate]:
        """Give the templates in use, by kind and code; ready for another estate."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT template_id FROM templates_v1 WHERE retired_on IS NULL "
                "ORDER BY kind, code"
            )
        return [self.get(LabTemplate, template_id) for (template_id,) in rows]

    # -- workshops

    def schedule_workshop(
        self,
        kind: str,
        organisation_id: str,
        capacity: int,
        sessions: Sequence[tuple[date, int]],
        on: date,
        *,
        attendance_percent: int = ATTENDANCE_PERCENT,
        starts_at: str = "",
        place: str = "",
        facilitators: Sequence[UUID] = (),
    ) -> UUID:
        """
        Announce a workshop; sessions are (day, minutes). Give its id.

        Who attended `attendance_percent` of the minutes has seen it through.
        `ImpossibleProgramme` without sessions or seats.
        """
        programme.check_seats(capacity, attendance_percent)
        return self._schedule(
            check_code(kind),
            organisation_id,
            capacity,
            programme.numbered(
                sessions, starts_at=starts_at, place=place, facilitators=facilitators
            ),
            attendance_percent,
            on,
        )

    def plan_from_template(
        self,
        code: str,
        organisation_id: str,
        first_on: date,
        on: date,
        *,
        starts_at: str = "",
        place: str = "",
        facilitators: Sequence[UUID] = (),
        capacity: int | None = None,
        frequency: str = "weekly",
        every: int = 1,
        weekdays: Sequence[str] = (),
        except_on: Sequence[date] = (),
    ) -> UUID:
        """
        Announce a workshop of the catalogue, from a day on. Give its id.

        It has as many sessions as the template says, at the same hour on the wall
        of Rome. `TemplateRetired`, `ImpossibleRecurrence`, `ImpossibleStart`.
        """
        template = self.get(LabTemplate, template_key(code))
        template.refuse_if_retired()
        outline = template.outline
        seats = outline.capacity if capacity is None else capacity
        programme.check_seats(seats, outline.attendance_percent)
        days = days_of(
            Recurrence(
                first_on, outline.sessions, frequency, every, weekdays, except_on
            )
        )
        return self._schedule(
            outline.kind,
            organisation_id,
            seats,
            programme.numbered(
                [(day, outline.minutes) for day in days],
                starts_at=starts_at,
                place=place,
                facilitators=facilitators,
            ),
            outline.attendance_percent,
            on,
            template=template,
        )

    def complete_workshop(self, workshop_id: UUID, on: date) -> list[UUID]:
        """End a workshop; give the enrolments that saw it through."""
        self._lock(workshop_id)
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
        """Give a workshop up, with a reason code; everybody is released and told."""
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        workshop.cancel(reason, on)
        everybody = [*workshop.seated, *workshop.waiting]
        self._release(everybody, "workshop_cancelled", on)
        for place in everybody:
            self._drop_notices(place, on)
        self._owe(workshop, everybody, WORKSHOP_CANCELLED, on)
        self._keep_workshop(workshop)

    # -- sessions

    def arrange_session(
        self,
        workshop_id: UUID,
        number: int,
        on: date,
        *,
        starts_at: str,
        place: str,
        facilitators: Sequence[UUID],
    ) -> None:
        """Say when, where and by whom a session is held; who has a seat is told."""
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        before = workshop.open_session(number)
        if workshop.arrange_session(
            number, on, starts_at=starts_at, place=place, facilitators=facilitators
        ):
            after = workshop.sessions[number]
            if (before.starts_at, before.place) != (after.starts_at, after.place):
                self._owe(
                    workshop, workshop.seated, SESSION_ARRANGED, on, number=number
                )
            self._keep_workshop(workshop)

    def move_session(
        self, workshop_id: UUID, number: int, to_on: date, on: date
    ) -> None:
        """Put a session on another day; who has a seat is told."""
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        if workshop.move_session(number, to_on, on):
            self._owe(workshop, workshop.seated, SESSION_MOVED, on, number=number)
        self._keep_workshop(workshop)

    def cancel_session(
        self, workshop_id: UUID, number: int, reason: str, on: date
    ) -> None:
        """Cancel a session of ours: nobody missed it, who has a seat is told."""
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        session = workshop.cancel_session(number, reason, on)
        for place in workshop.seated:
            self._attend(self.get(Enrolment, place), session, Mark(CANCELLED_BY_US))
        self._owe(workshop, workshop.seated, SESSION_CANCELLED, on, number=number)
        self._keep_workshop(workshop)

    def give_notice(self, notice_id: UUID, channel: str, on: date) -> None:
        """Note that somebody was told; `NoticeSettled` if nobody is to be any more."""
        notice = self.get(Notice, notice_id)
        notice.give(channel, on)
        self._keep_notice(notice)

    # -- what can be asked

    def listed(self, on: date) -> list[tuple[Any, ...]]:
        """Give the lines of the workshops that are not over on a day."""
        with self.store.reading() as session:
            return lists.workshops_from(session, on)

    def notices_owed(self) -> list[tuple[Any, ...]]:
        """Give whom to tell what, who waits longest first."""
        with self.store.reading() as session:
            return lists.notices_owed(session)

    def led_by(self, facilitator_id: UUID) -> list[Workshop]:
        """Give the workshops of which somebody leads a session."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT workshop_id FROM facilitators_v1 WHERE facilitator_id = ? "
                "ORDER BY workshop_id",
                (facilitator_id,),
            )
        return [self.get(Workshop, workshop_id) for (workshop_id,) in rows]

    def _schedule(
        self,
        kind: str,
        organisation_id: str,
        capacity: int,
        sessions: list[programme.Session],
        attendance_percent: int,
        on: date,
        *,
        template: LabTemplate | None = None,
    ) -> UUID:
        days = [(it.on, it.minutes) for it in sessions]
        workshop = Workshop(
            id=self.new_id("workshop", kind, organisation_id, *days),
            kind=kind,
            organisation_id=organisation_id,
            capacity=capacity,
            sessions=sessions,
            attendance_percent=attendance_percent,
            effective_on=on,
            template_id=template.id if template else None,
            aims=list(template.outline.aims) if template else [],
        )
        self._keep_workshop(workshop)
        return workshop.id

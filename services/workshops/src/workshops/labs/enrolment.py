"""
An enrolment: a household's place in a workshop, and the sessions it came to.

Read the events first. What attending means for the household's pact is said
here too, because it is the register that keeps or breaks the commitment.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from workshops.labs.reason import check_code

WAITING, ENROLLED, ATTENDING = "waiting", "enrolled", "attending"
COMPLETED, DROPPED_OUT, RELEASED = "completed", "dropped_out", "released"
OPEN = (WAITING, ENROLLED, ATTENDING)

PRESENT, EXCUSED, ABSENT = "present", "excused", "absent"
CANCELLED_BY_US = "cancelled_by_us"
MARKS = (PRESENT, EXCUSED, ABSENT, CANCELLED_BY_US)
TOO_LITTLE = "too_little_attended"
WORKER, PACT, LINK, OTHER_ORGANISATION = "worker", "pact", "link", "other_organisation"
#: By whom a place was asked for: a worker, a worker for the household's pact, the
#: household by its own link, or another organisation for a guest of its own.
ORIGINS = (WORKER, PACT, LINK, OTHER_ORGANISATION)
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """What a register says of one place; `present` alone means the whole session."""

    mark: str
    minutes: int | None = None

    def minutes_of(self, session_minutes: int) -> int:
        """Give the minutes attended of a session of so many."""
        if self.minutes is None:
            return session_minutes if self.mark == PRESENT else 0
        return self.minutes


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register: the mark, and the minutes there and in all."""

    mark: str
    minutes: int
    session_minutes: int
    on: date


def commitment_of(case_id: UUID) -> UUID:
    """Give the commitment of a case's pact that the workshops watch over."""
    return uuid5(case_id, "workshops")


class Enrolment(Aggregate, topic="workshops.Enrolment"):
    """One place in one workshop, from the asking to the end."""

    class Requested(Aggregate.Created):
        workshop_id: UUID
        household_id: UUID | None
        person_id: UUID | None
        kind: str
        effective_on: date
        origin: str = WORKER
        organisation_id: str | None = None

    class EnrolmentConfirmed(Aggregate.Event):
        workshop_id: UUID
        household_id: UUID | None
        kind: str
        effective_on: date

    class SessionAttended(Aggregate.Event):
        workshop_id: UUID
        household_id: UUID | None
        session_number: int
        session_minutes: int
        mark: str
        minutes: int
        effective_on: date

    class CommitmentKept(Aggregate.Event):
        case_id: UUID
        household_id: UUID
        commitment_id: UUID
        session_number: int
        effective_on: date

    class CommitmentMissed(Aggregate.Event):
        case_id: UUID
        household_id: UUID
        commitment_id: UUID
        session_number: int
        effective_on: date

    class WorkshopCompleted(Aggregate.Event):
        workshop_id: UUID
        household_id: UUID | None
        kind: str
        sessions_attended: int
        minutes_attended: int
        minutes_planned: int
        effective_on: date

    class WorkshopCompletionRetracted(Aggregate.Event):
        workshop_id: UUID
        household_id: UUID | None
        kind: str
        reason: str
        effective_on: date

    class DroppedOut(Aggregate.Event):
        reason: str
        effective_on: date

    class Released(Aggregate.Event):
        reason: str
        effective_on: date

    @event(Requested)
    def __init__(
        self,
        *,
        id: UUID,
        workshop_id: UUID,
        household_id: UUID | None,
        person_id: UUID | None,
        kind: str,
        effective_on: date,
        origin: str,
        organisation_id: str | None,
    ) -> None:
        self.workshop_id = workshop_id
        self.household_id = household_id
        self.person_id = person_id
        self.kind = kind
        self.origin = origin
        self.organisation_id = organisation_id
        self.requested_on = effective_on
        self.seated_on: date | None = None
        self.ended_on: date | None = None
        self.end_reason = ""
        self.state = WAITING
        self.register: dict[int, Entry] = {}
        self.history: dict[int, list[Entry]] = {}
        self.said: dict[int, bool] = {}

    @property
    def is_open(self) -> bool:
        """Whether the place is still held or waited for."""
        return self.state in OPEN

    @property
    def minutes_attended(self) -> int:
        """Minutes present, in all."""
        return sum(entry.minutes for entry in self.register.values())

    def confirm(self, on: date) -> None:
        """Give the seat; once is enough."""
        if self.state == WAITING:
            seated_on = max(on, self.requested_on)
            self._enrolment_confirmed(
                self.workshop_id, self.household_id, self.kind, seated_on
            )

    def attend(
        self,
        session_number: int,
        session_minutes: int,
        mark: str,
        minutes: int,
        on: date,
    ) -> None:
        """
        Enter a session in the register, or correct what was entered.

        `minutes` count for `present` only. What was entered first stays in
        `history`. `ImpossibleMark` for a mark that is none, or minutes that the
        session did not have; `NoSeat` before the seat was given; `EnrolmentOver`
        for a new entry after the end of the place.
        """
        known = self.register.get(session_number)
        if self.seated_on is None:
            raise NoSeat(f"enrolment {self.id} is on the waiting list")
        judged = self.state in (COMPLETED, RELEASED) or self.end_reason == TOO_LITTLE
        left_before = self.ended_on is not None and on > self.ended_on
        if not known and (judged or left_before):
            raise EnrolmentOver(f"enrolment {self.id} is {self.state}")
        fits = 1 <= minutes <= session_minutes if mark == PRESENT else minutes == 0
        if mark not in MARKS or not fits:
            raise ImpossibleMark(
                f"enrolment {self.id}, session {session_number}: {mark} with {minutes} "
                f"of {session_minutes} minutes"
            )
        if not known or (known.mark, known.minutes) != (mark, minutes):
            self._session_attended(
                workshop_id=self.workshop_id,
                household_id=self.household_id,
                session_number=session_number,
                session_minutes=session_minutes,
                mark=mark,
                minutes=minutes,
                effective_on=on,
            )

    def answer_to_pact(self, case_id: UUID, session_number: int) -> None:
        """
        Say what a session means for the pact, once, and again if it is corrected.

        Present keeps the commitment, an unexcused absence misses it; an excuse
        says nothing, but undoes an absence said before.
        """
        entry = self.register[session_number]
        if self.household_id is None:
            return
        said = self.said.get(session_number)
        kept = entry.mark != ABSENT
        if kept == said or (entry.mark != PRESENT and kept and said is None):
            return
        say = self._commitment_kept if kept else self._commitment_missed
        commitment = commitment_of(case_id)
        say(case_id, self.household_id, commitment, session_number, entry.on)

    def complete(self, attendance_percent: int, minutes_planned: int, on: date) -> bool:
        """
        End with the workshop: seen through, or too little attended.

        The share is of the minutes held while the seat was had, excused absences
        and sessions of ours that fell through left out.
        """
        if not self._attended_enough(attendance_percent):
            self._dropped_out(TOO_LITTLE, on)
            return False
        self._say_completed(minutes_planned, on)
        return True

    def judge_again(
        self, attendance_percent: int, minutes_planned: int, on: date
    ) -> None:
        """
        Judge a place once more, after its register was corrected late.

        Who now attended enough has seen the workshop through after all; of who has
        seen it through already the minutes are said again. Of who attended too
        little after all the completion is taken back.
        """
        if self.state != COMPLETED and self.end_reason != TOO_LITTLE:
            return
        on = self.ended_on or on
        if self._attended_enough(attendance_percent):
            self._say_completed(minutes_planned, on)
        elif self.state == COMPLETED:
            self._workshop_completion_retracted(
                self.workshop_id, self.household_id, self.kind, TOO_LITTLE, on
            )

    def _attended_enough(self, attendance_percent: int) -> bool:
        counted = self._counted()
        held = sum(entry.session_minutes for entry in counted)
        attended = self.minutes_attended
        return bool(attended) and attended * WHOLE >= attendance_percent * held

    def _counted(self) -> list[Entry]:
        return [e for e in self.register.values() if e.mark in (PRESENT, ABSENT)]

    def _say_completed(self, minutes_planned: int, on: date) -> None:
        self._workshop_completed(
            workshop_id=self.workshop_id,
            household_id=self.household_id,
            kind=self.kind,
            sessions_attended=sum(e.mark == PRESENT for e in self._counted()),
            minutes_attended=self.minutes_attended,
            minutes_planned=minutes_planned,
            effective_on=on,
        )

    def drop_out(self, reason: str, on: date) -> None:
        """End the place for the household's part, with a reason code."""
        self._refuse_if_over()
        self._dropped_out(check_code(reason), on)

    def release(self, reason: str, on: date) -> None:
        """End the place for our part: the workshop is cancelled, or was full."""
        self._refuse_if_over()
        self._released(check_code(reason), on)

    def _refuse_if_over(self) -> None:
        if not self.is_open:
            raise EnrolmentOver(f"enrolment {self.id} is {self.state}")

    @event(EnrolmentConfirmed)
    def _enrolment_confirmed(
        self,
        workshop_id: UUID,
        household_id: UUID | None,
        kind: str,
        effective_on: date,
    ) -> None:
        self.state = ENROLLED
        self.seated_on = effective_on

    @event(SessionAttended)
    def _session_attended(
        self,
        *,
        workshop_id: UUID,
        household_id: UUID | None,
        session_number: int,
        session_minutes: int,
        mark: str,
        minutes: int,
        effective_on: date,
    ) -> None:
        entry = Entry(mark, minutes, session_minutes, effective_on)
        self.register[session_number] = entry
        self.history.setdefault(session_number, []).append(entry)
        if self.state == ENROLLED and mark == PRESENT:
            self.state = ATTENDING

    @event(CommitmentKept)
    def _commitment_kept(
        self,
        case_id: UUID,
        household_id: UUID,
        commitment_id: UUID,
        session_number: int,
        effective_on: date,
    ) -> None:
        self.said[session_number] = True

    @event(CommitmentMissed)
    def _commitment_missed(
        self,
        case_id: UUID,
        household_id: UUID,
        commitment_id: UUID,
        session_number: int,
        effective_on: date,
    ) -> None:
        self.said[session_number] = False

    @event(WorkshopCompleted)
    def _workshop_completed(
        self,
        *,
        workshop_id: UUID,
        household_id: UUID | None,
        kind: str,
        sessions_attended: int,
        minutes_attended: int,
        minutes_planned: int,
        effective_on: date,
    ) -> None:
        self.state, self.ended_on, self.end_reason = COMPLETED, effective_on, ""

    @event(WorkshopCompletionRetracted)
    def _workshop_completion_retracted(
        self,
        workshop_id: UUID,
        household_id: UUID | None,
        kind: str,
        reason: str,
        effective_on: date,
    ) -> None:
        self.state, self.ended_on, self.end_reason = DROPPED_OUT, effective_on, reason

    @event(DroppedOut)
    def _dropped_out(self, reason: str, effective_on: date) -> None:
        self.state, self.ended_on, self.end_reason = DROPPED_OUT, effective_on, reason

    @event(Released)
    def _released(self, reason: str, effective_on: date) -> None:
        self.state, self.ended_on, self.end_reason = RELEASED, effective_on, reason


class NoSeat(Exception):
    """A session was entered for someone on the waiting list."""


class EnrolmentOver(Exception):
    """Something was asked of an enrolment that has ended."""


class ImpossibleMark(Exception):
    """An attendance that cannot be."""

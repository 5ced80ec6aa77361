"""
A social workshop: its sessions, its seats, and who waits for one.

Read the events first: they are the whole life of a workshop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from workshops.labs.reason import check_code
from workshops.labs.recurrence import check_start

PLANNED, RUNNING, COMPLETED, CANCELLED = "planned", "running", "completed", "cancelled"
WHOLE = 100
DAY_MINUTES = 24 * 60
MOST_SEATS = 1000
MOST_PEOPLE = 10_000
MOST_FACILITATORS = 20
LONGEST_PLACE = 100


@dataclass(frozen=True, slots=True)
class Session:
    """
    One meeting: its number from 1, its day and its length in minutes.

    `starts_at` is the clock in Rome, `18:00`, empty where it is not fixed yet;
    `place` a room that everybody may know; `facilitators` are pseudonyms.
    """

    number: int
    on: date
    minutes: int
    starts_at: str = ""
    place: str = ""
    facilitators: tuple[UUID, ...] = ()


class Workshop(Aggregate, topic="workshops.Workshop"):
    """A series of sessions with so many seats, and a waiting list in order."""

    class WorkshopScheduled(Aggregate.Created):
        kind: str
        organisation_id: str
        capacity: int
        sessions: list[Session]
        attendance_percent: int
        effective_on: date
        template_id: UUID | None = None
        aims: list[str] = field(default_factory=list)

    class SeatTaken(Aggregate.Event):
        enrolment_id: UUID
        household_id: UUID | None
        person_id: UUID | None
        effective_on: date

    class Queued(Aggregate.Event):
        enrolment_id: UUID
        household_id: UUID | None
        person_id: UUID | None
        effective_on: date

    class PlaceLeft(Aggregate.Event):
        enrolment_id: UUID
        effective_on: date

    class MovedUp(Aggregate.Event):
        enrolment_id: UUID
        effective_on: date

    class CapacityChanged(Aggregate.Event):
        capacity: int
        effective_on: date

    class SessionMoved(Aggregate.Event):
        number: int
        to_on: date
        effective_on: date

    class SessionArranged(Aggregate.Event):
        number: int
        starts_at: str
        place: str
        facilitators: tuple[UUID, ...]
        effective_on: date

    class CommunityCounted(Aggregate.Event):
        number: int
        people: int
        effective_on: date

    class SessionHeld(Aggregate.Event):
        number: int
        effective_on: date

    class SessionCancelled(Aggregate.Event):
        number: int
        reason: str
        effective_on: date

    class Completed(Aggregate.Event):
        effective_on: date

    class Cancelled(Aggregate.Event):
        reason: str
        effective_on: date

    @event(WorkshopScheduled)
    def __init__(
        self,
        *,
        id: UUID,
        kind: str,
        organisation_id: str,
        capacity: int,
        sessions: list[Session],
        attendance_percent: int,
        effective_on: date,
        template_id: UUID | None,
        aims: list[str],
    ) -> None:
        self.kind = kind
        self.template_id = template_id
        self.aims = aims
        self.organisation_id = organisation_id
        self.capacity = capacity
        self.sessions = {session.number: session for session in sessions}
        self.attendance_percent = attendance_percent
        self.state = PLANNED
        self.seated: dict[UUID, tuple[UUID | None, UUID | None]] = {}
        self.waiting: dict[UUID, tuple[UUID | None, UUID | None]] = {}
        self.held: set[int] = set()
        self.dropped: dict[int, str] = {}
        self.community: dict[int, int] = {}
        self.revisions: dict[int, int] = {}

    @property
    def minutes_planned(self) -> int:
        """The minutes of all sessions as they were scheduled."""
        return sum(session.minutes for session in self.sessions.values())

    @property
    def last_on(self) -> date:
        """The day of the last session."""
        return max(session.on for session in self.sessions.values())

    @property
    def community_minutes(self) -> int:
        """The minutes that people counted only, not recorded, spent in it."""
        return sum(
            people * self.sessions[number].minutes
            for number, people in self.community.items()
        )

    @property
    def facilitators(self) -> set[UUID]:
        """Who leads any of its sessions, by pseudonym."""
        return {who for it in self.sessions.values() for who in it.facilitators}

    def enrol(
        self,
        enrolment_id: UUID,
        household_id: UUID | None,
        person_id: UUID | None,
        on: date,
    ) -> bool:
        """
        Give a seat, or the last place in the waiting list; say whether a seat.

        Without a household it is a guest whom another organisation sends.
        `WorkshopOver` after the last session, `AlreadyEnrolled` if the same
        person (or household, where nobody is named) is in it.
        """
        self.check_may_enrol(household_id, person_id, on)
        if len(self.seated) < self.capacity:
            self._seat_taken(enrolment_id, household_id, person_id, on)
            return True
        self._queued(enrolment_id, household_id, person_id, on)
        return False

    def check_may_enrol(
        self, household_id: UUID | None, person_id: UUID | None, on: date
    ) -> None:
        """Refuse who may not ask for a place; the refusals of `enrol`."""
        self.refuse_if_over()
        if on > self.last_on:
            raise WorkshopOver(
                f"workshop {self.id}: its last session was on {self.last_on}"
            )
        if (household_id, person_id) in {*self.seated.values(), *self.waiting.values()}:
            raise AlreadyEnrolled(f"workshop {self.id}: this household is in it")

    def leave(self, enrolment_id: UUID, on: date) -> list[UUID]:
        """Free a place; give those who move up into a seat, in order."""
        if enrolment_id not in {*self.seated, *self.waiting}:
            raise NotInWorkshop(f"workshop {self.id}: {enrolment_id} has no place")
        self._place_left(enrolment_id, on)
        return self._fill(on)

    def change_capacity(self, capacity: int, on: date) -> list[UUID]:
        """
        Change the number of seats; give those who move up.

        `CapacityTooSmall` if fewer than are taken: nobody loses a seat.
        """
        self.refuse_if_over()
        check_seats(capacity, self.attendance_percent)
        if capacity < len(self.seated):
            raise CapacityTooSmall(
                f"workshop {self.id}: {len(self.seated)} seats are taken, "
                f"{capacity} are too few"
            )
        if capacity != self.capacity:
            self._capacity_changed(capacity, on)
        return self._fill(on)

    def move_session(self, number: int, to_on: date, on: date) -> bool:
        """
        Put a session on another day; tell whether it is another.

        `RegisterClosed` once held or cancelled.
        """
        session = self.open_session(number)
        if to_on == session.on:
            return False
        check_sessions([replace(session, on=to_on)])
        self._session_moved(number, to_on, on)
        return True

    def arrange_session(
        self,
        number: int,
        on: date,
        *,
        starts_at: str,
        place: str,
        facilitators: Sequence[UUID],
    ) -> bool:
        """
        Say when, where and by whom a session is held; tell whether that is news.

        `RegisterClosed` once held or cancelled, `ImpossibleProgramme` for an hour
        that the day does not have.
        """
        session = self.open_session(number)
        new = replace(
            session, starts_at=starts_at, place=place, facilitators=tuple(facilitators)
        )
        check_sessions([new])
        if new == session:
            return False
        self._session_arranged(number, starts_at, place, tuple(facilitators), on)
        return True

    def count_community(self, number: int, people: int, on: date) -> None:
        """
        Count who came to a session without being recorded; the last count is valid.

        `NotYetHeld` before the register, `ImpossibleCount` below zero or too many.
        """
        if number not in self.sessions:
            raise NoSuchSession(f"workshop {self.id} has no session {number}")
        if number not in self.held:
            raise NotYetHeld(
                f"workshop {self.id}: close the register of session {number} first"
            )
        if not 0 <= people <= MOST_PEOPLE:
            raise ImpossibleCount(f"{people} people: give 0 to {MOST_PEOPLE}")
        if people != self.community.get(number):
            self._community_counted(number, people, on)

    def hold_session(self, number: int, today: date) -> Session:
        """Note that a session took place; `NotYetHeld` before its day."""
        session = self.open_session(number)
        if today < session.on:
            raise NotYetHeld(
                f"workshop {self.id}: session {number} is on {session.on}, "
                f"today is {today}"
            )
        self._session_held(number, session.on)
        return session

    def cancel_session(self, number: int, reason: str, on: date) -> Session:
        """Cancel one session of ours; it counts against nobody."""
        session = self.open_session(number)
        self._session_cancelled(number, check_code(reason), on)
        return session

    def complete(self, on: date) -> None:
        """
        End the workshop.

        `SessionsLeft` while one is neither held nor cancelled,
        `EndsBeforeItsSessions` before the day of the last one that was held.
        """
        self.refuse_if_over()
        left = sorted(self.sessions.keys() - self.held - self.dropped.keys())
        if left:
            raise SessionsLeft(
                f"workshop {self.id}: register or cancel its sessions {left} first"
            )
        self._refuse_before_held(on)
        self._completed(on)

    def cancel(self, reason: str, on: date) -> None:
        """Give the workshop up, with a reason code; `EndsBeforeItsSessions`."""
        self.refuse_if_over()
        self._refuse_before_held(on)
        self._cancelled(check_code(reason), on)

    def open_session(self, number: int) -> Session:
        """Give a session whose register is open; the refusals say why it is not."""
        self.refuse_if_over()
        if number not in self.sessions:
            raise NoSuchSession(f"workshop {self.id} has no session {number}")
        if number in self.held or number in self.dropped:
            raise RegisterClosed(
                f"workshop {self.id}: session {number} is registered or cancelled; "
                "correct the attendance of the enrolment instead"
            )
        return self.sessions[number]

    def _refuse_before_held(self, on: date) -> None:
        last = max((self.sessions[it].on for it in self.held), default=on)
        if on < last:
            raise EndsBeforeItsSessions(
                f"workshop {self.id}: a session was held on {last}, it cannot end "
                f"on {on}"
            )

    def refuse_if_over(self) -> None:
        """Refuse what is asked of a workshop that has ended, by `WorkshopOver`."""
        if self.state in (COMPLETED, CANCELLED):
            raise WorkshopOver(f"workshop {self.id} is {self.state}")

    def _is_left_after(self, on: date) -> bool:
        """Whether a session is still to be held, on a day or later."""
        return any(
            on <= it.on
            for number, it in self.sessions.items()
            if number not in self.held and number not in self.dropped
        )

    def _fill(self, on: date) -> list[UUID]:
        moved: list[UUID] = []
        if self.state in (COMPLETED, CANCELLED) or not self._is_left_after(on):
            return moved
        while self.waiting and len(self.seated) < self.capacity:
            first = next(iter(self.waiting))
            self._moved_up(first, on)
            moved.append(first)
        return moved

    @event(SeatTaken)
    def _seat_taken(
        self,
        enrolment_id: UUID,
        household_id: UUID | None,
        person_id: UUID | None,
        effective_on: date,
    ) -> None:
        self.seated[enrolment_id] = (household_id, person_id)

    @event(Queued)
    def _queued(
        self,
        enrolment_id: UUID,
        household_id: UUID | None,
        person_id: UUID | None,
        effective_on: date,
    ) -> None:
        self.waiting[enrolment_id] = (household_id, person_id)

    @event(PlaceLeft)
    def _place_left(self, enrolment_id: UUID, effective_on: date) -> None:
        self.seated.pop(enrolment_id, None)
        self.waiting.pop(enrolment_id, None)

    @event(MovedUp)
    def _moved_up(self, enrolment_id: UUID, effective_on: date) -> None:
        self.seated[enrolment_id] = self.waiting.pop(enrolment_id)

    @event(CapacityChanged)
    def _capacity_changed(self, capacity: int, effective_on: date) -> None:
        self.capacity = capacity

    @event(SessionMoved)
    def _session_moved(self, number: int, to_on: date, effective_on: date) -> None:
        self.sessions[number] = replace(self.sessions[number], on=to_on)
        self._revise(number)

    @event(SessionArranged)
    def _session_arranged(
        self,
        number: int,
        starts_at: str,
        place: str,
        facilitators: tuple[UUID, ...],
        effective_on: date,
    ) -> None:
        self.sessions[number] = replace(
            self.sessions[number],
            starts_at=starts_at,
            place=place,
            facilitators=tuple(facilitators),
        )
        self._revise(number)

    @event(CommunityCounted)
    def _community_counted(self, number: int, people: int, effective_on: date) -> None:
        self.community[number] = people

    @event(SessionHeld)
    def _session_held(self, number: int, effective_on: date) -> None:
        self.held.add(number)
        self.state = RUNNING

    @event(SessionCancelled)
    def _session_cancelled(self, number: int, reason: str, effective_on: date) -> None:
        self.dropped[number] = reason
        self._revise(number)

    @event(Completed)
    def _completed(self, effective_on: date) -> None:
        self.state = COMPLETED

    @event(Cancelled)
    def _cancelled(self, reason: str, effective_on: date) -> None:
        self.state = CANCELLED
        for number in self.sessions.keys() - self.held - self.dropped.keys():
            self._revise(number)

    def _revise(self, number: int) -> None:
        self.revisions[number] = self.revisions.get(number, 0) + 1


def numbered(
    days: Sequence[tuple[date, int]],
    *,
    starts_at: str = "",
    place: str = "",
    facilitators: Sequence[UUID] = (),
) -> list[Session]:
    """
    Give sessions, (day, minutes), their numbers in the order of their days.

    `ImpossibleProgramme` if there is none, one without minutes or of more than a
    day, or one at an hour that its day does not have.
    """
    if not days:
        raise ImpossibleProgramme("a workshop has sessions: give one at least")
    sessions = [
        Session(number, on, minutes, starts_at, place, tuple(facilitators))
        for number, (on, minutes) in enumerate(sorted(days), 1)
    ]
    check_sessions(sessions)
    return sessions


def check_sessions(sessions: Iterable[Session]) -> None:
    """Refuse sessions that nobody could hold, by `ImpossibleProgramme`."""
    for it in sessions:
        if not 0 < it.minutes <= DAY_MINUTES:
            raise ImpossibleProgramme(
                f"session {it.number}: give 1 to {DAY_MINUTES} minutes"
            )
        if len(it.place) > LONGEST_PLACE or not (it.place + "-").isprintable():
            raise ImpossibleProgramme(
                f"session {it.number}: name the place in {LONGEST_PLACE} letters"
            )
        if len(set(it.facilitators)) != len(it.facilitators) or (
            len(it.facilitators) > MOST_FACILITATORS
        ):
            raise ImpossibleProgramme(
                f"session {it.number}: name each facilitator once, "
                f"{MOST_FACILITATORS} at most"
            )
        if it.starts_at:
            check_start(it.on, it.starts_at)


def check_seats(capacity: int, attendance_percent: int) -> None:
    """Refuse a workshop without seats, or a share of attendance beyond the whole."""
    if not (0 < capacity <= MOST_SEATS and 0 <= attendance_percent <= WHOLE):
        raise ImpossibleProgramme(
            f"{capacity} seats and {attendance_percent} % of attendance: "
            f"give 1 to {MOST_SEATS} seats, and a share from 0 to 100"
        )


class EndsBeforeItsSessions(Exception):
    """A workshop that would end before a session that was held."""


class ImpossibleProgramme(Exception):
    """A workshop that nobody could hold."""


class WorkshopOver(Exception):
    """Something was asked of a workshop that is completed or cancelled."""


class AlreadyEnrolled(Exception):
    """A second place in the same workshop."""


class NotInWorkshop(Exception):
    """Someone without a place was to leave it."""


class CapacityTooSmall(Exception):
    """Fewer seats than are taken."""


class ImpossibleCount(Exception):
    """A number of people that cannot have been there."""


class NoSuchSession(Exception):
    """A session number that the workshop does not have."""


class NotYetHeld(Exception):
    """A register was to be closed before the session's day."""


class RegisterClosed(Exception):
    """A session that is registered or cancelled already."""


class SessionsLeft(Exception):
    """A workshop was to end with sessions still open."""

"""
What was sent to a household and agreed with it: invitations, appointments, letters.

Places and kinds are codes, times are those of the clock in Rome. The letters
themselves are written when they are needed; only that they went out is kept.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from azione0.aggregate import Aggregate, event
from intake.cases.contact_status import (
    EXCUSED,
    NO_SHOW,
    REVOKED,
    SEEN,
    UNKNOWN,
    ContactHistory,
    Invited,
    Meeting,
)
from intake.cases.pact import checked_codes

ROME = ZoneInfo("Europe/Rome")
#: Letters that can be written, sent, and come back.
LETTERS = ("invitation", "second_invitation", "appointment", "pact")
INVITATIONS = LETTERS[:2]
INVITED_BY = ("letter", "email", "door", "concierge")
CONCLUSIONS = (SEEN, NO_SHOW, EXCUSED, REVOKED)
APPOINTMENT_KINDS = ("office", "home", "phone", "online")
#: By which channel somebody was reached at an appointment of a kind.
REACHED_BY = {"office": "other", "home": "door", "phone": "phone", "online": "other"}
NOON, SIX_O_CLOCK = time(12), time(18)
DAY_ENDS = time(23, 59, 59)
_CONTACTS = UUID("5b1f9c3a-7d24-4c55-9a0e-3c2b1a09f811")


def contacts_key(case_id: UUID) -> UUID:
    """Give the id of the contacts of a case."""
    return uuid5(_CONTACTS, str(case_id))


def part_of_day(at: time) -> str:
    """
    Give the part of the day in which an attempt was made.

    Source: DDAS Vroegsignalering of VNG, case DDA-001.
    """
    if at < NOON:
        return "morning"
    return "afternoon" if at < SIX_O_CLOCK else "evening"


def time_of(text: str) -> time:
    """Read a time such as `09:30`; `NotATime` for anything else."""
    try:
        return datetime.strptime(text, "%H:%M").replace(tzinfo=ROME).time()
    except ValueError:
        raise NotATime(
            f"{text!r} is no time: give hours and minutes as 09:30"
        ) from None


@dataclass(frozen=True)
class Letter:
    """A letter that went out, and whether it came back."""

    letter_id: UUID
    kind: str
    sent_on: date
    expires_on: date | None = None
    returned_on: date | None = None


@dataclass(frozen=True)
class Appointment:
    """A day and a time agreed, and what came of it."""

    appointment_id: UUID
    made_on: date
    day: date
    at: str
    place: str
    kind: str
    status: str = UNKNOWN
    concluded_on: date | None = None


class Contacts(Aggregate, topic="intake.Contacts"):
    """What was sent to one household and agreed with it."""

    class Begun(Aggregate.Created):
        case_id: UUID
        household_id: UUID
        effective_on: date

    class LetterSent(Aggregate.Event):
        """A letter went out; an invitation can be answered until `expires_on`."""

        letter_id: UUID
        kind: str
        channel: str
        expires_on: date | None
        effective_on: date

    class LetterReturned(Aggregate.Event):
        letter_id: UUID
        reason: str
        effective_on: date

    class AppointmentMade(Aggregate.Event):
        appointment_id: UUID
        day: date
        at: str
        place: str
        kind: str
        effective_on: date

    class AppointmentConcluded(Aggregate.Event):
        """What came of it: seen, not come, excused by them, revoked by us."""

        appointment_id: UUID
        status: str
        effective_on: date

    class AppointmentCorrected(Aggregate.Event):
        """What came of it was written down wrongly."""

        appointment_id: UUID
        status: str
        effective_on: date

    @event(Begun)
    def __init__(
        self, *, id: UUID, case_id: UUID, household_id: UUID, effective_on: date
    ) -> None:
        self.case_id = case_id
        self.household_id = household_id
        self.letters: dict[UUID, Letter] = {}
        self.appointments: dict[UUID, Appointment] = {}

    def invitation_kind(self, since: date) -> str:
        """Give which invitation the next one is, of those sent since a day."""
        sent = (it.kind for it in self.letters.values() if it.sent_on >= since)
        return LETTERS[1] if any(it in INVITATIONS for it in sent) else LETTERS[0]

    def history_at(
        self, at: datetime, since: date, *, closed: bool = False
    ) -> ContactHistory:
        """
        Give what had been sent and agreed by an instant, since a day.

        A letter that came back invites nobody from the day on which it did.
        """
        day = at.astimezone(ROME).date()
        return ContactHistory(
            tuple(
                Invited(_begins(it.sent_on), _expires(it, day))
                for it in self.letters.values()
                if it.kind in INVITATIONS and since <= it.sent_on <= day
            ),
            tuple(
                Meeting(
                    _begins(it.made_on),
                    datetime.combine(it.day, time_of(it.at), ROME),
                    it.status
                    if it.concluded_on and it.concluded_on <= day
                    else UNKNOWN,
                )
                for it in self.appointments.values()
                if since <= it.made_on <= day
            ),
            closed,
        )

    def send(
        self,
        letter_id: UUID,
        kind: str,
        on: date,
        *,
        channel: str = INVITED_BY[0],
        expires_on: date | None = None,
    ) -> None:
        """
        Record that a letter went out.

        `NoSuchLetter` for a kind that nobody writes, `UnknownChannel`,
        `ExpiresBeforeSent` for an invitation that ends before it was sent.
        """
        if kind not in LETTERS:
            raise NoSuchLetter(f"{kind!r} is no letter: choose {', '.join(LETTERS)}")
        if channel not in INVITED_BY:
            raise UnknownChannel(f"{channel!r}: choose {', '.join(INVITED_BY)}")
        if expires_on is not None and expires_on < on:
            raise ExpiresBeforeSent(
                f"an invitation of {on} that ends on {expires_on}: give a later day"
            )
        self._letter_sent(letter_id, kind, channel, expires_on, on)

    def take_back(self, letter_id: UUID, reason: str, on: date) -> None:
        """Record that a letter came back, for a reason code; `NoSuchLetter`."""
        letter = self.letters.get(letter_id)
        if letter is None or letter.returned_on is not None or on < letter.sent_on:
            raise NoSuchLetter(
                f"letter {letter_id} was not sent by {on}, or came back already"
            )
        checked_codes([reason])
        self._letter_returned(letter_id, reason, on)

    def agree(
        self,
        appointment_id: UUID,
        day: date,
        at: str,
        place: str,
        kind: str,
        on: date,
    ) -> None:
        """
        Agree a day and a time; place and kind are codes.

        `NotATime`, `NotACode`, `UnknownAppointmentKind`; `AppointmentTwice` if the
        household is expected at that time already; `AppointmentBeforeItIsMade`.
        """
        time_of(at)
        checked_codes([place])
        if kind not in APPOINTMENT_KINDS:
            raise UnknownAppointmentKind(
                f"{kind!r}: choose {', '.join(APPOINTMENT_KINDS)}"
            )
        if day < on:
            raise AppointmentBeforeItIsMade(f"an appointment for {day}, made on {on}")
        for it in self.appointments.values():
            if (it.day, it.at, it.status) == (day, at, UNKNOWN):
                raise AppointmentTwice(
                    f"appointment {it.appointment_id} is on {day} at {at}: revoke it "
                    "first, or choose another time"
                )
        self._appointment_made(appointment_id, day, at, place, kind, on)

    def conclude(self, appointment_id: UUID, status: str, on: date) -> Appointment:
        """
        Say what came of an appointment, and give it.

        `NoSuchAppointment`; `NotConcluded` for a word in no list, a second word, or
        for seen or not come before its day.
        """
        found = self.appointments.get(appointment_id)
        if found is None:
            raise NoSuchAppointment(
                f"appointment {appointment_id} is not of case {self.case_id}"
            )
        early = status in (SEEN, NO_SHOW) and on < found.day
        if status not in CONCLUSIONS or found.status != UNKNOWN or early:
            raise NotConcluded(
                f"appointment {appointment_id} of {found.day} is {found.status}: on "
                f"{on} it cannot be {status!r}; choose {', '.join(CONCLUSIONS)}, once, "
                "and not before its day"
            )
        self._appointment_concluded(appointment_id, status, on)
        return self.appointments[appointment_id]

    def correct(self, appointment_id: UUID, status: str, on: date) -> Appointment:
        """
        Say what came of an appointment after all; the same changes nothing.

        `NoSuchAppointment`; `NotConcluded` if nothing was said of it yet, for a word
        in no list, or for seen or not come before its day.
        """
        found = self.appointments.get(appointment_id)
        if found is None:
            raise NoSuchAppointment(
                f"appointment {appointment_id} is not of case {self.case_id}"
            )
        early = status in (SEEN, NO_SHOW) and on < found.day
        if status not in CONCLUSIONS or found.status == UNKNOWN or early:
            raise NotConcluded(
                f"appointment {appointment_id} of {found.day} is {found.status}: on "
                f"{on} it cannot be corrected to {status!r}"
            )
        if status != found.status:
            self._appointment_corrected(appointment_id, status, on)
        return self.appointments[appointment_id]

    @event(LetterSent)
    def _letter_sent(
        self,
        letter_id: UUID,
        kind: str,
        channel: str,
        expires_on: date | None,
        effective_on: date,
    ) -> None:
        self.letters[letter_id] = Letter(letter_id, kind, effective_on, expires_on)

    @event(LetterReturned)
    def _letter_returned(
        self, letter_id: UUID, reason: str, effective_on: date
    ) -> None:
        it = self.letters[letter_id]
        self.letters[letter_id] = Letter(
            it.letter_id, it.kind, it.sent_on, it.expires_on, effective_on
        )

    @event(AppointmentMade)
    def _appointment_made(
        self,
        appointment_id: UUID,
        day: date,
        at: str,
        place: str,
        kind: str,
        effective_on: date,
    ) -> None:
        self.appointments[appointment_id] = Appointment(
            appointment_id, effective_on, day, at, place, kind
        )

    @event(AppointmentConcluded)
    def _appointment_concluded(
        self, appointment_id: UUID, status: str, effective_on: date
    ) -> None:
        it = self.appointments[appointment_id]
        self.appointments[appointment_id] = Appointment(
            appointment_id,
            it.made_on,
            it.day,
            it.at,
            it.place,
            it.kind,
            status,
            effective_on,
        )

    @event(AppointmentCorrected)
    def _appointment_corrected(
        self, appointment_id: UUID, status: str, effective_on: date
    ) -> None:
        # It counts from the day on which the first word about it did.
        it = self.appointments[appointment_id]
        self.appointments[appointment_id] = replace(it, status=status)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), ROME)


def _expires(letter: Letter, day: date) -> datetime | None:
    """Give the last instant at which an invitation can be answered."""
    if letter.returned_on is not None and letter.returned_on <= day:
        return _begins(letter.sent_on)
    last = letter.expires_on
    return datetime.combine(last, DAY_ENDS, ROME) if last else None


class NotATime(Exception):
    """A text that is no time of the day."""


class NoSuchLetter(Exception):
    """A letter that nobody writes, or that did not go out."""


class UnknownChannel(Exception):
    """A channel by which no letter goes."""


class ExpiresBeforeSent(Exception):
    """An invitation that ends before it goes out."""


class UnknownAppointmentKind(Exception):
    """A kind of appointment that is in no list."""


class AppointmentBeforeItIsMade(Exception):
    """An appointment for a day before it was agreed."""


class AppointmentTwice(Exception):
    """A household expected twice at one time."""


class NoSuchAppointment(Exception):
    """An appointment that the case does not have."""


class ReachedByIt(Exception):
    """An appointment to correct by which the household was reached."""


class NotConcluded(Exception):
    """Something that cannot have come of an appointment."""

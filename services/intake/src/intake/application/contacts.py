"""
What is sent to a household and agreed with it: invitations, appointments, letters.

`on` is the day on which something counts, `by` the organisation of who acts.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from intake.application.cases import Cases
from intake.cases.case import Case
from intake.cases.contact_status import SEEN, ContactHistory, next_turn, status_at
from intake.cases.contacts import (
    INVITATIONS,
    REACHED_BY,
    ROME,
    Appointment,
    Contacts,
    Letter,
    ReachedByIt,
    contacts_key,
)
from intake.documents.letters import CaseLetter, case_letter


@dataclass(frozen=True)
class ContactStatus:
    """How far the contact has come, and when time alone changes that."""

    status: str
    turns_at: datetime | None


class Contacting(Cases):
    """The use-cases of invitations, appointments and letters."""

    def send_invitation(
        self,
        case_id: UUID,
        on: date,
        *,
        channel: str = "letter",
        expires_on: date | None = None,
        by: str | None = None,
    ) -> UUID:
        """
        Record that a household was invited, and give the letter's id.

        It can be answered until `expires_on`, by default as the figures in force
        say. It is an attempt to reach the household: `ClosedCase`, `UnknownChannel`,
        `ExpiresBeforeSent`.
        """
        case = self._followed(case_id, by, on)
        if expires_on is None:
            expires_on = on + timedelta(days=self._figure("invitation_days", on))
        contacts = self._contacts(case, on)
        letter_id = self.new_id("invitation", case_id, len(contacts.letters))
        contacts.send(
            letter_id,
            contacts.invitation_kind(_since(case)),
            on,
            channel=channel,
            expires_on=expires_on,
        )
        case.record_contact(channel, "no_answer", on)
        self.save(contacts)
        self._keep_case(case, on)
        return letter_id

    def send_letter(
        self, case_id: UUID, kind: str, on: date, *, by: str | None = None
    ) -> UUID:
        """Record that another letter went out, and give its id; `NoSuchLetter`."""
        case = self._followed(case_id, by, on)
        contacts = self._contacts(case, on)
        letter_id = self.new_id(kind, case_id, len(contacts.letters))
        contacts.send(letter_id, kind, on)
        self.save(contacts)
        return letter_id

    def return_letter(
        self,
        case_id: UUID,
        letter_id: UUID,
        reason: str,
        on: date,
        *,
        by: str | None = None,
    ) -> None:
        """Record that a letter came back; an invitation then invites nobody."""
        case = self._followed(case_id, by, on)
        contacts = self._contacts(case, on)
        contacts.take_back(letter_id, reason, on)
        self.save(contacts)

    def make_appointment(
        self,
        case_id: UUID,
        day: date,
        at: str,
        *,
        place: str,
        kind: str,
        on: date,
        by: str | None = None,
    ) -> UUID:
        """Agree a day and a time with the household; place and kind are codes."""
        case = self._followed(case_id, by, on)
        case.refuse_if_closed()
        contacts = self._contacts(case, on)
        number = len(contacts.appointments)
        appointment_id = self.new_id("appointment", case_id, number)
        contacts.agree(appointment_id, day, at, place, kind, on)
        self.save(contacts)
        return appointment_id

    def conclude_appointment(
        self,
        case_id: UUID,
        appointment_id: UUID,
        status: str,
        on: date,
        *,
        by: str | None = None,
    ) -> None:
        """
        Say what came of an appointment: seen, noshow, excused, revoked.

        Who was seen for the first time was reached that day.
        """
        case = self._followed(case_id, by, on)
        contacts = self._contacts(case, on)
        self._keep_met(
            case, contacts, contacts.conclude(appointment_id, status, on), on
        )

    def correct_appointment(
        self,
        case_id: UUID,
        appointment_id: UUID,
        status: str,
        on: date,
        *,
        by: str | None = None,
    ) -> None:
        """
        Say what came of an appointment after all; the same changes nothing.

        `ReachedByIt` if it is how the household was first reached and it was not
        seen: what others were told of that stands. `NotConcluded`,
        `NoSuchAppointment`.
        """
        case = self._followed(case_id, by, on)
        contacts = self._contacts(case, on)
        was = contacts.appointments.get(appointment_id)
        unseen = was is not None and was.status == SEEN != status
        if was is not None and unseen and case.reached_on == was.day:
            raise ReachedByIt(
                f"appointment {appointment_id}: case {case_id} is reached since "
                f"{was.day}, and others were told so: it stays {SEEN}"
            )
        met = contacts.correct(appointment_id, status, on)
        self._keep_met(case, contacts, met, on)

    def _keep_met(
        self, case: Case, contacts: Contacts, met: Appointment, on: date
    ) -> None:
        """Keep what came of an appointment; who is seen first is reached that day."""
        self.save(contacts)
        if met.status == SEEN and case.is_open and case.reached_on is None:
            case.record_contact(REACHED_BY[met.kind], "reached", met.day)
            self._keep_case(case, on)

    def contact_status(
        self, case_id: UUID, at: datetime | None = None
    ) -> ContactStatus:
        """Say how far the contact has come at an instant; without one, now."""
        now = at or self.store.clock()
        case = self.get(Case, case_id)
        contacts = self.find(Contacts, contacts_key(case_id))
        day = now.astimezone(ROME).date()
        closed = case.closing is not None and case.closing.on <= day
        history = (
            contacts.history_at(now, _since(case), closed=closed)
            if contacts
            else ContactHistory(closed=closed)
        )
        return ContactStatus(status_at(history, now), next_turn(history, now))

    def letter(
        self, case_id: UUID, kind: str, on: date, *, expires_on: date | None = None
    ) -> CaseLetter:
        """
        Say what stands in a letter on a day; writing it records nothing.

        `NoSuchLetter`, `NotInCharge`, as `case_letter`.
        """
        case = self.get(Case, case_id)
        if expires_on is None and kind in INVITATIONS:
            expires_on = on + timedelta(days=self._figure("invitation_days", on))
        return case_letter(
            kind,
            case,
            self.find(Contacts, contacts_key(case_id)),
            on,
            expires_on=expires_on,
            review_months=self._figure("case_review_months", on),
        )

    def letters(self, case_id: UUID) -> list[Letter]:
        """List what went out to the household, the earliest first."""
        contacts = self.find(Contacts, contacts_key(self.get(Case, case_id).id))
        found = contacts.letters.values() if contacts else ()
        return sorted(found, key=lambda it: (it.sent_on, str(it.letter_id)))

    def appointments(self, case_id: UUID) -> list[Appointment]:
        """List what was agreed with the household, the earliest first."""
        contacts = self.find(Contacts, contacts_key(self.get(Case, case_id).id))
        found = contacts.appointments.values() if contacts else ()
        return sorted(found, key=lambda it: (it.day, it.at, str(it.appointment_id)))

    def _contacts(self, case: Case, on: date) -> Contacts:
        key = contacts_key(case.id)
        return self.find(Contacts, key) or Contacts(
            id=key, case_id=case.id, household_id=case.household_id, effective_on=on
        )


def _since(case: Case) -> date:
    """Give the day from which a case's contacts count: those of a past work do not."""
    return case.identified_on if case.closings else date.min

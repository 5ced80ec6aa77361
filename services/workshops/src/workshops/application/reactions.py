"""What follows in the workshops from what others tell."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from azione0 import followed
from azione0.access.emergency import forget_sentences
from workshops.application.places import Places
from workshops.budgets import instalments
from workshops.forgotten import Forgotten, forgotten_key

ONE_DAY = timedelta(days=1)


class Reactions(Places):
    """What is done when a letter comes."""

    def forget_person(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Confirm that nothing but a random id is here of somebody; once."""
        forget_sentences(self.store, household_id)
        key = forgotten_key(person_id)
        if self.find(Forgotten, key) is None:
            self.save(
                Forgotten(
                    id=key,
                    person_id=person_id,
                    household_id=household_id,
                    effective_on=on,
                )
            )

    def take_in_charge(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """Open the workshops to a case; sessions since `on` answer to its pact."""
        followed.note_case(self._session, case_id, household_id, on, in_charge=True)
        for enrolment in self._enrolments(household_id):
            for number in sorted(enrolment.register):
                self._answer_to_pact(enrolment, number)
            self.save(enrolment)

    def close_case(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """End the places that a household asked for until its case was closed."""
        followed.note_case(self._session, case_id, household_id, on, in_charge=False)
        for enrolment in self._enrolments(household_id):
            if enrolment.is_open and enrolment.requested_on <= on:
                self.leave(enrolment.id, on, "case_closed")
        self._revoke_links(household_id, "case_closed", on, made_before=on + ONE_DAY)

    def give_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Let a person take part (again)."""
        followed.note_consent(self._session, person_id, household_id, on, given=True)

    def withdraw_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """
        End a person's places, links and notices, and those that name nobody.

        What was asked for after the person agreed again is left alone.
        """
        followed.note_consent(self._session, person_id, household_id, on, given=False)
        again_on = followed.agreed_again_on(self._session, person_id, on)
        for enrolment in self._enrolments(household_id):
            theirs = enrolment.person_id in (None, person_id)
            if not theirs or enrolment.requested_on >= again_on:
                continue
            ended_on = max(on, enrolment.requested_on)
            if enrolment.is_open:
                self.leave(enrolment.id, ended_on, "consent_withdrawn")
            self._drop_notices(enrolment.id, ended_on)
        self._revoke_links(
            household_id,
            "consent_withdrawn",
            on,
            person_id=person_id,
            made_before=again_on,
        )

    def note_agreement(
        self,
        agreement_id: UUID,
        household_id: UUID,
        signed_on: date,
        supersedes: UUID | None,
        due: Sequence[tuple[int, date, int]],
    ) -> None:
        """Write the instalments of an agreement, (number, day, cents), in the plan."""
        instalments.note_agreement(
            self._session,
            agreement_id,
            household_id=household_id,
            signed_on=signed_on,
            supersedes=supersedes,
            instalments=due,
        )

    def reschedule_agreement(
        self,
        agreement_id: UUID,
        due: Sequence[tuple[int, date, int]],
        on: date,
        *,
        recorded_at: datetime,
        letter_id: str,
    ) -> None:
        """Put other instalments, (number, day, cents), in the plan from a day on."""
        instalments.note_schedule(
            self._session,
            agreement_id,
            effective_on=on,
            recorded_at=recorded_at,
            letter_id=letter_id,
            instalments=due,
        )

    def propose_review(
        self, agreement_id: UUID, number: int, household_id: UUID, missed_on: date
    ) -> None:
        """Propose to look at a budget again, because an instalment was missed."""
        followed.note_miss(self._session, agreement_id, number, household_id, missed_on)

    def withdraw_review(
        self, agreement_id: UUID, number: int, household_id: UUID
    ) -> None:
        """Take a proposal back: the instalment was paid in time."""
        followed.note_retraction(self._session, agreement_id, number, household_id)

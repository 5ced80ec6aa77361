"""What follows when others tell something."""

from datetime import date
from uuid import UUID

from azione0 import followed
from azione0.access.emergency import forget_sentences
from employment.application.desk import Desk
from employment.forgotten import Forgotten, forgotten_key
from employment.vacancies.job_search import JobSearch, search_key


class Reactions(Desk):
    """The use-cases of letters; each is called inside the letter box's transaction."""

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
        """Offer job services to a case; appointments since `on` answer to its pact."""
        followed.note_case(self._session, case_id, household_id, on, in_charge=True)
        for pathway in self._pathways(household_id):
            for day in pathway.days_to_answer:
                self._answer_to_pact(pathway, day)
            self.save(pathway)

    def close_case(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """Interrupt the pathways that have not led to a job; jobs are followed on."""
        followed.note_case(self._session, case_id, household_id, on, in_charge=False)
        for pathway in self._pathways(household_id):
            if pathway.opened_on <= on and not pathway.jobs:
                pathway.interrupt("case_closed", on)
                self._keep_pathway(pathway)

    def give_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Let a person be matched with employers (again)."""
        followed.note_consent(self._session, person_id, household_id, on, given=True)

    def withdraw_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """
        Interrupt a person's pathways from a day on, and let open applications go.

        Pathways opened after the person agreed again are left alone.
        """
        followed.note_consent(self._session, person_id, household_id, on, given=False)
        again_on = followed.agreed_again_on(self._session, person_id, on)
        for pathway in self._pathways(household_id):
            if pathway.person_id == person_id and pathway.opened_on < again_on:
                pathway.interrupt("consent_withdrawn", on)
                self._keep_pathway(pathway)
        search = self.find(JobSearch, search_key(person_id))
        if search is not None:
            search.let_pending_go(on, made_before=again_on)
            self._keep_search(search)

    def plan_job_check(
        self, agreement_id: UUID, number: int, household_id: UUID, missed_on: date
    ) -> None:
        """Have a household asked about its work, because an instalment was missed."""
        followed.note_miss(self._session, agreement_id, number, household_id, missed_on)

    def drop_job_check(
        self, agreement_id: UUID, number: int, household_id: UUID
    ) -> None:
        """Ask no more: the instalment was paid in time."""
        followed.note_retraction(self._session, agreement_id, number, household_id)

"""The use-cases of jobs: planned, started, extended, ended, checked."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from employment import lists
from employment.application.desk import Desk
from employment.application.traineeships import REGIONAL_RULES
from employment.pathway.pathway import Pathway
from employment.placements import placement
from employment.placements.notice import check_unilav
from employment.placements.placement import ContractKind, Evidence, Placement
from employment.placements.retention import PlacementRules
from employment.placements.terms import NO_TERMS, PrivateTerms, check_terms
from employment.traineeships.traineeship import Traineeship
from employment.vacancies.employer import Employer
from employment.vacancies.job_search import JobSearch, search_key

PROPOSED_RULES = PlacementRules()


class Placements(Desk):
    """Contracts of work, and whether they last."""

    def plan_placement(
        self,
        pathway_id: UUID,
        contract_kind: ContractKind,
        start_on: date,
        hours_per_week: Decimal,
        on: date,
        *,
        planned_end_on: date | None = None,
        unilav_code: str | None = None,
        terms: PrivateTerms = NO_TERMS,
    ) -> UUID:
        """
        Write down a contract before its first day; give the placement's id.

        `terms` stay here. One traineeship may be named that the job follows.
        """
        pathway = self._pathway(pathway_id, on)
        pathway.check_pact(on)
        placement.check(contract_kind, start_on, planned_end_on, hours_per_week)
        if unilav_code is not None:
            check_unilav(unilav_code)
        self._check_terms(terms, pathway)
        planned = Placement(
            id=self.new_id("placement", pathway_id, start_on),
            pathway_id=pathway_id,
            household_id=pathway.household_id,
            person_id=pathway.person_id,
            contract_kind=contract_kind,
            start_on=start_on,
            planned_end_on=planned_end_on,
            hours_per_week=hours_per_week,
            unilav_code=unilav_code,
            effective_on=on,
            terms=terms,
        )
        self._keep_placement(planned, None)
        return planned.id

    def receive_unilav(
        self, placement_id: UUID, unilav_code: str, on: date, *, urgent: bool = False
    ) -> None:
        """Keep the code of the hiring notice made on a day; late ones are noted."""
        job = self.get(Placement, placement_id)
        self._pathway(job.pathway_id, on)
        job.receive_unilav(unilav_code, on, urgent=urgent)
        self.save(job)
        lists.show_notice(self._session, job)

    def verify_job(self, placement_id: UUID, evidence: Evidence, on: date) -> None:
        """Note that somebody made sure the person was at work on a day."""
        job = self.get(Placement, placement_id)
        self._followed(job.pathway_id, on)
        job.verify(evidence, on)
        self.save(job)
        lists.show_chases(self._session, job)

    def start_job(
        self,
        placement_id: UUID,
        start_on: date,
        *,
        rules: PlacementRules = PROPOSED_RULES,
    ) -> None:
        """
        Note the actual first day of work: others hear JobPlaced.

        A traineeship that the job follows ends the day before.
        """
        job = self.get(Placement, placement_id)
        pathway = self._pathway(job.pathway_id, start_on)
        job.start(start_on, rules)
        self._end_what_came_before(job)
        pathway.place(placement_id, start_on)
        self._keep_placement(job, self._first_check(job, rules))
        self._keep_pathway(pathway)
        self._look_again(job.person_id, rules)

    def give_up_placement(self, placement_id: UUID, reason: str, on: date) -> None:
        """Give up a job that never started."""
        job = self.get(Placement, placement_id)
        job.give_up(reason, on)
        self._keep_placement(job, None)

    def extend_job(
        self,
        placement_id: UUID,
        planned_end_on: date | None,
        on: date,
        *,
        rules: PlacementRules = PROPOSED_RULES,
    ) -> None:
        """Move the planned end of a running job, to a later day or to none."""
        job = self.get(Placement, placement_id)
        self._followed(job.pathway_id, on)
        job.extend(planned_end_on, on)
        self.save(job)
        self._look_again(job.person_id, rules)

    def end_job(
        self,
        placement_id: UUID,
        end_on: date,
        reason: str,
        *,
        rules: PlacementRules = PROPOSED_RULES,
    ) -> None:
        """Note the last day worked, or correct it; the reason stays here."""
        job = self.get(Placement, placement_id)
        pathway = self._followed(job.pathway_id, end_on)
        if job.end(end_on, reason):
            pathway.lose_job(placement_id, end_on)
            self.save(job)
            self._keep_pathway(pathway)
            self._look_again(job.person_id, rules)

    def close_day(self, today: date, *, rules: PlacementRules = PROPOSED_RULES) -> int:
        """
        End contracts whose term has passed; judge actions and checks that are due.

        Gives how many placements were looked at. Closed again, a day says nothing
        twice; a check whose answer a late fact has changed is said anew. Nothing
        is looked at from the day on which a pathway was interrupted.
        """
        self._judge_actions(today)
        self._end_traineeships(today)
        due = lists.jobs_to_check(self._session, today)
        for placement_id in due:
            job = self.get(Placement, placement_id)
            pathway = self.get(Pathway, job.pathway_id)
            if pathway.is_followed(job.planned_end_on or today) and job.end_as_planned(
                today, rules
            ):
                pathway.lose_job(job.id, job.end_on or today)
            self._make_checks(job, pathway, today, rules)
            self._keep_pathway(pathway)
        return len(due)

    def _check_terms(self, terms: PrivateTerms, pathway: Pathway) -> None:
        check_terms(terms)
        if terms.employer_id is not None:
            self.get(Employer, terms.employer_id)
        if terms.traineeship_id is not None:
            before = self.get(Traineeship, terms.traineeship_id)
            if before.person_id != pathway.person_id:
                raise NotTheirs(f"traineeship {before.id} is another person's")
        if terms.candidacy_id is not None:
            search = self.find(JobSearch, search_key(pathway.person_id))
            if search is None or terms.candidacy_id not in search.candidacies:
                raise NotTheirs(f"application {terms.candidacy_id} is another person's")

    def _end_what_came_before(self, job: Placement) -> None:
        if job.terms.traineeship_id is None:
            return
        before = self.get(Traineeship, job.terms.traineeship_id)
        last = job.start_on - timedelta(days=1)
        if before.is_open and before.planned_end_on > last:
            before.end(last, "hired")
        elif before.end_on is None:
            before.end(before.planned_end_on, "end_of_term")
        self._keep_traineeship(before)

    def _end_traineeships(self, today: date) -> None:
        for traineeship_id in lists.traineeships_to_end(self._session, today):
            found = self.get(Traineeship, traineeship_id)
            pathway = self.get(Pathway, found.pathway_id)
            if pathway.is_followed(found.planned_end_on) and found.end_as_planned(
                today, REGIONAL_RULES
            ):
                self._keep_traineeship(found)

    def _judge_actions(self, today: date) -> None:
        for pathway_id in lists.pathways_with_dues(self._session, today):
            pathway = self.get(Pathway, pathway_id)
            for day in pathway.let_actions_fall_due(today):
                self._answer_to_pact(pathway, day)
            self._keep_pathway(pathway)


class NotTheirs(Exception):
    """A job said to follow a traineeship or an application of another person."""

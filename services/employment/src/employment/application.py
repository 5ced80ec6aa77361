"""What employment can be asked to do, one method per use-case."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from azione0.application import Application, NoTransaction
from azione0.database import Session
from employment import following, job_checks, lists, placement, traineeship
from employment.holdings import HOLDS
from employment.job_checks import JobCheck
from employment.pathway import Pathway
from employment.placement import STARTED, ContractKind, Placement
from employment.reason import check_notice, check_programme
from employment.retention import PlacementRules, status_on
from employment.tables import TABLES
from employment.traineeship import Traineeship, TraineeshipRules

PROPOSED_RULES = PlacementRules()
REGIONAL_RULES = TraineeshipRules()


class Employment(Application):
    """Pathways, service pacts, traineeships, placements and their checks."""

    tables = TABLES
    holds = HOLDS

    # -- pathways

    def open_pathway(
        self, person_id: UUID, household_id: UUID, programme_code: str, on: date
    ) -> UUID:
        """
        Open a person's way to work under a programme; give its id.

        `ConsentMissing` for who has withdrawn from job matching, `PathwayOpen`
        if one under the same programme has not ended.
        """
        check_programme(programme_code)
        self._refuse_if_withdrawn(person_id, on)
        if lists.open_pathways_of(self._session, person_id, programme_code):
            raise PathwayOpen(
                f"person {person_id} has a pathway under {programme_code} already"
            )
        pathway = Pathway(
            id=self.new_id("pathway", person_id, programme_code, on),
            household_id=household_id,
            person_id=person_id,
            programme_code=programme_code,
            effective_on=on,
        )
        self._keep_pathway(pathway)
        return pathway.id

    def assess_profile(
        self,
        pathway_id: UUID,
        on: date,
        *,
        path: int | None = None,
        band: int | None = None,
    ) -> None:
        """Note how far a person is from work: a GOL path, or a Dote band."""
        pathway = self._pathway(pathway_id, on)
        pathway.assess_profile(path, band, on)
        self._keep_pathway(pathway)

    def sign_service_pact(self, pathway_id: UUID, on: date) -> None:
        """Sign the personalised service pact. Source: D.Lgs. 150/2015."""
        pathway = self._pathway(pathway_id, on)
        pathway.sign_service_pact(on)
        self._keep_pathway(pathway)

    def record_appointment(self, pathway_id: UUID, on: date, *, kept: bool) -> None:
        """Note whether a person came, which the household's pact may count on."""
        pathway = self._pathway(pathway_id, on)
        pathway.record_appointment(on, kept=kept)
        self._answer_to_pact(pathway, on)
        self._keep_pathway(pathway)

    def interrupt_pathway(self, pathway_id: UUID, reason: str, on: date) -> None:
        """Stop a pathway from a day on, with a reason code."""
        pathway = self.get(Pathway, pathway_id)
        pathway.interrupt(reason, on)
        self._keep_pathway(pathway)

    # -- traineeships

    def start_traineeship(
        self,
        pathway_id: UUID,
        start_on: date,
        planned_end_on: date,
        allowance_cents: int,
        *,
        category: str = "ordinary",
        condition: str = "ordinary",
        rules: TraineeshipRules = REGIONAL_RULES,
    ) -> UUID:
        """Start a traineeship; give its id. It is not a job, whatever it leads to."""
        pathway = self._pathway(pathway_id, start_on)
        traineeship.check(
            start_on,
            planned_end_on,
            category=category,
            allowance_cents=allowance_cents,
            condition=condition,
            rules=rules,
        )
        pathway.begin_measure("traineeship", start_on)
        started = Traineeship(
            id=self.new_id("traineeship", pathway_id, start_on),
            pathway_id=pathway_id,
            household_id=pathway.household_id,
            person_id=pathway.person_id,
            start_on=start_on,
            planned_end_on=planned_end_on,
            category=category,
            allowance_cents=allowance_cents,
            rules_version=rules.version,
            effective_on=start_on,
        )
        self.save(started)
        self._keep_pathway(pathway)
        return started.id

    def end_traineeship(
        self, traineeship_id: UUID, end_on: date, reason: str = "end_of_term"
    ) -> None:
        """Note a traineeship's last day."""
        ended = self.get(Traineeship, traineeship_id)
        self._pathway(ended.pathway_id, end_on)
        ended.end(end_on, reason)
        self.save(ended)

    # -- placements

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
    ) -> UUID:
        """Write down a contract before its first day; give the placement's id."""
        pathway = self._pathway(pathway_id, on)
        pathway.check_pact(on)
        placement.check(contract_kind, start_on, planned_end_on, hours_per_week)
        if unilav_code is not None:
            check_notice(unilav_code)
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
        )
        self._keep_placement(planned, None)
        return planned.id

    def receive_unilav(self, placement_id: UUID, unilav_code: str, on: date) -> None:
        """Keep the code of the hiring notice."""
        job = self.get(Placement, placement_id)
        self._pathway(job.pathway_id, on)
        job.receive_unilav(unilav_code, on)
        self.save(job)

    def start_job(
        self,
        placement_id: UUID,
        start_on: date,
        *,
        rules: PlacementRules = PROPOSED_RULES,
    ) -> None:
        """Note the actual first day of work: others hear JobPlaced."""
        job = self.get(Placement, placement_id)
        pathway = self._pathway(job.pathway_id, start_on)
        job.start(start_on, rules)
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
        End the contracts whose term has passed, and make the checks that are due.

        Gives how many placements were looked at. Closed again, a day says nothing
        twice; a check whose answer a late fact has changed is said anew. Nothing
        is looked at from the day on which a pathway was interrupted.
        """
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

    # -- questions

    def offers(self, today: date) -> list[tuple[UUID, UUID]]:
        """Give (case, household) in charge on a day that have no pathway yet."""
        with self.store.reading() as session:
            return following.offers(session, today)

    def checks_to_make(self) -> list[JobCheck]:
        """Give the households to ask about their work, oldest miss first."""
        with self.store.reading() as session:
            return job_checks.checks_to_make(session)

    def record_job_check(
        self, household_id: UUID, checked_on: date, *, working: bool
    ) -> None:
        """Note that a household was asked about its work, and what it said."""
        job_checks.note_check(self._session, household_id, checked_on, working=working)

    # -- what others tell

    def take_in_charge(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """Offer job services to a case; appointments since `on` answer to its pact."""
        following.note_case(self._session, case_id, household_id, on, in_charge=True)
        for pathway in self._pathways(household_id):
            for day in sorted(pathway.appointments):
                self._answer_to_pact(pathway, day)
            self.save(pathway)

    def close_case(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """Interrupt the pathways that have not led to a job; jobs are followed on."""
        following.note_case(self._session, case_id, household_id, on, in_charge=False)
        for pathway in self._pathways(household_id):
            if pathway.opened_on <= on and not pathway.jobs:
                pathway.interrupt("case_closed", on)
                self._keep_pathway(pathway)

    def give_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Let a person be matched with employers (again)."""
        following.note_consent(self._session, person_id, household_id, on, given=True)

    def withdraw_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """
        Interrupt a person's pathways from a day on; what came before stays.

        Pathways opened after the person agreed again are left alone.
        """
        following.note_consent(self._session, person_id, household_id, on, given=False)
        again_on = following.agreed_again_on(self._session, person_id, on)
        for pathway in self._pathways(household_id):
            if pathway.person_id == person_id and pathway.opened_on < again_on:
                pathway.interrupt("consent_withdrawn", on)
                self._keep_pathway(pathway)

    def plan_job_check(
        self, agreement_id: UUID, number: int, household_id: UUID, missed_on: date
    ) -> None:
        """Have a household asked about its work, because an instalment was missed."""
        job_checks.note_miss(
            self._session, agreement_id, number, household_id, missed_on
        )

    def drop_job_check(
        self, agreement_id: UUID, number: int, household_id: UUID
    ) -> None:
        """Ask no more: the instalment was paid in time."""
        job_checks.note_retraction(self._session, agreement_id, number, household_id)

    # -- what is kept at hand

    @property
    def _session(self) -> Session:
        transaction = self.store.current()
        if transaction is None:
            raise NoTransaction("employment works inside a transaction")
        return transaction.session

    def _refuse_if_withdrawn(self, person_id: UUID, on: date) -> None:
        if following.has_withdrawn(self._session, person_id, on):
            raise ConsentMissing(
                f"person {person_id} withdrew from job matching: nothing effective "
                f"on {on} is taken; register a new consent first"
            )

    def _pathway(self, pathway_id: UUID, on: date) -> Pathway:
        """Give a pathway that a command effective on a day may touch."""
        pathway = self.get(Pathway, pathway_id)
        self._refuse_if_withdrawn(pathway.person_id, on)
        pathway.check_open(on)
        return pathway

    def _followed(self, pathway_id: UUID, on: date) -> Pathway:
        """Give a pathway whose jobs are followed on a day, completed or not."""
        pathway = self.get(Pathway, pathway_id)
        self._refuse_if_withdrawn(pathway.person_id, on)
        pathway.check_followed(on)
        return pathway

    def _pathways(self, household_id: UUID) -> list[Pathway]:
        ids = lists.pathways_of(self._session, household_id)
        return [self.get(Pathway, pathway_id) for pathway_id in ids]

    def _answer_to_pact(self, pathway: Pathway, on: date) -> None:
        case_id = following.case_on(self._session, pathway.household_id, on)
        if case_id is not None:
            pathway.answer_to_pact(case_id, on)

    def _keep_pathway(self, pathway: Pathway) -> None:
        self.save(pathway)
        lists.show_pathway(self._session, pathway)

    def _keep_placement(self, job: Placement, check_on: date | None) -> None:
        self.save(job)
        lists.show_placement(self._session, job, check_on)

    def _look_again(self, person_id: UUID, rules: PlacementRules) -> None:
        """Have all jobs of a person checked anew, since one of them has changed."""
        for placement_id in lists.jobs_of(self._session, person_id):
            job = self.get(Placement, placement_id)
            self._keep_placement(job, self._first_check(job, rules))

    def _first_check(self, job: Placement, rules: PlacementRules) -> date:
        first = job.start_on + timedelta(days=min(rules.checkpoints))
        return min(first, _end_of_notice(job, rules) or first)

    def _make_checks(
        self, job: Placement, pathway: Pathway, today: date, rules: PlacementRules
    ) -> None:
        jobs = lists.jobs_of(self._session, job.person_id)
        spans = [self.get(Placement, placement_id).span for placement_id in jobs]
        waiting = [_end_of_notice(job, rules)]
        for checkpoint in rules.checkpoints:
            day = job.start_on + timedelta(days=checkpoint)
            if not pathway.is_followed(day):
                continue
            status = status_on(spans, day, today, rules) if day <= today else None
            if status is None:
                waiting.append(day)
                continue
            job.check(checkpoint, status, rules)
            if checkpoint == max(rules.checkpoints) and status == "retained":
                pathway.complete(day)
        self._keep_placement(job, min((day for day in waiting if day), default=None))


def _end_of_notice(job: Placement, rules: PlacementRules) -> date | None:
    """Give the first day on which a contract not extended is over."""
    if job.state != STARTED or job.planned_end_on is None:
        return None
    return job.planned_end_on + timedelta(days=rules.extension_notice_days + 1)


class ConsentMissing(Exception):
    """A command for a person who withdrew from job matching."""


class PathwayOpen(Exception):
    """A second open pathway of a person under one programme."""

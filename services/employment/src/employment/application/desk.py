"""What all use-cases of employment share: whom they may touch, what is kept at hand."""

from datetime import date, timedelta
from uuid import UUID

from azione0 import followed
from azione0.following import FollowingApplication
from employment import following, lists
from employment.holdings import HOLDS
from employment.pathway.pathway import Pathway
from employment.placements.placement import STARTED, Placement
from employment.placements.retention import PlacementRules, status_on
from employment.tables import TABLES
from employment.traineeships.traineeship import Traineeship
from employment.vacancies.job_search import JobSearch
from employment.vacancies.vacancy import Vacancy


class Desk(FollowingApplication):
    """The job desk: its store, its lists, and who may be touched on a day."""

    tables = TABLES
    holds = HOLDS

    @property
    def organisation(self) -> str:
        """The organisation for which this desk speaks; empty if it was not told."""
        return self._settings.me.organisation if self._settings else ""

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

    def _known_pathway(self, pathway_id: UUID) -> Pathway:
        """Give a pathway to whoever only reads."""
        return self.get(Pathway, pathway_id)

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
        case_id = followed.case_on(self._session, pathway.household_id, on)
        if case_id is not None:
            pathway.answer_to_pact(case_id, on)

    def _keep_pathway(self, pathway: Pathway) -> None:
        self.save(pathway)
        lists.show_pathway(self._session, pathway)

    def _keep_vacancy(self, vacancy: Vacancy) -> None:
        self.save(vacancy)
        lists.show_vacancy(self._session, vacancy)

    def _keep_search(self, search: JobSearch) -> None:
        self.save(search)
        lists.show_search(self._session, search)

    def _keep_traineeship(self, traineeship: Traineeship) -> None:
        self.save(traineeship)
        lists.show_traineeship(self._session, traineeship)

    def _keep_placement(self, job: Placement, check_on: date | None) -> None:
        self.save(job)
        lists.show_placement(self._session, job, check_on)
        lists.show_chases(self._session, job)

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
            if checkpoint != max(rules.checkpoints):
                continue
            if status == "retained":
                pathway.complete(day)
            else:
                pathway.undo_completion(day)
        self._keep_placement(job, min((day for day in waiting if day), default=None))


def _end_of_notice(job: Placement, rules: PlacementRules) -> date | None:
    """Give the first day on which a contract not extended is over."""
    if job.state != STARTED or job.planned_end_on is None:
        return None
    return job.planned_end_on + timedelta(days=rules.extension_notice_days + 1)


class ConsentMissing(Exception):
    """A command for a person who withdrew from job matching."""

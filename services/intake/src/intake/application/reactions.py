"""
What follows when other organisations tell something: cases open, tasks appear.

Letters may come in any order and late. So nothing is concluded from the letter
at hand alone: each is remembered, and then the whole is looked at again.
"""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from azione0.access.followers import show_following
from azione0.database import Session
from azione0.store import Transaction
from intake import lists, shelves, story, tables
from intake.application.calendar import Calendar
from intake.cases.case import Case, case_key
from intake.cases.rhythm import months_after
from intake.cases.task import Task, task_key
from intake.cases.words import GONE
from intake.governance.deadlines import REASSESSMENTS
from intake.governance.figures import Book, due
from intake.governance.mandate import STEERING_GROUP, SteeringGroup
from intake.holdings import HOLDS
from intake.households.household import Household, Membership
from intake.households.occupancy import Occupancy, household_key, occupancies
from intake.households.tenancy import Tenancy, Word, tenancy_key
from intake.people import register
from intake.shelves import governance as governing
from intake.shelves import households as homes
from intake.shelves import signals as heard
from intake.signals.arrears import Arrears, arrears_key
from intake.signals.selection import Selection, Sought, select

#: Wanted from a day that is still ahead, and often done before it.
AHEAD = ("reassess", "review_case")


class Reactions(Calendar):
    """The use-cases of letters; each is called inside the letter box's transaction."""

    tables: ClassVar = (
        *tables.TABLES,
        *story.TABLES,
        *shelves.TABLES,
        *register.TABLES,
    )
    holds = HOLDS

    # -- tenancies and households

    def register_tenancy(
        self,
        creditor_id: str,
        tenancy_id: str,
        *,
        dwelling_id: str,
        building_id: str,
        valid_from: date,
        word: Word,
    ) -> None:
        """Join a creditor's tenancy to a dwelling, and so to a household."""
        tenancy = self._tenancy(creditor_id, tenancy_id)
        before = tenancy.dwelling_id
        tenancy.register(dwelling_id, building_id, valid_from, word)
        self._keep_tenancy(tenancy)
        if before not in (None, tenancy.dwelling_id):
            self._house(str(before))

    def end_tenancy(
        self, creditor_id: str, tenancy_id: str, valid_to: date, word: Word
    ) -> None:
        """End a tenancy on its last day, even before it is heard to begin."""
        tenancy = self._tenancy(creditor_id, tenancy_id)
        tenancy.end(valid_to, word)
        self._keep_tenancy(tenancy)

    # -- arrears

    def note_arrears(
        self,
        household_id: UUID,
        episode_id: UUID,
        creditor_id: str,
        *,
        overdue_cents: int,
        band: str,
        on: date,
    ) -> None:
        """Take in an episode; if the household is sought, its case is open."""
        arrears = self._arrears(household_id)
        arrears.detect(episode_id, creditor_id, overdue_cents, band, on)
        self._keep_arrears(arrears, on)

    def change_band(
        self,
        household_id: UUID,
        episode_id: UUID,
        creditor_id: str,
        *,
        overdue_cents: int,
        band: str,
        on: date,
    ) -> None:
        """Take in another band; it may be one that is sought."""
        arrears = self._arrears(household_id)
        arrears.change_band(episode_id, creditor_id, overdue_cents, band, on)
        self._keep_arrears(arrears, on)

    def retract_arrears(
        self, household_id: UUID, episode_id: UUID, creditor_id: str, on: date
    ) -> None:
        """Undo an episode; a case that nobody has acted on goes with it."""
        arrears = self._arrears(household_id)
        arrears.retract(episode_id, creditor_id, on)
        self._keep_arrears(arrears, on)

    def clear_arrears(
        self, household_id: UUID, episode_id: UUID, creditor_id: str, on: date
    ) -> None:
        """End an episode; when it was the last, closing the case is proposed."""
        arrears = self._arrears(household_id)
        arrears.clear(episode_id, creditor_id, on)
        self._keep_arrears(arrears, on)

    # -- tasks

    def raise_task(
        self,
        kind: str,
        household_id: UUID,
        reference: str,
        since_on: date,
        due_on: date | None = None,
    ) -> None:
        """Want something done, by `due_on` or by the figures in force."""
        task = self._task(kind, household_id, reference)
        if due_on is None:
            task.want(since_on, *due(kind, since_on, self._book))
        else:
            task.want(since_on, due_on)
        self._keep_task(task)

    def settle_task(
        self, kind: str, household_id: UUID, reference: str, on: date
    ) -> None:
        """Take one cause of a task away, even before the cause is heard."""
        task = self._task(kind, household_id, reference)
        task.settle(on)
        self._keep_task(task)

    def drop_task(
        self, kind: str, household_id: UUID, reference: str, on: date
    ) -> None:
        """Let go all that was wanted up to a day."""
        task = self._task(kind, household_id, reference)
        task.drop(on)
        self._keep_task(task)

    def take_drop_back(
        self,
        kind: str,
        household_id: UUID,
        reference: str,
        dropped_on: date,
        on: date,
    ) -> None:
        """Want again what was let go on a day, even before that is heard."""
        task = self._task(kind, household_id, reference)
        task.take_drop_back(dropped_on, on)
        self._keep_task(task)

    def note_commitment(
        self,
        household_id: UUID,
        commitment_id: UUID,
        *,
        kept: bool,
        on: date,
        word: Word,
    ) -> None:
        """Have a missed commitment reviewed; the last word about a day counts."""
        last = tables.show_commitment(
            self._session, commitment_id, on, kept=kept, word=word
        )
        reference = f"{commitment_id}/{on}"
        task = self.find(Task, task_key("review_commitment", reference))
        if not last:
            task = task or self._task("review_commitment", household_id, reference)
            task.schedule(on, *due("review_commitment", on, self._book))
        elif task is not None and task.status == "open":
            task.settle(on)
        if task is not None:
            self._keep_task(task)

    # -- looked at again

    def _house(self, dwelling_id: str) -> None:
        """Say anew which household holds which tenancies of a dwelling."""
        held, known = lists.tenancies_of(self._session, dwelling_id)
        for occupancy in occupancies(held):
            household_id = household_key(dwelling_id, occupancy.vacated_on)
            known.discard(household_id)
            tables.move_tenancies(self._session, occupancy.tenancies, household_id)
            self._keep_household(self._housed(household_id, dwelling_id, occupancy))
        for household_id in known:
            household = self.get(Household, household_id)
            household.rehouse(household.building_id, [], None, household.since)
            self._keep_household(household)

    def _housed(
        self, household_id: UUID, dwelling_id: str, occupancy: Occupancy
    ) -> Household:
        tenancies = sorted(
            Membership(it.creditor_id, it.tenancy_id) for it in occupancy.tenancies
        )
        household = self.find(Household, household_id)
        if household is None:
            return Household(
                id=household_id,
                dwelling_id=dwelling_id,
                building_id=occupancy.building_id,
                tenancies=tenancies,
                left_on=occupancy.left_on,
                effective_on=occupancy.since,
            )
        household.rehouse(
            occupancy.building_id, tenancies, occupancy.left_on, occupancy.since
        )
        return household

    def _reconsider(self, household_id: UUID, on: date) -> None:
        """Open, date, withdraw or reopen the case as the arrears now known ask."""
        case = self.find(Case, case_key(household_id))
        selection = self._selection(household_id, case)
        heard.show_selection(self._session, household_id, selection, self._book)
        if case is None:
            if selection is None:
                return
            case = Case(
                id=case_key(household_id),
                household_id=household_id,
                organisation_id=selection.organisation_id,
                definition_id=selection.definition_id,
                effective_on=selection.since,
            )
        elif case.is_open and case.definition_id is not None:
            if selection is None:
                case.withdraw(on, self._why_not_sought(household_id))
            else:
                case.redate(
                    selection.since,
                    selection.organisation_id,
                    selection.definition_id,
                )
        elif not case.is_open and selection is not None and not _is_gone(case):
            follows = None if case.closings else selection.organisation_id
            case.reopen(selection.since, follows, selection.definition_id)
        self._keep_case(case, on)

    def _why_not_sought(self, household_id: UUID) -> str:
        """Say whether the arrears were never true, or are and nobody seeks them."""
        arrears = self.find(Arrears, arrears_key(household_id))
        true = arrears is not None and any(
            it.counts for it in arrears.episodes.values()
        )
        return "no_longer_sought" if true else "arrears_retracted"

    def _selection(self, household_id: UUID, case: Case | None) -> Selection | None:
        arrears = self.find(Arrears, arrears_key(household_id))
        household = self.find(Household, household_id)
        if arrears is None or household is None:
            return None
        answered = case.answered if case else frozenset[UUID]()
        stays = [it for it in arrears.stays() if it.episode_id not in answered]
        areas = tuple((it.from_on, it.rent_area) for it in household.compositions())
        return select(
            stays,
            Sought(household_id, household.building_id, areas),
            governing.targets(self._session),
            governing.threshold(self._book),
        )

    def _reconsider_all(self, on: date) -> None:
        for household_id in lists.households_in_arrears(self._session):
            self._reconsider(household_id, on)

    def _refuse_without_mandate(self, organisation_id: str, day: date) -> None:
        """
        Refuse an organisation that has no mandate; `OrganisationWithoutMandate`.

        Where no organisation has one on the day, mandates are kept elsewhere.
        """
        group = self.find(SteeringGroup, STEERING_GROUP)
        if group is not None and group.organisations_on(day):
            group.refuse_without_mandate(organisation_id, day)

    @property
    def _book(self) -> Book:
        """Every figure that was adopted; read once, until another is."""
        return governing.book(self._session)

    def _keep_case(self, case: Case, on: date) -> None:
        if case.pending_events:
            self.save(case)
            tables.show_case(self._session, case)
            self._show_following(case)
        self._plan_contact(case, on)
        self._plan_next_contact(case, on)
        self._plan_assessment(case, on)
        self._plan_reassessments(case, on)
        self._plan_review(case, on)
        self._plan_closing(case, on)

    def _show_following(self, case: Case) -> None:
        follows = [] if case.withdrawn else case.assignments
        show_following(
            self._session, case.id, case.household_id, follows, self.store.clock()
        )

    def _plan_contact(self, case: Case, on: date) -> None:
        wanted = case.is_open and case.reached_on is None and not case.attempts
        self._plan("first_contact", case, case.identified_on if wanted else None, on)

    def _plan_next_contact(self, case: Case, on: date) -> None:
        if not case.contacts:
            return
        wanted = case.next_contact if case.is_open else None
        due_on = wanted.next_on if wanted else None
        self._plan("contact_again", case, wanted.on if wanted else None, on, due_on)

    def _plan_assessment(self, case: Case, on: date) -> None:
        wanted = case.is_open and case.reached_on and not case.assessed_on
        self._plan("assess", case, case.identified_on if wanted else None, on)

    def _plan_reassessments(self, case: Case, on: date) -> None:
        """Have the needs assessed again some months after the case was in charge."""
        if case.in_charge_on is None:
            return
        begun = case.in_charge_on
        early = timedelta(days=self._figure("reassessment_early_days", begun))
        waiting = case.is_open
        for name in REASSESSMENTS:
            months = self._figure(name, begun)
            day = months_after(begun, months)
            seen = any(it.on >= day - early for it in case.assessments)
            wanted = day if waiting and not seen else None
            waiting = waiting and seen
            self._plan("reassess", case, wanted, on, part=f"/{months}")

    def _plan_review(self, case: Case, on: date) -> None:
        """Have the case looked at again some months after it last was."""
        if case.in_charge_on is None:
            return
        months = self._figure("case_review_months", case.in_charge_on)
        days = [case.in_charge_on, *sorted(case.reviews)]
        for number, day in enumerate(days):
            last = case.is_open and number == len(days) - 1
            wanted = months_after(day, months) if last else None
            self._plan("review_case", case, wanted, on, part=f"/{number}")

    def _plan_closing(self, case: Case, on: date) -> None:
        since = None
        if case.is_open:
            arrears = self.find(Arrears, arrears_key(case.household_id))
            household = self.find(Household, case.household_id)
            since = (household.left_on if household else None) or (
                arrears.cleared_on if arrears else None
            )
        self._plan("propose_closing", case, since, on)

    def _plan(
        self,
        kind: str,
        case: Case,
        since_on: date | None,
        on: date,
        due_on: date | None = None,
        part: str = "",
    ) -> None:
        """Have one task of a kind while there is a day since when it is wanted."""
        reference = f"{case.id}/{len(case.closings)}{part}"
        task = self.find(Task, task_key(kind, reference))
        if since_on is not None:
            task = task or self._task(kind, case.household_id, reference)
            told = (due_on, None) if due_on else due(kind, since_on, self._book)
            task.schedule(since_on, *told)
            self._keep_task(task)
        elif task is not None and task.status == "open":
            if case.is_open and kind in AHEAD:
                task.answer(on)
            elif case.is_open and kind != "propose_closing":
                task.complete(on)
            else:
                task.settle(on)
            self._keep_task(task)

    def _figure(self, name: str, day: date) -> int:
        """Give a figure of case work as it counts on a day."""
        with self.store.reading() as session:
            return governing.book(session).on(name, day).number

    # -- found and kept

    @property
    def _session(self) -> Session:
        return self._transaction.session

    @property
    def _transaction(self) -> Transaction:
        transaction = self.store.current()
        if transaction is None:
            raise RuntimeError("use-cases are called inside a transaction")
        return transaction

    def _tenancy(self, creditor_id: str, tenancy_id: str) -> Tenancy:
        key = tenancy_key(creditor_id, tenancy_id)
        return self.find(Tenancy, key) or Tenancy(
            id=key, creditor_id=creditor_id, tenancy_id=tenancy_id
        )

    def _keep_tenancy(self, tenancy: Tenancy) -> None:
        self.save(tenancy)
        tables.show_tenancy(self._session, tenancy)
        if tenancy.dwelling_id is not None:
            self._house(tenancy.dwelling_id)

    def _keep_household(self, household: Household) -> None:
        self.save(household)
        tables.show_household(self._session, household)
        homes.show_compositions(self._session, household)
        self._reconsider(household.id, household.left_on or household.since)

    def _arrears(self, household_id: UUID) -> Arrears:
        key = arrears_key(household_id)
        return self.find(Arrears, key) or Arrears(id=key, household_id=household_id)

    def _keep_arrears(self, arrears: Arrears, on: date) -> None:
        self.save(arrears)
        tables.show_signal(self._session, arrears)
        heard.show_stays(self._session, arrears)
        self._reconsider(arrears.household_id, on)

    def _task(self, kind: str, household_id: UUID, reference: str) -> Task:
        key = task_key(kind, reference)
        return self.find(Task, key) or Task(
            id=key, kind=kind, household_id=household_id, reference=reference
        )

    def _keep_task(self, task: Task) -> None:
        if task.pending_events:
            self.save(task)
            tables.show_task(self._session, task)


def _is_gone(case: Case) -> bool:
    return case.closing is not None and case.closing.outcome in GONE

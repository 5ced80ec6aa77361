"""What the workshops can be asked to do, one method per use-case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.application import Application, NoTransaction
from azione0.database import Session
from workshops import following, instalments, lines, lists, subsistence
from workshops import workshop as programme
from workshops.budget import HouseholdBudget
from workshops.enrolment import CANCELLED_BY_US, Enrolment, Mark
from workshops.holdings import HOLDS
from workshops.indices import AffordabilityRules, Assessment
from workshops.instalments import ReviewProposal
from workshops.lines import Line
from workshops.reason import check_code
from workshops.subsistence import Threshold
from workshops.tables import TABLES
from workshops.workshop import Workshop

PROPOSED_RULES = AffordabilityRules()
ATTENDANCE_PERCENT = 70


class Workshops(Application):
    """Workshops, enrolments, attendance and household budgets."""

    tables = TABLES
    holds = HOLDS

    # -- workshops and seats

    def schedule_workshop(
        self,
        kind: str,
        organisation_id: str,
        capacity: int,
        sessions: Sequence[tuple[date, int]],
        on: date,
        *,
        attendance_percent: int = ATTENDANCE_PERCENT,
    ) -> UUID:
        """
        Announce a workshop; sessions are (day, minutes). Give its id.

        Who attended `attendance_percent` of the minutes has seen it through.
        `ImpossibleProgramme` without sessions or seats.
        """
        programme.check_seats(capacity, attendance_percent)
        check_code(kind)
        workshop = Workshop(
            id=self.new_id("workshop", kind, organisation_id, *sessions),
            kind=kind,
            organisation_id=organisation_id,
            capacity=capacity,
            sessions=programme.numbered(sessions),
            attendance_percent=attendance_percent,
            effective_on=on,
        )
        self._keep_workshop(workshop)
        return workshop.id

    def enrol(
        self,
        workshop_id: UUID,
        household_id: UUID,
        on: date,
        *,
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Give a household a seat, or a place in the waiting list; give the enrolment.

        Neighbours who are in no case may take part too. `ConsentMissing` for who
        has withdrawn from taking part; the workshop refuses the rest.
        """
        if following.has_withdrawn(self._session, household_id, person_id, on):
            raise ConsentMissing(
                f"household {household_id} withdrew from taking part: "
                "register a new consent first"
            )
        workshop = self.get(Workshop, workshop_id)
        enrolment = Enrolment(
            id=self.new_id("enrolment", workshop_id, household_id, person_id),
            workshop_id=workshop_id,
            household_id=household_id,
            person_id=person_id,
            kind=workshop.kind,
            effective_on=on,
        )
        if workshop.enrol(enrolment.id, household_id, person_id, on):
            enrolment.confirm(on)
        self._keep_workshop(workshop)
        self._keep_enrolment(enrolment)
        return enrolment.id

    def leave(self, enrolment_id: UUID, on: date, reason: str = "household") -> None:
        """End a place for the household's part; who waits moves up."""
        enrolment = self.get(Enrolment, enrolment_id)
        enrolment.drop_out(reason, on)
        self._keep_enrolment(enrolment)
        workshop = self.get(Workshop, enrolment.workshop_id)
        self._seat(workshop, workshop.leave(enrolment_id, on), on)

    def change_capacity(self, workshop_id: UUID, capacity: int, on: date) -> None:
        """Change the number of seats; who waits moves up."""
        workshop = self.get(Workshop, workshop_id)
        self._seat(workshop, workshop.change_capacity(capacity, on), on)

    # -- sessions and attendance

    def move_session(
        self, workshop_id: UUID, number: int, to_on: date, on: date
    ) -> None:
        """Put a session on another day."""
        workshop = self.get(Workshop, workshop_id)
        workshop.move_session(number, to_on, on)
        self._keep_workshop(workshop)

    def register_session(
        self,
        workshop_id: UUID,
        number: int,
        marks: Mapping[UUID, Mark],
        today: date,
    ) -> None:
        """
        Close a session's register: a mark for each enrolment that had a seat.

        `RegisterIncomplete` if one is missing or of another workshop; those who
        left or came in after the session need none.
        """
        workshop = self.get(Workshop, workshop_id)
        session = workshop.hold_session(number, today)
        seated = {
            place: self.get(Enrolment, place) for place in {*workshop.seated, *marks}
        }
        missing = [
            place
            for place, enrolment in seated.items()
            if place not in marks
            and enrolment.seated_on is not None
            and enrolment.seated_on <= session.on
        ]
        strangers = [
            place for place, it in seated.items() if it.workshop_id != workshop_id
        ]
        if missing or strangers:
            raise RegisterIncomplete(
                f"workshop {workshop_id}, session {number}: {len(missing)} marks are "
                f"missing, {len(strangers)} are of another workshop"
            )
        for place, mark in marks.items():
            self._attend(seated[place], session, mark)
        self._keep_workshop(workshop)

    def cancel_session(
        self, workshop_id: UUID, number: int, reason: str, on: date
    ) -> None:
        """Cancel a session of ours: nobody missed it."""
        workshop = self.get(Workshop, workshop_id)
        session = workshop.cancel_session(number, reason, on)
        for place in workshop.seated:
            self._attend(self.get(Enrolment, place), session, Mark(CANCELLED_BY_US))
        self._keep_workshop(workshop)

    def correct_attendance(self, enrolment_id: UUID, number: int, mark: Mark) -> None:
        """Correct a register that is closed, as long as the workshop runs."""
        enrolment = self.get(Enrolment, enrolment_id)
        workshop = self.get(Workshop, enrolment.workshop_id)
        if number not in workshop.held:
            raise programme.NotYetHeld(
                f"workshop {workshop.id}: session {number} was not held"
            )
        self._attend(enrolment, workshop.sessions[number], mark)

    def complete_workshop(self, workshop_id: UUID, on: date) -> list[UUID]:
        """End a workshop; give the enrolments that saw it through."""
        workshop = self.get(Workshop, workshop_id)
        workshop.complete(on)
        through = []
        for place in workshop.seated:
            enrolment = self.get(Enrolment, place)
            if enrolment.complete(
                workshop.attendance_percent, workshop.minutes_planned, on
            ):
                through.append(place)
            self._keep_enrolment(enrolment)
        self._release(workshop.waiting, "never_a_seat", on)
        self._keep_workshop(workshop)
        return through

    def cancel_workshop(self, workshop_id: UUID, reason: str, on: date) -> None:
        """Give a workshop up, with a reason code; everybody is released."""
        workshop = self.get(Workshop, workshop_id)
        workshop.cancel(reason, on)
        self._release([*workshop.seated, *workshop.waiting], "workshop_cancelled", on)
        self._keep_workshop(workshop)

    # -- budgets

    def load_thresholds(self, thresholds: Iterable[Threshold]) -> None:
        """Load ISTAT's table; a row of the same kind and day replaces the old one."""
        table = list(thresholds)
        subsistence.check(table)
        for row in table:
            self._session.execute(
                "INSERT INTO thresholds_v1 (household_type, valid_from, "
                "threshold_cents, housing_cents) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (household_type, valid_from) DO UPDATE SET "
                "threshold_cents = excluded.threshold_cents, "
                "housing_cents = excluded.housing_cents",
                (
                    row.household_type,
                    row.valid_from,
                    row.threshold_cents,
                    row.housing_cents,
                ),
            )

    def subsistence_floor(self, household_type: str, on: date) -> int:
        """Give the floor in cents of a kind of household; `NoThreshold` if unknown."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT household_type, valid_from, threshold_cents, housing_cents "
                "FROM thresholds_v1"
            )
        return subsistence.floor_for(
            [Threshold(*row) for row in rows], household_type, on
        )

    def draft_budget(
        self,
        household_id: UUID,
        month: date,
        budget_lines: Sequence[Line],
        on: date,
        *,
        floor_cents: int,
        isee_erp_cents: int | None = None,
    ) -> UUID:
        """
        Write down what a household earns and spends; give the budget's id.

        `floor_cents` is its subsistence floor, housing left out. `ImpossibleLine`
        for a line that says nothing possible.
        """
        lines.check(budget_lines)
        lines.check_cents(floor_cents, isee_erp_cents or 0)
        budget = HouseholdBudget(
            id=self.new_id("budget", household_id, month),
            household_id=household_id,
            month=lines.month_of(month),
            floor_cents=floor_cents,
            isee_erp_cents=isee_erp_cents,
            lines=list(budget_lines),
            effective_on=on,
        )
        self._keep_budget(budget)
        return budget.id

    def redraft_budget(
        self, budget_id: UUID, budget_lines: Sequence[Line], on: date
    ) -> None:
        """Replace the lines of a draft."""
        budget = self.get(HouseholdBudget, budget_id)
        budget.redraft(list(budget_lines), on)
        self._keep_budget(budget)

    def agree_budget(
        self, budget_id: UUID, on: date, *, rules: AffordabilityRules = PROPOSED_RULES
    ) -> Assessment:
        """Settle a draft with the household; give how it is judged."""
        budget = self.get(HouseholdBudget, budget_id)
        assessment = budget.agree(rules, on)
        self._keep_budget(budget)
        return assessment

    def review_budget(
        self,
        budget_id: UUID,
        month: date,
        actual: Sequence[Line],
        on: date,
        *,
        rules: AffordabilityRules = PROPOSED_RULES,
        floor_cents: int | None = None,
    ) -> Assessment:
        """Look at a month as it went; it answers the reviews proposed until `on`."""
        budget = self.get(HouseholdBudget, budget_id)
        lines.check_cents(floor_cents or 0)
        month = lines.month_of(month)
        assessment = budget.review(
            month,
            list(actual),
            rules,
            on,
            instalments=instalments.lines_in(self._session, budget.household_id, month),
            floor_cents=floor_cents,
        )
        self._keep_budget(budget)
        return assessment

    def assess_budget(
        self, budget_id: UUID, *, rules: AffordabilityRules = PROPOSED_RULES
    ) -> Assessment:
        """Judge a budget as it stands, without agreeing it."""
        return self.get(HouseholdBudget, budget_id).assess(rules)

    def budget_plan(self, budget_id: UUID, month: date) -> list[Line]:
        """Give a budget's lines with the instalments due in a month."""
        budget = self.get(HouseholdBudget, budget_id)
        with self.store.reading() as session:
            due = instalments.lines_in(session, budget.household_id, month)
        return [*budget.lines, *due]

    def listed(self, on: date) -> list[tuple[Any, ...]]:
        """Give the lines of the workshops that are not over on a day."""
        with self.store.reading() as session:
            return lists.workshops_from(session, on)

    def reviews_proposed(self) -> list[ReviewProposal]:
        """Give the budgets to look at again, oldest miss first."""
        with self.store.reading() as session:
            return instalments.reviews_proposed(session)

    # -- what others tell

    def take_in_charge(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """Open the workshops to a case; sessions since `on` answer to its pact."""
        following.note_case(self._session, case_id, household_id, on, in_charge=True)
        for enrolment in self._enrolments(household_id):
            for number in sorted(enrolment.register):
                self._answer_to_pact(enrolment, number)
            self.save(enrolment)

    def close_case(self, case_id: UUID, household_id: UUID, on: date) -> None:
        """End the places that a household asked for until its case was closed."""
        following.note_case(self._session, case_id, household_id, on, in_charge=False)
        for enrolment in self._enrolments(household_id):
            if enrolment.is_open and enrolment.requested_on <= on:
                self.leave(enrolment.id, on, "case_closed")

    def give_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Let a person take part (again)."""
        following.note_consent(self._session, person_id, household_id, on, given=True)

    def withdraw_consent(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """
        End a person's places, and the household's where nobody is named.

        Places asked for after the person agreed again are left alone.
        """
        following.note_consent(self._session, person_id, household_id, on, given=False)
        again_on = following.agreed_again_on(self._session, person_id, on)
        for enrolment in self._enrolments(household_id):
            theirs = enrolment.person_id in (None, person_id)
            if theirs and enrolment.is_open and enrolment.requested_on < again_on:
                self.leave(
                    enrolment.id, max(on, enrolment.requested_on), "consent_withdrawn"
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
        instalments.note_miss(
            self._session, agreement_id, number, household_id, missed_on
        )

    def withdraw_review(
        self, agreement_id: UUID, number: int, household_id: UUID
    ) -> None:
        """Take a proposal back: the instalment was paid in time."""
        instalments.note_retraction(self._session, agreement_id, number, household_id)

    # -- what is kept at hand

    @property
    def _session(self) -> Session:
        transaction = self.store.current()
        if transaction is None:
            raise NoTransaction("the workshops work inside a transaction")
        return transaction.session

    def _keep_workshop(self, workshop: Workshop) -> None:
        self.save(workshop)
        lists.show_workshop(self._session, workshop)

    def _keep_enrolment(self, enrolment: Enrolment) -> None:
        self.save(enrolment)
        lists.show_enrolment(self._session, enrolment)

    def _keep_budget(self, budget: HouseholdBudget) -> None:
        self.save(budget)
        lists.show_budget(self._session, budget)

    def _attend(
        self, enrolment: Enrolment, session: programme.Session, mark: Mark
    ) -> None:
        minutes = mark.minutes_of(session.minutes)
        enrolment.attend(
            session.number, session.minutes, mark.mark, minutes, session.on
        )
        self._answer_to_pact(enrolment, session.number)
        self._keep_enrolment(enrolment)

    def _answer_to_pact(self, enrolment: Enrolment, number: int) -> None:
        day = enrolment.register[number].on
        case_id = following.case_on(self._session, enrolment.household_id, day)
        if case_id is not None:
            enrolment.answer_to_pact(case_id, number)

    def _seat(self, workshop: Workshop, moved_up: Sequence[UUID], on: date) -> None:
        for place in moved_up:
            enrolment = self.get(Enrolment, place)
            enrolment.confirm(on)
            self._keep_enrolment(enrolment)
        self._keep_workshop(workshop)

    def _release(self, enrolment_ids: Iterable[UUID], reason: str, on: date) -> None:
        for place in enrolment_ids:
            enrolment = self.get(Enrolment, place)
            enrolment.release(reason, on)
            self._keep_enrolment(enrolment)

    def _enrolments(self, household_id: UUID) -> list[Enrolment]:
        rows = self._session.execute(
            "SELECT enrolment_id FROM enrolments_v1 WHERE household_id = ? "
            "ORDER BY requested_on, enrolment_id",
            (household_id,),
        )
        return [self.get(Enrolment, place) for (place,) in rows]


class ConsentMissing(Exception):
    """A person who withdrew from taking part was to be enrolled."""


class RegisterIncomplete(Exception):
    """A register without a mark for everybody who had a seat."""

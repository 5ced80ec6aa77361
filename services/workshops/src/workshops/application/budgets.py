"""Household budgets: drafted, agreed, looked at again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from workshops import following
from workshops.application.bookkeeping import Bookkeeping
from workshops.budgets import instalments, lines, subsistence
from workshops.budgets.budget import HouseholdBudget, Version, around
from workshops.budgets.days import (
    Day,
    Envelope,
    Stretch,
    by_month,
    by_pay_day,
    check_stretch,
    day_by_day,
    envelopes,
)
from workshops.budgets.indices import AffordabilityRules, Assessment
from workshops.budgets.instalments import ReviewProposal
from workshops.budgets.lines import Line
from workshops.budgets.repayment import Repayment, repay
from workshops.budgets.subsistence import Threshold
from workshops.budgets.supposing import Supposition, suppose
from workshops.labs.enrolment import Enrolment
from workshops.labs.workshop import Workshop

PROPOSED_RULES = AffordabilityRules()


class Budgets(Bookkeeping):
    """The use-cases of household budgets."""

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

    def day_by_day(
        self, budget_id: UUID, first_on: date, last_on: date, *, in_hand_cents: int = 0
    ) -> tuple[list[Day], list[Stretch], list[Stretch]]:
        """
        Follow a budget day by day: its days, calendar months and pay periods.

        Instalments of agreements fall on their days. `TooManyDays`.
        """
        lines.check_cents(in_hand_cents)
        plan = self._plan(budget_id, first_on, last_on)
        days = day_by_day(plan, first_on, last_on, in_hand_cents=in_hand_cents)
        return days, by_month(days), by_pay_day(days, plan)

    def envelopes(
        self, budget_id: UUID, first_on: date, last_on: date
    ) -> list[Envelope]:
        """Fill the envelopes of a stretch of days, the essential bills first."""
        check_stretch(first_on, last_on)
        return envelopes(self._plan(budget_id, first_on, last_on), first_on, last_on)

    def what_if(
        self,
        budget_id: UUID,
        suppositions: Sequence[Supposition],
        *,
        rules: AffordabilityRules = PROPOSED_RULES,
    ) -> tuple[Assessment, Assessment]:
        """Judge a budget as it stands, and as it would be; nothing is stored."""
        budget = self.get(HouseholdBudget, budget_id)
        supposed = suppose(budget.lines, suppositions)
        return budget.assess(rules), budget.assess(rules, lines=supposed)

    def repayment(
        self,
        budget_id: UUID,
        debt_cents: int,
        *,
        down_cents: int,
        most: int,
        rules: AffordabilityRules = PROPOSED_RULES,
    ) -> Repayment:
        """Say how many instalments that a budget can bear repay a debt; advice."""
        affordable = self.assess_budget(budget_id, rules=rules).affordable_cents
        return repay(debt_cents, affordable, down_cents=down_cents, most=most)

    def budget_versions(self, household_id: UUID) -> list[Version]:
        """Give how a household's budgets were judged, oldest first."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT budget_id FROM budgets_v1 WHERE household_id = ? "
                "ORDER BY month, budget_id",
                (household_id,),
            )
        found = [
            version
            for (budget_id,) in rows
            for version in self.get(HouseholdBudget, budget_id).versions
        ]
        return sorted(found, key=lambda it: (it.effective_on, it.month))

    def budgets_around(
        self, enrolment_id: UUID
    ) -> tuple[Version | None, Version | None]:
        """Give a household's budget before a workshop that it was in, and after."""
        enrolment = self.get(Enrolment, enrolment_id)
        if enrolment.household_id is None:
            return None, None
        workshop = self.get(Workshop, enrolment.workshop_id)
        first_on = min(it.on for it in workshop.sessions.values())
        versions = self.budget_versions(enrolment.household_id)
        return around(versions, first_on, workshop.last_on)

    def reviews_proposed(self) -> list[ReviewProposal]:
        """Give the budgets to look at again, oldest miss first, of open cases."""
        with self.store.reading() as session:
            proposed = [
                (it.household_id, it)
                for it in instalments.reviews_proposed(session)
                if not following.ended_since(session, it.household_id, it.missed_on)
            ]
            return self._still_followed(session, proposed, self.today())

    def _plan(self, budget_id: UUID, first_on: date, last_on: date) -> list[Line]:
        """Give a budget's lines and each instalment due in a stretch, on its day."""
        check_stretch(first_on, last_on)
        budget = self.get(HouseholdBudget, budget_id)
        due: list[Line] = []
        month = lines.month_of(first_on)
        with self.store.reading() as session:
            while month <= last_on:
                found = instalments.lines_in(session, budget.household_id, month)
                due += [_on_its_day(it) for it in found]
                month = lines.next_month(month)
        return [*budget.lines, *due]


def _on_its_day(instalment: Line) -> Line:
    on = instalment.to_on
    return replace(instalment, from_on=on, one_off=True, day=on.day if on else None)

"""Household budgets: drafted, agreed, looked at again."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from workshops.application.bookkeeping import Bookkeeping
from workshops.budgets import instalments, lines, subsistence
from workshops.budgets.budget import HouseholdBudget
from workshops.budgets.indices import AffordabilityRules, Assessment
from workshops.budgets.instalments import ReviewProposal
from workshops.budgets.lines import Line
from workshops.budgets.subsistence import Threshold

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

    def reviews_proposed(self) -> list[ReviewProposal]:
        """Give the budgets to look at again, oldest miss first."""
        with self.store.reading() as session:
            return instalments.reviews_proposed(session)

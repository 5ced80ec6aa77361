"""
A household budget: drafted with the family, agreed, then looked at again.

Read the events first. The lines stay here; others hear only the indices.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from azione0.aggregate import Aggregate, event
from workshops.budgets.indices import AffordabilityRules, Assessment, assess, discipline
from workshops.budgets.lines import Line, check, figures, planned

DRAFTED, AGREED, REVIEWED = "drafted", "agreed", "reviewed"


@dataclass(frozen=True, slots=True)
class Version:
    """
    How a budget was judged on a day, for one month.

    `state` is `agreed` or `reviewed`; shares are absent without income, discipline
    where nothing was planned or nothing is known yet of how it went.
    """

    effective_on: date
    month: date
    state: str
    rent_to_income: Decimal | None
    residual_cents: int
    sustainability: Decimal | None
    affordable_cents: int
    discipline: Decimal | None = None


class HouseholdBudget(Aggregate, topic="workshops.HouseholdBudget"):
    """What a household earns and spends; every month is given by its first day."""

    class Drafted(Aggregate.Created):
        household_id: UUID
        month: date
        floor_cents: int
        isee_erp_cents: int | None
        lines: list[Line]
        effective_on: date

    class Redrafted(Aggregate.Event):
        lines: list[Line]
        effective_on: date

    class BudgetAgreed(Aggregate.Event):
        household_id: UUID
        month: date
        income_cents: int
        housing_cents: int
        essentials_cents: int
        floor_cents: int
        debts_cents: int
        rent_to_income: Decimal | None
        residual_cents: int
        sustainability: Decimal | None
        affordable_cents: int
        sustainable: bool
        rules_version: str
        effective_on: date

    class BudgetReviewed(Aggregate.Event):
        household_id: UUID
        month: date
        lines: list[Line]
        rent_to_income: Decimal | None
        residual_cents: int
        sustainability: Decimal | None
        affordable_cents: int
        sustainable: bool
        discipline: Decimal | None
        rules_version: str
        effective_on: date

    @event(Drafted)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        month: date,
        floor_cents: int,
        isee_erp_cents: int | None,
        lines: list[Line],
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.month = month
        self.floor_cents = floor_cents
        self.isee_erp_cents = isee_erp_cents
        self.lines = lines
        self.state = DRAFTED
        self.reviewed: dict[date, list[Line]] = {}
        self.reviewed_on: date | None = None
        self.affordable_cents: int | None = None
        self.versions: list[Version] = []

    def redraft(self, lines: list[Line], on: date) -> None:
        """Replace the lines; `BudgetSettled` once agreed."""
        self._refuse_unless_drafted()
        check(lines)
        self._redrafted(lines, on)

    def assess(
        self,
        rules: AffordabilityRules,
        *,
        month: date | None = None,
        lines: list[Line] | None = None,
        floor_cents: int | None = None,
    ) -> Assessment:
        """Judge the budget, or other lines of another month by the same measure."""
        floor = self.floor_cents if floor_cents is None else floor_cents
        of_month = figures(lines or self.lines, month or self.month, floor)
        return assess(of_month, self.isee_erp_cents, rules)

    def agree(self, rules: AffordabilityRules, on: date) -> Assessment:
        """Settle the budget with the household; `BudgetSettled` if it is already."""
        self._refuse_unless_drafted()
        found = self.assess(rules)
        of_month = figures(self.lines, self.month, self.floor_cents)
        self._budget_agreed(
            household_id=self.household_id,
            month=self.month,
            income_cents=of_month.income_cents,
            housing_cents=of_month.housing_cents,
            essentials_cents=of_month.essentials_cents,
            floor_cents=of_month.floor_cents,
            debts_cents=of_month.debts_cents,
            rent_to_income=found.rent_to_income,
            residual_cents=found.residual_cents,
            sustainability=found.sustainability,
            affordable_cents=found.affordable_cents,
            sustainable=found.sustainable,
            rules_version=rules.version,
            effective_on=on,
        )
        return found

    def review(
        self,
        month: date,
        actual: list[Line],
        rules: AffordabilityRules,
        on: date,
        *,
        instalments: list[Line],
        floor_cents: int | None = None,
    ) -> Assessment:
        """
        Look at a month as it went, against the budget agreed.

        `instalments` are the lines of the agreements signed meanwhile.
        `NotAgreed` before agreement; `MonthBeforeBudget` for an earlier month. A
        month may be reviewed again: the last review counts.
        """
        if self.state == DRAFTED:
            raise NotAgreed(f"budget {self.id}: agree it before reviewing it")
        if month < self.month:
            raise MonthBeforeBudget(f"budget {self.id} begins in {self.month:%Y-%m}")
        check(actual)
        found = self.assess(rules, month=month, lines=actual, floor_cents=floor_cents)
        kept = discipline(
            planned([*self.lines, *instalments], month), planned(actual, month)
        )
        self._budget_reviewed(
            household_id=self.household_id,
            month=month,
            lines=actual,
            rent_to_income=found.rent_to_income,
            residual_cents=found.residual_cents,
            sustainability=found.sustainability,
            affordable_cents=found.affordable_cents,
            sustainable=found.sustainable,
            discipline=kept,
            rules_version=rules.version,
            effective_on=on,
        )
        return found

    def _refuse_unless_drafted(self) -> None:
        if self.state != DRAFTED:
            raise BudgetSettled(f"budget {self.id} is {self.state}: review it instead")

    @event(Redrafted)
    def _redrafted(self, lines: list[Line], effective_on: date) -> None:
        self.lines = lines

    @event(BudgetAgreed)
    def _budget_agreed(
        self,
        *,
        household_id: UUID,
        month: date,
        income_cents: int,
        housing_cents: int,
        essentials_cents: int,
        floor_cents: int,
        debts_cents: int,
        rent_to_income: Decimal | None,
        residual_cents: int,
        sustainability: Decimal | None,
        affordable_cents: int,
        sustainable: bool,
        rules_version: str,
        effective_on: date,
    ) -> None:
        self.state = AGREED
        self.affordable_cents = affordable_cents
        self.versions.append(
            Version(
                effective_on,
                month,
                AGREED,
                rent_to_income,
                residual_cents,
                sustainability,
                affordable_cents,
            )
        )

    @event(BudgetReviewed)
    def _budget_reviewed(
        self,
        *,
        household_id: UUID,
        month: date,
        lines: list[Line],
        rent_to_income: Decimal | None,
        residual_cents: int,
        sustainability: Decimal | None,
        affordable_cents: int,
        sustainable: bool,
        discipline: Decimal | None,
        rules_version: str,
        effective_on: date,
    ) -> None:
        self.state = REVIEWED
        self.affordable_cents = affordable_cents
        self.versions.append(
            Version(
                effective_on,
                month,
                REVIEWED,
                rent_to_income,
                residual_cents,
                sustainability,
                affordable_cents,
                discipline,
            )
        )
        self.reviewed[month] = lines
        self.reviewed_on = max(effective_on, self.reviewed_on or effective_on)


def around(
    versions: Iterable[Version], first_on: date, last_on: date
) -> tuple[Version | None, Version | None]:
    """
    Give the last version until a day, and the last one since a later day.

    With the days of a workshop they are the budget before it and after it; what is
    not there is `None`.
    """
    known = sorted(versions, key=lambda it: (it.effective_on, it.month))
    before = [it for it in known if it.effective_on <= first_on]
    after = [it for it in known if it.effective_on >= last_on]
    return (before[-1] if before else None), (after[-1] if after else None)


class BudgetSettled(Exception):
    """A budget that was agreed is not written again, but reviewed."""


class NotAgreed(Exception):
    """A budget was to be reviewed before it was agreed."""


class MonthBeforeBudget(Exception):
    """A review of a month in which the budget did not yet hold."""

"""What the others say of a household's means, and the figures that are adopted."""

from datetime import date
from uuid import UUID

from ledger.application.agreements import Agreements
from ledger.application.bookkeeping import ACCOUNTS
from ledger.household import RELIEVED, Affordability
from ledger.policy import is_figure


class Households(Agreements):
    """Keeps what a household can afford, and the rules in force."""

    def state_affordability(
        self, household_id: UUID, budget_id: UUID, cents: int, on: date
    ) -> None:
        """Learn what a household can pay a month by the budget it agreed."""
        household = self._household(household_id)
        household.state_affordability(Affordability(budget_id, cents, on))
        self.save(household)
        if self.committed(household_id) > cents:
            self.propose_reliefs(household_id, "budget_reviewed", on)

    def change_means(
        self, household_id: UUID, reason: str, reference: UUID, on: date
    ) -> None:
        """Learn that a household's means changed, and ask for a new look at them."""
        household = self._household(household_id)
        household.change_means(reason, reference, on)
        self.save(household)
        if reason in RELIEVED:
            self.propose_reliefs(household_id, reason, on)

    def state_fault(
        self, household_id: UUID, fault: str, decision_ref: str, on: date
    ) -> None:
        """Learn whether the arrears were found to be the household's fault."""
        household = self._household(household_id)
        household.state_fault(fault, decision_ref, on)
        self.save(household)

    def adopt_policy(
        self, version: str, parameters: dict[str, str], effective_from: date
    ) -> None:
        """Take over the figures that concern the ledger; others pass by."""
        rulebook = self._rulebook()
        mine = {name: value for name, value in parameters.items() if is_figure(name)}
        if rulebook.adopt(version, mine, effective_from):
            self.save(rulebook)
            # Every account is judged anew by it, from the day on which it counts.
            self._session.execute(
                "UPDATE accounts_v1 SET review_on = ? "
                "WHERE review_on IS NULL OR review_on > ?",
                (effective_from, effective_from),
            )
            self._rows(ACCOUNTS).forget()

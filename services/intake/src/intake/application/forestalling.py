"""
What follows when the ledger warns of an agreement: tasks, before anything is missed.

Each word is remembered; then the whole is looked at again.
"""

from datetime import date
from uuid import UUID

from intake import lists, tables
from intake.application.reactions import Reactions
from intake.cases.agreements import (
    AT_RISK,
    CALM,
    EASED,
    RELIEF,
    Told,
    Wanted,
    call_by,
    call_wanted,
    relief_wanted,
)
from intake.governance.figures import Used, due

CALL, PROPOSE = "call_before_due", "propose_relief"


class Forestalling(Reactions):
    """The use-cases of letters about agreements that are in danger."""

    def note_risk(self, household_id: UUID, agreement_id: UUID, told: Told) -> None:
        """Take in a warning or an all-clear: one call, as the last word has it."""
        words = self._keep_word(agreement_id, told)
        wanted = call_wanted(it for it in words if it.name in (AT_RISK, CALM))
        if wanted is not None:
            within_on, used = due(CALL, wanted.since_on, self._book)
            due_on = call_by(wanted.since_on, wanted.due_on, within_on)
            self._follow(CALL, household_id, agreement_id, wanted, due_on, used)

    def note_relief(self, household_id: UUID, agreement_id: UUID, told: Told) -> None:
        """Take in that a relief is proposed, or that the agreement was eased."""
        words = self._keep_word(agreement_id, told)
        wanted = relief_wanted(it for it in words if it.name in (RELIEF, EASED))
        if wanted is not None:
            self._follow(PROPOSE, household_id, agreement_id, wanted, wanted.due_on)

    def _keep_word(self, agreement_id: UUID, told: Told) -> list[Told]:
        tables.note_word(self._session, agreement_id, told)
        return lists.words_about(self._session, agreement_id)

    def _follow(
        self,
        kind: str,
        household_id: UUID,
        agreement_id: UUID,
        wanted: Wanted,
        due_on: date,
        by: Used | None = None,
    ) -> None:
        """Have the one task of a kind about an agreement as it is wanted."""
        task = self._task(kind, household_id, str(agreement_id))
        if wanted.over_on is None or not task.is_wanted_so(wanted.since_on, due_on):
            task.schedule(wanted.since_on, due_on, by)
        if wanted.over_on is not None and task.status == "open":
            if kind == PROPOSE:
                task.answer(wanted.over_on)
            else:
                task.settle(wanted.over_on)
        self._keep_task(task)
        tables.show_reasons(self._session, task.id, wanted.reasons)

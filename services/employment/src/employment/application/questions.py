"""What the job desk can be asked, and the answers it notes."""

from datetime import date
from typing import Any
from uuid import UUID

from employment import following, job_checks, lists
from employment.application.desk import Desk
from employment.job_checks import JobCheck


class Questions(Desk):
    """Whom to offer a pathway, whom to ask about work."""

    def offers(self, today: date) -> list[tuple[UUID, UUID]]:
        """Give (case, household) in charge on a day that have no pathway yet."""
        with self.store.reading() as session:
            offered = [(it[1], it) for it in following.offers(session, today)]
            return self._still_followed(session, offered, today)

    def chases(self, today: date) -> list[dict[str, Any]]:
        """List what of jobs somebody must make sure of by a day, oldest first."""
        with self.store.reading() as session:
            rows = lists.chases(session, today)
        names = ("placement_id", "household_id", "kind", "checkpoint_days", "due_on")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def checks_to_make(self) -> list[JobCheck]:
        """Give the households to ask about their work, oldest miss first."""
        with self.store.reading() as session:
            wanted = [
                (it.household_id, it) for it in job_checks.checks_to_make(session)
            ]
            return self._still_followed(session, wanted, self.today())

    def record_job_check(
        self, household_id: UUID, checked_on: date, *, working: bool
    ) -> None:
        """Note that a household was asked about its work, and what it said."""
        job_checks.note_check(self._session, household_id, checked_on, working=working)

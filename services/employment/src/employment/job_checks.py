"""
Households to ask about their work, because they missed an instalment.

What was heard of misses is kept by `azione0.followed`.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.database import Session


@dataclass(frozen=True, slots=True)
class JobCheck:
    """A household with a pathway that missed an instalment on a day."""

    household_id: UUID
    agreement_id: UUID
    number: int
    missed_on: date


def note_check(
    session: Session, household_id: UUID, checked_on: date, *, working: bool
) -> None:
    """Keep that someone asked, and whether anybody works; asked again, it counts."""
    session.execute(
        "INSERT INTO job_checks_v1 (household_id, checked_on, working) "
        "VALUES (?, ?, ?) ON CONFLICT (household_id, checked_on) "
        "DO UPDATE SET working = excluded.working",
        (household_id, checked_on, working),
    )


def checks_to_make(session: Session) -> list[JobCheck]:
    """Give the misses that nobody has asked about since, oldest first."""
    rows = session.execute(
        "SELECT household_id, agreement_id, number, missed_on "
        "FROM missed_instalments_v1 AS miss WHERE missed > retracted "
        "AND EXISTS (SELECT 1 FROM pathways_v1 AS pathway "
        "WHERE pathway.household_id = miss.household_id) "
        "AND NOT EXISTS (SELECT 1 FROM job_checks_v1 AS done "
        "WHERE done.household_id = miss.household_id "
        "AND done.checked_on >= miss.missed_on) "
        "ORDER BY missed_on, agreement_id, number"
    )
    return [JobCheck(*row) for row in rows]

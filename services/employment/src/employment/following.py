"""
Whom to offer a pathway, and who has withdrawn from job matching, in any order.

What was heard of cases and consents is kept by `azione0.followed`.
"""

from datetime import date
from uuid import UUID

from azione0.database import Session
from azione0.followed import in_charge_since
from employment.pathway.pathway import COMPLETED, INTERRUPTED

#: The one optional purpose that employment acts on.
MATCHING = "employment_matching"


def offers(session: Session, today: date) -> list[tuple[UUID, UUID]]:
    """
    Give (case, household) in charge on a day that have no pathway yet.

    A pathway that ended before the household was taken in charge again is of before:
    who relapses is offered a new one.
    """
    rows = session.execute(
        "SELECT DISTINCT household_id FROM case_days_v1 AS known WHERE on_day <= ? "
        "AND NOT EXISTS (SELECT 1 FROM pathways_v1 AS pathway "
        "WHERE pathway.household_id = known.household_id "
        "AND pathway.state NOT IN (?, ?)) ORDER BY household_id",
        (today, COMPLETED, INTERRUPTED),
    )
    found = []
    for (household_id,) in rows:
        running = in_charge_since(session, household_id, today)
        if running is not None and not _begun_since(session, household_id, running[0]):
            found.append((running[1], household_id))
    return found


def _begun_since(session: Session, household_id: UUID, since: date) -> bool:
    """Say whether a household began a pathway since a day, whatever came of it."""
    return bool(
        session.execute(
            "SELECT 1 FROM pathways_v1 WHERE household_id = ? AND opened_on >= ?",
            (household_id, since),
        )
    )


def has_withdrawn(session: Session, person_id: UUID, on: date) -> bool:
    """Say whether a person withdrew and did not agree again, as of a day."""
    rows = session.execute(
        "SELECT on_day, given FROM consent_days_v1 WHERE person_id = ? AND on_day <= ?",
        (person_id, on),
    )
    return max(((on_day, not given) for on_day, given in rows), default=(on, False))[1]


def has_agreed(session: Session, person_id: UUID, on: date) -> bool:
    """Say whether a person has agreed, and not withdrawn since, as of a day."""
    rows = session.execute(
        "SELECT on_day, given FROM consent_days_v1 WHERE person_id = ? AND on_day <= ?",
        (person_id, on),
    )
    last = max(((on_day, not given) for on_day, given in rows), default=(on, True))
    return not last[1]

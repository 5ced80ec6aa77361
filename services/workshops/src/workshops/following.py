"""
Whose case has ended, and who has withdrawn from taking part, in any order.

What was heard of cases and consents is kept by `azione0.followed`.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from azione0.database import Session
from azione0.followed import case_on

#: The one optional purpose that the workshops act on.
PARTICIPATION = "workshop_participation"


def ended_since(session: Session, household_id: UUID, since: date) -> bool:
    """Say whether a household's case was closed on a day or later, and none runs."""
    closed = session.execute(
        "SELECT 1 FROM case_days_v1 WHERE household_id = ? AND in_charge = ? "
        "AND on_day >= ? LIMIT 1",
        (household_id, False, since),
    )
    return bool(closed) and case_on(session, household_id, date.max) is None


def has_withdrawn(
    session: Session, household_id: UUID, person_id: UUID | None, on: date
) -> bool:
    """
    Say whether a person withdrew and did not agree again, as of a day.

    Where nobody is named, whether anybody of the household did.
    """
    rows = session.execute(
        "SELECT person_id, on_day, given FROM consent_days_v1 "
        "WHERE household_id = ? AND on_day <= ?",
        (household_id, on),
    )
    who = {person_id} if person_id else {row[0] for row in rows}
    return any(
        _last(row[1:] for row in rows if row[0] == person) is False for person in who
    )


def _last(facts: Iterable[tuple[date, bool]]) -> bool | None:
    latest = max(((on, not given) for on, given in facts), default=None)
    return None if latest is None else not latest[1]

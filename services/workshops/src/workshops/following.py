"""
Which households are in charge on a day, and who has withdrawn from taking part.

Facts are kept by their day, so the order in which their letters came does not
matter: what holds on a day is said by the latest fact until then. Where two fall
on one day, the closing and the withdrawal win.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from azione0.database import Session

#: The one optional purpose that the workshops act on.
PARTICIPATION = "workshop_participation"


def note_case(
    session: Session, case_id: UUID, household_id: UUID, on: date, *, in_charge: bool
) -> None:
    """Keep that a case was taken in charge, or closed, on a day."""
    session.execute(
        "INSERT INTO case_days_v1 (case_id, household_id, on_day, in_charge) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (case_id, household_id, on, in_charge),
    )


def case_on(session: Session, household_id: UUID, on: date) -> UUID | None:
    """Give the case of a household that is in charge on a day."""
    rows = session.execute(
        "SELECT case_id, on_day, in_charge FROM case_days_v1 "
        "WHERE household_id = ? AND on_day <= ?",
        (household_id, on),
    )
    last: dict[UUID, tuple[date, bool]] = {}
    for case_id, on_day, in_charge in rows:
        last[case_id] = max(
            last.get(case_id, (on_day, not in_charge)),
            (on_day, not in_charge),
        )
    running = [
        (on_day, case_id) for case_id, (on_day, over) in last.items() if not over
    ]
    return max(running)[1] if running else None


def ended_since(session: Session, household_id: UUID, since: date) -> bool:
    """Say whether a household's case was closed on a day or later, and none runs."""
    closed = session.execute(
        "SELECT 1 FROM case_days_v1 WHERE household_id = ? AND in_charge = ? "
        "AND on_day >= ? LIMIT 1",
        (household_id, False, since),
    )
    return bool(closed) and case_on(session, household_id, date.max) is None


def note_consent(
    session: Session, person_id: UUID, household_id: UUID, on: date, *, given: bool
) -> None:
    """Keep that a person agreed to take part, or withdrew, on a day."""
    session.execute(
        "INSERT INTO consent_days_v1 (person_id, household_id, on_day, given) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (person_id, household_id, on, given),
    )


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


def agreed_again_on(session: Session, person_id: UUID, after: date) -> date:
    """Give the first day after a withdrawal on which the person agreed again."""
    rows = session.execute(
        "SELECT on_day FROM consent_days_v1 "
        "WHERE person_id = ? AND given = ? AND on_day > ?",
        (person_id, True, after),
    )
    return min((row[0] for row in rows), default=date.max)


def _last(facts: Iterable[tuple[date, bool]]) -> bool | None:
    latest = max(((on, not given) for on, given in facts), default=None)
    return None if latest is None else not latest[1]

"""
Which households are in charge on a day, and who has withdrawn from job matching.

Facts are kept by their day, so the order in which their letters came does not
matter: what holds on a day is said by the latest fact until then. Where two fall
on one day, the closing and the withdrawal win.
"""

from datetime import date
from uuid import UUID

from azione0.database import Session
from employment.pathway.pathway import COMPLETED, INTERRUPTED

#: The one optional purpose that employment acts on.
MATCHING = "employment_matching"


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
    running = _running(session, household_id, on)
    return running[1] if running else None


def _running(
    session: Session, household_id: UUID, on: date
) -> tuple[date, UUID] | None:
    """Give since when a household is in charge on a day, and under which case."""
    rows = session.execute(
        "SELECT case_id, on_day, in_charge FROM case_days_v1 "
        "WHERE household_id = ? AND on_day <= ?",
        (household_id, on),
    )
    last: dict[UUID, tuple[date, bool]] = {}
    for case_id, on_day, in_charge in rows:
        fact = (on_day, not in_charge)
        last[case_id] = max(last.get(case_id, fact), fact)
    running = [
        (on_day, case_id) for case_id, (on_day, over) in last.items() if not over
    ]
    return max(running, default=None)


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
        running = _running(session, household_id, today)
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


def note_consent(
    session: Session, person_id: UUID, household_id: UUID, on: date, *, given: bool
) -> None:
    """Keep that a person agreed to job matching, or withdrew, on a day."""
    session.execute(
        "INSERT INTO consent_days_v1 (person_id, household_id, on_day, given) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (person_id, household_id, on, given),
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


def agreed_again_on(session: Session, person_id: UUID, after: date) -> date:
    """Give the first day after a withdrawal on which the person agreed again."""
    rows = session.execute(
        "SELECT on_day FROM consent_days_v1 "
        "WHERE person_id = ? AND given = ? AND on_day > ?",
        (person_id, True, after),
    )
    return min((row[0] for row in rows), default=date.max)

"""
Which households are in charge on a day, and who has withdrawn from job matching.

Facts are kept by their day, so the order in which their letters came does not
matter: what holds on a day is said by the latest fact until then. Where two fall
on one day, the closing and the withdrawal win.
"""

from datetime import date
from uuid import UUID

from azione0.database import Session

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
    return max(running)[1] if running else None


def offers(session: Session, today: date) -> list[tuple[UUID, UUID]]:
    """Give (case, household) in charge on a day that have no pathway yet."""
    rows = session.execute(
        "SELECT DISTINCT household_id FROM case_days_v1 AS known WHERE on_day <= ? "
        "AND NOT EXISTS (SELECT 1 FROM pathways_v1 AS pathway "
        "WHERE pathway.household_id = known.household_id) ORDER BY household_id",
        (today,),
    )
    found = [
        (case_on(session, household_id, today), household_id)
        for (household_id,) in rows
    ]
    return [(case_id, household_id) for case_id, household_id in found if case_id]


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

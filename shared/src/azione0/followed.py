"""
What a service keeps of the households for which it works: cases, consents, misses.

Facts are kept by their day, so the order in which their letters came does not
matter: what holds on a day is said by the latest fact until then. Where two fall
on one day, the closing and the withdrawal win. Missed instalments and their
retractions are counted, so either may come first, and a miss that is said again
after a retraction stands again.
"""

from datetime import date
from uuid import UUID

from azione0.database import Session
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS case_days_v1 (
        case_id uuid NOT NULL,
        household_id uuid NOT NULL,
        on_day date NOT NULL,
        in_charge boolean NOT NULL,
        PRIMARY KEY (case_id, on_day, in_charge))""",
    """CREATE INDEX IF NOT EXISTS case_days_of_household_v1
        ON case_days_v1 (household_id)""",
    """CREATE TABLE IF NOT EXISTS consent_days_v1 (
        person_id uuid NOT NULL,
        household_id uuid NOT NULL,
        on_day date NOT NULL,
        given boolean NOT NULL,
        PRIMARY KEY (person_id, on_day, given))""",
    """CREATE INDEX IF NOT EXISTS consent_days_of_household_v1
        ON consent_days_v1 (household_id)""",
    """CREATE TABLE IF NOT EXISTS missed_instalments_v1 (
        agreement_id uuid NOT NULL,
        number bigint NOT NULL,
        household_id uuid NOT NULL,
        missed_on date,
        missed bigint NOT NULL,
        retracted bigint NOT NULL,
        PRIMARY KEY (agreement_id, number))""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "case_days_v1": _("Quali nuclei sono seguiti, e in quali giorni."),
    "consent_days_v1": _("I consensi dati e ritirati, per persona e finalità."),
    "missed_instalments_v1": _("Le rate mancate di cui si è sentito."),
}


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
    running = in_charge_since(session, household_id, on)
    return running[1] if running else None


def in_charge_since(
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


def note_consent(
    session: Session, person_id: UUID, household_id: UUID, on: date, *, given: bool
) -> None:
    """Keep that a person agreed to the service's one purpose, or withdrew, on a day."""
    session.execute(
        "INSERT INTO consent_days_v1 (person_id, household_id, on_day, given) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (person_id, household_id, on, given),
    )


def agreed_again_on(session: Session, person_id: UUID, after: date) -> date:
    """Give the first day after a withdrawal on which the person agreed again."""
    rows = session.execute(
        "SELECT on_day FROM consent_days_v1 "
        "WHERE person_id = ? AND given = ? AND on_day > ?",
        (person_id, True, after),
    )
    return min((row[0] for row in rows), default=date.max)


def note_miss(
    session: Session,
    agreement_id: UUID,
    number: int,
    household_id: UUID,
    missed_on: date,
) -> None:
    """Keep that an instalment was missed."""
    session.execute(
        "INSERT INTO missed_instalments_v1 "
        "(agreement_id, number, household_id, missed_on, missed, retracted) "
        "VALUES (?, ?, ?, ?, 1, 0) ON CONFLICT (agreement_id, number) DO UPDATE SET "
        "missed = missed_instalments_v1.missed + 1, "
        "missed_on = CASE WHEN missed_instalments_v1.missed_on > excluded.missed_on "
        "THEN missed_instalments_v1.missed_on ELSE excluded.missed_on END",
        (agreement_id, number, household_id, missed_on),
    )


def note_retraction(
    session: Session, agreement_id: UUID, number: int, household_id: UUID
) -> None:
    """Keep that an instalment was after all not missed."""
    session.execute(
        "INSERT INTO missed_instalments_v1 "
        "(agreement_id, number, household_id, missed_on, missed, retracted) "
        "VALUES (?, ?, ?, NULL, 0, 1) ON CONFLICT (agreement_id, number) "
        "DO UPDATE SET retracted = missed_instalments_v1.retracted + 1",
        (agreement_id, number, household_id),
    )

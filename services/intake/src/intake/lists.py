"""The lists that people and rules read: households, signals, cases, tasks."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from azione0.database import Session
from intake.cases.agreements import Told
from intake.cases.pact import Check
from intake.households.occupancy import Held
from intake.households.tenancy import Word


@dataclass(frozen=True)
class HouseholdLine:
    """A household as it stands in the list."""

    household_id: UUID
    code: str
    dwelling_id: str
    building_id: str
    adults: int | None
    minors: int | None
    rent_area: str | None
    left_on: date | None


@dataclass(frozen=True)
class SignalLine:
    """A household's arrears, in all: open episodes, euro cents, worst band."""

    household_id: UUID
    building_id: str | None
    episodes: int
    overdue_cents: int
    band: str
    status: str | None


@dataclass(frozen=True)
class CaseLine:
    """A case as it stands in the list."""

    case_id: UUID
    household_id: UUID
    organisation_id: str
    status: str
    identified_on: date
    attempts: int
    in_charge_on: date | None
    operator_id: str | None
    closed_on: date | None
    outcome: str | None


@dataclass(frozen=True)
class HandOverLine:
    """A proposal to pass a case on, and its answer."""

    hand_over_id: UUID
    case_id: UUID
    household_id: UUID
    from_organisation_id: str
    to_organisation_id: str
    from_on: date
    proposed_on: date
    status: str
    answered_on: date | None


@dataclass(frozen=True)
class TaskLine:
    """
    A task as it stands in the list; `organisation_id` follows the case.

    `reasons` are codes that say why it is wanted, where more is known than its kind;
    `figure` is the policy figure that gave its day, `policy_version` its version.
    """

    task_id: UUID
    kind: str
    urgency: int
    household_id: UUID
    reference: str
    since_on: date | None
    due_on: date | None
    status: str
    done_on: date | None
    organisation_id: str | None
    reasons: tuple[str, ...]
    figure: str | None = None
    policy_version: str | None = None


#: Who follows the case of `c` on a day, as `azione0.access` decides it.
_FOLLOWS = (
    "(SELECT f.organisation FROM case_followers_v1 f "
    "WHERE f.household_id = c.household_id AND f.since_on <= ? "
    "ORDER BY f.since_on DESC, f.letter_id DESC LIMIT 1)"
)


def tenancies_of(session: Session, dwelling_id: str) -> tuple[list[Held], set[UUID]]:
    """Give a dwelling's tenancies, and the households they belonged to so far."""
    rows = session.execute(
        "SELECT valid_from, creditor_id, tenancy_id, building_id, valid_to, "
        "household_id FROM tenancies_v1 WHERE dwelling_id = ?",
        (dwelling_id,),
    )
    known = session.execute(
        "SELECT household_id FROM households_v2 WHERE dwelling_id = ?", (dwelling_id,)
    )
    return [Held(*row[:5]) for row in rows], {row[0] for row in known}


def household_of(session: Session, creditor_id: str, tenancy_id: str) -> UUID | None:
    """Give the household to which a tenancy belongs; `None` if it is not known."""
    rows = session.execute(
        "SELECT household_id FROM tenancies_v1 WHERE creditor_id = ? "
        "AND tenancy_id = ?",
        (creditor_id, tenancy_id),
    )
    return rows[0][0] if rows else None


def households(
    session: Session,
    on: date,
    *,
    code: str | None = None,
    building_id: str | None = None,
) -> list[HouseholdLine]:
    """List households by code, as they are on a day; those of a building, or all."""
    where, values = _where(code=code, building_id=building_id)
    return [
        HouseholdLine(*row)
        for row in session.execute(
            "SELECT h.household_id, code, dwelling_id, building_id, adults, minors, "  # noqa: S608  marks only
            "rent_area, left_on FROM households_v2 h "
            "LEFT JOIN compositions_v1 k ON k.household_id = h.household_id "
            f"AND k.from_on <= ? AND k.until_on > ?{where} "
            "ORDER BY code, h.household_id",
            [on, on, *values],
        )
    ]


def signals(session: Session, *, open_only: bool = True) -> list[SignalLine]:
    """List the households with arrears, the most owed first."""
    return [
        SignalLine(*row)
        for row in session.execute(
            "SELECT s.household_id, h.building_id, s.episodes, s.overdue_cents, "  # noqa: S608  fixed words
            "s.band, c.status FROM signals_v1 s "
            "LEFT JOIN households_v2 h ON h.household_id = s.household_id "
            "LEFT JOIN cases_v2 c ON c.household_id = s.household_id "
            f"{'WHERE s.episodes > 0 ' if open_only else ''}"
            "ORDER BY s.overdue_cents DESC, s.household_id"
        )
    ]


def cases(
    session: Session,
    on: date,
    *,
    status: str | None = None,
    organisation_id: str | None = None,
    household_id: UUID | None = None,
) -> list[CaseLine]:
    """List cases, the earliest identified first, with who follows them on a day."""
    where, values = _where(
        status=status, organisation_id=organisation_id, household_id=household_id
    )
    return [
        CaseLine(*row)
        for row in session.execute(
            "SELECT * FROM (SELECT c.case_id, c.household_id, "  # noqa: S608  marks only
            f"{_FOLLOWS} AS organisation_id, c.status, c.identified_on, c.attempts, "
            "c.in_charge_on, r.operator_id, c.closed_on, c.outcome FROM cases_v2 c "
            "LEFT JOIN case_references_v1 r ON r.household_id = c.household_id "
            f"AND r.since_on <= ? AND r.until_on >= ?) found{where} "
            "ORDER BY identified_on, case_id",
            [on, on, on, *values],
        )
    ]


def tasks(
    session: Session,
    on: date,
    *,
    status: str | None = "open",
    kind: str | None = None,
    household_id: UUID | None = None,
    organisation_id: str | None = None,
    due_by: date | None = None,
) -> list[TaskLine]:
    """List tasks, the most urgent first; who follows the case is told for a day."""
    where, values = _where(
        status=status,
        kind=kind,
        household_id=household_id,
        organisation_id=organisation_id,
    )
    if due_by is not None:
        where = f"{where} AND due_on <= ?" if where else " WHERE due_on <= ?"
        values = [*values, due_by]
    return [
        TaskLine(*(*row, tuple(json.loads(reasons or "[]")), figure, policy_version))
        for *row, reasons, figure, policy_version in session.execute(
            "SELECT * FROM (SELECT t.task_id, t.kind, t.urgency, t.household_id, "  # noqa: S608  marks only
            "t.reference, t.since_on, t.due_on, t.status, t.done_on, "
            f"{_FOLLOWS} AS organisation_id, r.reasons, b.figure, b.policy_version "
            "FROM tasks_v1 t LEFT JOIN cases_v2 c ON c.household_id = t.household_id "
            "LEFT JOIN task_reasons_v1 r ON r.task_id = t.task_id "
            "LEFT JOIN task_figures_v1 b ON b.task_id = t.task_id) found"
            f"{where} ORDER BY urgency, due_on, task_id",
            [on, *values],
        )
    ]


def hand_overs(
    session: Session,
    *,
    case_id: UUID | None = None,
    to_organisation_id: str | None = None,
    status: str | None = None,
) -> list[HandOverLine]:
    """List hand-overs, the first proposed first."""
    where, values = _where(
        case_id=case_id, to_organisation_id=to_organisation_id, status=status
    )
    return [
        HandOverLine(*row)
        for row in session.execute(
            "SELECT hand_over_id, case_id, household_id, from_organisation_id, "  # noqa: S608  marks only
            "to_organisation_id, from_on, proposed_on, status, answered_on "
            f"FROM hand_overs_v1{where} ORDER BY proposed_on, hand_over_id",
            values,
        )
    ]


def checks_of(session: Session, commitment_id: UUID) -> list[Check]:
    """Give the last word of each day about a commitment, by day."""
    return [
        Check(on, bool(kept))
        for on, kept in session.execute(
            "SELECT effective_on, kept FROM commitments_v1 WHERE commitment_id = ? "
            "ORDER BY effective_on",
            (commitment_id,),
        )
    ]


def words_about(session: Session, agreement_id: UUID) -> list[Told]:
    """Give what was told about an agreement that is in danger, in no order."""
    return [
        Told(
            name,
            effective_on,
            Word(recorded_at, letter_id),
            due_on,
            tuple(json.loads(reasons)),
        )
        for name, effective_on, recorded_at, letter_id, due_on, reasons in (
            session.execute(
                "SELECT name, effective_on, recorded_at, letter_id, due_on, reasons "
                "FROM agreement_words_v1 WHERE agreement_id = ?",
                (agreement_id,),
            )
        )
    ]


def households_in_arrears(session: Session) -> list[UUID]:
    """List the households of which arrears were ever heard."""
    rows = session.execute("SELECT household_id FROM signals_v1 ORDER BY household_id")
    return [row[0] for row in rows]


def _where(**wanted: Any) -> tuple[str, list[Any]]:
    given = {name: value for name, value in wanted.items() if value is not None}
    conditions = " AND ".join(f"{name} = ?" for name in given)
    return (f" WHERE {conditions}" if given else ""), list(given.values())

"""
The lists that people read: households, signals, cases, tasks.

Each row follows from the events stored in the same transaction.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from azione0.codes import household_code
from azione0.database import Session
from intake.arrears import Arrears
from intake.case import Case
from intake.deadlines import RULES
from intake.household import Household
from intake.occupancy import Held
from intake.target import Figure, TargetDefinition
from intake.targeting import Target
from intake.task import Task
from intake.tenancy import Tenancy, Word

TABLES = (
    """CREATE TABLE IF NOT EXISTS tenancies_v1 (
        key uuid PRIMARY KEY,
        creditor_id text NOT NULL,
        tenancy_id text NOT NULL,
        dwelling_id text NOT NULL,
        building_id text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        household_id uuid)""",
    "CREATE INDEX IF NOT EXISTS tenancies_v1_dwelling ON tenancies_v1 (dwelling_id)",
    """CREATE TABLE IF NOT EXISTS households_v1 (
        household_id uuid PRIMARY KEY,
        code text NOT NULL,
        dwelling_id text NOT NULL,
        building_id text NOT NULL,
        adults bigint,
        minors bigint,
        rent_area text,
        left_on date)""",
    "CREATE INDEX IF NOT EXISTS households_v1_code ON households_v1 (code)",
    """CREATE TABLE IF NOT EXISTS targets_v1 (
        definition_id uuid PRIMARY KEY,
        organisation_id text NOT NULL,
        decision_ref text NOT NULL,
        buildings text NOT NULL,
        bands text NOT NULL,
        creditors text NOT NULL,
        valid_from date NOT NULL,
        superseded_on date)""",
    """CREATE TABLE IF NOT EXISTS figures_v1 (
        policy_version text NOT NULL,
        name text NOT NULL,
        value text NOT NULL,
        effective_from date NOT NULL,
        PRIMARY KEY (policy_version, name))""",
    """CREATE TABLE IF NOT EXISTS signals_v1 (
        household_id uuid PRIMARY KEY,
        episodes bigint NOT NULL,
        overdue_cents bigint NOT NULL,
        band text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS cases_v1 (
        case_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        organisation_id text NOT NULL,
        status text NOT NULL,
        identified_on date NOT NULL,
        attempts bigint NOT NULL,
        in_charge_on date,
        operator_id text,
        closed_on date,
        outcome text)""",
    """CREATE TABLE IF NOT EXISTS tasks_v1 (
        task_id uuid PRIMARY KEY,
        kind text NOT NULL,
        urgency bigint NOT NULL,
        household_id uuid NOT NULL,
        reference text NOT NULL,
        since_on date,
        due_on date,
        status text NOT NULL,
        done_on date)""",
    "CREATE INDEX IF NOT EXISTS tasks_v1_household ON tasks_v1 (household_id)",
    """CREATE INDEX IF NOT EXISTS tasks_v1_open ON tasks_v1 (due_on)
        WHERE status = 'open'""",
    """CREATE TABLE IF NOT EXISTS commitments_v1 (
        commitment_id uuid NOT NULL,
        effective_on date NOT NULL,
        kept boolean NOT NULL,
        recorded_at timestamptz NOT NULL,
        letter_id text NOT NULL,
        PRIMARY KEY (commitment_id, effective_on))""",
)


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
class TaskLine:
    """A task as it stands in the list; `organisation_id` follows the case."""

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


# -- written beside the events


def show_tenancy(session: Session, tenancy: Tenancy) -> None:
    """Bring a tenancy's row up to date; one only heard to end has none yet."""
    if tenancy.dwelling_id is None:
        return
    _put(
        session,
        "tenancies_v1",
        {
            "key": tenancy.id,
            "creditor_id": tenancy.creditor_id,
            "tenancy_id": tenancy.tenancy_id,
            "dwelling_id": tenancy.dwelling_id,
            "building_id": tenancy.building_id,
            "valid_from": tenancy.valid_from,
            "valid_to": tenancy.valid_to,
        },
    )


def show_household(session: Session, household: Household) -> None:
    """Bring a household's row up to date; one without tenancies has none."""
    if not household.tenancies:
        session.execute(
            "DELETE FROM households_v1 WHERE household_id = ?", (household.id,)
        )
        return
    _put(
        session,
        "households_v1",
        {
            "household_id": household.id,
            "code": household_code(household.id),
            "dwelling_id": household.dwelling_id,
            "building_id": household.building_id,
            "adults": household.adults,
            "minors": household.minors,
            "rent_area": household.rent_area,
            "left_on": household.left_on,
        },
    )


def show_target(session: Session, target: TargetDefinition) -> None:
    """Bring a target definition's row up to date."""
    _put(
        session,
        "targets_v1",
        {
            "definition_id": target.id,
            "organisation_id": target.organisation_id,
            "decision_ref": target.decision_ref,
            "buildings": json.dumps(target.buildings),
            "bands": json.dumps(target.bands),
            "creditors": json.dumps(target.creditors),
            "valid_from": target.valid_from,
            "superseded_on": target.superseded_on,
        },
    )


def show_figures(
    session: Session, version: str, figures: Sequence[Figure], effective_from: date
) -> None:
    """Write the figures of a version down."""
    session.insert(
        "figures_v1",
        ("policy_version", "name", "value", "effective_from"),
        [(version, it.name, it.value, effective_from) for it in figures],
    )


def show_signal(session: Session, arrears: Arrears) -> None:
    """Bring the sum of a household's arrears up to date."""
    owed = [episode.owed_now for episode in arrears.open_episodes]
    _put(
        session,
        "signals_v1",
        {
            "household_id": arrears.household_id,
            "episodes": len(owed),
            "overdue_cents": sum(cents for cents, _ in owed),
            "band": max((band for _, band in owed), default=""),
        },
    )


def show_case(session: Session, case: Case) -> None:
    """Bring a case's row up to date; a withdrawn one has none."""
    if case.withdrawn:
        session.execute("DELETE FROM cases_v1 WHERE case_id = ?", (case.id,))
        return
    _put(
        session,
        "cases_v1",
        {
            "case_id": case.id,
            "household_id": case.household_id,
            "organisation_id": case.organisation_id,
            "status": case.status,
            "identified_on": case.identified_on,
            "attempts": case.attempts,
            "in_charge_on": case.in_charge_on,
            "operator_id": case.operator_id,
            "closed_on": case.closing.on if case.closing else None,
            "outcome": case.closing.outcome if case.closing else None,
        },
    )


def show_task(session: Session, task: Task) -> None:
    """Bring a task's row up to date."""
    last = task.last
    _put(
        session,
        "tasks_v1",
        {
            "task_id": task.id,
            "kind": task.kind,
            "urgency": RULES[task.kind].urgency,
            "household_id": task.household_id,
            "reference": task.reference,
            "since_on": last.since_on if last else None,
            "due_on": last.due_on if last else None,
            "status": task.status,
            "done_on": task.done_on,
        },
    )


def move_tenancies(session: Session, held: Sequence[Held], household_id: UUID) -> None:
    """Write down to which household tenancies belong."""
    for one in held:
        session.execute(
            "UPDATE tenancies_v1 SET household_id = ? "
            "WHERE creditor_id = ? AND tenancy_id = ?",
            (household_id, one.creditor_id, one.tenancy_id),
        )


def show_commitment(
    session: Session, commitment_id: UUID, on: date, *, kept: bool, word: Word
) -> bool:
    """Write down whether a commitment was kept on a day; give the last word on it."""
    session.execute(
        "INSERT INTO commitments_v1 "
        "(commitment_id, effective_on, kept, recorded_at, letter_id) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (commitment_id, effective_on) DO UPDATE "
        "SET kept = excluded.kept, recorded_at = excluded.recorded_at, "
        "letter_id = excluded.letter_id "
        "WHERE (commitments_v1.recorded_at, commitments_v1.letter_id) "
        "< (excluded.recorded_at, excluded.letter_id)",
        (commitment_id, on, kept, word.recorded_at, word.letter_id),
    )
    [[last]] = session.execute(
        "SELECT kept FROM commitments_v1 WHERE commitment_id = ? AND effective_on = ?",
        (commitment_id, on),
    )
    return bool(last)


# -- read


def tenancies_of(session: Session, dwelling_id: str) -> tuple[list[Held], set[UUID]]:
    """Give a dwelling's tenancies, and the households they belonged to so far."""
    rows = session.execute(
        "SELECT valid_from, creditor_id, tenancy_id, building_id, valid_to, "
        "household_id FROM tenancies_v1 WHERE dwelling_id = ?",
        (dwelling_id,),
    )
    known = session.execute(
        "SELECT household_id FROM households_v1 WHERE dwelling_id = ?", (dwelling_id,)
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
    session: Session, *, code: str | None = None, building_id: str | None = None
) -> list[HouseholdLine]:
    """List households by code; those of a building, or all."""
    where, values = _where(code=code, building_id=building_id)
    return [
        HouseholdLine(*row)
        for row in session.execute(
            "SELECT household_id, code, dwelling_id, building_id, adults, minors, "  # noqa: S608  marks only
            f"rent_area, left_on FROM households_v1{where} "
            "ORDER BY code, household_id",
            values,
        )
    ]


def targets(session: Session) -> list[Target]:
    """Give every target definition as it selects."""
    return [
        Target(
            definition_id,
            organisation_id,
            frozenset(json.loads(buildings)),
            frozenset(json.loads(bands)),
            frozenset(json.loads(creditors)),
            valid_from,
            superseded_on,
        )
        for (
            definition_id,
            organisation_id,
            buildings,
            bands,
            creditors,
            valid_from,
            superseded_on,
        ) in session.execute(
            "SELECT definition_id, organisation_id, buildings, bands, creditors, "
            "valid_from, superseded_on FROM targets_v1"
        )
    ]


def figures_on(session: Session, day: date) -> dict[str, str]:
    """Give each figure in force on a day: of those begun, the one adopted last."""
    return dict(
        session.execute(
            "SELECT name, value FROM figures_v1 WHERE effective_from <= ? "
            "ORDER BY effective_from, policy_version",
            (day,),
        )
    )


def signals(session: Session, *, open_only: bool = True) -> list[SignalLine]:
    """List the households with arrears, the most owed first."""
    return [
        SignalLine(*row)
        for row in session.execute(
            "SELECT s.household_id, h.building_id, s.episodes, s.overdue_cents, "  # noqa: S608  fixed words
            "s.band, c.status FROM signals_v1 s "
            "LEFT JOIN households_v1 h ON h.household_id = s.household_id "
            "LEFT JOIN cases_v1 c ON c.household_id = s.household_id "
            f"{'WHERE s.episodes > 0 ' if open_only else ''}"
            "ORDER BY s.overdue_cents DESC, s.household_id"
        )
    ]


def cases(
    session: Session,
    *,
    status: str | None = None,
    organisation_id: str | None = None,
    household_id: UUID | None = None,
) -> list[CaseLine]:
    """List cases, the earliest identified first."""
    where, values = _where(
        status=status, organisation_id=organisation_id, household_id=household_id
    )
    return [
        CaseLine(*row)
        for row in session.execute(
            "SELECT case_id, household_id, organisation_id, status, identified_on, "  # noqa: S608  marks only
            "attempts, in_charge_on, operator_id, closed_on, outcome "
            f"FROM cases_v1{where} ORDER BY identified_on, case_id",
            values,
        )
    ]


def tasks(
    session: Session,
    *,
    status: str | None = "open",
    kind: str | None = None,
    household_id: UUID | None = None,
    organisation_id: str | None = None,
    due_by: date | None = None,
) -> list[TaskLine]:
    """List tasks, the most urgent and the first due first."""
    where, values = _where(
        **{
            "t.status": status,
            "t.kind": kind,
            "t.household_id": household_id,
            "c.organisation_id": organisation_id,
        }
    )
    if due_by is not None:
        where = f"{where} AND t.due_on <= ?" if where else " WHERE t.due_on <= ?"
        values = [*values, due_by]
    return [
        TaskLine(*row)
        for row in session.execute(
            "SELECT t.task_id, t.kind, t.urgency, t.household_id, t.reference, "  # noqa: S608  marks only
            "t.since_on, t.due_on, t.status, t.done_on, c.organisation_id "
            "FROM tasks_v1 t LEFT JOIN cases_v1 c ON c.household_id = t.household_id"
            f"{where} ORDER BY t.urgency, t.due_on, t.task_id",
            values,
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


def _put(session: Session, table: str, row: Mapping[str, Any]) -> None:
    """Insert a row, or bring it up to date; its first column is its key."""
    key, *others = row
    changed = ", ".join(f"{name} = excluded.{name}" for name in others)
    session.execute(
        f"INSERT INTO {table} ({', '.join(row)}) "  # noqa: S608  our own names
        f"VALUES ({', '.join('?' * len(row))}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {changed}",
        list(row.values()),
    )

"""
The tables behind the lists, written in the transaction of the events they show.

A table's name ends in its version: another shape is another table.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from azione0.codes import household_code
from azione0.database import Session
from intake.cases.agreements import Told
from intake.cases.case import Case
from intake.cases.hand_over import HandOver
from intake.cases.task import Task
from intake.governance.deadlines import RULES
from intake.households.household import Household
from intake.households.occupancy import Held
from intake.households.tenancy import Tenancy, Word
from intake.signals.arrears import Arrears

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
    """CREATE TABLE IF NOT EXISTS households_v2 (
        household_id uuid PRIMARY KEY,
        code text NOT NULL,
        dwelling_id text NOT NULL,
        building_id text NOT NULL,
        left_on date)""",
    "CREATE INDEX IF NOT EXISTS households_v2_code ON households_v2 (code)",
    """CREATE TABLE IF NOT EXISTS signals_v1 (
        household_id uuid PRIMARY KEY,
        episodes bigint NOT NULL,
        overdue_cents bigint NOT NULL,
        band text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS cases_v2 (
        case_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        status text NOT NULL,
        identified_on date NOT NULL,
        attempts bigint NOT NULL,
        in_charge_on date,
        closed_on date,
        outcome text)""",
    """CREATE TABLE IF NOT EXISTS case_references_v1 (
        household_id uuid NOT NULL,
        since_on date NOT NULL,
        until_on date NOT NULL,
        operator_id text NOT NULL,
        PRIMARY KEY (household_id, since_on))""",
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
    """CREATE TABLE IF NOT EXISTS task_figures_v1 (
        task_id uuid PRIMARY KEY,
        figure text,
        policy_version text)""",
    """CREATE TABLE IF NOT EXISTS task_reasons_v1 (
        task_id uuid PRIMARY KEY,
        reasons text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS agreement_words_v1 (
        letter_id text PRIMARY KEY,
        agreement_id uuid NOT NULL,
        name text NOT NULL,
        effective_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        due_on date,
        reasons text NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS agreement_words_v1_agreement
        ON agreement_words_v1 (agreement_id)""",
    """CREATE TABLE IF NOT EXISTS commitments_v1 (
        commitment_id uuid NOT NULL,
        effective_on date NOT NULL,
        kept boolean NOT NULL,
        recorded_at timestamptz NOT NULL,
        letter_id text NOT NULL,
        PRIMARY KEY (commitment_id, effective_on))""",
    """CREATE TABLE IF NOT EXISTS hand_overs_v1 (
        hand_over_id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        household_id uuid NOT NULL,
        from_organisation_id text NOT NULL,
        to_organisation_id text NOT NULL,
        from_on date NOT NULL,
        proposed_on date NOT NULL,
        status text NOT NULL,
        answered_on date)""",
    "CREATE INDEX IF NOT EXISTS hand_overs_v1_case ON hand_overs_v1 (case_id)",
)


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
            "DELETE FROM households_v2 WHERE household_id = ?", (household.id,)
        )
        return
    _put(
        session,
        "households_v2",
        {
            "household_id": household.id,
            "code": household_code(household.id),
            "dwelling_id": household.dwelling_id,
            "building_id": household.building_id,
            "left_on": household.left_on,
        },
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
    session.execute(
        "DELETE FROM case_references_v1 WHERE household_id = ?", (case.household_id,)
    )
    if case.withdrawn:
        session.execute("DELETE FROM cases_v2 WHERE case_id = ?", (case.id,))
        return
    _put(
        session,
        "cases_v2",
        {
            "case_id": case.id,
            "household_id": case.household_id,
            "status": case.status,
            "identified_on": case.identified_on,
            "attempts": case.attempts,
            "in_charge_on": case.in_charge_on,
            "closed_on": case.closing.on if case.closing else None,
            "outcome": case.closing.outcome if case.closing else None,
        },
    )
    columns = ("household_id", "since_on", "until_on", "operator_id")
    rows = [
        (case.household_id, it.since, it.until or date.max, it.held)
        for it in case.references
    ]
    if rows:
        session.put("case_references_v1", columns[:2], columns, rows)


def show_hand_over(session: Session, hand_over: HandOver) -> None:
    """Bring a hand-over's row up to date."""
    _put(
        session,
        "hand_overs_v1",
        {
            "hand_over_id": hand_over.id,
            "case_id": hand_over.case_id,
            "household_id": hand_over.household_id,
            "from_organisation_id": hand_over.from_organisation_id,
            "to_organisation_id": hand_over.to_organisation_id,
            "from_on": hand_over.from_on,
            "proposed_on": hand_over.proposed_on,
            "status": hand_over.status,
            "answered_on": hand_over.answered_on,
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
            "done_on": task.done_on or task.answered_on,
        },
    )
    used = last.by if last else None
    _put(
        session,
        "task_figures_v1",
        {
            "task_id": task.id,
            "figure": f"{used.name}={used.value}" if used else None,
            "policy_version": used.policy_version if used else None,
        },
    )


def show_reasons(session: Session, task_id: UUID, reasons: Sequence[str]) -> None:
    """Write down why a task is wanted, in codes."""
    row = {"task_id": task_id, "reasons": json.dumps(reasons)}
    _put(session, "task_reasons_v1", row)


def note_word(session: Session, agreement_id: UUID, told: Told) -> None:
    """Keep what was told about an agreement."""
    _put(
        session,
        "agreement_words_v1",
        {
            "letter_id": told.word.letter_id,
            "agreement_id": agreement_id,
            "name": told.name,
            "effective_on": told.effective_on,
            "recorded_at": told.word.recorded_at,
            "due_on": told.due_on,
            "reasons": json.dumps(told.reasons),
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

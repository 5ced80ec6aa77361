"""
The list of proceedings: where each stands, what comes next, when to judge it.

A read model: all of it follows from the proceedings and the accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from azione0.database import Session
from ledger.account.account import Account
from ledger.proceeding.deadlines import Deadline
from ledger.proceeding.proceeding import AVERTED, EXECUTED, LegalProceeding

TABLES = (
    """CREATE TABLE IF NOT EXISTS proceedings_v1 (
        proceeding_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        household_id uuid NOT NULL,
        creditor_id text NOT NULL,
        state text NOT NULL,
        can_change boolean NOT NULL,
        deadline text,
        deadline_on date,
        remedied_on date,
        judged_version bigint NOT NULL,
        judge_on date)""",
    """CREATE INDEX IF NOT EXISTS proceedings_v1_account
        ON proceedings_v1 (account_id)""",
    """CREATE INDEX IF NOT EXISTS proceedings_v1_household
        ON proceedings_v1 (household_id)""",
)
PASSED, NEAR, LATER = "passed", "near", "later"


@dataclass(frozen=True, slots=True)
class Pending:
    """
    A proceeding that goes on, and what comes next.

    `alarm` says whether that is `passed` on the day asked for, `near` or `later`.
    """

    id: UUID
    household_id: UUID
    creditor_id: str
    state: str
    deadline: Deadline | None
    days_left: int | None
    alarm: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """When a proceeding was judged, by the version of its account, and when again."""

    id: UUID
    account_id: UUID
    judged_version: int
    judge_on: date | None


def note(
    session: Session, proceeding: LegalProceeding, account: Account, as_of: date
) -> None:
    """Note where a proceeding stands, judged as of a day with what its account had."""
    deadline = proceeding.deadline
    session.execute(
        "INSERT INTO proceedings_v1 (proceeding_id, account_id, household_id, "
        "creditor_id, state, can_change, deadline, deadline_on, remedied_on, "
        "judged_version, judge_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (proceeding_id) DO UPDATE SET state = excluded.state, "
        "can_change = excluded.can_change, deadline = excluded.deadline, "
        "deadline_on = excluded.deadline_on, remedied_on = excluded.remedied_on, "
        "judged_version = excluded.judged_version, judge_on = excluded.judge_on",
        (
            proceeding.id,
            account.id,
            proceeding.household_id,
            proceeding.creditor_id,
            proceeding.state,
            proceeding.can_change,
            deadline.what if deadline else None,
            deadline.on if deadline else None,
            proceeding.remedied_on,
            account.version,
            _judge_again_on(proceeding, account, as_of),
        ),
    )


def running(session: Session, account_id: UUID) -> list[UUID]:
    """Give the proceedings of an account that go on."""
    rows = session.execute(
        "SELECT proceeding_id FROM proceedings_v1 WHERE account_id = ? "
        "AND state NOT IN (?, ?) ORDER BY proceeding_id",
        (account_id, EXECUTED, AVERTED),
    )
    return [found for [found] in rows]


def of_household(session: Session, household_id: UUID) -> list[UUID]:
    """Give all proceedings of a household."""
    rows = session.execute(
        "SELECT proceeding_id FROM proceedings_v1 WHERE household_id = ?",
        (household_id,),
    )
    return [found for [found] in rows]


def open_to_change(session: Session) -> list[Listed]:
    """List the proceedings that money can still avert, or that it averted."""
    rows = session.execute(
        "SELECT proceeding_id, account_id, judged_version, judge_on "
        "FROM proceedings_v1 WHERE can_change = ? ORDER BY proceeding_id",
        (True,),
    )
    return [Listed(*row) for row in rows]


def open_of_accounts(session: Session, account_ids: Sequence[UUID]) -> list[Listed]:
    """List those of some accounts."""
    rows = session.look_up(
        "SELECT proceeding_id, account_id, judged_version, judge_on "
        "FROM proceedings_v1 WHERE can_change = ? AND account_id IN ({keys}) "
        "ORDER BY proceeding_id",
        account_ids,
        [True],
    )
    return [Listed(*row) for row in rows]


def remedied_before(session: Session, proceeding: LegalProceeding) -> list[date]:
    """Give the days on which the household's other defaults were made good in court."""
    rows = session.execute(
        "SELECT remedied_on FROM proceedings_v1 WHERE household_id = ? "
        "AND creditor_id = ? AND proceeding_id <> ? AND remedied_on IS NOT NULL",
        (proceeding.household_id, proceeding.creditor_id, proceeding.id),
    )
    return sorted(on for [on] in rows)


def pending(session: Session, day: date, within_days: int) -> list[Pending]:
    """
    List the proceedings that go on, those with the next deadline first.

    A deadline is near that is at most `within_days` away on a day.
    """
    rows = session.execute(
        "SELECT proceeding_id, household_id, creditor_id, state, deadline, "
        "deadline_on FROM proceedings_v1 WHERE state NOT IN (?, ?)",
        (EXECUTED, AVERTED),
    )
    return sorted(
        (_pending(row, day, within_days) for row in rows),
        key=lambda it: (it.deadline.on if it.deadline else date.max, str(it.id)),
    )


def _pending(row: Sequence[Any], day: date, within_days: int) -> Pending:
    proceeding_id, household_id, creditor_id, state, what, on = row
    days_left = alarm = deadline = None
    if on is not None:
        deadline, days_left = Deadline(what, on), (on - day).days
        near = NEAR if days_left <= within_days else LATER
        alarm = PASSED if days_left < 0 else near
    return Pending(
        proceeding_id, household_id, creditor_id, state, deadline, days_left, alarm
    )


def _judge_again_on(
    proceeding: LegalProceeding, account: Account, as_of: date
) -> date | None:
    """Give the next day on which time alone can change how it is judged."""
    books = account.books
    days = books.turning_days()
    days.update(it.value_on for it in books.payments.values())
    days.update(it.on for it in books.write_offs.values())
    if proceeding.term_on is not None:
        days.add(proceeding.term_on + timedelta(days=1))
    return min((it for it in days if it > as_of), default=None)

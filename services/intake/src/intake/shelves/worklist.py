"""The worklist: what was heard that it needs, and its rows, stretch by stretch."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.access.rules import RULES
from azione0.access.vocabulary import FOREIGN
from azione0.codes import household_code
from azione0.database import SYSTEM, Session, reader
from intake.cases.case import Case
from intake.governance.figures import Used
from intake.households.tenancy import Word
from intake.worklist.claim import Claim
from intake.worklist.facts import Contact, Facts, OpenTask, Said
from intake.worklist.priority import RULE
from intake.worklist.row import Row, Stretch

TABLES = (
    """CREATE TABLE IF NOT EXISTS worklist_words_v1 (
        letter_id text PRIMARY KEY,
        household_id uuid NOT NULL,
        about text NOT NULL,
        name text NOT NULL,
        effective_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        named_on date)""",
    """CREATE INDEX IF NOT EXISTS worklist_words_v1_household
        ON worklist_words_v1 (household_id)""",
    """CREATE TABLE IF NOT EXISTS worklist_contacts_v2 (
        noun_id uuid NOT NULL,
        number bigint NOT NULL,
        household_id uuid NOT NULL,
        contacted_on date NOT NULL,
        channel text NOT NULL,
        outcome text NOT NULL,
        organisation_id text NOT NULL,
        who text NOT NULL,
        PRIMARY KEY (noun_id, number))""",
    """CREATE INDEX IF NOT EXISTS worklist_contacts_v2_household
        ON worklist_contacts_v2 (household_id)""",
    """CREATE TABLE IF NOT EXISTS worklist_v1 (
        household_id uuid NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        ordinal bigint NOT NULL,
        since_on date NOT NULL,
        organisation_id text NOT NULL,
        worker text,
        building_id text NOT NULL,
        status text NOT NULL,
        action text NOT NULL,
        due_on date,
        PRIMARY KEY (household_id, from_on))""",
    """CREATE TABLE IF NOT EXISTS worklist_told_v1 (
        household_id uuid NOT NULL,
        from_on date NOT NULL,
        told text NOT NULL,
        PRIMARY KEY (household_id, from_on))""",
    """CREATE INDEX IF NOT EXISTS worklist_v1_order
        ON worklist_v1 (ordinal, since_on, household_id)""",
    """CREATE INDEX IF NOT EXISTS worklist_v1_organisation
        ON worklist_v1 (organisation_id, ordinal, since_on, household_id)""",
    """CREATE TABLE IF NOT EXISTS claims_v1 (
        household_id uuid PRIMARY KEY,
        who text NOT NULL,
        until_at timestamptz NOT NULL)""",
)
#: Who reads for these purposes may read of every case.
_SEE_ALL = {SYSTEM.purpose} | {
    it.purpose for it in RULES if "read" in it.actions and FOREIGN in it.relations
}
#: Whether a case is shared with an organisation for a purpose on a day, or followed by
#: it, or held by the holder while nobody follows. Source: `azione0.access.decision`.
_SEEN = """(EXISTS (SELECT 1 FROM case_shares_v2 s
    WHERE s.organisation = ? AND s.household_id = w.household_id AND s.purpose = ?
    AND s.since_on <= ? AND s.until_on >= ? AND (s.ended_on IS NULL OR s.ended_on > ?))
  OR coalesce((SELECT f.organisation FROM case_followers_v1 f
    WHERE f.household_id = w.household_id AND f.since_on <= ?
    ORDER BY f.since_on DESC, f.letter_id DESC LIMIT 1),
    CASE WHEN NOT EXISTS (SELECT 1 FROM case_followers_v1 f
      WHERE f.household_id = w.household_id) THEN ? END) = ?)"""
#: Filters of the worklist, and their columns.
FILTERS = ("organisation_id", "worker", "building_id", "status", "action")


@dataclass(frozen=True)
class WorkLine:
    """
    A household to work with: why it stands there, what to do, who is on it.

    `told` holds the classes, the action, the cool-down and the figures, as written
    when the facts were heard.
    """

    household_id: UUID
    code: str
    case_id: UUID | None
    status: str
    organisation_id: str
    worker: str | None
    building_id: str
    told: dict[str, Any]
    claimed_by: str | None
    claimed_until_at: datetime | None


@dataclass(frozen=True)
class WorkPage:
    """
    A page of the worklist of a day, and how many rows it has in all, if counted.

    Rows that are not for who reads are in neither.
    """

    day: date
    rule: str
    total: int | None
    rows: tuple[WorkLine, ...]


# -- what was heard


def note_word(session: Session, household_id: UUID, said: Said) -> None:
    """Keep a word about an agreement or an eviction."""
    columns = (
        "letter_id",
        "household_id",
        "about",
        "name",
        "effective_on",
        "recorded_at",
        "named_on",
    )
    row = (
        said.word.letter_id,
        household_id,
        said.about,
        said.name,
        said.effective_on,
        said.word.recorded_at,
        said.day,
    )
    session.put("worklist_words_v1", columns[:1], columns, [row])


def words_about(session: Session, household_id: UUID) -> list[Said]:
    """Give what was said of a household's agreements and evictions."""
    return [
        Said(about, name, effective_on, Word(recorded_at, letter_id), named_on)
        for about, name, effective_on, recorded_at, letter_id, named_on in (
            session.execute(
                "SELECT about, name, effective_on, recorded_at, letter_id, named_on "
                "FROM worklist_words_v1 WHERE household_id = ?",
                (household_id,),
            )
        )
    ]


def note_contact(
    session: Session, noun_id: UUID, household_id: UUID, it: Contact
) -> None:
    """Keep who tried to reach a household, or wrote to it, by the noun that tells."""
    columns = (
        "noun_id",
        "number",
        "household_id",
        "contacted_on",
        "channel",
        "outcome",
        "organisation_id",
        "who",
    )
    row = (
        noun_id,
        it.number,
        household_id,
        it.on,
        it.channel,
        it.outcome,
        it.organisation_id,
        it.who,
    )
    session.put("worklist_contacts_v2", columns[:2], columns, [row])


def contacts_with(session: Session, household_ids: Sequence[UUID]) -> list[Contact]:
    """Give every attempt to reach one of some households, the last first."""
    marks = ", ".join("?" * len(household_ids))
    rows = session.execute(
        "SELECT contacted_on, number, channel, outcome, organisation_id, who "  # noqa: S608  marks only
        f"FROM worklist_contacts_v2 WHERE household_id IN ({marks}) "
        "ORDER BY contacted_on DESC, number DESC, channel",
        list(household_ids),
    )
    return [Contact(*row) for row in rows]


def open_tasks(session: Session, household_ids: Sequence[UUID]) -> list[OpenTask]:
    """Give the open tasks of some households."""
    marks = ", ".join("?" * len(household_ids))
    rows = session.execute(
        "SELECT urgency, due_on, kind, since_on, reference FROM tasks_v1 "  # noqa: S608  marks only
        f"WHERE household_id IN ({marks}) AND status = 'open'",
        list(household_ids),
    )
    return sorted(OpenTask(*row) for row in rows)


# -- its rows


def show_rows(
    session: Session, household_id: UUID, it: Facts | None, rows: Iterable[Stretch]
) -> None:
    """Write the rows of a household anew; without facts it has none."""
    for table in ("worklist_v1", "worklist_told_v1"):
        session.execute(
            f"DELETE FROM {table} WHERE household_id = ?",  # noqa: S608  our own names
            (household_id,),
        )
    if it is None:
        return
    kept = list(rows)
    session.insert(
        "worklist_v1",
        (
            "household_id",
            "from_on",
            "until_on",
            "ordinal",
            "since_on",
            "organisation_id",
            "worker",
            "building_id",
            "status",
            "action",
            "due_on",
        ),
        [
            (
                household_id,
                one.from_on,
                one.until_on,
                one.row.priority.order,
                it.since_on,
                one.row.organisation_id,
                one.row.worker,
                it.building_id,
                it.status,
                one.row.action.action,
                one.row.action.due_on,
            )
            for one in kept
        ],
    )
    # What is told is wide, and only read for the rows of a page.
    columns = ("household_id", "from_on", "told")
    session.put(
        "worklist_told_v1",
        columns[:2],
        columns,
        [(household_id, one.from_on, json.dumps(_told(it, one.row))) for one in kept],
    )


def page(
    session: Session,
    day: date,
    at: datetime,
    *,
    due_by: date | None = None,
    limit: int = 50,
    offset: int = 0,
    counted: bool = True,
    **wanted: Any,
) -> WorkPage:
    """
    Give a page of the worklist of a day, with the claims that hold at an instant.

    `wanted` are those of `FILTERS`; `due_by` takes what is due until a day. What who
    reads may not see is left out before the page is cut.
    """
    given = {name: wanted[name] for name in FILTERS if wanted.get(name) is not None}
    conditions = ["w.from_on <= ?", "w.until_on > ?"]
    values: list[Any] = [day, day]
    for name, value in given.items():
        conditions.append(f"w.{name} = ?")
        values.append(value)
    if due_by is not None:
        conditions.append("w.due_on <= ?")
        values.append(due_by)
    who = reader()
    if who is not None and who.purpose not in _SEE_ALL:
        conditions.append(_SEEN)
        shared = [who.organisation, who.purpose, who.day, who.day, who.day]
        values += [*shared, who.day, who.holder, who.organisation]
    where = " AND ".join(conditions)
    total = None
    if counted:
        [[total]] = session.execute(
            f"SELECT count(*) FROM worklist_v1 w WHERE {where}",  # noqa: S608  marks only
            values,
        )
    rows = session.execute(
        "SELECT w.household_id, w.status, w.organisation_id, w.worker, "  # noqa: S608  marks only
        "w.building_id, t.told, c.who, c.until_at FROM "
        "(SELECT household_id, from_on, status, organisation_id, worker, building_id, "
        f"ordinal, since_on FROM worklist_v1 w WHERE {where} "
        "ORDER BY ordinal, since_on, household_id LIMIT ? OFFSET ?) w "
        "JOIN worklist_told_v1 t "
        "ON t.household_id = w.household_id AND t.from_on = w.from_on "
        "LEFT JOIN claims_v1 c ON c.household_id = w.household_id AND c.until_at > ? "
        "ORDER BY w.ordinal, w.since_on, w.household_id",
        [*values, limit, offset, at],
    )
    return WorkPage(day, RULE, total, tuple(_line(*row) for row in rows))


def show_claim(session: Session, claim: Claim) -> None:
    """Bring who is on a household up to date."""
    if claim.who is None or claim.until_at is None:
        session.execute(
            "DELETE FROM claims_v1 WHERE household_id = ?", (claim.household_id,)
        )
        return
    columns = ("household_id", "who", "until_at")
    row = (claim.household_id, claim.who, claim.until_at)
    session.put("claims_v1", columns[:1], columns, [row])


def households_listed(session: Session) -> list[UUID]:
    """Give every household that has, or may have, a row."""
    rows = session.execute(
        "SELECT household_id FROM cases_v2 UNION SELECT household_id FROM tasks_v1 "
        "UNION SELECT household_id FROM worklist_v1 ORDER BY household_id"
    )
    return [row[0] for row in rows]


def follows_of(case: Case) -> tuple[tuple[date, str], ...]:
    """Give from which day which organisation follows a case."""
    return tuple(case.assignments)


def _told(it: Facts, row: Row) -> dict[str, Any]:
    priority, action, cooling = row.priority, row.action, row.cooldown
    return {
        "case_id": str(it.case_id) if it.case_id else None,
        "decided_by": priority.decided_by.criterion,
        "classes": [
            {"criterion": one.criterion, "label": one.label, "fact": one.fact}
            for one in priority.placed
        ],
        "action": action.action,
        "why": action.why,
        "due_on": _day(action.due_on),
        "not_before_on": _day(action.not_before_on),
        "owed_cents": it.owed_cents,
        "tasks": [f"{one.kind} {one.due_on}" for one in row.tasks],
        "figures": [
            {
                "name": one.name,
                "value": one.value,
                "policy_version": one.policy_version,
            }
            for one in _used(row)
        ],
        "cooldown": None
        if cooling is None
        else {
            "organisation_id": cooling.contact.organisation_id,
            "channel": cooling.contact.channel,
            "contacted_on": _day(cooling.contact.on),
            "until_on": _day(cooling.until_on),
        },
    }


def _used(row: Row) -> list[Used]:
    cooling = () if row.cooldown is None else (row.cooldown.used,)
    return sorted({*row.priority.used, *row.action.used, *cooling})


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _line(
    household_id: UUID,
    status: str,
    organisation_id: str,
    worker: str | None,
    building_id: str,
    told: str,
    who: str | None,
    until_at: datetime | None,
) -> WorkLine:
    held = json.loads(told)
    case_id = held.pop("case_id")
    return WorkLine(
        household_id,
        household_code(household_id),
        UUID(case_id) if case_id else None,
        status,
        organisation_id,
        worker,
        building_id,
        held,
        who,
        until_at,
    )

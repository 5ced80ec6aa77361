"""Arrears as stretches of days, why somebody was selected, what was signalled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from azione0.codes import household_code
from azione0.database import Session
from intake.governance.figures import Book
from intake.households.household import Household
from intake.households.periods import ONE_DAY
from intake.shelves.households import areas_of_all
from intake.signals.arrears import Arrears, Stay
from intake.signals.duplicates import MERGED, Pair, Seen
from intake.signals.judgement import Signal
from intake.signals.matching import Known, plain
from intake.signals.preview import Arrear
from intake.signals.referral import WAITING, Clue, Referral
from intake.signals.selection import Selection, Sought

TABLES = (
    """CREATE TABLE IF NOT EXISTS stays_v1 (
        household_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        creditor_id text NOT NULL,
        band text NOT NULL,
        from_on date NOT NULL,
        until_on date,
        overdue_cents bigint NOT NULL,
        PRIMARY KEY (household_id, episode_id, from_on))""",
    """CREATE TABLE IF NOT EXISTS selections_v1 (
        household_id uuid PRIMARY KEY,
        definition_id uuid NOT NULL,
        decision_ref text NOT NULL,
        organisation_id text NOT NULL,
        since_on date NOT NULL,
        band text NOT NULL,
        creditor_id text NOT NULL,
        overdue_cents bigint NOT NULL,
        figure text NOT NULL,
        policy_version text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS signal_lines_v1 (
        signal_id uuid PRIMARY KEY,
        source text NOT NULL,
        reason text NOT NULL,
        household_id uuid,
        creditor_id text,
        tenancy_id text,
        dwelling_id text,
        amount_cents bigint,
        effective_on date NOT NULL,
        result text NOT NULL,
        why text NOT NULL,
        figure text,
        policy_version text)""",
    """CREATE INDEX IF NOT EXISTS signal_lines_v1_household
        ON signal_lines_v1 (household_id, source)""",
    """CREATE INDEX IF NOT EXISTS signal_lines_v1_day
        ON signal_lines_v1 (effective_on, signal_id)""",
    """CREATE INDEX IF NOT EXISTS signal_lines_v1_waiting
        ON signal_lines_v1 (result) WHERE result = 'waiting'""",
    """CREATE TABLE IF NOT EXISTS known_codes_v1 (
        key uuid PRIMARY KEY,
        tenancy_code text NOT NULL,
        dwelling_code text NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS known_codes_v1_tenancy
        ON known_codes_v1 (tenancy_code)""",
    """CREATE INDEX IF NOT EXISTS known_codes_v1_dwelling
        ON known_codes_v1 (dwelling_code)""",
    """CREATE TABLE IF NOT EXISTS pairs_v1 (
        pair_id uuid PRIMARY KEY,
        one_id uuid NOT NULL,
        other_id uuid NOT NULL,
        status text NOT NULL,
        survivor_id uuid,
        reason text NOT NULL,
        decided_on date NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS pairs_v1_survivor ON pairs_v1 (survivor_id)",
    """CREATE TABLE IF NOT EXISTS people_seen_v2 (
        person_id uuid NOT NULL,
        household_id uuid NOT NULL,
        since_on date NOT NULL,
        until_on date NOT NULL,
        PRIMARY KEY (person_id, household_id, since_on))""",
)
ARREARS = "arrears"
_LINE = (
    "signal_id, source, reason, household_id, creditor_id, tenancy_id, dwelling_id, "
    "amount_cents, effective_on, result, why, figure, policy_version"
)
_COLUMNS = tuple(_LINE.split(", "))
_KNOWN = (
    "SELECT t.household_id, t.creditor_id, t.tenancy_id, t.dwelling_id, t.valid_from, "
    "t.valid_to FROM tenancies_v1 t "
)


@dataclass(frozen=True)
class SelectionLine:
    """Why a household is sought: by which definition, arrears and threshold."""

    household_id: UUID
    code: str
    definition_id: UUID
    decision_ref: str
    organisation_id: str
    since_on: date
    band: str
    creditor_id: str
    overdue_cents: int
    figure: str
    policy_version: str


@dataclass(frozen=True)
class Received:
    """A signal, whoever gave it, and what became of it."""

    signal_id: UUID
    source: str
    reason: str
    household_id: UUID | None
    creditor_id: str | None
    tenancy_id: str | None
    dwelling_id: str | None
    amount_cents: int | None
    effective_on: date
    result: str
    why: str
    figure: str | None
    policy_version: str | None


@dataclass(frozen=True)
class Decided:
    """What was decided of two households side by side."""

    one_id: UUID
    other_id: UUID
    status: str
    survivor_id: UUID | None
    reason: str
    decided_on: date


# -- arrears and selections


def show_stays(session: Session, arrears: Arrears) -> None:
    """Write a household's arrears down anew, stretch by stretch."""
    session.execute(
        "DELETE FROM stays_v1 WHERE household_id = ?", (arrears.household_id,)
    )
    session.insert(
        "stays_v1",
        (
            "household_id",
            "episode_id",
            "creditor_id",
            "band",
            "from_on",
            "until_on",
            "overdue_cents",
        ),
        [
            (
                arrears.household_id,
                it.episode_id,
                it.creditor_id,
                it.band,
                it.from_on,
                it.until_on,
                it.overdue_cents,
            )
            for it in arrears.stays()
        ],
    )


def arrears_of_all(session: Session) -> Iterator[tuple[Arrear, bool]]:
    """Give every registered household in arrears, and whether its case was closed."""
    areas = areas_of_all(session)
    rows = session.execute(
        "SELECT s.household_id, h.building_id, c.status, s.episode_id, "
        "s.creditor_id, s.band, s.from_on, s.until_on, s.overdue_cents "
        "FROM stays_v1 s JOIN households_v2 h ON h.household_id = s.household_id "
        "LEFT JOIN cases_v2 c ON c.household_id = s.household_id "
        "ORDER BY s.household_id, s.from_on, s.episode_id"
    )
    for (household_id, building_id, status), group in groupby(rows, _whose):
        stays = tuple(Stay(*row[3:]) for row in group)
        who = Sought(household_id, building_id, areas.get(household_id, ()))
        yield Arrear(who, stays, status not in (None, "closed")), status == "closed"


def show_selection(
    session: Session, household_id: UUID, it: Selection | None, book: Book
) -> None:
    """Bring down why a household is sought; nothing if it is not."""
    if it is None:
        session.execute(
            "DELETE FROM selections_v1 WHERE household_id = ?", (household_id,)
        )
        return
    used = book.on("signal_threshold_cents", it.since)
    columns = (
        "household_id",
        "definition_id",
        "decision_ref",
        "organisation_id",
        "since_on",
        "band",
        "creditor_id",
        "overdue_cents",
        "figure",
        "policy_version",
    )
    row = (
        household_id,
        it.definition_id,
        it.decision_ref,
        it.organisation_id,
        it.since,
        it.band,
        it.creditor_id,
        it.overdue_cents,
        f"{used.name}={used.value}",
        used.policy_version,
    )
    session.put("selections_v1", columns[:1], columns, [row])


def selections(
    session: Session, household_id: UUID | None = None
) -> list[SelectionLine]:
    """List who is sought and why, the earliest first; one household, or all."""
    where = "WHERE household_id = ? " if household_id else ""
    return [
        SelectionLine(row[0], household_code(row[0]), *row[1:])
        for row in session.execute(
            "SELECT household_id, definition_id, decision_ref, organisation_id, "  # noqa: S608  fixed words
            "since_on, band, creditor_id, overdue_cents, figure, policy_version "
            f"FROM selections_v1 {where}ORDER BY since_on, household_id",
            (household_id,) if household_id else (),
        )
    ]


# -- signals


def show_signals(
    session: Session, household_id: UUID, signals: Iterable[Signal]
) -> None:
    """Write what the ledger signalled of a household down anew."""
    session.execute(
        "DELETE FROM signal_lines_v1 WHERE household_id = ? AND source = ?",
        (household_id, ARREARS),
    )
    session.insert(
        "signal_lines_v1",
        _COLUMNS,
        [
            (
                it.signal_id,
                ARREARS,
                f"band_{it.band.lower()}",
                household_id,
                it.creditor_id,
                None,
                None,
                it.amount_cents,
                it.effective_on,
                it.judgement.result,
                it.judgement.why,
                f"{it.threshold.name}={it.threshold.value}",
                it.threshold.policy_version,
            )
            for it in signals
        ],
    )


def show_referral(session: Session, it: Referral) -> None:
    """Bring a referral's row up to date."""
    used = it.threshold
    row = (
        it.id,
        it.source,
        it.reason,
        it.household_id,
        it.clue.creditor_id,
        it.clue.tenancy_id,
        it.clue.dwelling_id,
        it.amount_cents,
        it.made_on,
        it.status,
        it.why,
        f"{used.name}={used.value}" if used else None,
        used.policy_version if used else None,
    )
    session.put("signal_lines_v1", _COLUMNS[:1], _COLUMNS, [row])


def received(
    session: Session,
    *,
    result: str | None = None,
    source: str | None = None,
    household_ids: Sequence[UUID] = (),
    limit: int = 200,
    offset: int = 0,
) -> list[Received]:
    """List signals, the last first; by what became of them, source, households."""
    wanted = {"result": result, "source": source}
    given = {name: value for name, value in wanted.items() if value is not None}
    conditions = [f"{name} = ?" for name in given]
    values: list[Any] = list(given.values())
    if household_ids:
        conditions.append(f"household_id IN ({', '.join('?' * len(household_ids))})")
        values.extend(household_ids)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = session.execute(
        f"SELECT {_LINE} FROM signal_lines_v1{where} "  # noqa: S608  marks only
        "ORDER BY effective_on DESC, signal_id LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return [Received(*row) for row in rows]


def waiting(session: Session) -> list[tuple[UUID, Clue]]:
    """Give the referrals that wait, the earliest first, and whom they speak of."""
    return [
        (signal_id, Clue(tenancy_id, creditor_id, dwelling_id))
        for signal_id, tenancy_id, creditor_id, dwelling_id in session.execute(
            "SELECT signal_id, tenancy_id, creditor_id, dwelling_id "
            "FROM signal_lines_v1 WHERE result = ? ORDER BY effective_on, signal_id",
            (WAITING,),
        )
    ]


def last_amount(session: Session, household_ids: Sequence[UUID]) -> int | None:
    """Give the euro cents of the last referral that was taken up for households."""
    marks = ", ".join("?" * len(household_ids))
    rows = session.execute(
        "SELECT amount_cents FROM signal_lines_v1 "  # noqa: S608  marks only
        f"WHERE household_id IN ({marks}) AND amount_cents IS NOT NULL "
        "AND result IN ('taken_up', 'joined') "
        "ORDER BY effective_on DESC, amount_cents DESC LIMIT 1",
        list(household_ids),
    )
    return rows[0][0] if rows else None


def decided_about(session: Session, household_ids: Sequence[UUID]) -> list[UUID]:
    """Give the ids of the referrals and of the pairs of some households."""
    marks, ids = ", ".join("?" * len(household_ids)), list(household_ids)
    rows = session.execute(
        "SELECT signal_id FROM signal_lines_v1 "  # noqa: S608  marks only
        f"WHERE source <> ? AND household_id IN ({marks}) UNION "
        f"SELECT pair_id FROM pairs_v1 WHERE one_id IN ({marks}) "
        f"OR other_id IN ({marks})",
        [ARREARS, *ids, *ids, *ids],
    )
    return sorted(row[0] for row in rows)


def tasks_of(session: Session, household_ids: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Give the tasks of some households, and their kinds."""
    marks = ", ".join("?" * len(household_ids))
    rows = session.execute(
        "SELECT task_id, kind FROM tasks_v1 "  # noqa: S608  marks only
        f"WHERE household_id IN ({marks}) ORDER BY task_id",
        list(household_ids),
    )
    return [(task_id, kind) for task_id, kind in rows]


# -- whose it is


def note_codes(session: Session, key: UUID, tenancy_id: str, dwelling_id: str) -> None:
    """Keep how a tenancy's codes read without separators, case and zeros."""
    columns = ("key", "tenancy_code", "dwelling_code")
    row = (key, plain(tenancy_id), plain(dwelling_id))
    session.put("known_codes_v1", columns[:1], columns, [row])


def known_like(session: Session, clue: Clue) -> list[Known]:
    """Give the tenancies whose codes read like a clue's."""
    rows: list[tuple[Any, ...]] = []
    for column, told in (
        ("tenancy_code", clue.tenancy_id),
        ("dwelling_code", clue.dwelling_id),
    ):
        if told is not None:
            rows += session.execute(
                f"{_KNOWN}JOIN known_codes_v1 k ON k.key = t.key "
                f"WHERE k.{column} = ? AND t.household_id IS NOT NULL",
                (plain(told),),
            )
    return sorted({Known(*row) for row in rows}, key=_by_household)


def known_all(session: Session) -> list[Known]:
    """Give every tenancy with its household."""
    rows = session.execute(f"{_KNOWN}WHERE t.household_id IS NOT NULL")
    return [Known(*row) for row in rows]


# -- two that may be one


def see_members(session: Session, household: Household) -> None:
    """Keep from when until when persons are members of a household."""
    columns = ("person_id", "household_id", "since_on", "until_on")
    rows = [
        (
            it.person_id,
            household.id,
            it.since,
            it.gone_on - ONE_DAY if it.gone_on else date.max,
        )
        for it in household.stays
    ]
    if rows:
        session.put("people_seen_v2", columns[:3], columns, rows)


def see_person(session: Session, person_id: UUID, household_id: UUID, on: date) -> None:
    """Keep that a person was told to be in a household on a day."""
    session.execute(
        "INSERT INTO people_seen_v2 (person_id, household_id, since_on, until_on) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (person_id, household_id, on, on),
    )


def people_seen(session: Session) -> list[Seen]:
    """Give persons and the households that they were in, with the days."""
    rows = session.execute(
        "SELECT person_id, household_id, since_on, until_on FROM people_seen_v2"
    )
    return [Seen(*row) for row in rows]


def show_pair(session: Session, pair: Pair) -> None:
    """Bring what was decided of two households up to date."""
    columns = (
        "pair_id",
        "one_id",
        "other_id",
        "status",
        "survivor_id",
        "reason",
        "decided_on",
    )
    one, other = sorted(pair.ids)
    row = (
        pair.id,
        one,
        other,
        pair.status,
        pair.survivor_id,
        pair.reason,
        pair.decided_on,
    )
    session.put("pairs_v1", columns[:1], columns, [row])


def decided(session: Session) -> list[Decided]:
    """List what was decided of pairs of households."""
    rows = session.execute(
        "SELECT one_id, other_id, status, survivor_id, reason, decided_on "
        "FROM pairs_v1 ORDER BY one_id, other_id"
    )
    return [Decided(*row) for row in rows]


def survivor_of(session: Session, household_id: UUID) -> UUID:
    """Give the household under which another is found; itself, if not merged."""
    rows = session.execute(
        "SELECT survivor_id FROM pairs_v1 WHERE status = ? AND survivor_id <> ? "
        "AND (one_id = ? OR other_id = ?)",
        (MERGED, household_id, household_id, household_id),
    )
    return rows[0][0] if rows else household_id


def merged_into(session: Session, survivor_id: UUID) -> list[UUID]:
    """Give the households that are found under a survivor, itself apart."""
    rows = session.execute(
        "SELECT one_id, other_id FROM pairs_v1 WHERE survivor_id = ? AND status = ?",
        (survivor_id, MERGED),
    )
    return sorted(it for row in rows for it in row if it != survivor_id)


def _by_household(it: Known) -> tuple[UUID, str, str]:
    return it.household_id, it.creditor_id, it.tenancy_id


def _whose(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:3]

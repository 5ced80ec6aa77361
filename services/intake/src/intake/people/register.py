"""The lists about persons: who belongs where, who is being erased, who confirmed it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from azione0.access import accessed
from azione0.database import Session
from azione0.vault import vault
from azione0.vault.erasures import Erasure
from intake.people.person import Person

TABLES = (
    *vault.TABLES,
    *accessed.TABLES,
    """CREATE TABLE IF NOT EXISTS people_v1 (
        person_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        since_on date NOT NULL,
        until_on date,
        flags text NOT NULL,
        erased_on date)""",
    "CREATE INDEX IF NOT EXISTS people_v1_household ON people_v1 (household_id)",
    """CREATE TABLE IF NOT EXISTS person_marks_v1 (
        person_id uuid NOT NULL,
        kind text NOT NULL,
        mark bytea NOT NULL,
        PRIMARY KEY (person_id, kind))""",
    "CREATE INDEX IF NOT EXISTS person_marks_v1_mark ON person_marks_v1 (mark)",
    """CREATE TABLE IF NOT EXISTS erasures_v1 (
        person_id uuid NOT NULL,
        field_classes text NOT NULL,
        household_id uuid NOT NULL,
        legal_ground text NOT NULL,
        ordered_on date NOT NULL,
        destroyed_at timestamptz,
        cleaned_at timestamptz,
        PRIMARY KEY (person_id, field_classes))""",
    """CREATE TABLE IF NOT EXISTS erasure_receipts_v1 (
        person_id uuid NOT NULL,
        recipient text NOT NULL,
        household_id uuid NOT NULL,
        waits_since timestamptz,
        confirmed_at timestamptz,
        PRIMARY KEY (person_id, recipient))""",
)


#: How long backups of the keys are kept; until then an erasure is pending.
KEY_BACKUP_DAYS = 30


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as it stands in the list; nothing that says who it is."""

    person_id: UUID
    household_id: UUID
    since_on: date
    until_on: date | None
    flags: tuple[str, ...]
    erased_on: date | None


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """
    An erasure: what was ordered, and when its keys and last bytes were gone.

    `state` is `ordered`, then `pending` while a backup of the keys may exist, then
    `erased` from `pending_until` on.
    """

    person_id: UUID
    field_classes: tuple[str, ...]
    household_id: UUID
    legal_ground: str
    ordered_on: date
    destroyed_at: datetime | None
    cleaned_at: datetime | None
    pending_until: date | None
    state: str

    @property
    def erasure(self) -> Erasure:
        """What stands in the list outside the database."""
        return Erasure(
            self.person_id,
            self.household_id,
            self.field_classes,
            self.legal_ground,
            self.ordered_on,
        )


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Whether a partner has confirmed an erasure."""

    person_id: UUID
    recipient: str
    household_id: UUID
    waits_since: datetime | None
    confirmed_at: datetime | None


def show_person(session: Session, person: Person) -> None:
    """Bring a person's row up to date."""
    session.put(
        "people_v1",
        ("person_id",),
        ("person_id", "household_id", "since_on", "until_on", "flags", "erased_on"),
        [
            (
                person.id,
                person.household_id,
                person.since,
                person.until,
                json.dumps(person.flags),
                person.erased_on,
            )
        ],
    )


def put_marks(session: Session, person_id: UUID, marks: dict[str, bytes]) -> None:
    """Keep the marks by which a person is found again."""
    session.execute("DELETE FROM person_marks_v1 WHERE person_id = ?", (person_id,))
    session.put(
        "person_marks_v1",
        ("person_id", "kind"),
        ("person_id", "kind", "mark"),
        [(person_id, kind, mark) for kind, mark in marks.items()],
    )


def marked(
    session: Session, mark: bytes, household_id: UUID | None = None
) -> list[UUID]:
    """Give who has a mark: in one household for as long as they stay, or anywhere."""
    rows = session.execute(
        "SELECT m.person_id, p.household_id, p.until_on FROM person_marks_v1 m "
        "JOIN people_v1 p ON p.person_id = m.person_id WHERE m.mark = ?",
        (mark,),
    )
    return [
        person_id
        for person_id, household, until_on in rows
        if household_id is None or (household == household_id and until_on is None)
    ]


def people(session: Session, household_id: UUID | None = None) -> list[PersonLine]:
    """List persons in the order in which they came; of a household, or all."""
    where = "" if household_id is None else "WHERE household_id = ? "
    return [
        PersonLine(*(*row[:4], tuple(json.loads(row[4])), row[5]))
        for row in session.execute(
            "SELECT person_id, household_id, since_on, until_on, flags, erased_on "  # noqa: S608  fixed words
            f"FROM people_v1 {where}ORDER BY since_on, person_id",
            () if household_id is None else (household_id,),
        )
    ]


def whose_term_may_run(session: Session) -> list[PersonLine]:
    """List who is not erased and has no open case: the others' terms do not run."""
    rows = session.execute(
        "SELECT person_id FROM people_v1 WHERE erased_on IS NULL AND household_id "
        "NOT IN (SELECT household_id FROM cases_v2 WHERE closed_on IS NULL)"
    )
    running = {person_id for [person_id] in rows}
    return [it for it in people(session) if it.person_id in running]


def households_marked(session: Session, mark: bytes) -> list[UUID]:
    """Give the households in which somebody has a mark."""
    rows = session.execute(
        "SELECT DISTINCT p.household_id FROM person_marks_v1 m "
        "JOIN people_v1 p ON p.person_id = m.person_id WHERE m.mark = ?",
        (mark,),
    )
    return [household_id for [household_id] in rows]


def note_erasure(session: Session, erasure: Erasure) -> None:
    """Write down what was ordered."""
    session.execute(
        "INSERT INTO erasures_v1 (person_id, field_classes, household_id, "
        "legal_ground, ordered_on) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            erasure.person_id,
            ",".join(erasure.field_classes),
            erasure.household_id,
            erasure.legal_ground,
            erasure.on,
        ),
    )


def note_destroyed(session: Session, erasure: Erasure, at: datetime) -> None:
    """Write down that the keys are gone."""
    session.execute(
        "UPDATE erasures_v1 SET destroyed_at = COALESCE(destroyed_at, ?) "
        "WHERE person_id = ? AND field_classes = ?",
        (at, erasure.person_id, ",".join(erasure.field_classes)),
    )


def note_cleaned(session: Session, at: datetime) -> None:
    """Write down that the last bytes of all that was destroyed are gone."""
    session.execute(
        "UPDATE erasures_v1 SET cleaned_at = ? "
        "WHERE destroyed_at IS NOT NULL AND cleaned_at IS NULL",
        (at,),
    )


def erasures(
    session: Session, on: date = date.min, *, unfinished: bool = False
) -> list[ErasureLine]:
    """
    List erasures as they stand on a day, the latest first.

    All, or those whose keys still stand.
    """
    where = "WHERE destroyed_at IS NULL " if unfinished else ""
    found = []
    for row in session.execute(
        "SELECT person_id, field_classes, household_id, legal_ground, ordered_on, "  # noqa: S608  fixed words
        f"destroyed_at, cleaned_at FROM erasures_v1 {where}"
        "ORDER BY ordered_on DESC, person_id",
    ):
        until, state = None, "ordered"
        if row[5] is not None:
            until = row[5].date() + timedelta(days=KEY_BACKUP_DAYS)
            state = "pending" if on < until else "erased"
        classes = tuple(row[1].split(","))
        found.append(ErasureLine(*(row[0], classes, *row[2:], until, state)))
    return found


def uncleaned(session: Session) -> bool:
    """Tell whether bytes of something destroyed may still be there."""
    [[count]] = session.execute(
        "SELECT COUNT(*) FROM erasures_v1 "
        "WHERE destroyed_at IS NOT NULL AND cleaned_at IS NULL"
    )
    return bool(count)


def await_receipts(
    session: Session,
    person_id: UUID,
    household_id: UUID,
    recipients: Sequence[str],
    at: datetime,
) -> None:
    """Write down who must confirm; who has confirmed already, has."""
    for recipient in recipients:
        session.execute(
            "INSERT INTO erasure_receipts_v1 (person_id, recipient, household_id, "
            "waits_since) VALUES (?, ?, ?, ?) ON CONFLICT (person_id, recipient) "
            "DO UPDATE SET waits_since = COALESCE(erasure_receipts_v1.waits_since, "
            "excluded.waits_since)",
            (person_id, recipient, household_id, at),
        )


def note_receipt(
    session: Session, person_id: UUID, household_id: UUID, recipient: str, at: datetime
) -> None:
    """Write down that a partner confirmed, even before it is known to be asked."""
    session.execute(
        "INSERT INTO erasure_receipts_v1 (person_id, recipient, household_id, "
        "confirmed_at) VALUES (?, ?, ?, ?) ON CONFLICT (person_id, recipient) "
        "DO UPDATE SET confirmed_at = "
        "COALESCE(erasure_receipts_v1.confirmed_at, excluded.confirmed_at)",
        (person_id, recipient, household_id, at),
    )


def receipts(session: Session, *, waiting: bool = False) -> list[ReceiptLine]:
    """List who confirmed which erasure, or those that are waited for."""
    where = "WHERE confirmed_at IS NULL " if waiting else ""
    return [
        ReceiptLine(*row)
        for row in session.execute(
            "SELECT person_id, recipient, household_id, waits_since, confirmed_at "  # noqa: S608  fixed words
            f"FROM erasure_receipts_v1 {where}"
            "ORDER BY waits_since, recipient, person_id"
        )
    ]


def letters_heard(
    session: Session, household_id: UUID, names: Sequence[str]
) -> list[tuple[str, date, bytes]]:
    """Give letters of some names about a household: name, day, body."""
    rows = session.execute(
        "SELECT type, effective_on, body FROM inbox "
        "WHERE subject = ? AND state = 'done'",
        (str(household_id),),
    )
    told = [(row[0].split(".")[-2], row[1], bytes(row[2])) for row in rows]
    return [it for it in told if it[0] in names]

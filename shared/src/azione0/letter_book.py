"""
The letter book: what was written to whom, byte by byte and number by number.

What stands in it is what is sent again and what `/letters` gives, whatever the code
has become since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from azione0 import letter
from azione0.contract import Promise, contract_for
from azione0.database import Session
from azione0.letter import Raw
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS letters (
        recipient text NOT NULL,
        number bigint NOT NULL,
        letter_id text NOT NULL,
        event_seq bigint NOT NULL,
        routing_key text NOT NULL,
        digest text NOT NULL,
        headers text NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (recipient, number))""",
    "CREATE INDEX IF NOT EXISTS letters_by_event ON letters (event_seq)",
    """CREATE TABLE IF NOT EXISTS recipients (
        recipient text PRIMARY KEY, kind text NOT NULL, last_number bigint NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS relay (
        one {key}, read_upto bigint NOT NULL, sent_upto bigint NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS unsaid (
        event_seq {key},
        topic text NOT NULL,
        reason text NOT NULL,
        noted_at timestamptz NOT NULL,
        left_by text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS household_letters (
        household_id uuid NOT NULL,
        event_seq bigint NOT NULL,
        type text NOT NULL,
        effective_on date NOT NULL,
        PRIMARY KEY (household_id, event_seq))""",
    "CREATE TABLE IF NOT EXISTS addressing (one {key}, partners text NOT NULL)",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "letters": _("Le lettere spedite, destinatario per destinatario, byte per byte."),
    "recipients": _("L'ultimo numero di lettera dato a ciascun destinatario."),
    "relay": _("Fin dove i fatti sono stati scritti in lettere, e queste spedite."),
    "unsaid": _("Fatti che non si poterono dire, e chi decise di lasciarli."),
    "household_letters": _("Quali lettere parlano di quale nucleo."),
    "addressing": _("I servizi fra cui si sceglie a chi scrivere di un nucleo."),
}
COLUMNS = (
    "recipient",
    "number",
    "letter_id",
    "event_seq",
    "routing_key",
    "digest",
    "headers",
    "body",
)
OF_HOUSEHOLD = ("household_id", "event_seq", "type", "effective_on")
_WRITTEN = "SELECT event_seq, letter_id, digest, headers, body FROM letters"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it stands in the book, once for all who get it."""

    promise: Promise
    letter_id: str
    digest: str
    headers: str
    body: bytes
    #: What it is about, and its day, as its envelope says.
    subject: str
    day: str

    @property
    def household_id(self) -> UUID:
        """Whom it is about; only for contracts about a household."""
        return UUID(self.subject)

    @property
    def effective_on(self) -> date:
        """The day from which it counts."""
        return date.fromisoformat(self.day)


def written(promise: Promise, letter_id: str, raw: Raw) -> Written:
    """Give a letter as it will stand in the book."""
    return Written(
        promise,
        letter_id,
        letter.digest(raw.headers, raw.body),
        letter.spell(raw.headers),
        raw.body,
        *_about(raw.headers),
    )


def stretch(session: Session, after: int, upto: int) -> dict[int, Written]:
    """Give the letters of the events in between, as they were written by then."""
    return _found(
        session.execute(
            f"{_WRITTEN} WHERE event_seq > ? AND event_seq <= ?", (after, upto)
        )
    )


def single(session: Session, event_seqs: Sequence[int]) -> dict[int, Written]:
    """Give the letters of single events, as they were written by then."""
    return _found(
        session.look_up(f"{_WRITTEN} WHERE event_seq IN ({{keys}})", event_seqs)
    )


def recipients_of(session: Session, event_seqs: Sequence[int]) -> set[tuple[int, str]]:
    """Give (event, recipient) of the letters that were written about some events."""
    return set(
        session.look_up(
            "SELECT event_seq, recipient FROM letters WHERE event_seq IN ({keys})",
            event_seqs,
        )
    )


def note_households(session: Session, rows: Sequence[Row]) -> None:
    """Keep which letters are about whom: household, event, type and day of each."""
    if rows:
        session.put("household_letters", OF_HOUSEHOLD[:2], OF_HOUSEHOLD, rows)


def about(session: Session, household_ids: Sequence[UUID]) -> list[Row]:
    """Give what was said about households: household, event, type and day of each."""
    return list(
        session.look_up(
            "SELECT household_id, event_seq, type, effective_on "
            "FROM household_letters WHERE household_id IN ({keys})",
            household_ids,
        )
    )


def add_recipients(session: Session, kinds: Mapping[str, str]) -> None:
    """Make names recipients that have been written nothing yet."""
    rows = [(name, kind, 0) for name, kind in sorted(kinds.items())]
    if rows:
        session.insert("recipients", ("recipient", "kind", "last_number"), rows)


def addressed_by(session: Session) -> str:
    """Give how letters were addressed until now, as `Addressing` spells it."""
    rows = session.execute("SELECT partners FROM addressing WHERE one = 1")
    return str(rows[0][0]) if rows else "[]"


def note_addressing(session: Session, spelled: str) -> None:
    """Keep how letters are addressed from now on."""
    session.put("addressing", ("one",), ("one", "partners"), [(1, spelled)])


def counters(session: Session) -> dict[str, list[Any]]:
    """Give the kind and the last number of every recipient, by name."""
    return {
        name: [kind, last]
        for name, kind, last in session.execute(
            "SELECT recipient, kind, last_number FROM recipients ORDER BY recipient"
        )
    }


def enter(
    session: Session, rows: Sequence[Row], counted: Mapping[str, Sequence[Any]]
) -> None:
    """Write letters into the book, and how far each recipient's numbers go."""
    if not rows:
        return
    session.insert("letters", COLUMNS, rows)
    for name, (_kind, last) in counted.items():
        session.execute(
            "UPDATE recipients SET last_number = ? WHERE recipient = ?", (last, name)
        )


def note_unsaid(session: Session, rows: Sequence[Row]) -> None:
    """Keep what could not be put into words, and why."""
    for row in rows:
        session.execute(
            "INSERT INTO unsaid (event_seq, topic, reason, noted_at, left_by) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            row,
        )


def _found(rows: Iterable[Row]) -> dict[int, Written]:
    book: dict[int, Written] = {}
    for seq, letter_id, digest, spelled, body in rows:
        if seq not in book:
            headers = letter.unspell(spelled)
            promise = contract_for(headers["ce-type"]).promise
            about = _about(headers)
            book[seq] = Written(
                promise, letter_id, digest, spelled, bytes(body), *about
            )
    return book


def _about(headers: Mapping[str, str]) -> tuple[str, str]:
    """Give a letter's subject and its day; its time is the start of a day in Rome."""
    return headers["ce-subject"], headers["ce-time"][:10]

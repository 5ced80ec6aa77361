"""
Letters out: from stored events to the letter book, and from there to the bus.

The relay reads the store in commit order. What others may hear of an event is
written into the letter book, once for each recipient and numbered for it without
gaps, in one transaction with the relay's own position; only then is it sent. A
crash in between resends the same bytes, whatever the code has become since.

An event that cannot be put into words is noted and gets no number, so nobody
waits for it; it is tried again at every start, and a person may ask for it or
leave it unsaid.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from azione0 import letter
from azione0.aggregate import event_class, event_classes
from azione0.contract import Contract, contract_for
from azione0.database import Session
from azione0.inbox import storable
from azione0.letter import Raw
from azione0.store import Recorded, Store, read_log
from azione0.transcoder import EventMapper
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
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "letters": _("Le lettere spedite, destinatario per destinatario, byte per byte."),
    "recipients": _("L'ultimo numero di lettera dato a ciascun destinatario."),
    "relay": _("Fin dove i fatti sono stati scritti in lettere, e queste spedite."),
    "unsaid": _("Fatti che non si poterono dire, e chi decise di lasciarli."),
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


class Announce(Protocol):
    """What `published.py` gives: a `singledispatch` function over domain events."""

    registry: Mapping[Any, Any]

    def __call__(self, event: object) -> Contract | None:
        """Give what others hear of an event; of most events, nothing."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for the bus: a letter, numbered for each of its recipients."""

    event_seq: int
    routing_key: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class Unsaid:
    """An event that could not be put into words, and why."""

    event_seq: int
    topic: str
    reason: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class _Written:
    """A letter as it stands in the book, once for all who get it."""

    audience: frozenset[str]
    letter_id: str
    routing_key: str
    digest: str
    headers: str
    body: bytes


class Relay:
    """
    Writes and gives the letters of one service.

    `source` is `//organisation/name`; `recipients` maps the name of each running
    service to its kind (`{"workshops-larete": "workshops"}`).
    """

    def __init__(
        self,
        store: Store,
        announce: Announce,
        *,
        source: str,
        recipients: Mapping[str, str],
    ) -> None:
        self.store = store
        self.source = source
        self._announce = announce
        self._mapper = EventMapper()
        told = [cls for cls in announce.registry if cls is not object]
        if unnamed := [cls for cls in told if not getattr(cls, "TOPIC", "")]:
            raise NothingIsStoredAs(
                f"{unnamed[0].__qualname__} is announced, and nothing is stored under "
                "it: name the event of the aggregate"
            )
        self._topics = frozenset(cls.TOPIC for cls in told)
        store.database.create(TABLES)
        with store.database.writing() as session:
            session.execute(
                "INSERT INTO relay (one, read_upto, sent_upto) VALUES (1, 0, 0) "
                "ON CONFLICT DO NOTHING"
            )
        for name, kind in recipients.items():
            self._enrol(name, kind)
        for it in self.unsaid():
            self.say_again(it.event_seq)

    def step(self, limit: int = 1000) -> int:
        """
        Write the letters of the next `limit` events into the letter book.

        Events of which others never hear are passed over. Gives how many events
        were left behind in all: 0 when there is nothing new.
        """
        if not self._is_behind():
            return 0
        with self.store.database.writing() as session:
            [[read_upto]] = session.execute(
                # A second relay on the same store waits here for the first.
                "UPDATE relay SET read_upto = read_upto WHERE one = 1 "
                "RETURNING read_upto"
            )
            [[head]] = session.execute("SELECT seq FROM head WHERE one = 1")
            if head == read_upto:
                return 0
            events = read_log(
                session, read_upto, limit, stop=head, but=self._never_said()
            )
            upto = int(events[-1].id) if len(events) == limit else head
            if events:
                self._write(session, events)
            session.execute("UPDATE relay SET read_upto = ? WHERE one = 1", (upto,))
        return int(upto - read_upto)

    def _is_behind(self) -> bool:
        """Look without writing: an idle relay must not cost a commit a second."""
        with self.store.database.reading() as session:
            [[behind]] = session.execute(
                "SELECT head.seq > relay.read_upto FROM head, relay"
            )
        return bool(behind)

    def unsent(self, limit: int = 1000) -> tuple[list[Outgoing], int]:
        """
        Give the messages that the bus has not confirmed, in order.

        Also the event number up to which they go, for `sent`.
        """
        with self.store.database.reading() as session:
            [[sent_upto, read_upto]] = session.execute(
                "SELECT sent_upto, read_upto FROM relay WHERE one = 1"
            )
            rows = session.execute(
                "SELECT event_seq, recipient, number, routing_key, headers, body "
                "FROM letters WHERE event_seq > ? ORDER BY event_seq, recipient "
                "LIMIT ?",
                (sent_upto, limit),
            )
            if len(rows) == limit:
                # The last event's copies may be cut off by the limit.
                last = rows[-1][0]
                rows = [row for row in rows if row[0] != last]
                rows += session.execute(
                    "SELECT event_seq, recipient, number, routing_key, headers, body "
                    "FROM letters WHERE event_seq = ? ORDER BY recipient",
                    (last,),
                )
        upto = rows[-1][0] if len(rows) >= limit else read_upto
        messages: list[Outgoing] = []
        for seq, recipient, number, routing_key, headers, body in rows:
            if not messages or messages[-1].event_seq != seq:
                raw = Raw(letter.unspell(headers), bytes(body))
                messages.append(Outgoing(seq, routing_key, raw))
            messages[-1].raw.headers[letter.number_header(recipient)] = str(number)
        return messages, upto

    def sent(self, upto: int) -> None:
        """Remember that the bus has confirmed everything up to an event number."""
        with self.store.database.writing() as session:
            session.execute(
                "UPDATE relay SET sent_upto = ? WHERE one = 1 AND sent_upto < ?",
                (upto, upto),
            )

    def page(self, recipient: str, after: int, limit: int = 500) -> list[Raw]:
        """
        Give a recipient its letters after a number, in order.

        `UnknownRecipient` if nothing is ever addressed to that name.
        """
        with self.store.database.reading() as session:
            if not session.execute(
                "SELECT 1 FROM recipients WHERE recipient = ?", (recipient,)
            ):
                raise UnknownRecipient(f"{recipient} is no recipient of {self.source}")
            rows = session.execute(
                "SELECT number, headers, body FROM letters "
                "WHERE recipient = ? AND number > ? ORDER BY number LIMIT ?",
                (recipient, after, limit),
            )
        header = letter.number_header(recipient)
        return [
            Raw({**letter.unspell(headers), header: str(number)}, bytes(body))
            for number, headers, body in rows
        ]

    def lag(self) -> tuple[int, int]:
        """Give how many events wait to be read, and to be confirmed by the bus."""
        head = self.store.max_notification_id() or 0
        with self.store.database.reading() as session:
            [[read_upto, sent_upto]] = session.execute(
                "SELECT read_upto, sent_upto FROM relay WHERE one = 1"
            )
        return head - read_upto, head - sent_upto

    def unsaid(self) -> list[Unsaid]:
        """List the events that could not be put into words, oldest first."""
        with self.store.database.reading() as session:
            rows = session.execute(
                "SELECT event_seq, topic, reason, noted_at FROM unsaid "
                "WHERE left_by = '' ORDER BY event_seq"
            )
        return [Unsaid(*row) for row in rows]

    def say_again(self, event_seq: int) -> bool:
        """
        Try once more to put an event into words; tell whether it could be.

        Its letters get the next numbers. `NothingUnsaid` if it is not listed.
        """
        with self.store.database.writing() as session:
            # Numbers are given by one at a time, here as in `step`.
            session.execute("UPDATE relay SET read_upto = read_upto WHERE one = 1")
            if not session.execute(
                "DELETE FROM unsaid WHERE event_seq = ? AND left_by = '' "
                "RETURNING event_seq",
                (event_seq,),
            ):
                raise NothingUnsaid(f"event {event_seq} is not waiting to be said")
            has = session.execute(
                "SELECT recipient FROM letters WHERE event_seq = ?", (event_seq,)
            )
            events = read_log(session, event_seq - 1, 1)
            return self._write(session, events, but={name for [name] in has})

    def leave_unsaid(self, event_seq: int, *, by: str, reason: str) -> None:
        """Decide that nobody hears of an event; who and why stay written."""
        at = self.store.clock().isoformat()
        with self.store.database.writing() as session:
            if not session.execute(
                "UPDATE unsaid SET left_by = ? WHERE event_seq = ? AND left_by = '' "
                "RETURNING event_seq",
                (storable(f"{by} at {at}: {reason}"), event_seq),
            ):
                raise NothingUnsaid(f"event {event_seq} is not waiting to be said")

    def _never_said(self) -> list[str]:
        """Give the topics that are known here and that nobody hears of."""
        return [topic for topic in event_classes() if topic not in self._topics]

    def _write(
        self, session: Session, events: Sequence[Recorded], but: Container[str] = ()
    ) -> bool:
        """Write the letters of events to all but some; tell whether all could be."""
        known = {
            name: [kind, last]
            for name, kind, last in session.execute(
                "SELECT recipient, kind, last_number FROM recipients ORDER BY recipient"
            )
            if name not in but
        }
        unsaid: list[tuple[Any, ...]] = []
        rows = list(self._letters(events, known, {}, unsaid))
        if rows:
            session.insert("letters", COLUMNS, rows)
            for name, (_, last) in known.items():
                session.execute(
                    "UPDATE recipients SET last_number = ? WHERE recipient = ?",
                    (last, name),
                )
        _note(session, unsaid)
        return not unsaid

    def _letters(
        self,
        events: Iterable[Recorded],
        known: dict[str, list[Any]],
        book: Mapping[int, _Written],
        unsaid: list[tuple[Any, ...]],
    ) -> Iterable[tuple[Any, ...]]:
        """Give the rows of the book; what is in it already is said as it was."""
        for event in events:
            try:
                written = book.get(int(event.id)) or self._letter(event)
            except Exception as wrong:  # noqa: BLE001  noted, and tried again
                reason = storable(f"{type(wrong).__name__}: {wrong}")
                unsaid.append((event.id, event.topic, reason, self.store.clock(), ""))
                continue
            if written is None:
                continue
            for name, counter in known.items():
                if counter[0] in written.audience:
                    counter[1] += 1
                    yield (
                        name,
                        counter[1],
                        written.letter_id,
                        event.id,
                        written.routing_key,
                        written.digest,
                        written.headers,
                        written.body,
                    )

    def _letter(self, event: Recorded) -> _Written | None:
        if event.topic not in self._topics:
            # Unknown here, it may be something that a newer version says to others.
            event_class(event.topic)
            return None
        said = self._announce(self._mapper.to_domain_event(event))
        if said is None:
            return None
        raw = letter.write(
            said,
            id=str(event.event_id),
            source=self.source,
            recorded_at=event.recorded_at,
            correlation_id=event.correlation_id,
            causation_id=event.causation_id,
        )
        return _Written(
            audience=said.promise.audience,
            letter_id=str(event.event_id),
            routing_key=said.routing_key(),
            digest=letter.digest(raw.headers, raw.body),
            headers=letter.spell(raw.headers),
            body=raw.body,
        )

    def _enrol(self, name: str, kind: str) -> None:
        """
        Make a name a recipient; number the past for it if there is one.

        Only what was already read is numbered here; the rest comes by `step`.
        """
        with self.store.database.writing() as session:
            if session.execute("SELECT 1 FROM recipients WHERE recipient = ?", (name,)):
                return
            [[read_upto]] = session.execute(
                "UPDATE relay SET read_upto = read_upto WHERE one = 1 "
                "RETURNING read_upto"
            )
            counter = {name: [kind, 0]}
            unsaid: list[tuple[Any, ...]] = []
            start = 0
            while start < read_upto:
                events = read_log(session, start, 1000, stop=read_upto)
                last = int(events[-1].id)
                book = _book(session, start, last)
                rows = self._letters(events, counter, book, unsaid)
                session.insert("letters", COLUMNS, rows)
                start = last
            _note(session, unsaid)
            session.execute(
                "INSERT INTO recipients (recipient, kind, last_number) "
                "VALUES (?, ?, ?)",
                (name, kind, counter[name][1]),
            )


def _book(session: Session, after: int, upto: int) -> dict[int, _Written]:
    """Give the letters of some events, as they were written for those before."""
    rows = session.execute(
        "SELECT event_seq, letter_id, routing_key, digest, headers, body "
        "FROM letters WHERE event_seq > ? AND event_seq <= ? ORDER BY event_seq",
        (after, upto),
    )
    book: dict[int, _Written] = {}
    for seq, letter_id, routing_key, digest, headers, body in rows:
        if seq not in book:
            shape = contract_for(letter.unspell(headers)["ce-type"])
            book[seq] = _Written(
                shape.promise.audience,
                letter_id,
                routing_key,
                digest,
                headers,
                bytes(body),
            )
    return book


def _note(session: Session, unsaid: Sequence[tuple[Any, ...]]) -> None:
    for row in unsaid:
        session.execute(
            "INSERT INTO unsaid (event_seq, topic, reason, noted_at, left_by) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            row,
        )


Send = Callable[[Sequence[Outgoing]], None]


def send(relay: Relay, publish: Send, limit: int = 1000) -> int:
    """
    Send what the bus has not confirmed, `limit` letters at most; give how many.

    `publish` returns when the bus has confirmed all of them, or raises.
    """
    messages, upto = relay.unsent(limit)
    if messages:
        publish(messages)
    relay.sent(upto)
    return len(messages)


class UnknownRecipient(LookupError):
    """A name to which a publisher has nothing to say."""


class NothingUnsaid(LookupError):
    """An event that is not among those that could not be put into words."""


class NothingIsStoredAs(Exception):
    """A class to be announced that no aggregate stores its events under."""

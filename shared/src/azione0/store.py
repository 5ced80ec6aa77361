"""
The event store of one service, which is also its outbox.

Events are numbered 1, 2, 3 … without gaps in the order in which they are
committed: the number comes from a one-row table whose row is locked last and
briefly, so a reader that has seen N knows that nothing below N will appear
later. Beside each event stand its own id, who caused it, what caused it and
when it was written down; that instant never runs backwards.
"""

import gc
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4, uuid5

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
)

from azione0.aggregate import NOT_YET_RECORDED
from azione0.database import Database, Session
from azione0.rows import Rows, Table
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS events (
        seq {key},
        event_id uuid NOT NULL,
        originator_id uuid NOT NULL,
        originator_version bigint NOT NULL,
        topic text NOT NULL,
        class_version bigint NOT NULL,
        state bytea NOT NULL,
        actor text NOT NULL,
        correlation_id text NOT NULL,
        causation_id text NOT NULL,
        recorded_at timestamptz NOT NULL,
        UNIQUE (originator_id, originator_version))""",
    """CREATE TABLE IF NOT EXISTS head (
        one {key}, seq bigint NOT NULL, recorded_at timestamptz NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS tracking (
        application_name text PRIMARY KEY, notification_id bigint NOT NULL)""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "events": _(
        "I fatti del servizio, uno per riga, nell'ordine in cui furono registrati; "
        "non cambiano mai."
    ),
    "head": _("L'ultimo numero dato a un fatto, e quando."),
    "tracking": _(
        "Fin dove ha letto chi segue i fatti di altri (libreria eventsourcing)."
    ),
}
COLUMNS = (
    "seq",
    "event_id",
    "originator_id",
    "originator_version",
    "topic",
    "class_version",
    "state",
    "actor",
    "correlation_id",
    "causation_id",
    "recorded_at",
)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM events"  # noqa: S608  our own names
_HISTORIES = (
    "SELECT originator_id, originator_version, topic, class_version, state, "
    "recorded_at FROM events WHERE originator_id IN ({keys}) "
    "ORDER BY originator_id, originator_version"
)
_EVENT_IDS = UUID("5d0c0a4e-6f0a-4f3f-9c55-0a71c0a10e00")
#: Version of the noun, topic, version of the class, state, instant of writing.
Past = tuple[int, str, int, bytes, datetime]
Kept = TypeVar("Kept")
_SHORTEST_POLL, _LONGEST_POLL = 0.05, 1.0
#: Seconds between two looks for a commit without an answer: a database that was
#: killed is back after a second or two.
_LOOK_AGAIN = (0.1, 0.3, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Cause:
    """
    Who acts, and what for.

    `id` names the letter, command or timer tick; run again after a crash it
    gives the same event ids. `correlation_id` is the first cause of the chain.
    """

    actor: str
    id: str
    correlation_id: str = ""

    @property
    def correlation(self) -> str:
        """The first cause of the chain; the cause itself where none is given."""
        return self.correlation_id or self.id


UNKNOWN = Cause(actor="system", id="system")


@dataclass(frozen=True)
class Recorded(Notification):
    """An event as it stands in the store, with everything known about it."""

    event_id: UUID
    class_version: int
    actor: str
    correlation_id: str
    causation_id: str
    recorded_at: datetime


class Transaction:
    """
    Everything that happens together, or not at all.

    Events are collected and written at the end with one statement; who reads an
    aggregate inside the transaction sees those of this transaction too.
    """

    def __init__(self, session: Session, cause: Cause) -> None:
        self._session = session
        self._rows: dict[Table, Rows] = {}
        self._kept: dict[Hashable, Any] = {}
        self.cause = cause
        self.numbers: list[int] = []
        self._head: int | None = None
        self._nouns: dict[UUID, tuple[Any, Cause]] = {}
        self._absent: set[UUID] = set()
        self._events: list[tuple[StoredEvent, Cause]] = []
        self._by_originator: dict[UUID | str, list[StoredEvent]] = {}
        self._at_end: dict[Hashable, tuple[Cause, Callable[[], None]]] = {}
        self._after_commit: dict[Hashable, Callable[[], None]] = {}

    @property
    def session(self) -> Session:
        """The session, in which every row is that was put so far."""
        self._write_rows()
        return self._session

    @property
    def events_session(self) -> Session:
        """The session for who asks for nothing but events."""
        return self._session

    def rows(self, table: Table) -> Rows:
        """Give the rows of a read model as this transaction knows them."""
        found = self._rows.get(table)
        if found is None:
            found = self._rows[table] = Rows(self._session, table)
        return found

    def keep(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Give what is kept under a key as long as this transaction lasts."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("Kept", self._kept[key])

    def _write_rows(self) -> None:
        for rows in self._rows.values():
            rows.write()

    def add(self, events: Sequence[StoredEvent]) -> None:
        """Collect events under the present cause."""
        for event in events:
            self._events.append((event, self.cause))
            self._by_originator.setdefault(event.originator_id, []).append(event)

    def added_to(self, originator_id: UUID | str) -> Sequence[StoredEvent]:
        """Give the events of one aggregate collected so far."""
        return self._by_originator.get(originator_id, ())

    def head_at_first(self) -> int:
        """Give the number of the last event when this was first asked."""
        if self._head is None:
            [[self._head]] = self._session.execute("SELECT seq FROM head WHERE one = 1")
        return int(self._head or 0)

    def share(self, noun: Any) -> bool:
        """
        Let who asks for this noun again in this transaction get the same one.

        Tells whether it is new here.
        """
        before, _ = self._nouns.get(noun.id, (None, None))
        self._nouns[noun.id] = noun, self.cause
        if before is noun:
            return False
        self._absent.discard(noun.id)
        return True

    def note_absent(self, noun_id: UUID) -> None:
        """Let nobody ask again in this transaction for what was not found."""
        self._absent.add(noun_id)

    def is_absent(self, noun_id: UUID) -> bool:
        """Whether a noun was asked for, not found, and not saved since."""
        return noun_id in self._absent

    def shared(self, noun_id: UUID) -> Any | None:
        """
        Give a noun shared before; `None` if there is none.

        One that was changed and not saved is left to the cause that changed it:
        what a refused letter began must not be stored with the next one.
        """
        noun, cause = self._nouns.get(noun_id, (None, self.cause))
        if noun is not None and noun.pending_events and cause != self.cause:
            return None
        return noun

    def saved_nouns(self) -> Iterator[Any]:
        """Give the shared nouns that hold nothing but what is stored."""
        return (noun for noun, _ in self._nouns.values() if not noun.pending_events)

    def at_end(self, key: Hashable, action: Callable[[], None]) -> None:
        """
        Do something once, before the commit, under the present cause.

        A second call with the key is one with the first.
        """
        self._at_end.setdefault(key, (self.cause, action))

    def after_commit(self, key: Hashable, action: Callable[[], None]) -> None:
        """Do something in memory once, when all of this is safely stored."""
        self._after_commit.setdefault(key, action)

    def committed(self) -> None:
        """Run what was put off until after the commit, and let go of it."""
        actions, self._after_commit = list(self._after_commit.values()), {}
        for action in actions:
            action()

    def finish(self) -> list[tuple[StoredEvent, Cause]]:
        """Run what was put off to the end; give all events in order."""
        while self._at_end:
            actions, self._at_end = list(self._at_end.values()), {}
            for self.cause, action in actions:
                action()
        self._write_rows()
        return self._events


class Store(ProcessRecorder):
    """
    A service's events, in one database with its letters, inbox and read models.

    Keeps the recorder interface of the `eventsourcing` library. `clock` gives
    the instant of writing, with its time zone.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self._open: ContextVar[Transaction | None] = ContextVar("open", default=None)
        database.check()
        database.create(TABLES)
        with database.writing() as session:
            session.execute(
                "INSERT INTO head (one, seq, recorded_at) VALUES (1, 0, ?) "
                "ON CONFLICT DO NOTHING",
                (datetime(1970, 1, 1, tzinfo=clock().tzinfo),),
            )

    # -- transactions

    @contextmanager
    def transaction(self, cause: Cause = UNKNOWN) -> Iterator[Transaction]:
        """
        Open a transaction, or join the one that is open.

        `IntegrityError` if another writer was faster; `OperationalError` if the
        database failed and nothing was stored. When the reply to the commit is
        lost the events are looked for, and found means stored; `UnknownOutcome`
        if the database does not come back to be asked.
        """
        outer = self._open.get()
        if outer is not None:
            before, outer.cause = outer.cause, cause
            try:
                yield outer
            finally:
                outer.cause = before
            return
        written: list[Recorded] = []
        transaction: Transaction | None = None
        try:
            with self.database.writing() as session, _uncollected():
                transaction = Transaction(session, cause)
                token = self._open.set(transaction)
                try:
                    yield transaction
                    written = self._write(session, transaction.finish())
                    transaction.numbers = [int(event.id) for event in written]
                finally:
                    self._open.reset(token)
        except OperationalError:
            numbers = self._look_for(written)
            if transaction is None or not numbers:
                raise
            transaction.numbers = numbers
        if transaction is not None:
            transaction.committed()

    def current(self) -> Transaction | None:
        """Give the open transaction of this thread, if there is one."""
        return self._open.get()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give the open transaction's session, or a reading one of its own."""
        transaction = self._open.get()
        if transaction is not None:
            yield transaction.session
        else:
            with self.database.reading() as session:
                yield session

    @contextmanager
    def _reading_events(self) -> Iterator[Session]:
        """Give a session for events alone, that has no rows to wait for."""
        transaction = self._open.get()
        if transaction is not None:
            yield transaction.events_session
        else:
            with self.database.reading() as session:
                yield session

    def _write(
        self, session: Session, events: Sequence[tuple[StoredEvent, Cause]]
    ) -> list[Recorded]:
        if not events:
            return []
        [[head, before]] = session.execute(
            "UPDATE head SET seq = seq + ? WHERE one = 1 RETURNING seq, recorded_at",
            (len(events),),
        )
        recorded_at = max(_instant(before), self.clock())
        session.execute("UPDATE head SET recorded_at = ? WHERE one = 1", (recorded_at,))
        written = [
            _record(event, cause, recorded_at, number)
            for number, (event, cause) in enumerate(events, head - len(events) + 1)
        ]
        session.insert("events", COLUMNS, map(_row, written))
        return written

    def _look_for(self, written: Sequence[Recorded]) -> list[int]:
        """Give the numbers of events whose commit went unanswered, if they are in."""
        if not written:
            return []
        for pause in _LOOK_AGAIN:
            try:
                return self._numbers_of(written)
            except OperationalError:
                sleep(pause)
        try:
            return self._numbers_of(written)
        except OperationalError as wrong:
            raise UnknownOutcome(
                f"the database did not say whether {written[0].topic} "
                f"{written[0].originator_id}/{written[0].originator_version} "
                f"and what belongs to it was stored: {wrong}"
            ) from wrong

    def _numbers_of(self, written: Sequence[Recorded]) -> list[int]:
        numbers: list[int] = []
        with self.database.writing() as session:
            # A commit still on its way holds this row: look when it has arrived.
            session.execute("UPDATE head SET seq = seq WHERE one = 1")
            for event in written:
                found = session.execute(
                    "SELECT seq, event_id FROM events "
                    "WHERE originator_id = ? AND originator_version = ?",
                    (event.originator_id, event.originator_version),
                )
                if found and found[0][1] != event.event_id:
                    raise IntegrityError(
                        f"{event.topic} {event.originator_id}/"
                        f"{event.originator_version} "
                        "was written by someone else meanwhile"
                    )
                numbers += [int(number) for number, _ in found]
        return numbers

    # -- the recorder interface of the library

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """
        Store events; give their numbers, or `None` inside a transaction.

        `tracking=Tracking(...)` is recorded in the same transaction.
        """
        tracking: Tracking | None = kwargs.get("tracking")
        open_transaction = self._open.get()
        if open_transaction is not None:
            open_transaction.add(stored_events)
            if tracking:
                _track(open_transaction.session, tracking)
            return None
        # Only the library's own interface comes without a cause; a random one tells
        # this writer from any other when a commit went unanswered.
        with self.transaction(Cause("system", uuid4().hex)) as opened:
            opened.add(stored_events)
            if tracking:
                _track(opened.session, tracking)
        return opened.numbers

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Give the events of one aggregate, those of the open transaction too."""
        statement, values = f"{_SELECT} WHERE originator_id = ?", list[Any]()
        values.append(originator_id)
        if gt is not None:
            statement, values = f"{statement} AND originator_version > ?", [*values, gt]
        if lte is not None:
            statement = f"{statement} AND originator_version <= ?"
            values = [*values, lte]
        statement += f" ORDER BY originator_version {'DESC' if desc else 'ASC'}"
        if limit is not None:
            statement, values = f"{statement} LIMIT ?", [*values, limit]
        with self._reading_events() as session:
            found: list[StoredEvent] = [
                _recorded(row) for row in session.execute(statement, values)
            ]
        transaction = self._open.get()
        if transaction is None:
            return found
        added = [
            event
            for event in transaction.added_to(originator_id)
            if (gt is None or event.originator_version > gt)
            and (lte is None or event.originator_version <= lte)
        ]
        both = [*reversed(added), *found] if desc else [*found, *added]
        return both[:limit]

    def histories(self, originator_ids: Sequence[UUID]) -> dict[UUID, list[Past]]:
        """
        Give the events of many aggregates, each in order, as `replay` wants them.

        Those of the open transaction too; who has no events is left out.
        """
        found: dict[UUID, list[Past]] = {}
        with self._reading_events() as session:
            for row in session.look_up(_HISTORIES, originator_ids):
                found.setdefault(row[0], []).append(row[1:])
        transaction = self._open.get()
        if transaction is not None:
            for it in originator_ids:
                if added := transaction.added_to(it):
                    found.setdefault(it, []).extend(map(_past, added))
        return found

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        """Give events in the order of their numbers, `limit` at most."""
        with self.reading() as session:
            after = None if start is None else start - inclusive_of_start
            return list(read_log(session, after, limit, stop=stop, topics=topics))

    def max_notification_id(self) -> int | None:
        """Give the number of the last event; `None` if there is none."""
        with self.reading() as session:
            [[number]] = session.execute("SELECT max(seq) FROM events")
        return None if number is None else int(number)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> "PollingSubscription":
        """Follow the events after number `gt`, as they are committed."""
        return PollingSubscription(self, gt, topics)

    def insert_tracking(self, tracking: Tracking) -> None:
        """Record how far a pulled log was read; only for pulls in order."""
        with self.transaction() as opened:
            _track(opened.session, tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """Give how far a pulled log was read; `None` if it never was."""
        with self.reading() as session:
            found = session.execute(
                "SELECT notification_id FROM tracking WHERE application_name = ?",
                (application_name,),
            )
        return int(found[0][0]) if found else None

    def close(self) -> None:
        """Close the database."""
        self.database.close()


class PollingSubscription(Subscription[ApplicationRecorder]):
    """
    Follows a log by asking for more, 50 ms to 1 s apart.

    Unlike a database notification, a question can always be asked again: a lost
    connection delays the answer and ends nothing.
    """

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._waiting: list[Notification] = []

    def __next__(self) -> Notification:
        """Give the next event, waiting for it; `StopIteration` once stopped."""
        pause = _SHORTEST_POLL
        while not self._has_been_stopped:
            if not self._waiting:
                self._waiting = self._ask()[::-1]
            if self._waiting:
                notification = self._waiting.pop()
                self._last_notification_id = int(notification.id)
                return notification
            sleep(pause)
            pause = min(2 * pause, _LONGEST_POLL)
        raise StopIteration

    def _ask(self) -> list[Notification]:
        try:
            return list(
                self._recorder.select_notifications(
                    start=self._last_notification_id or 0,
                    limit=500,
                    topics=self._topics,
                    inclusive_of_start=False,
                )
            )
        except OperationalError:
            return []


def read_log(
    session: Session,
    after: int | None,
    limit: int,
    *,
    stop: int | None = None,
    topics: Sequence[str] = (),
    but: Sequence[str] = (),
) -> list[Recorded]:
    """
    Give events numbered above `after`, in order, in a transaction at hand.

    Of some `topics`, or of all `but` some.
    """
    conditions, values = ["seq > ?"], [after or 0]
    if stop is not None:
        conditions, values = [*conditions, "seq <= ?"], [*values, stop]
    if topics:
        conditions = [*conditions, f"topic IN ({', '.join('?' * len(topics))})"]
    if but:
        conditions = [*conditions, f"topic NOT IN ({', '.join('?' * len(but))})"]
    statement = f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY seq LIMIT ?"
    rows = session.execute(statement, [*values, *topics, *but, limit])
    return [_recorded(row) for row in rows]


@contextmanager
def _uncollected() -> Iterator[None]:
    """
    Look for no garbage meanwhile.

    What a transaction holds it needs to its end: a look at thousands of nouns in
    the middle of a batch takes a fifth of its time and finds nothing to free.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _record(
    event: StoredEvent, cause: Cause, recorded_at: datetime, number: int
) -> Recorded:
    place = f"{cause.id}/{event.originator_id}/{event.originator_version}"
    return Recorded(
        id=number,
        event_id=uuid5(_EVENT_IDS, place),
        originator_id=event.originator_id,
        originator_version=event.originator_version,
        topic=event.topic,
        class_version=getattr(event, "class_version", 1),
        state=event.state,
        actor=cause.actor,
        correlation_id=cause.correlation,
        causation_id=cause.id,
        recorded_at=recorded_at,
    )


def _row(recorded: Recorded) -> tuple[Any, ...]:
    return (
        recorded.id,
        recorded.event_id,
        recorded.originator_id,
        recorded.originator_version,
        recorded.topic,
        recorded.class_version,
        recorded.state,
        recorded.actor,
        recorded.correlation_id,
        recorded.causation_id,
        recorded.recorded_at,
    )


def _recorded(row: Sequence[Any]) -> Recorded:
    return Recorded(
        id=row[0],
        event_id=row[1],
        originator_id=row[2],
        originator_version=row[3],
        topic=row[4],
        class_version=row[5],
        state=row[6],
        actor=row[7],
        correlation_id=row[8],
        causation_id=row[9],
        recorded_at=row[10],
    )


def _past(event: StoredEvent) -> Past:
    return (
        event.originator_version,
        event.topic,
        getattr(event, "class_version", 1),
        event.state,
        NOT_YET_RECORDED,
    )


def _instant(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _track(session: Session, tracking: Tracking) -> None:
    changed = session.execute(
        "INSERT INTO tracking (application_name, notification_id) VALUES (?, ?) "
        "ON CONFLICT (application_name) DO UPDATE "
        "SET notification_id = excluded.notification_id "
        "WHERE tracking.notification_id < excluded.notification_id "
        "RETURNING notification_id",
        (tracking.application_name, tracking.notification_id),
    )
    if not changed:
        raise IntegrityError(
            f"{tracking.application_name} was read beyond "
            f"{tracking.notification_id} already"
        )


class UnknownOutcome(OperationalError):
    """A commit of which nobody can tell yet whether it was stored."""

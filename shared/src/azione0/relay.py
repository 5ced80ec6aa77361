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

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, Protocol

from azione0 import addressing as addresses
from azione0 import letter
from azione0 import letter_book as book
from azione0.access import followers
from azione0.addressing import Addressing, Circle, addressed
from azione0.aggregate import event_class, event_classes
from azione0.contract import Contract, contract_for
from azione0.database import Session
from azione0.inbox import storable
from azione0.letter import Raw
from azione0.letter_book import Row, Written
from azione0.store import Recorded, Store, read_log
from azione0.transcoder import EventMapper

TABLES = (*book.TABLES, *addresses.TABLES, *followers.TABLES)
#: What each of them holds, for who reads an export.
HOLDS = {**book.HOLDS, **addresses.HOLDS}
NOBODY_ELSE = Addressing()


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


class Relay:
    """
    Writes and gives the letters of one service.

    `source` is `//organisation/name`; `recipients` maps the name of each running
    service to its kind (`{"workshops-larete": "workshops"}`); `addressing` says which
    of several of a kind hears of whom.
    """

    def __init__(
        self,
        store: Store,
        announce: Announce,
        *,
        source: str,
        recipients: Mapping[str, str],
        addressing: Addressing = NOBODY_ELSE,
    ) -> None:
        self.store = store
        self.source = source
        self._addressing = addressing
        self._kinds = addressing.kinds
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
        self._enrol(recipients)
        for it in self.unsaid():
            self.say_again(it.event_seq)

    def step(self, limit: int = 1000) -> int:
        """
        Write the letters of the next `limit` events into the letter book.

        Events of which others never hear are passed over; households that are
        followed by others than before are written of to these. Gives how many events
        were left behind in all, and households: 0 when there is nothing new.
        """
        is_behind, is_followed_anew = self._waiting()
        if not (is_behind or is_followed_anew):
            return 0
        with self.store.database.writing() as session:
            [[read_upto]] = session.execute(
                # A second relay on the same store waits here for the first.
                "UPDATE relay SET read_upto = read_upto WHERE one = 1 "
                "RETURNING read_upto"
            )
            followed = self._tell_followers(session, limit) if is_followed_anew else 0
            [[head]] = session.execute("SELECT seq FROM head WHERE one = 1")
            if head == read_upto:
                return followed
            events = read_log(
                session, read_upto, limit, stop=head, but=self._never_said()
            )
            upto = int(events[-1].id) if len(events) == limit else head
            if events:
                self._write(session, events)
            session.execute("UPDATE relay SET read_upto = ? WHERE one = 1", (upto,))
        return int(upto - read_upto) + followed

    def _waiting(self) -> tuple[bool, bool]:
        """
        Say whether there are events to read, and households followed by others now.

        Looks without writing: an idle relay must not cost a commit a second.
        """
        with self.store.database.reading() as session:
            [[is_behind, is_followed_anew]] = session.execute(
                "SELECT head.seq > relay.read_upto, "
                "EXISTS (SELECT 1 FROM followers_changed) FROM head, relay"
            )
        return bool(is_behind), bool(is_followed_anew)

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
                "FROM letters WHERE event_seq > ? "
                "ORDER BY event_seq, routing_key, recipient LIMIT ?",
                (sent_upto, limit),
            )
            if len(rows) == limit:
                # The last event's copies may be cut off by the limit.
                last = rows[-1][0]
                rows = [row for row in rows if row[0] != last]
                rows += session.execute(
                    "SELECT event_seq, recipient, number, routing_key, headers, body "
                    "FROM letters WHERE event_seq = ? "
                    "ORDER BY routing_key, recipient",
                    (last,),
                )
        upto = rows[-1][0] if len(rows) >= limit else read_upto
        messages: list[Outgoing] = []
        latest = None
        for seq, recipient, number, routing_key, headers, body in rows:
            if latest != (seq, routing_key):
                latest = seq, routing_key
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
        self, session: Session, events: Sequence[Recorded], but: Collection[str] = ()
    ) -> bool:
        """Write the letters of events to all but some; tell whether all could be."""
        counted = book.counters(session)
        for name in but:
            counted.pop(name, None)
        unsaid: list[Row] = []
        said = list(self._said(events, {}, unsaid))
        book.enter(session, self._copies(session, said, counted), counted)
        book.note_unsaid(session, unsaid)
        return not unsaid

    def _said(
        self,
        events: Iterable[Recorded],
        known: Mapping[int, Written],
        unsaid: list[Row],
    ) -> Iterable[tuple[int, Written]]:
        """Give what is said of events; what is in the book already, as it was."""
        for event in events:
            try:
                written = known.get(int(event.id)) or self._letter(event)
            except Exception as wrong:  # noqa: BLE001  noted, and tried again
                reason = storable(f"{type(wrong).__name__}: {wrong}")
                unsaid.append((event.id, event.topic, reason, self.store.clock(), ""))
                continue
            if written is not None:
                yield int(event.id), written

    def _copies(
        self,
        session: Session,
        said: Sequence[tuple[int, Written]],
        counted: Mapping[str, list[Any]],
        has: Collection[tuple[int, str]] = (),
    ) -> list[Row]:
        """Give a row of the book for each recipient of letters who has it not."""
        circle = self._circle(session, said) if self._kinds else None
        told = set()
        rows = []
        for seq, it in said:
            for name, counter in counted.items():
                kind = counter[0]
                if kind not in it.promise.audience or (has and (seq, name) in has):
                    continue
                key = it.promise.routing_key
                if circle and kind in self._kinds and it.promise.is_about_a_household:
                    about, on = it.household_id, it.effective_on
                    if not circle.hears(name, about, it.promise, on):
                        continue
                    key = addressed(key, name)
                    told.add((about, name))
                counter[1] += 1
                rows.append(
                    (
                        name,
                        counter[1],
                        it.letter_id,
                        seq,
                        key,
                        it.digest,
                        it.headers,
                        it.body,
                    )
                )
        if told:
            addresses.note_told(session, told)
        return rows

    def _circle(self, session: Session, said: Sequence[tuple[int, Written]]) -> Circle:
        """Find out who may hear of the households that letters are about."""
        about = {
            (it.household_id, seq, it.promise.type_name, it.effective_on)
            for seq, it in said
            if it.promise.is_about_a_household and it.promise.audience & self._kinds
        }
        book.note_households(session, sorted(about))
        return Circle(session, self._addressing, [it[0] for it in about])

    def _tell_followers(self, session: Session, limit: int) -> int:
        """Write, to who follows a household now, what it has not heard of it."""
        changed = followers.take_changed(session, limit)
        if not changed or not self._kinds:
            return 0
        circle = Circle(session, self._addressing, changed)
        heard = book.about(session, changed)
        has = book.recipients_of(session, [seq for _about, seq, _type, _on in heard])
        counted = {
            name: counter
            for name, counter in book.counters(session).items()
            if counter[0] in self._kinds
        }
        lacking = set()
        for household_id, seq, type_name, on in heard:
            promise = contract_for(type_name).promise
            for name, (kind, _last) in counted.items():
                if (
                    kind in promise.audience
                    and (seq, name) not in has
                    and circle.hears(name, household_id, promise, on)
                ):
                    lacking.add(seq)
        known = book.single(session, sorted(lacking))
        # Nobody was told, so nothing is in the book: it is said for the first time.
        events = [
            event
            for seq in sorted(lacking - {*known})
            for event in read_log(session, seq - 1, 1, stop=seq)
        ]
        unsaid: list[Row] = []
        said = sorted(
            [*known.items(), *self._said(events, {}, unsaid)], key=itemgetter(0)
        )
        book.enter(session, self._copies(session, said, counted, has), counted)
        book.note_unsaid(session, unsaid)
        return len(changed)

    def _letter(self, event: Recorded) -> Written | None:
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
        return book.written(said.promise, str(event.event_id), raw)

    def _enrol(self, recipients: Mapping[str, str]) -> None:
        """
        Make names recipients, and write to them what they should have heard.

        Of the past that is for who is new, and for those that are addressed
        otherwise than before. Only what was already read is numbered here; the rest
        comes by `step`.
        """
        spelled = self._addressing.spelled
        with self.store.database.writing() as session:
            known = book.counters(session)
            before = book.addressed_by(session)
            new = {name: it for name, it in recipients.items() if name not in known}
            if not new and before == spelled:
                return
            [[read_upto]] = session.execute(
                "UPDATE relay SET read_upto = read_upto WHERE one = 1 "
                "RETURNING read_upto"
            )
            book.add_recipients(session, new)
            otherwise: set[str] = set()
            if before != spelled:
                otherwise = {*addresses.kinds_of(before), *self._kinds}
                book.note_addressing(session, spelled)
            counted = {
                name: counter
                for name, counter in book.counters(session).items()
                if name in new or (name in recipients and counter[0] in otherwise)
            }
            self._write_past(session, read_upto, counted)

    def _write_past(
        self, session: Session, read_upto: int, counted: dict[str, list[Any]]
    ) -> None:
        unsaid: list[Row] = []
        start = 0
        while start < read_upto:
            events = read_log(session, start, 1000, stop=read_upto)
            last = int(events[-1].id)
            said = list(self._said(events, book.stretch(session, start, last), unsaid))
            has = book.recipients_of(session, [seq for seq, _ in said])
            if self._kinds:
                # Who was alone of its kind has been told of everybody.
                addresses.note_told(
                    session,
                    {
                        (it.household_id, name)
                        for seq, it in said
                        if it.promise.is_about_a_household
                        for name, (kind, _last) in counted.items()
                        if kind in self._kinds and (seq, name) in has
                    },
                )
            book.enter(session, self._copies(session, said, counted, has), counted)
            start = last
        book.note_unsaid(session, unsaid)


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

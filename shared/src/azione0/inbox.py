"""
Letters in: every letter is kept, acted on once, and never acknowledged away.

A batch of letters is written to the inbox and acted on in one transaction; only
then may the bus forget it. What was seen before is known by its source and id,
what is missing by the numbers its publisher gives, and what cannot be handled
is tried again with growing delays and then parked with its reason. Later letters
about the same subject wait behind it; everybody else's go on.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from eventsourcing.persistence import OperationalError, RecordConflictError

from azione0 import letter as letters
from azione0.body import BadLetter
from azione0.contract import Contract, UnknownContract, contract_for
from azione0.database import Session
from azione0.letter import Letter, Raw
from azione0.store import Cause, Store, Transaction
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS inbox (
        position {key},
        source text NOT NULL,
        letter_id text NOT NULL,
        number bigint,
        digest text NOT NULL,
        type text NOT NULL,
        subject text NOT NULL,
        effective_on date,
        recorded_at timestamptz,
        correlation_id text NOT NULL,
        state text NOT NULL,
        attempts bigint NOT NULL,
        due_at timestamptz,
        reason text NOT NULL,
        received_at timestamptz NOT NULL,
        headers text NOT NULL,
        body bytea NOT NULL,
        UNIQUE (source, letter_id))""",
    """CREATE INDEX IF NOT EXISTS inbox_unfinished ON inbox (state, source, number)
        WHERE state <> 'done'""",
    """CREATE TABLE IF NOT EXISTS inbox_head (one {key}, position bigint NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS senders (
        source text PRIMARY KEY, last_number bigint NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS quarantine (
        fingerprint text PRIMARY KEY,
        source text NOT NULL,
        letter_id text NOT NULL,
        reason text NOT NULL,
        received_at timestamptz NOT NULL,
        headers text NOT NULL,
        body bytea NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS skipped (
        source text NOT NULL,
        first_number bigint NOT NULL,
        last_number bigint NOT NULL,
        decided_by text NOT NULL,
        reason text NOT NULL,
        decided_at timestamptz NOT NULL,
        PRIMARY KEY (source, first_number))""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "inbox": _("Le lettere ricevute, con il corpo, ciò che ne fu fatto e perché."),
    "inbox_head": _("L'ultima posizione data a una lettera ricevuta."),
    "senders": _("L'ultimo numero di lettera di ciascun mittente."),
    "quarantine": _(
        "Lettere con lo stesso nome e un contenuto diverso, messe da parte."
    ),
    "skipped": _("Numeri di lettera a cui una persona ha rinunciato, e perché."),
}
COLUMNS = (
    "position",
    "source",
    "letter_id",
    "number",
    "digest",
    "type",
    "subject",
    "effective_on",
    "recorded_at",
    "correlation_id",
    "state",
    "attempts",
    "due_at",
    "reason",
    "received_at",
    "headers",
    "body",
)
MOST_ATTEMPTS = 8
LONGEST_REASON = 500

Handler = Callable[[Letter], None]
#: Told of the contracts of a batch that are about to be acted on, to look up at once
#: what each of them will need. It decides nothing.
Foresee = Callable[[Sequence[Contract]], None]


@dataclass
class Taken:
    """What became of a batch, letter by letter, and what to count of it."""

    done: Counter[str] = field(default_factory=Counter)
    known: int = 0
    held: int = 0
    waiting: int = 0
    failed: int = 0
    parked: int = 0
    quarantined: int = 0
    released: int = 0
    strayed: int = 0

    def __iadd__(self, other: "Taken") -> Self:
        """Add up two batches."""
        self.done += other.done
        for counted in fields(self)[1:]:
            mine, theirs = getattr(self, counted.name), getattr(other, counted.name)
            setattr(self, counted.name, mine + theirs)
        return self


@dataclass
class _Row:
    """A letter on its way into the inbox."""

    raw: Raw
    digest: str
    read: Letter | None
    source: str
    letter_id: str
    type: str
    number: int | None
    state: str = "done"
    attempts: int = 0
    due_at: datetime | None = None
    reason: str = ""


class Inbox:
    """
    The letters that one service was sent.

    `name` is the recipient's own name, whose numbers are read; `handlers` has a
    function for each contract type that the service acts on; `foresee` is told of
    a batch before they are called. Every function here is a plain step: whoever
    calls it decides when.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        handlers: Mapping[str, Handler],
        foresee: Foresee | None = None,
    ) -> None:
        self.store = store
        self.name = name
        self.handlers = handlers
        self.foresee = foresee
        store.database.create(TABLES)
        with store.database.writing() as session:
            session.execute(
                "INSERT INTO inbox_head (one, position) VALUES (1, 0) "
                "ON CONFLICT DO NOTHING"
            )
            _resume_known(session, store.clock())

    def take(self, raws: Sequence[Raw]) -> Taken:
        """
        Keep and act on letters, in the order given.

        When one fails, all are rolled back and taken one by one, so that only
        the failing one is left to be tried again. `OperationalError` means that
        not all were kept: the batch must be offered again, and those that were
        are known by then.
        """
        try:
            taken = self.take_whole(raws)
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001  whatever a handler raises is written down
            taken = Taken()
            for raw in raws:
                taken += self._take_alone(raw)
        if taken.released:
            taken += self.retry_due(self.store.clock())
        return taken

    def retry_due(self, now: datetime) -> Taken:
        """Try again what failed and is due, each subject in its own order."""
        taken = Taken()
        tried: set[int] = set()
        while due := [it for it in self._due(now) if it not in tried]:
            for position in due:
                tried.add(position)
                taken += self._retry(position, now)
        return taken

    def last_number(self, source: str) -> int:
        """Give the number up to which a publisher's letters are all here."""
        with self.store.reading() as session:
            return _last_number(session, source)

    def skip_gap(self, source: str, *, by: str, reason: str) -> Taken:
        """
        Go on without the letters that a publisher cannot give any more.

        Passes from the last number taken in order to the first one held, and
        writes down who decided it and why. `NoGap` if nothing is held.
        """
        now = self.store.clock()
        with self.store.transaction() as transaction:
            session = transaction.session
            session.execute("UPDATE inbox_head SET position = position WHERE one = 1")
            last = _last_number(session, source)
            held = session.execute(
                "SELECT number FROM inbox WHERE state <> 'done' AND state = 'held' "
                "AND source = ? AND number > ? ORDER BY number LIMIT 1",
                (source, last),
            )
            if not held:
                raise NoGap(f"no letter of {source} is held behind a gap")
            up_to = int(held[0][0]) - 1
            session.insert(
                "skipped",
                (
                    "source",
                    "first_number",
                    "last_number",
                    "decided_by",
                    "reason",
                    "decided_at",
                ),
                [(source, last + 1, up_to, by, storable(reason), now)],
            )
            _set_last_number(session, source, up_to)
            taken = Taken(released=self._release_held(session, source, now))
        taken += self.retry_due(now)
        return taken

    def census(self) -> dict[str, int]:
        """Count the letters by state, with those in quarantine."""
        with self.store.reading() as session:
            counted = {
                state: int(count)
                for state, count in session.execute(
                    "SELECT state, count(*) FROM inbox GROUP BY state"
                )
            }
            [[quarantined]] = session.execute("SELECT count(*) FROM quarantine")
        return {**counted, "quarantined": int(quarantined)}

    # -- one batch

    def take_whole(self, raws: Sequence[Raw]) -> Taken:
        """
        Keep and act on all letters, or raise what went wrong and keep none.

        Letters that waited for one of these are only made ready: `retry_due`
        acts on them, each in a transaction of its own.
        """
        taken = Taken()
        with self.store.transaction() as transaction:
            session = transaction.session
            # Locked first by every taker: letters are taken by one at a time.
            [[position]] = session.execute(
                "UPDATE inbox_head SET position = position WHERE one = 1 "
                "RETURNING position"
            )
            rows = self._new(session, raws, taken)
            ready = self._numbered(session, rows, taken)
            blocked = _blocked(session)
            if self.foresee is not None:
                self.foresee([it.read.contract for it in ready if it.read])
            for row in ready:
                self._act(transaction, row, blocked, taken)
            rows = [row for row in rows if row.state != "quarantined"]
            now = self.store.clock()
            session.insert(
                "inbox",
                COLUMNS,
                (
                    _inbox_row(row, place, now)
                    for place, row in enumerate(rows, position + 1)
                ),
            )
            if rows:
                session.execute(
                    "UPDATE inbox_head SET position = ? WHERE one = 1",
                    (position + len(rows),),
                )
            # Those known already count too: they may have filled the gap themselves.
            for source in sorted({it.headers.get("ce-source", "") for it in raws}):
                taken.released += self._release_held(session, storable(source), now)
        return taken

    def _take_alone(self, raw: Raw, *, attempts: int = 3) -> Taken:
        for _attempt in range(attempts):
            try:
                return self.take_whole([raw])
            except RecordConflictError as conflict:
                # Somebody else wrote about the same thing just now: look again.
                wrong: Exception = conflict
            except OperationalError:
                raise
            except Exception as refusal:  # noqa: BLE001  kept, with its reason
                wrong = refusal
                break
        with self.store.transaction() as transaction:
            return self._keep_failed(transaction, raw, wrong)

    def _keep_failed(
        self, transaction: Transaction, raw: Raw, wrong: Exception
    ) -> Taken:
        session = transaction.session
        taken = Taken(failed=1)
        [[position]] = session.execute(
            "UPDATE inbox_head SET position = position + 1 WHERE one = 1 "
            "RETURNING position"
        )
        rows = self._new(session, [raw], Taken())
        now = self.store.clock()
        for row in self._numbered(session, rows, taken):
            row.state, row.attempts = "retrying", 1
            row.reason = _reason(wrong)
            row.due_at = now + _delay(1, row.digest)
        session.insert(
            "inbox", COLUMNS, [_inbox_row(row, position, now) for row in rows]
        )
        for row in rows:
            # It failed, and still fills the gap before those that came too early.
            taken.released += self._release_held(session, row.source, now)
        return taken

    def _new(self, session: Session, raws: Sequence[Raw], taken: Taken) -> list[_Row]:
        """Sort out what is unreadable, others', known already, or forged."""
        rows: dict[tuple[str, str], _Row] = {}
        for raw in raws:
            try:
                number = letters.number_for(raw.headers, self.name)
                if number is None and letters.is_numbered(raw.headers):
                    # Others' alone: a queue that is bound to more than it should be.
                    taken.strayed += 1
                    continue
                row = self._read(raw, number)
            except BadLetter as wrong:
                self._quarantine(session, raw, str(wrong))
                taken.quarantined += 1
                continue
            earlier = rows.setdefault((row.source, row.letter_id), row)
            if earlier is not row:
                self._compare(session, row, earlier.digest, taken)
        for source, letter_id, digest in _known(session, list(rows)):
            self._compare(session, rows.pop((source, letter_id)), digest, taken)
        return list(rows.values())

    def _read(self, raw: Raw, number: int | None) -> _Row:
        try:
            read: Letter | None = letters.read(raw.headers, raw.body)
            unknown = ""
        except UnknownContract as wrong:
            read, unknown = None, str(wrong)
        return _Row(
            raw=raw,
            digest=letters.digest(raw.headers, raw.body),
            read=read,
            source=raw.headers["ce-source"],
            letter_id=raw.headers["ce-id"],
            type=raw.headers["ce-type"],
            number=number,
            state="parked" if unknown else "done",
            reason=unknown,
        )

    def _compare(self, session: Session, row: _Row, digest: str, taken: Taken) -> None:
        if row.digest == digest:
            taken.known += 1
            return
        self._quarantine(session, row.raw, "another letter came under this id before")
        taken.quarantined += 1

    def _numbered(
        self, session: Session, rows: Sequence[_Row], taken: Taken
    ) -> list[_Row]:
        """Give the rows whose turn it is; mark those behind a gap as held."""
        last = {
            source: _last_number(session, source)
            for source in {row.source for row in rows if row.number is not None}
        }
        before = dict(last)
        ready = []
        for row in rows:
            if row.number is None:
                ready.append(row)
            elif row.number == last[row.source] + 1:
                last[row.source] += 1
                ready.append(row)
            elif row.number > last[row.source]:
                row.state = "held"
                taken.held += 1
            else:
                row.state = "quarantined"
                self._quarantine(
                    session,
                    row.raw,
                    f"number {row.number} of this publisher was another letter",
                )
                taken.quarantined += 1
        for source, number in last.items():
            if number != before[source]:
                _set_last_number(session, source, number)
        return ready

    def _act(
        self, transaction: Transaction, row: _Row, blocked: set[str], taken: Taken
    ) -> None:
        if row.read is None:
            blocked.add(row.raw.headers.get("ce-subject", ""))
            taken.parked += 1
        elif row.read.subject in blocked:
            row.state = "waiting"
            taken.waiting += 1
        else:
            self._handle(transaction, row.read)
            taken.done[row.type] += 1

    def _handle(self, transaction: Transaction, read: Letter) -> None:
        handler = self.handlers.get(read.type)
        if handler is None:
            return
        transaction.cause = Cause(
            actor=read.source,
            id=f"{read.source}#{read.id}",
            correlation_id=read.correlation_id,
        )
        handler(read)

    def _release_held(self, session: Session, source: str, now: datetime) -> int:
        """Make ready the letters that a filled gap was holding; give how many."""
        last = first = _last_number(session, source)
        for position, number, subject, headers in session.execute(
            "SELECT position, number, subject, headers FROM inbox "
            "WHERE state <> 'done' AND state = 'held' AND source = ? "
            "ORDER BY number, position",
            (source,),
        ):
            if number <= last:
                self._expose(session, position, number)
                continue
            if number != last + 1:
                break
            last = number
            if _readable(headers):
                state = "waiting" if subject in _blocked(session) else "retrying"
                reason = ""
            else:
                state, reason = "parked", "unknown contract or version"
            session.execute(
                "UPDATE inbox SET state = ?, due_at = ?, reason = ? WHERE position = ?",
                (state, now, reason, position),
            )
        if last != first:
            _set_last_number(session, source, last)
        return last - first

    # -- trying again

    def _due(self, now: datetime) -> list[int]:
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT position FROM inbox WHERE state <> 'done' "
                "AND state = 'retrying' AND due_at <= ? "
                "ORDER BY source, number, position",
                (now,),
            )
        return [int(row[0]) for row in rows]

    def _retry(self, position: int, now: datetime) -> Taken:
        taken = Taken()
        try:
            with self.store.transaction() as transaction:
                session = transaction.session
                row = self._stored(session, position)
                if row is None or row.state != "retrying":
                    return taken
                if row.read is None:
                    _set_state(session, position, "parked", row.reason)
                    return taken
                self._handle(transaction, row.read)
                _set_state(session, position, "done")
                let_next_go(session, row.read.subject, position, now)
                taken.done[row.type] += 1
        except OperationalError:
            return taken
        except Exception as wrong:  # noqa: BLE001  kept, with its reason
            taken.failed += 1
            with self.store.transaction() as transaction:
                self._failed_again(transaction.session, position, wrong, now, taken)
        return taken

    def _failed_again(
        self,
        session: Session,
        position: int,
        wrong: Exception,
        now: datetime,
        taken: Taken,
    ) -> None:
        [[attempts, digest]] = session.execute(
            "SELECT attempts, digest FROM inbox WHERE position = ?", (position,)
        )
        # Let go with it when a gap was filled, those behind it wait again.
        session.execute(
            "UPDATE inbox SET state = 'waiting', due_at = NULL "
            "WHERE state <> 'done' AND state = 'retrying' AND attempts = 0 "
            "AND position <> ? AND subject = "
            "(SELECT subject FROM inbox WHERE position = ?)",
            (position, position),
        )
        state = "retrying" if attempts + 1 < MOST_ATTEMPTS else "parked"
        taken.parked += state == "parked"
        session.execute(
            "UPDATE inbox SET state = ?, attempts = ?, due_at = ?, reason = ? "
            "WHERE position = ?",
            (
                state,
                attempts + 1,
                now + _delay(attempts + 1, digest),
                _reason(wrong),
                position,
            ),
        )

    def _stored(self, session: Session, position: int) -> _Row | None:
        found = session.execute(
            "SELECT state, headers, body FROM inbox WHERE position = ?", (position,)
        )
        if not found:
            return None
        [[state, headers, body]] = found
        raw = Raw(letters.unspell(headers), bytes(body))
        row = self._read(raw, letters.number_for(raw.headers, self.name))
        row.state = state
        return row

    def _expose(self, session: Session, position: int, number: int) -> None:
        """Put a held letter into quarantine: its number was another's."""
        [[headers, body]] = session.execute(
            "DELETE FROM inbox WHERE position = ? RETURNING headers, body", (position,)
        )
        self._quarantine(
            session,
            Raw(letters.unspell(headers), bytes(body)),
            f"number {number} of this publisher was another letter",
        )

    def _quarantine(self, session: Session, raw: Raw, reason: str) -> None:
        headers = json.dumps(raw.headers, sort_keys=True)
        session.execute(
            "INSERT INTO quarantine (fingerprint, source, letter_id, reason, "
            "received_at, headers, body) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (
                sha256(headers.encode() + b"\0" + raw.body).hexdigest(),
                storable(raw.headers.get("ce-source", "")),
                storable(raw.headers.get("ce-id", "")),
                storable(reason),
                self.store.clock(),
                headers,
                raw.body,
            ),
        )


def _resume_known(session: Session, now: datetime) -> None:
    """Let letters go on that were parked because nobody here knew their contract."""
    for position, headers in session.execute(
        "SELECT position, headers FROM inbox "
        "WHERE state <> 'done' AND state = 'parked' AND recorded_at IS NULL"
    ):
        if _readable(headers):
            session.execute(
                "UPDATE inbox SET state = 'retrying', due_at = ? WHERE position = ?",
                (now, position),
            )


def _readable(headers: str) -> bool:
    try:
        contract_for(letters.unspell(headers)["ce-type"])
    except UnknownContract:
        return False
    return True


def let_next_go(session: Session, subject: str, position: int, now: datetime) -> None:
    """Let the next letter about a subject be tried, one being out of the way."""
    following = session.execute(
        "SELECT position FROM inbox WHERE state <> 'done' AND state = 'waiting' "
        "AND subject = ? AND position <> ? "
        "ORDER BY COALESCE(number, 0), position LIMIT 1",
        (subject, position),
    )
    if following:
        session.execute(
            "UPDATE inbox SET state = 'retrying', due_at = ? WHERE position = ?",
            (now, following[0][0]),
        )


def _known(
    session: Session, letters: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Give (source, id, digest) of those of some letters that are here already."""
    by_source: dict[str, list[str]] = {}
    for source, letter_id in letters:
        by_source.setdefault(source, []).append(letter_id)
    for source, ids in by_source.items():
        for letter_id, digest in session.look_up(
            "SELECT letter_id, digest FROM inbox "
            "WHERE source = ? AND letter_id IN ({keys})",
            ids,
            [source],
        ):
            yield source, letter_id, digest


def _blocked(session: Session) -> set[str]:
    """Give the subjects about which a letter is not done; the index has only these."""
    rows = session.execute(
        "SELECT DISTINCT subject FROM inbox WHERE state <> 'done' "
        "AND state IN ('retrying', 'waiting', 'parked')"
    )
    return {subject for [subject] in rows}


def _last_number(session: Session, source: str) -> int:
    found = session.execute(
        "SELECT last_number FROM senders WHERE source = ?", (source,)
    )
    return int(found[0][0]) if found else 0


def _set_last_number(session: Session, source: str, number: int) -> None:
    session.execute(
        "INSERT INTO senders (source, last_number) VALUES (?, ?) "
        "ON CONFLICT (source) DO UPDATE SET last_number = excluded.last_number",
        (source, number),
    )


def _set_state(session: Session, position: int, state: str, reason: str = "") -> None:
    session.execute(
        "UPDATE inbox SET state = ?, reason = ?, due_at = NULL WHERE position = ?",
        (state, reason, position),
    )


def _inbox_row(row: _Row, position: int, now: datetime) -> tuple[Any, ...]:
    read = row.read
    return (
        position,
        row.source,
        row.letter_id,
        row.number,
        row.digest,
        row.type,
        read.subject if read else row.raw.headers.get("ce-subject", ""),
        read.contract.effective_on if read else None,
        read.recorded_at if read else None,
        read.correlation_id if read else "",
        row.state,
        row.attempts,
        row.due_at,
        storable(row.reason),
        now,
        letters.spell(row.raw.headers),
        row.raw.body,
    )


def _reason(wrong: Exception) -> str:
    return storable(f"{type(wrong).__name__}: {wrong}")


def storable(text: str) -> str:
    """Shorten a text, and write out what no database would keep in it."""
    kept = text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    return kept[:LONGEST_REASON]


def _delay(attempts: int, digest: str) -> timedelta:
    """Give 1 s, 4 s, 16 s … up to an hour, spread by a quarter from the digest."""
    seconds = min(4 ** (attempts - 1), 3600)
    spread = int(digest[:4], 16) / 0xFFFF / 4
    return timedelta(seconds=seconds * (1 + spread))


class NoGap(LookupError):
    """A publisher none of whose letters is held."""

"""A sealed log, and everything that could be done to it: each is found, and where."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.audit.note import Signer, checkpoint_of, opened
from azione0.audit.seal import NumberMissing, Sealer, seals
from azione0.audit.tables import TABLES
from azione0.audit.verify import LogChanged, verify
from azione0.database import open_database
from azione0.store import Cause, Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = Signer("test/ledger", bytes(range(32)))
THIEF = Signer("test/ledger", bytes(range(32)))
EVENTS = 120


class Page(Aggregate, topic="test.SealedPage"):
    """A noun of this test."""

    class Begun(Aggregate.Created):
        text: str

    class Written(Aggregate.Event):
        text: str

    @event(Begun)
    def __init__(self, *, id: UUID, text: str) -> None:
        self.text = text

    @event(Written)
    def write(self, *, text: str) -> None:
        self.text = text


class Book:
    """A log of some events, sealed twice on the way."""

    def __init__(self, url: str) -> None:
        self.now = NOW
        self.store = Store(open_database(url), clock=lambda: self.now)
        self.application = Application(self.store)
        self.store.database.create(TABLES)
        self.sealer = Sealer(self.store, KEY)

    def write(self, count: int) -> None:
        with self.application.transaction(Cause("anna", f"write/{count}")):
            for number in range(count):
                self.now += timedelta(microseconds=1)
                page = Page(id=uuid5(UUID(int=1), f"{count}/{number}"), text="à")
                self.application.save(page)

    def change(self, statement: str, *values: object) -> None:
        """Change something as who administers the database can."""
        with self.store.database.writing() as session:
            if self.store.database.dialect == "postgres":
                session.execute("SET LOCAL session_replication_role = replica")
            session.execute(statement, values)

    def forget_seals(self) -> None:
        self.change("DELETE FROM seals")
        self.change("DELETE FROM leaves")

    def verify(self, *others):
        with self.store.reading() as session:
            own = [opened(it.note, [KEY.verifier])[0] for it in seals(session)]
            return verify(session, [*own, *others])


@pytest.fixture
def book(database_url):
    opened_book = Book(database_url)
    opened_book.write(EVENTS // 2)
    opened_book.first = opened_book.sealer.seal()
    opened_book.write(EVENTS - EVENTS // 2 - 20)
    opened_book.second = opened_book.sealer.seal()
    opened_book.write(20)
    yield opened_book
    opened_book.store.close()


def elsewhere(seal):
    """The checkpoint that a partner kept."""
    return opened(seal.note, [KEY.verifier])[0]


def test_a_sound_log_meets_all_its_checkpoints(book):
    found = book.verify(elsewhere(book.first))
    assert (found.size, found.checkpoints) == (EVENTS, (60, 100))
    book.sealer.seal()
    again = book.verify()
    assert (again.size, again.checkpoints) == (EVENTS, (60, 100, EVENTS))
    assert again.root == found.root


def test_sealing_again_seals_nothing(book):
    assert book.sealer.seal().size == EVENTS
    assert book.sealer.seal() is None


def test_the_same_events_have_the_same_root_in_every_store(tmp_path, postgres_url):
    notes = []
    for url in (f"sqlite:///{tmp_path}/store.db", postgres_url):
        there = Book(url)
        there.write(30)
        notes.append(there.sealer.seal().note)
        there.store.close()
    assert notes[0] == notes[1]


COLUMNS = {
    "event_id": str(UUID(int=7)),
    "originator_id": str(UUID(int=8)),
    "originator_version": 9,
    "topic": "test.Other",
    "class_version": 2,
    "actor": "bruno",
    "correlation_id": "x",
    "causation_id": "x",
    "recorded_at": NOW - timedelta(days=1),
    "state": b'{"text":"a"}',
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [60, 77])
def test_whatever_is_changed_of_a_sealed_event_is_found_and_named(book, column, seq):
    changing = f"UPDATE events SET {column} = ? WHERE seq = ?"  # noqa: S608  ours
    book.change(changing, COLUMNS[column], seq)
    with pytest.raises(LogChanged, match=str(seq)) as found:
        book.verify()
    assert found.value.number == seq


@pytest.mark.parametrize("seq", [1, 60, 99])
def test_an_event_taken_out_is_found(book, seq):
    book.change("DELETE FROM events WHERE seq = ?", seq)
    with pytest.raises(LogChanged) as found:
        book.verify()
    assert found.value.number == seq
    # Closing the gap does not help.
    for later in range(seq + 1, EVENTS + 1):
        book.change("UPDATE events SET seq = ? WHERE seq = ?", later - 1, later)
    with pytest.raises(LogChanged) as found:
        book.verify()
    assert found.value.number == seq


def test_two_events_that_changed_places_are_found(book):
    for old, new in ((10, -1), (11, 10), (-1, 11)):
        book.change("UPDATE events SET seq = ? WHERE seq = ?", new, old)
    with pytest.raises(LogChanged) as found:
        book.verify()
    assert found.value.number == 10


def test_a_gap_in_what_is_new_is_not_sealed(book):
    book.change("DELETE FROM events WHERE seq = 110")
    with pytest.raises(NumberMissing, match="110"):
        book.sealer.seal()


@pytest.mark.parametrize("kept", [60, 100])
def test_a_tail_that_was_cut_with_its_seals_is_found_by_who_kept_one(book, kept):
    seal = {60: book.first, 100: book.second}[kept]
    for table, column in (("events", "seq"), ("leaves", "seq"), ("seals", "size")):
        cutting = f"DELETE FROM {table} WHERE {column} >= ?"  # noqa: S608  ours
        book.change(cutting, kept - 5)
    with pytest.raises(LogChanged, match=f"{kept}") as found:
        book.verify(elsewhere(seal))
    assert found.value.number == kept - 5


@pytest.mark.parametrize("seq", [1, 33, 60])
def test_a_past_rewritten_and_sealed_anew_with_the_key_is_found(book, seq):
    book.change("UPDATE events SET actor = 'bruno' WHERE seq = ?", seq)
    book.forget_seals()
    Sealer(book.store, THIEF).seal()
    assert book.verify().size == EVENTS
    for kept in (book.first, book.second):
        with pytest.raises(LogChanged, match="riscritte") as found:
            book.verify(elsewhere(kept))
        assert found.value.number == 1


def test_a_forged_checkpoint_is_not_met(book):
    point = elsewhere(book.second)
    forged = checkpoint_of(point.text().replace(str(point.size), "99"))
    with pytest.raises(LogChanged):
        book.verify(forged)


def test_many_changes_at_random_are_all_found(book):
    chance = random.Random(5)
    rows = {}
    with book.store.reading() as session:
        for seq, state in session.execute("SELECT seq, state FROM events"):
            rows[seq] = bytes(state)
    for _ in range(40):
        seq = chance.randint(1, 100)
        changed = bytearray(rows[seq])
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        book.change("UPDATE events SET state = ? WHERE seq = ?", bytes(changed), seq)
        with pytest.raises(LogChanged) as found:
            book.verify()
        assert found.value.number == seq
        book.change("UPDATE events SET state = ? WHERE seq = ?", rows[seq], seq)
    assert book.verify().size == EVENTS

"""Several writers at once: every number once, in order, and one winner each time."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from diary import NOW
from eventsourcing.persistence import IntegrityError, StoredEvent

from azione0.database import open_database
from azione0.store import Store

WRITER = Path(__file__).with_name("writer.py")
SHARED = UUID("00000000-0000-4000-8000-00000000beef")
PROCESSES, ATTEMPTS = 4, 25
THREADS, EACH = 8, 12


@pytest.fixture
def store(database_url):
    opened = Store(open_database(database_url), clock=lambda: datetime.now(UTC))
    yield opened
    opened.close()


def test_of_processes_that_race_for_a_noun_one_wins_each_version(store, database_url):
    racing = [
        subprocess.Popen(  # noqa: S603  our own file
            [sys.executable, WRITER, database_url, str(number), str(ATTEMPTS)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    won = [int(it.communicate(timeout=60)[0]) for it in racing]

    versions = [it.originator_version for it in store.select_events(SHARED)]
    assert versions == list(range(1, sum(won) + 1))
    log = store.select_notifications(1, 1000)
    assert [it.id for it in log] == list(range(1, 2 * sum(won) + 1))
    for number in range(PROCESSES):
        mine = store.select_events(uuid5(SHARED, str(number)))
        assert [it.originator_version for it in mine] == list(range(1, won[number] + 1))


def test_a_reader_never_passes_a_number_that_is_still_to_come(store):
    """Eight writers, a third rolled back; the reader goes on as fast as it can."""
    failures = []
    taken = StoredEvent(SHARED, 1, "t", b"{}")
    store.insert_events([taken])

    def write(number):
        own = uuid5(SHARED, f"thread {number}")
        version = 0
        for attempt in range(EACH):
            events = [StoredEvent(own, version + 1, "t", b"{}")]
            # Refused by the database when both have their numbers.
            doomed = attempt % 3 == number % 3
            try:
                store.insert_events([*events, taken] if doomed else events)
            except IntegrityError as refused:
                failures.extend([] if doomed else [refused])
            else:
                version += 1

    writers = [threading.Thread(target=write, args=(it,)) for it in range(THREADS)]
    for it in writers:
        it.start()
    seen = []
    while any(it.is_alive() for it in writers):
        seen += [
            it.id
            for it in store.select_notifications(
                seen[-1] if seen else 0, 5, inclusive_of_start=False
            )
        ]
    seen += [
        it.id
        for it in store.select_notifications(
            seen[-1] if seen else 0, 1000, inclusive_of_start=False
        )
    ]
    assert failures == []
    assert seen == list(range(1, THREADS * EACH * 2 // 3 + 2))


@pytest.mark.postgres
def test_a_number_is_not_given_while_an_earlier_one_is_on_its_way(postgres_url):
    """Between insert and commit of one writer, the next one waits for it."""
    store = Store(open_database(postgres_url), clock=lambda: NOW)
    inserted, go_on = threading.Event(), threading.Event()

    def hesitate():
        whole = store.database

        class Hesitant:
            dialect = whole.dialect
            reading = whole.reading

            def writing(self):
                return hesitating(whole)

        slow = object.__new__(Store)
        slow.__dict__.update(store.__dict__, database=Hesitant())
        slow.insert_events([StoredEvent(uuid5(SHARED, "slow"), 1, "t", b"{}")])

    @contextmanager
    def hesitating(database):
        with database.writing() as session:
            yield session
            inserted.set()
            go_on.wait(10)

    first = threading.Thread(target=hesitate)
    first.start()
    assert inserted.wait(10)
    numbers = []
    second = threading.Thread(
        target=lambda: numbers.extend(
            store.insert_events([StoredEvent(uuid5(SHARED, "quick"), 1, "t", b"{}")])
        )
    )
    second.start()
    second.join(0.3)
    assert second.is_alive()
    assert store.select_notifications(1, 10) == []
    go_on.set()
    first.join()
    second.join()
    assert numbers == [2]
    assert [it.id for it in store.select_notifications(1, 10)] == [1, 2]
    store.close()


def test_the_loser_of_a_race_is_told_so(store):
    first = StoredEvent(SHARED, 1, "t", b"{}")
    store.insert_events([first])
    with pytest.raises(IntegrityError):
        store.insert_events([first])
    assert store.max_notification_id() == 1

"""The bytes that are sealed: the same whichever way they are read."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from azione0.audit.entries import NoEntry, entries_between, entry_of, leaves_after
from azione0.audit.merkle import leaf_hash
from azione0.audit.tables import TABLES
from azione0.database import open_database
from azione0.store import COLUMNS, Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
text = some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
big = some.integers(1, 2**40)
instant = some.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)
event = some.tuples(
    *(some.uuids(), some.uuids(), big, text, some.integers(1, 9)),
    *(some.binary(max_size=40), text, text, text, instant),
)


@pytest.fixture
def store(database_url):
    opened = Store(open_database(database_url), clock=lambda: NOW)
    opened.database.create(TABLES)
    yield opened
    opened.close()


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(some.lists(event, min_size=1, max_size=8, unique_by=lambda it: it[1]))
def test_every_way_of_reading_gives_the_same_bytes(store, events):
    with store.database.writing() as session:
        session.execute("DELETE FROM events")
        session.insert("events", COLUMNS, [(n, *it) for n, it in enumerate(events, 1)])
    entries = [
        entry_of((n, *it[:2], it[2], it[3], it[4], *it[6:9], it[9], it[5]))
        for n, it in enumerate(events, 1)
    ]
    with store.reading() as session:
        numbers, leaves = leaves_after(session, 0, 100)
        assert entries_between(session, 1, len(events)) == entries
    assert numbers == list(range(1, len(events) + 1))
    assert leaves == [leaf_hash(it) for it in entries]


def test_no_two_events_share_an_entry():
    row = (1, UUID(int=1), UUID(int=2), 1, "ab", 1, "c", "d", "e", NOW, b"f")
    others = [
        (1, UUID(int=1), UUID(int=2), 1, "a", 1, "bc", "d", "e", NOW, b"f"),
        (1, UUID(int=1), UUID(int=2), 1, "ab", 1, "c", "d", "", NOW, b"ef"),
        (1, UUID(int=2), UUID(int=1), 1, "ab", 1, "c", "d", "e", NOW, b"f"),
        (1, *row[1:9], NOW + timedelta(microseconds=1), b"f"),
    ]
    assert len({entry_of(it) for it in (row, *others)}) == 5


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_id", "no id"),
        ("originator_id", ""),
        ("originator_version", 1.5),
        ("originator_version", -1),
        ("class_version", "one"),
        ("state", "a text"),
        ("recorded_at", "yesterday"),
        ("recorded_at", "2026-01-01"),
        ("event_id", "CAST(x'ff' AS TEXT)"),
    ],
)
def test_what_can_be_no_event_is_named(tmp_path, column, value):
    store = Store(open_database(f"sqlite:///{tmp_path}/log.db"), clock=lambda: NOW)
    row = (UUID(int=1), UUID(int=2), 1, "a", 1, b"{}", "b", "c", "d", NOW)
    with store.database.writing() as session:
        for seq in range(1, 6):
            session.insert("events", COLUMNS, [(seq, row[0], UUID(int=seq), *row[2:])])
        if str(value).startswith("CAST"):
            changing = f"UPDATE events SET {column} = {value} WHERE seq = 3"  # noqa: S608
            session.execute(changing)
        else:
            changing = f"UPDATE events SET {column} = ? WHERE seq = 3"  # noqa: S608
            session.execute(changing, (value,))
    with store.reading() as session, pytest.raises(NoEntry) as found:
        leaves_after(session, 0, 100)
    assert found.value.number == 3
    store.close()

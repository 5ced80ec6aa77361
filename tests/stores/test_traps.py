"""What the libraries beneath the store do in silence, and what it does instead."""

import sys
import threading
from datetime import UTC, date, datetime, timedelta
from time import monotonic, sleep
from uuid import UUID, uuid5

import psycopg
import pytest
from diary import NOW, Clock
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from hypothesis import given
from hypothesis import strategies as st

from azione0 import sqlite as sqlite_module
from azione0.aggregate import Aggregate, UnknownTopic, event
from azione0.application import Application, NoTransaction
from azione0.database import UnsafeDatabase, open_database
from azione0.store import Cause, Store
from azione0.transcoder import EventMapper, NewerEvent, UnreadableEvent

ID = UUID("00000000-0000-4000-8000-00000000007a")
POISON = '{"_type_": "uuid_hex", "_data_": "no hex"}'


class Jar(Aggregate, topic="traps.Jar"):
    class Filled(Aggregate.Created):
        label: str
        cents: int
        words: list[str]
        on: date

    class Moved(Aggregate.Event):
        class_version = 3
        shelf: str
        by: str

        @staticmethod
        def upcast_v1_v2(state):
            state["shelf"] = state.pop("board")

        @staticmethod
        def upcast_v2_v3(state):
            state["by"] = "nobody"

    @event(Filled)
    def __init__(
        self, *, id: UUID, label: str, cents: int, words: list[str], on: date
    ) -> None:
        self.label, self.cents, self.words, self.on = label, cents, words, on
        self.shelf = ""

    @event(Moved)
    def move(self, shelf: str, by: str) -> None:
        self.shelf = shelf


def jar(**different):
    fields = {"label": "plums", "cents": 5, "words": [], "on": date(2025, 1, 1)}
    return Jar(id=ID, **{**fields, **different})


def row(version=1, topic="t", id=ID):
    return StoredEvent(id, version, topic, b"{}")


@pytest.fixture
def moving():
    return Clock()


@pytest.fixture
def store(database_url, moving):
    opened = Store(open_database(database_url), clock=moving)
    yield opened
    opened.close()


@pytest.fixture
def jars(store):
    return Application(store)


def keep(jars, noun, cause="c"):
    with jars.transaction(Cause("anna", cause)):
        jars.save(noun)


def rewrite(store, **columns):
    """Change what is stored, as an operator with a console could."""
    changes = ", ".join(f"{name} = ?" for name in columns)
    with store.database.writing() as session:
        session.execute(f"UPDATE events SET {changes}", [*columns.values()])  # noqa: S608


# -- numbers


def test_ids_are_never_reused(store):
    store.insert_events([row(it) for it in (1, 2, 3)])
    with store.database.writing() as session:
        session.execute("DELETE FROM events WHERE seq > 1")
    assert store.insert_events([row(5)]) == [4]


def test_the_instant_of_writing_never_runs_backwards(store, moving):
    store.insert_events([row(1)])
    moving.pass_by(hours=-1)
    store.insert_events([row(2)])
    first, second = store.select_notifications(1, 10)
    assert first.recorded_at == second.recorded_at == NOW


def test_who_acted_and_why_stands_beside_each_event(store):
    with store.transaction(Cause("anna", "command 1", "letter 0")) as opened:
        opened.add([row(1)])
        with store.transaction(Cause("bruno", "command 2")):
            opened.add([row(2)])
        opened.add([row(3)])
    assert [
        (it.actor, it.causation_id, it.correlation_id)
        for it in store.select_notifications(1, 10)
    ] == [
        ("anna", "command 1", "letter 0"),
        ("bruno", "command 2", "command 2"),
        ("anna", "command 1", "letter 0"),
    ]


def test_what_was_put_off_to_the_end_keeps_its_cause(store):
    with store.transaction() as opened:
        with store.transaction(Cause("anna", "first")):
            opened.at_end("key", lambda: opened.add([row(1)]))
        with store.transaction(Cause("bruno", "second")):
            opened.at_end("key", lambda: pytest.fail("said twice"))
    [only] = store.select_notifications(1, 10)
    assert only.actor == "anna"


def test_what_was_rolled_back_takes_no_number(store):
    def give_up():
        with store.transaction() as opened:
            opened.add([row(1)])
            raise KeyError

    with pytest.raises(KeyError):
        give_up()
    assert store.insert_events([row(1)]) == [1]


def test_a_pull_out_of_order_is_refused_and_the_inbox_is_not_a_pull(store):
    for number in (1, 3):
        store.insert_tracking(Tracking("upstream", number))
    with pytest.raises(IntegrityError):
        store.insert_tracking(Tracking("upstream", 2))


def test_a_pull_is_recorded_with_what_it_caused_or_not_at_all(store):
    def give_up():
        with store.transaction():
            store.insert_tracking(Tracking("upstream", 1))
            raise KeyError

    with pytest.raises(KeyError):
        give_up()
    assert store.max_tracking_id("upstream") is None


# -- following


def test_polling_survives_a_lost_connection(store, monkeypatch):
    store.insert_events([row(1)])
    whole, lost = store.select_notifications, []

    def flaky(*args, **kwargs):
        if len(lost) < 2:
            lost.append(1)
            raise OperationalError("the connection is lost")
        return whole(*args, **kwargs)

    monkeypatch.setattr(store, "select_notifications", flaky)
    with store.subscribe(gt=0) as followed:
        assert next(followed).id == 1
    assert len(lost) == 2


def test_a_follower_hears_of_what_comes_while_it_waits(store):
    def later():
        sleep(0.2)
        store.insert_events([row(1)])

    threading.Thread(target=later).start()
    begun = monotonic()
    with store.subscribe(gt=0) as followed:
        assert next(followed).id == 1
    assert monotonic() - begun < 2


def test_a_stopped_follower_ends(store):
    with store.subscribe(gt=0) as followed:
        threading.Timer(0.1, followed.stop).start()
        assert list(followed) == []


# -- what is stored can be read, or is refused by name


def test_a_newer_version_is_refused_by_name(store, jars):
    keep(jars, jar())
    rewrite(store, class_version=99)
    with pytest.raises(NewerEvent, match=rf"traps.Jar.Filled {ID}/1 was .* 99"):
        jars.find(Jar, ID)


def test_one_unreadable_noun_leaves_the_others_readable(store, jars):
    other = uuid5(ID, "other")
    keep(jars, jar())
    rewrite(store, class_version=99)
    keep(
        jars,
        Jar(id=other, label="pears", cents=1, words=[], on=date(2025, 1, 1)),
        "d",
    )
    assert jars.get(Jar, other).label == "pears"


def test_an_older_version_is_brought_up_to_date_step_by_step(store, jars):
    noun = jar()
    noun.move("top", "anna")
    keep(jars, noun)
    with store.database.writing() as session:
        session.execute(
            "UPDATE events SET class_version = 1, state = ? "
            "WHERE originator_version = 2",
            (b'{"board": "bottom"}',),
        )
    [_, (stored, moved)] = jars.events_of(ID)
    assert stored.class_version == 1
    assert (moved.shelf, moved.by) == ("bottom", "nobody")


def test_an_unknown_topic_is_refused_by_name(store, jars):
    keep(jars, jar())
    rewrite(store, topic="traps.Jar.Broken")
    with pytest.raises(UnknownTopic, match=r"traps\.Jar\.Broken"):
        jars.find(Jar, ID)


def test_no_module_named_in_a_topic_is_imported(
    store, jars, tmp_path, monkeypatch, capsys
):
    (tmp_path / "intruder.py").write_text("print('I ran')\nclass Event: pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    keep(jars, jar())
    rewrite(store, topic="intruder:Event")
    with pytest.raises(UnknownTopic):
        jars.find(Jar, ID)
    assert "intruder" not in sys.modules
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "state",
    [
        b"not JSON",
        b"{}",
        b'{"label": "a", "cents": "5", "words": [], "on": "2025-01-01"}',
        b'{"label": "a", "cents": 5, "words": [], "on": "2025-02-30"}',
        b'{"label": "a", "cents": 5, "words": [], "on": "2025-01-01", "x": 1}',
    ],
)
def test_fields_that_are_not_those_of_the_class_are_refused_by_name(state):
    stored = StoredEvent(ID, 1, "traps.Jar.Filled", state)
    with pytest.raises(UnreadableEvent, match=rf"traps.Jar.Filled {ID}/1"):
        EventMapper().to_domain_event(stored)


def test_no_input_can_poison_an_aggregate(jars):
    keep(jars, jar(label=POISON, words=[POISON, "\0", "{}"]))
    assert jars.get(Jar, ID).label == POISON


@given(st.text(), st.integers(), st.lists(st.text()), st.dates())
def test_what_can_be_written_can_be_read(label, cents, words, on):
    mapper = EventMapper()
    [filled] = jar(label=label, cents=cents, words=words, on=on).collect_events()
    try:
        stored = mapper.to_stored_event(filled)
    except UnreadableEvent:
        return
    again = mapper.to_domain_event(stored)
    assert (again.label, again.cents, again.words, again.on) == (
        label,
        cents,
        words,
        on,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"cents": 1.5},
        {"cents": "5"},
        {"cents": True},
        {"label": None},
        {"label": "\ud800"},
        {"words": "plum"},
        {"words": [{"_type_": "x", "_data_": "y"}]},
        {"on": datetime(2025, 1, 1, 12, tzinfo=UTC)},
        {"on": object()},
    ],
)
def test_what_could_not_be_read_again_is_not_written(store, jars, wrong):
    with pytest.raises(UnreadableEvent, match=r"traps\.Jar\.Filled"):
        keep(jars, jar(**wrong))
    assert store.max_notification_id() is None


# -- memory


def test_memory_is_never_ahead_of_the_store(jars):
    noun = jar()
    keep(jars, noun)

    def give_up():
        with jars.transaction(Cause("anna", "move")):
            noun.move("top", "anna")
            jars.save(noun)
            raise KeyError

    with pytest.raises(KeyError):
        give_up()
    with jars.transaction(Cause("anna", "look")):
        assert jars.get(Jar, ID).shelf == ""


def test_what_a_refused_letter_began_is_not_stored_with_the_next(jars):
    keep(jars, jar())
    with jars.transaction(Cause("anna", "batch")):
        with jars.transaction(Cause("anna", "refused letter")):
            jars.get(Jar, ID).move("top", "anna")
        with jars.transaction(Cause("anna", "next letter")):
            noun = jars.get(Jar, ID)
            noun.move("bottom", "bruno")
            jars.save(noun)
    assert [it.by for _, it in jars.events_of(ID)[1:]] == ["bruno"]


def test_what_was_changed_and_not_saved_is_forgotten(jars):
    keep(jars, jar())
    with jars.transaction(Cause("anna", "look")):
        jars.get(Jar, ID).move("top", "anna")
    with jars.transaction(Cause("anna", "look again")):
        assert jars.get(Jar, ID).shelf == ""


def test_within_a_transaction_everybody_sees_the_same_noun(jars):
    with jars.transaction(Cause("anna", "fill")):
        jars.save(jar())
        jars.get(Jar, ID).move("top", "anna")
        assert jars.get(Jar, ID).shelf == "top"


def test_nothing_is_saved_outside_a_transaction(jars):
    with pytest.raises(NoTransaction):
        jars.save(jar())
    with pytest.raises(NoTransaction):
        jars.new_id("jar")


def test_ids_follow_from_the_cause(jars):
    def made(cause, *parts):
        with jars.transaction(Cause("anna", cause)):
            return jars.new_id(*parts)

    assert made("a", "jar", 1) == made("a", "jar", 1)
    assert len({made("a", "jar"), made("b", "jar"), made("a", "lid")}) == 3


def test_a_noun_is_shown_as_it_was_known_then(jars, moving):
    noun = jar()
    keep(jars, noun)
    moving.pass_by(days=1)
    noun.move("top", "anna")
    keep(jars, noun, "d")
    assert jars.as_known_at(Jar, ID, NOW).shelf == ""
    assert jars.as_known_at(Jar, ID, NOW + timedelta(days=1)).shelf == "top"
    assert jars.as_known_at(Jar, ID, NOW - timedelta(seconds=1)) is None


# -- what is refused at the start


@pytest.mark.postgres
def test_a_server_that_acknowledges_too_early_is_refused(postgres_url):
    name = postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as operator:
        operator.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    database = open_database(postgres_url)
    with pytest.raises(UnsafeDatabase, match="synchronous_commit off: set it on"):
        Store(database, clock=lambda: NOW)
    database.close()


@pytest.mark.postgres
def test_a_server_that_takes_no_writes_is_refused(postgres_url):
    name = postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as operator:
        operator.execute(
            f"ALTER DATABASE {name} SET default_transaction_read_only = on"
        )
    with pytest.raises(OperationalError, match="read-only"):
        Store(open_database(postgres_url), clock=lambda: NOW)


@pytest.mark.postgres
def test_a_clock_far_from_the_servers_is_refused(postgres_url):
    database = open_database(postgres_url)
    database.check_clock(lambda: datetime.now(UTC))
    with pytest.raises(UnsafeDatabase, match=r"-3\.\d s from PostgreSQL's"):
        database.check_clock(lambda: datetime.now(UTC) - timedelta(seconds=3.5))
    database.close()


def test_a_file_that_would_not_be_on_the_disk_is_refused(tmp_path, monkeypatch):
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    connect = database._connect  # noqa: SLF001  its settings are what is tried

    def hasty():
        connection = connect()
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    monkeypatch.setattr(database, "_connect", hasty)
    with pytest.raises(UnsafeDatabase, match="synchronous 1"):
        Store(database, clock=lambda: NOW)


# -- errors told apart, and no wait without end


def test_a_mistake_is_no_outage(store):
    with pytest.raises(ProgrammingError), store.reading() as session:
        session.execute("SELECT wisdom FROM events")


def test_a_second_transaction_inside_the_first_is_an_error_and_no_standstill(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.1)
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with (
        database.writing(),
        pytest.raises(OperationalError, match="another transaction"),
        database.writing(),
    ):
        pass
    database.close()


@pytest.mark.postgres
def test_when_every_connection_is_in_use_the_next_is_refused_in_time(
    postgres_url, monkeypatch
):
    monkeypatch.setattr("azione0.postgres.FREE_SECONDS", 0.1)
    monkeypatch.setattr("azione0.postgres.CONNECTIONS", 1)
    database = open_database(postgres_url)
    with (
        database.reading(),
        pytest.raises(OperationalError, match="all 1 connections"),
        database.reading(),
    ):
        pass
    database.close()


@pytest.mark.postgres
def test_a_held_head_row_is_an_error_within_five_seconds(postgres_url, monkeypatch):
    monkeypatch.setattr(
        "azione0.postgres.SETTINGS", "-c lock_timeout=200ms -c timezone=UTC"
    )
    monkeypatch.setattr("azione0.store._LOOK_AGAIN", ())
    store = Store(open_database(postgres_url), clock=lambda: NOW)
    with psycopg.connect(postgres_url) as stopped:
        stopped.execute("UPDATE head SET seq = seq")
        with pytest.raises(OperationalError, match="lock timeout"):
            store.insert_events([row(1)])
    assert store.insert_events([row(1)]) == [1]
    store.close()


@pytest.mark.postgres
def test_a_transaction_ended_for_being_idle_is_an_outage(postgres_url, monkeypatch):
    monkeypatch.setattr(
        "azione0.postgres.SETTINGS",
        "-c idle_in_transaction_session_timeout=100ms -c timezone=UTC",
    )
    store = Store(open_database(postgres_url), clock=lambda: NOW)

    def dawdle():
        with store.transaction() as opened:
            opened.session.execute("SELECT 1")
            sleep(0.4)
            opened.session.execute("SELECT 1")

    with pytest.raises(OperationalError):
        dawdle()
    assert store.max_notification_id() is None
    store.close()

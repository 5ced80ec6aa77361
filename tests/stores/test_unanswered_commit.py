"""
A commit whose reply is lost: what is stored is looked up, never guessed.

On PostgreSQL a proxy swallows the reply to COMMIT and ends the connection; on
both databases a session is made to fail just after, or just before, its commit.
"""

import socket
from contextlib import contextmanager, suppress
from threading import Thread
from uuid import UUID, uuid5

import psycopg
import pytest
from diary import NOW, TROUBLE, DiaryService, Promise, Promises, household, raw
from diary import open_office as office_on
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

from azione0 import store as store_module
from azione0.database import open_database
from azione0.store import Cause, Store, UnknownOutcome
from azione0.transcoder import EventMapper

CAUSE = Cause("anna", "command 1")
PROMISE = uuid5(UUID(int=7), "promise")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(store_module, "_LOOK_AGAIN", (0.01, 0.01))


@pytest.fixture
def store(database_url):
    opened = Store(open_database(database_url), clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def promises(store):
    return Promises(store)


def promise(store, *, about=1, id=PROMISE, cause=CAUSE):
    broken = Promise(id=id, household_id=household(about), paid_cents=0)
    with store.transaction(cause) as opened:
        opened.add(
            [EventMapper().to_stored_event(it) for it in broken.collect_events()]
        )
    return opened


def fail_once(monkeypatch, database, *, committed, meanwhile=lambda: None):
    """Let the next transaction end without an answer, its commit made or not."""
    whole = database.writing

    @contextmanager
    def writing():
        monkeypatch.setattr(database, "writing", whole)
        if committed:
            with whole() as session:
                yield session
            meanwhile()
        else:
            with suppress(_Undone), whole() as session:
                yield session
                raise _Undone
            meanwhile()
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(database, "writing", writing)


class _Undone(Exception):
    pass


def test_an_unanswered_commit_is_looked_up(store, promises, monkeypatch):
    promise(store, id=uuid5(PROMISE, "earlier"))
    fail_once(monkeypatch, store.database, committed=True)
    opened = promise(store)
    assert opened.numbers == [2]
    assert store.max_notification_id() == 2
    assert promises.get(Promise, PROMISE).version == 1


def test_what_was_not_stored_is_an_error(store, monkeypatch):
    fail_once(monkeypatch, store.database, committed=False)
    with pytest.raises(OperationalError, match="the connection is lost"):
        promise(store)
    assert store.max_notification_id() is None


def test_what_another_stored_meanwhile_is_a_conflict(store, monkeypatch):
    fail_once(
        monkeypatch,
        store.database,
        committed=False,
        meanwhile=lambda: promise(store, cause=Cause("bruno", "command 2")),
    )
    with pytest.raises(IntegrityError, match="written by someone else"):
        promise(store)
    assert store.max_notification_id() == 1


def test_the_same_cause_stored_by_another_is_stored_with_its_numbers(
    store, monkeypatch
):
    def meanwhile():
        promise(store, id=uuid5(PROMISE, "other"), cause=Cause("bruno", "command 2"))
        promise(store)

    fail_once(monkeypatch, store.database, committed=False, meanwhile=meanwhile)
    assert promise(store).numbers == [2]


def test_nothing_is_remembered_of_what_was_not_stored(store, promises, monkeypatch):
    fail_once(monkeypatch, store.database, committed=False)
    with pytest.raises(OperationalError), promises.transaction(CAUSE):
        promises.save(
            Promise(id=PROMISE, household_id=household(1), paid_cents=0),
        )
    with promises.transaction(CAUSE):
        assert promises.find(Promise, PROMISE) is None


def test_a_database_that_does_not_come_back_leaves_the_outcome_open(store, monkeypatch):
    def away():
        raise OperationalError("nobody answers")

    fail_once(
        monkeypatch,
        store.database,
        committed=True,
        meanwhile=lambda: monkeypatch.setattr(store.database, "writing", away),
    )
    with pytest.raises(UnknownOutcome, match="did not say whether"):
        promise(store)


def test_a_database_that_is_soon_back_is_asked_again(store, monkeypatch):
    back = store.database.writing
    asked = []

    def away():
        asked.append(1)
        if len(asked) == 2:
            monkeypatch.setattr(store.database, "writing", back)
        raise OperationalError("nobody answers")

    fail_once(
        monkeypatch,
        store.database,
        committed=True,
        meanwhile=lambda: monkeypatch.setattr(store.database, "writing", away),
    )
    assert promise(store).numbers == [1]
    assert len(asked) == 2


def test_letters_whose_commit_went_unanswered_are_acted_on_once(
    database_url, monkeypatch
):
    TROUBLE.clear()
    office = office_on(DiaryService, database_url)
    fail_once(monkeypatch, office.store.database, committed=True)
    taken = office.inbox.take([raw(1), raw(2)])
    assert taken.done.total() == 2
    assert office.inbox.take([raw(1), raw(2)]).known == 2
    assert office.application.lines() == ["letter-1", "letter-2"]
    assert office.application.diary(1).version == 3
    office.close()


class SwallowsCommits:
    """Stands between a client and PostgreSQL; keeps the reply to one COMMIT."""

    COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"

    def __init__(self, host: str, port: int) -> None:
        self._server = host, port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.armed = False
        self.swallowed = 0
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # Without this the thread that waits for a client keeps the socket open.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            Thread(target=self._pass, args=(client, server), daemon=True).start()
            Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while sent := client.recv(65536):
                server.sendall(sent)
        self._end(client, server)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                if self.armed and self.COMMITTED in said:
                    self.armed = False
                    self.swallowed += 1
                    break
                client.sendall(said)
        self._end(client, server)

    @staticmethod
    def _end(*sockets: socket.socket) -> None:
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def proxied(postgres_url):
    parts = psycopg.conninfo.conninfo_to_dict(postgres_url)
    proxy = SwallowsCommits(
        parts.get("host", "127.0.0.1"), int(parts.get("port", 5432))
    )
    url = (
        f"postgresql://{parts['user']}@127.0.0.1:{proxy.port}/{parts['dbname']}"
        "?sslmode=disable"
    )
    store = Store(open_database(url), clock=lambda: NOW)
    yield store, proxy
    store.close()
    proxy.close()


@pytest.mark.postgres
def test_twenty_swallowed_replies_are_twenty_successes(proxied):
    store, proxy = proxied
    for number in range(1, 21):
        proxy.armed = True
        opened = promise(
            store, id=uuid5(PROMISE, str(number)), cause=Cause("anna", f"c{number}")
        )
        assert opened.numbers == [number]
    assert proxy.swallowed == 20
    assert len(store.select_notifications(1, 100)) == 20


@pytest.mark.postgres
def test_the_librarys_own_interface_tells_its_writers_apart(proxied):
    store, proxy = proxied
    event = StoredEvent(PROMISE, 1, "topic", b"{}")
    proxy.armed = True
    assert store.insert_events([event]) == [1]
    with pytest.raises(IntegrityError):
        store.insert_events([event])


@pytest.mark.postgres
def test_connections_at_rest_do_not_outlive_their_server(postgres_url):
    store = Store(open_database(postgres_url), clock=lambda: NOW)
    with store.database.reading(), store.database.reading(), store.database.reading():
        pass
    with psycopg.connect(postgres_url, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    failed = 0
    for _ in range(4):
        try:
            store.max_notification_id()
        except OperationalError:
            failed += 1
    store.close()
    assert failed <= 1

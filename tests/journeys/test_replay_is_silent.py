"""
Everything told again, while whoever could notice is watched: nothing leaves.

The interpreter itself says of every connection, message and process that is begun;
every row of every table of the five services is compared before and after.
"""

import hashlib
import re
import smtplib
import socket
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from uuid import UUID

import pytest
from journeys.test_replay import a_household_that_falls_behind

from azione0.audit.case import as_answered, difference, gather
from azione0.audit.history import private
from azione0.audit.note import checkpoint_of, text_of
from azione0.audit.seal import seals
from azione0.audit.verify import verify
from azione0.contract import SERVICES
from azione0.database import Database
from azione0.dossier.make import Question, content, page
from azione0.partners import default_partners
from azione0.relay import Relay
from azione0.replay import replay

NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: What the interpreter says of when something leaves a process.
LEAVING = (
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "http.client.send",
    "smtplib.send",
    "smtplib.connect",
    "urllib.Request",
    "subprocess.Popen",
    "os.system",
)
_watching: list[list[str]] = []


def _notice(event, _arguments):
    if _watching and event in LEAVING:
        _watching[-1].append(event)


sys.addaudithook(_notice)


@contextmanager
def nothing_leaves():
    seen: list[str] = []
    _watching.append(seen)
    try:
        yield
    finally:
        _watching.pop()
    assert seen == []


@contextmanager
def nothing_is_written(monkeypatch):
    """No transaction that could write begins, in any database."""

    def refuse(*_asked, **_named):
        raise AssertionError("somebody wants to write")

    with monkeypatch.context() as held:
        for kind in _all(Database):
            held.setattr(kind, "writing", refuse)
        for way in ("step", "sent"):
            held.setattr(Relay, way, refuse)
        yield


def _all(kind):
    for below in kind.__subclasses__():
        yield below
        yield from _all(below)


#: The tables that a rebuild makes anew, and the one that says which of them answer.
PROJECTED = re.compile(r".*_g\d+|generations?(_v\d+)?")


def rows_of(house, but="nothing"):
    """A digest of every table of every service, but those of some names."""
    found = {}
    for kind in SERVICES:
        with house.office(kind).store.reading() as session:
            for table in session.tables():
                if not re.fullmatch(but, table):
                    rows = session.execute(f"SELECT * FROM {table}")  # noqa: S608
                    told = "\n".join(sorted(map(repr, rows)))
                    found[kind, table] = hashlib.sha256(told.encode()).hexdigest()
    return found


def ways(house):
    def way(kind):
        def ask(household_id, as_of, known_at):
            held = private(house.office(kind).store, household_id, as_of, known_at)
            keys = house.office(kind).exchange.keys()
            return as_answered({**held, "keys": keys})

        return ask

    partners = {it.name: it for it in default_partners()}
    return {partners[kind]: way(kind) for kind in SERVICES}


@pytest.fixture
def told(house):
    household_id = a_household_that_falls_behind(house)
    house.exchange_seals()
    found = ways(house)
    gather(household_id, found)  # the keys are made now, and never again
    return household_id, found


def test_telling_a_case_again_writes_nothing_and_sends_nothing(
    house, told, monkeypatch
):
    household_id, found = told
    before = rows_of(house)
    with nothing_leaves(), nothing_is_written(monkeypatch):
        now = gather(household_id, found)
        then = gather(household_id, found, date(2025, 3, 31), NOW)
        assert list(difference(then.lines(), now.lines()))
        asked = Question(None, None, NOW, "comune-brescia/intake")
        assert content(now, asked)["logs"]
        assert "AgreementSigned" in page(now, asked) or "Signed" in page(now, asked)
        assert house.reporting.story(household_id, date(2025, 4, 30), NOW).lines
    assert rows_of(house) == before


def test_every_noun_told_again_writes_nothing_and_sends_nothing(
    house, told, monkeypatch
):
    before = rows_of(house)
    nouns = 0
    with nothing_leaves(), nothing_is_written(monkeypatch):
        for kind in SERVICES:
            application = house.office(kind).application
            with house.office(kind).store.reading() as session:
                ids = session.execute("SELECT DISTINCT originator_id FROM events")
            for [noun_id] in ids:
                history = application.events_of(noun_id)
                past = [
                    (
                        it.originator_version,
                        it.topic,
                        it.class_version,
                        it.state,
                        it.recorded_at,
                    )
                    for it, _event in history
                ]
                noun = replay(application.mapper, UUID(str(noun_id)), past)
                assert noun.version == len(past)
                assert noun.pending_events == []
                nouns += 1
    assert nouns == 10
    assert rows_of(house) == before


def test_proving_the_logs_writes_nothing_and_sends_nothing(house, told, monkeypatch):
    before = rows_of(house)
    with nothing_leaves(), nothing_is_written(monkeypatch):
        for kind in SERVICES:
            with house.office(kind).store.reading() as session:
                points = [checkpoint_of(text_of(it.note)) for it in seals(session)]
                verify(session, points)
    assert rows_of(house) == before


def test_building_the_projections_again_writes_them_alone_and_sends_nothing(
    house, told
):
    before = rows_of(house, but=PROJECTED)
    digest = house.reporting.digest()
    with nothing_leaves():
        assert house.reporting.replay().digest == digest
    after = rows_of(house, but=PROJECTED)
    changed = {it for it in after | before if after.get(it) != before.get(it)}
    assert changed == set()


def test_what_leaves_would_be_noticed(house, told, monkeypatch):
    for leave in (
        lambda: HTTPConnection("127.0.0.1", 1, timeout=1).request("GET", "/"),
        lambda: smtplib.SMTP("127.0.0.1", 1, timeout=1),
        lambda: socket.create_connection(("127.0.0.1", 1), timeout=1),
    ):
        with pytest.raises(AssertionError), nothing_leaves(), pytest.raises(OSError):  # noqa: PT011
            leave()
    with (
        pytest.raises(AssertionError, match="wants to write"),
        nothing_is_written(monkeypatch),
    ):
        house.deliver()

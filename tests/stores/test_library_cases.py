"""
The event sourcing library's own demands on a store, met on both databases.

Its cases are run as they are published. The one for the smallest recorder wants
nothing back from an insertion, and no more of an event than it put in, where
ours gives numbers, ids and causes: it is run on a recorder that forgets them.
"""

import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests import persistence as library
from servers import POSTGRES

from azione0.database import open_database
from azione0.store import Store


class Forgetful(Store):
    """The same store, but it tells no more than the smallest recorder may."""

    def insert_events(self, stored_events, **kwargs):
        super().insert_events(stored_events, **kwargs)

    def select_events(self, originator_id, **kwargs):
        return [
            StoredEvent(
                originator_id=it.originator_id,
                originator_version=it.originator_version,
                topic=it.topic,
                state=it.state,
            )
            for it in super().select_events(originator_id, **kwargs)
        ]


class OnStore:
    """Makes the recorder of a case; what it opened is closed at the end."""

    recorder_class = Store

    def create_recorder(self):
        opened = open_database(self.new_database())
        store = self.recorder_class(opened, clock=lambda: datetime.now(UTC))
        self.addCleanup(store.close)
        return store


class OnSQLite(OnStore):
    def new_database(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return f"sqlite:///{Path(folder.name) / 'store.db'}"


class OnPostgres(OnStore):
    pytestmark = pytest.mark.postgres

    def new_database(self):
        name = f"azione0_{secrets.token_hex(6)}"
        self.on_the_server(f"CREATE DATABASE {name}")
        self.addCleanup(self.on_the_server, f"DROP DATABASE {name} WITH (FORCE)")
        return POSTGRES.url().rpartition("/")[0] + "/" + name

    @staticmethod
    def on_the_server(statement):
        server = psycopg.connect(POSTGRES.url(), autocommit=True)
        with closing(server):
            server.execute(statement)


class TestSmallestRecorderOnSQLite(OnSQLite, library.AggregateRecorderTestCase):
    recorder_class = Forgetful


class TestSmallestRecorderOnPostgres(OnPostgres, library.AggregateRecorderTestCase):
    recorder_class = Forgetful


class FollowsToo:
    """The library does not run this one by itself."""

    def test_insert_subscribe(self):
        self.optional_test_insert_subscribe()


class TestLogOnSQLite(OnSQLite, FollowsToo, library.ApplicationRecorderTestCase):
    pass


class TestLogOnPostgres(OnPostgres, FollowsToo, library.ApplicationRecorderTestCase):
    pass


class TestTrackingOnSQLite(OnSQLite, library.TrackingRecorderTestCase):
    pass


class TestTrackingOnPostgres(OnPostgres, library.TrackingRecorderTestCase):
    pass


class TestProcessOnSQLite(OnSQLite, library.ProcessRecorderTestCase):
    pass


class TestProcessOnPostgres(OnPostgres, library.ProcessRecorderTestCase):
    pass


class TestNumbersInCommitOrderOnSQLite(
    OnSQLite, library.NonInterleavingNotificationIDsBaseCase
):
    pass


class TestNumbersInCommitOrderOnPostgres(
    OnPostgres, library.NonInterleavingNotificationIDsBaseCase
):
    pass

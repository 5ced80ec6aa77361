"""A vault on each store, its keys in a database of their own."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from servers import POSTGRES

from azione0.database import open_database
from azione0.store import Cause, Store
from azione0.vault.erasures import ErasureList
from azione0.vault.keyring import KeyRing
from azione0.vault.sealing import new_secret
from azione0.vault.vault import TABLES, Vault
from azione0.vault.wrapping import SecretKey

ANNA, BRUNO = UUID(int=0xA), UUID(int=0xB)


class Shelf:
    """A vault, and what stands around it."""

    def __init__(self, url, keys_url, folder):
        self.url, self.keys_url, self.folder = url, keys_url, folder
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.kek = SecretKey("kek-1", new_secret())
        self.open()

    def open(self, wrapper=None, older=()):
        self.store = Store(open_database(self.url), clock=lambda: self.now)
        self.store.database.create(TABLES)
        ring = KeyRing(open_database(self.keys_url), wrapper or self.kek, older)
        self.vault = Vault(self.store, ring, ErasureList(self.folder / "erased"))
        return self.vault

    def close(self):
        self.vault.close()
        self.store.close()

    def write(self, person, field_class="identity", row=None, **values):
        with self.store.transaction(Cause("a test", "test")):
            return self.vault.write(person, row or person, field_class, values)

    def read(self, person, *classes):
        opened = self.vault.read(person, classes or None)
        return {it.field: it.value for it in opened}

    def later(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def shelf(database_url, tmp_path):
    if database_url.startswith("sqlite"):
        made = Shelf(database_url, f"sqlite:///{tmp_path}/keys.db", tmp_path)
        yield made
        made.close()
    else:
        with POSTGRES.database() as keys_url:
            made = Shelf(database_url, keys_url, tmp_path)
            yield made
            made.close()

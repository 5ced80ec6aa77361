"""
The sealed values of persons, in the service's own store, and what opens them.

Values stand in `vault_v1` beside the events, in the same transaction; their keys are
elsewhere. What is written anew is sealed under a new version of the key, and the old
one is destroyed after the commit: an old value is gone, wherever its bytes are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from azione0.database import (
    SYSTEM,
    Session,
    open_database,
    overwrite,
    reading_for,
)
from azione0.store import Store, Transaction
from azione0.vault.erasures import ErasureList
from azione0.vault.keyring import KeyRing
from azione0.vault.sealing import DataKey, Place, key_id_of, seal, unseal
from azione0.vault.settings import KeySettings
from azione0.vault.wrapping import WrongKeySetting, wrapper_from

TABLES = (
    """CREATE TABLE IF NOT EXISTS vault_v1 (
        person_id uuid NOT NULL,
        row_id uuid NOT NULL,
        field text NOT NULL,
        field_class text NOT NULL,
        key_id uuid NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (person_id, row_id, field))""",
    "CREATE INDEX IF NOT EXISTS vault_v1_key ON vault_v1 (key_id)",
)
TABLE = "vault_v1"
#: What stands where something was erased.
ERASED = "[cancellato]"
#: How old a key must be before it counts as left over from a write that failed.
LEFT_OVER = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """That a value was sealed: where it stands, and the SHA-256 of its bytes."""

    field_class: str
    row_id: UUID
    field: str
    digest: str


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Opened:
    """A value in plain text, and where it stands."""

    field_class: str
    row_id: UUID
    field: str
    value: str


class Vault:
    """
    Seals, opens and forgets what belongs to persons.

    All but `destroy` and `scrub` is done in the store's open transaction.
    """

    def __init__(self, store: Store, ring: KeyRing, erasures: ErasureList) -> None:
        self.store = store
        self.ring = ring
        self.erasures = erasures

    def write(
        self, person_id: UUID, row_id: UUID, field_class: str, values: Mapping[str, str]
    ) -> list[Entry]:
        """
        Seal values of one class; give what an event may tell of all that was sealed.

        Where a value takes the place of another, all that the person has in this
        class is sealed anew under a new key, and the old key is destroyed.
        """
        transaction = self._transaction
        session, at = transaction.session, self.store.clock()
        overwrite(session, self.store.database.dialect)
        before = list(self._rows(session, person_id, [field_class]))
        anew = {(row_id, field): value for field, value in values.items()}
        replaces = any((it.place.row_id, it.place.field) in anew for it in before)
        if replaces:
            kept = {(it.row_id, it.field): it.value for it in self._opened(before)}
            anew = {place: it for place, it in kept.items() if it != ERASED} | anew
        key = self._key(person_id, field_class, at, anew=replaces)
        rows = {
            (row, field): seal(key, Place(person_id, row, field), value)
            for (row, field), value in anew.items()
        }
        session.put(
            TABLE,
            ("person_id", "row_id", "field"),
            ("person_id", "row_id", "field", "field_class", "key_id", "sealed"),
            [
                (person_id, row, field, field_class, key.id, sealed)
                for (row, field), sealed in rows.items()
            ],
        )
        if replaces:
            old = {it.key_id for it in before} - {key.id}
            transaction.after_commit(
                (id(self), person_id, field_class, key.id), self._retiring(old, at)
            )
        return sorted(
            Entry(field_class, row, field, sha256(sealed).hexdigest())
            for (row, field), sealed in rows.items()
        )

    def read(
        self, person_id: UUID, field_classes: Sequence[str] | None = None
    ) -> list[Opened]:
        """
        Open a person's values, of all classes or of some.

        One of which the key was destroyed reads `[cancellato]`.
        """
        with self.store.reading() as session:
            rows = list(self._rows(session, person_id, field_classes))
        return sorted(self._opened(rows))

    def digests(self, person_id: UUID) -> dict[tuple[UUID, str], str]:
        """Give the SHA-256 of each sealed value by row and field, without a key."""
        with self.store.reading() as session:
            return {
                (it.place.row_id, it.place.field): sha256(it.sealed).hexdigest()
                for it in self._rows(session, person_id, None)
            }

    def mark(self, *words: str) -> bytes:
        """Give the mark of some words, by which they are found again and not read."""
        return self.ring.mark("\x1f".join(words), self.store.clock())

    def drop(self, person_id: UUID, field_classes: Sequence[str]) -> None:
        """Delete a person's sealed values of some classes, but not their keys."""
        session = self._transaction.session
        overwrite(session, self.store.database.dialect)
        for field_class in field_classes:
            session.execute(
                "DELETE FROM vault_v1 WHERE person_id = ? AND field_class = ?",
                (person_id, field_class),
            )

    def destroy(self, person_id: UUID, field_classes: Sequence[str]) -> int:
        """Destroy every version of a person's keys of some classes."""
        return self.ring.destroy(person_id, self.store.clock(), field_classes)

    def sweep(self) -> None:
        """Destroy the keys that writes which failed left over, a day old or more."""
        old = self.ring.made_before(self.store.clock() - LEFT_OVER)
        # Whoever asks: a row that is not seen would cost its key.
        with reading_for(SYSTEM), self.store.reading() as session:
            rows = session.execute("SELECT DISTINCT key_id FROM vault_v1")
        self.ring.retire(sorted(old - {row[0] for row in rows}), self.store.clock())

    def scrub(self) -> bool:
        """
        Remove the last bytes of what was destroyed; tell whether all of it is gone.

        Outside a transaction.
        """
        scrubbed = self.ring.scrub()
        return self.store.database.scrub(TABLE) and scrubbed

    def close(self) -> None:
        """Close the keys' database."""
        self.ring.close()

    @property
    def _transaction(self) -> Transaction:
        transaction = self.store.current()
        if transaction is None:
            raise RuntimeError("the vault is written inside a transaction")
        return transaction

    def _key(
        self, person_id: UUID, field_class: str, at: datetime, *, anew: bool
    ) -> DataKey:
        key = None if anew else self.ring.newest(person_id, field_class)
        if key is None:
            try:
                key = self.ring.make(person_id, field_class, at)
            except IntegrityError:  # two at once wanted the same version
                key = self.ring.make(person_id, field_class, at)
        return key

    def _retiring(self, key_ids: set[UUID], at: datetime) -> Callable[[], None]:
        return lambda: self.ring.retire(sorted(key_ids), at)

    def _rows(
        self, session: Session, person_id: UUID, field_classes: Sequence[str] | None
    ) -> Iterator["_Row"]:
        for row_id, field, field_class, key_id, sealed in session.execute(
            "SELECT row_id, field, field_class, key_id, sealed FROM vault_v1 "
            "WHERE person_id = ?",
            (person_id,),
        ):
            if field_classes is None or field_class in field_classes:
                place = Place(person_id, row_id, field)
                yield _Row(place, field_class, key_id, bytes(sealed))

    def _opened(self, rows: Sequence["_Row"]) -> Iterator[Opened]:
        keys = self.ring.find(key_id_of(it.sealed) for it in rows)
        for it in rows:
            key = keys[key_id_of(it.sealed)]
            value = ERASED if key is None else unseal(key, it.place, it.sealed)
            yield Opened(it.field_class, it.place.row_id, it.place.field, value)


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    field_class: str
    key_id: UUID
    sealed: bytes


def open_vault(store: Store, settings: KeySettings, database_url: str) -> Vault:
    """
    Open a service's vault as its settings say; what is missing is made.

    `WrongKeySetting` for keys in the service's own database: a backup of it must not
    hold what opens it.
    """
    if settings.keys_url == database_url:
        raise WrongKeySetting(
            "the keys need a database of their own: set AZIONE0_<SERVICE>_KEYS"
        )
    ring = KeyRing(
        open_database(settings.keys_url),
        wrapper_from(settings.kek, settings.environ),
        [wrapper_from(it, settings.environ) for it in settings.old_keks],
    )
    return Vault(store, ring, ErasureList(settings.erasures))

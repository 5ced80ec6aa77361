"""
One key for each person, class of fields and version, in a database of their own.

A key stands there covered by the covering key. Destroying one empties its row, and
the file or table is cleaned so that the covered bytes do not stay either; the row
itself stays, so that a key that was destroyed is told from one that was lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import digest
from uuid import UUID, uuid4

from eventsourcing.persistence import IntegrityError

from azione0.database import Database, Session, overwrite
from azione0.vault.sealing import DataKey, new_secret
from azione0.vault.wrapping import KeyWrapper, WrongKey

TABLES = (
    """CREATE TABLE IF NOT EXISTS data_keys_v1 (
        key_id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        field_class text NOT NULL,
        version bigint NOT NULL,
        kek_id text NOT NULL,
        wrapped bytea,
        made_at timestamptz NOT NULL,
        destroyed_at timestamptz,
        UNIQUE (person_id, field_class, version))""",
)
TABLE = "data_keys_v1"
#: Nobody's id: the key of the marks by which two values are compared.
NOBODY = UUID(int=0)
MARKS = "marks"
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Whose a key is, for which class of fields, in which version."""

    person_id: UUID
    field_class: str
    version: int

    def bound(self, key_id: UUID) -> bytes:
        """Give the bytes that are bound to the covered key."""
        text = f"{key_id}/{self.person_id}/{self.field_class}/{self.version}"
        return text.encode()


class KeyRing:
    """
    The keys of one service.

    `wrapper` covers new keys; `older` uncover those not covered anew yet.
    """

    def __init__(
        self, database: Database, wrapper: KeyWrapper, older: Sequence[KeyWrapper] = ()
    ) -> None:
        self.database = database
        self.wrapper = wrapper
        self._older = tuple(older)
        database.create(TABLES)

    def newest(self, person_id: UUID, field_class: str) -> DataKey | None:
        """Give the newest key that is there; `KeyEncryptionKeyLost`."""
        with self.database.reading() as session:
            rows = session.execute(
                "SELECT key_id, version, kek_id, wrapped FROM data_keys_v1 "
                "WHERE person_id = ? AND field_class = ? AND wrapped IS NOT NULL "
                "ORDER BY version DESC LIMIT 1",
                (person_id, field_class),
            )
        for key_id, version, kek_id, wrapped in rows:
            place = KeyPlace(person_id, field_class, version)
            return self._uncovered(key_id, place, kek_id, wrapped)
        return None

    def make(self, person_id: UUID, field_class: str, at: datetime) -> DataKey:
        """Make the next version of a key, and have it on the disk."""
        secret, key_id = new_secret(), uuid4()
        with _secure(self.database) as session:
            [[last]] = session.execute(
                "SELECT COALESCE(MAX(version), 0) FROM data_keys_v1 "
                "WHERE person_id = ? AND field_class = ?",
                (person_id, field_class),
            )
            place = KeyPlace(person_id, field_class, int(last) + 1)
            wrapped = self.wrapper.wrap(secret, place.bound(key_id))
            session.execute(
                "INSERT INTO data_keys_v1 (key_id, person_id, field_class, version, "
                "kek_id, wrapped, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    key_id,
                    person_id,
                    field_class,
                    place.version,
                    self.wrapper.id,
                    wrapped,
                    at,
                ),
            )
        return DataKey(key_id, place.version, secret)

    def find(self, key_ids: Iterable[UUID]) -> Mapping[UUID, DataKey | None]:
        """
        Give keys by their ids; `None` for one that was destroyed.

        `KeyLost` for one that was never here, `KeyEncryptionKeyLost` for one that
        nothing at hand uncovers.
        """
        wanted = list(dict.fromkeys(key_ids))
        with self.database.reading() as session:
            rows = list(
                session.look_up(
                    "SELECT key_id, person_id, field_class, version, kek_id, wrapped "
                    "FROM data_keys_v1 WHERE key_id IN ({keys})",
                    wanted,
                )
            )
        found: dict[UUID, DataKey | None] = {}
        for key_id, person_id, field_class, version, kek_id, wrapped in rows:
            place = KeyPlace(person_id, field_class, version)
            found[key_id] = wrapped and self._uncovered(key_id, place, kek_id, wrapped)
        for key_id in wanted:
            if key_id not in found:
                raise KeyLost(
                    f"data key {key_id} is not in the keys' database: restore its "
                    "backup; nobody destroyed it"
                )
        return found

    def mark(self, words: str, at: datetime) -> bytes:
        """
        Give the mark by which a value is compared: HMAC-SHA256 under a key kept here.

        Without that key nobody can try values out, as with a plain digest.
        """
        key = self.newest(NOBODY, MARKS)
        if key is None:
            try:
                key = self.make(NOBODY, MARKS, at)
            except IntegrityError:  # another process was faster
                key = self.newest(NOBODY, MARKS)
        if key is None or key.version != 1:
            raise KeyLost("the key of the marks is gone: restore the keys' backup")
        return digest(key.secret, words.encode(), sha256)

    def destroy(
        self,
        person_id: UUID,
        at: datetime,
        field_classes: Sequence[str] | None = None,
    ) -> int:
        """Destroy every version of a person's keys, all or of some classes."""
        with self.database.reading() as session:
            rows = session.execute(
                "SELECT key_id, field_class FROM data_keys_v1 "
                "WHERE person_id = ? AND wrapped IS NOT NULL",
                (person_id,),
            )
        gone = [
            key_id
            for key_id, field_class in rows
            if field_classes is None or field_class in field_classes
        ]
        self.retire(gone, at)
        return len(gone)

    def retire(self, key_ids: Sequence[UUID], at: datetime) -> None:
        """Destroy some keys, under which nothing is sealed any more."""
        if key_ids:
            with _secure(self.database) as session:
                _empty(session, key_ids, at)

    def made_before(self, instant: datetime) -> set[UUID]:
        """Give the ids of the keys made before an instant, but that of the marks."""
        with self.database.reading() as session:
            rows = session.execute(
                "SELECT key_id FROM data_keys_v1 "
                "WHERE made_at < ? AND wrapped IS NOT NULL AND person_id <> ?",
                (instant, NOBODY),
            )
        return {row[0] for row in rows}

    def scrub(self) -> bool:
        """Clean the file or table of what was destroyed; tell whether it was done."""
        return self.database.scrub(TABLE)

    def rewrap(self, most: int = AT_ONCE) -> int:
        """
        Cover some keys anew with the present covering key; 0 when none is left.

        Each call is one transaction: an interrupted rotation goes on where it was,
        and meanwhile both covering keys must be at hand.
        """
        with _secure(self.database) as session:
            rows = session.execute(
                "SELECT key_id, person_id, field_class, version, kek_id, wrapped "
                "FROM data_keys_v1 WHERE kek_id <> ? AND wrapped IS NOT NULL "
                "ORDER BY key_id LIMIT ?",
                (self.wrapper.id, most),
            )
            for key_id, person_id, field_class, version, kek_id, wrapped in rows:
                place = KeyPlace(person_id, field_class, version)
                key = self._uncovered(key_id, place, kek_id, wrapped)
                session.execute(
                    "UPDATE data_keys_v1 SET wrapped = ?, kek_id = ? WHERE key_id = ?",
                    (
                        self.wrapper.wrap(key.secret, place.bound(key_id)),
                        self.wrapper.id,
                        key_id,
                    ),
                )
        return len(rows)

    def close(self) -> None:
        """Close the keys' database."""
        self.database.close()

    def _uncovered(
        self, key_id: UUID, place: KeyPlace, kek_id: str, wrapped: bytes
    ) -> DataKey:
        wrapper = self._wrapper_of(kek_id)
        if wrapper is None:
            raise KeyEncryptionKeyLost(
                f"data key {key_id} is covered by {kek_id}, which is not at hand: name "
                "it in the setting …_KEK or …_OLD_KEKS"
            )
        try:
            secret = wrapper.unwrap(wrapped, place.bound(key_id))
        except WrongKey as wrong:
            raise KeyEncryptionKeyLost(str(wrong)) from wrong
        return DataKey(key_id, place.version, secret)

    def _wrapper_of(self, kek_id: str) -> KeyWrapper | None:
        # A transit service uncovers what its older versions covered, too.
        whole, name = kek_id, kek_id.rpartition(":v")[0]
        for it in (self.wrapper, *self._older):
            if it.id == whole or (name and it.id.rpartition(":v")[0] == name):
                return it
        return None


@contextmanager
def _secure(database: Database) -> Iterator[Session]:
    """Open a transaction in which what is deleted is overwritten too."""
    with database.writing() as session:
        overwrite(session, database.dialect)
        yield session


def _empty(session: Session, key_ids: Sequence[UUID], at: datetime) -> None:
    for key_id in key_ids:
        session.execute(
            "UPDATE data_keys_v1 SET wrapped = NULL, destroyed_at = ? "
            "WHERE key_id = ? AND wrapped IS NOT NULL",
            (at, key_id),
        )


class KeyLost(Exception):
    """A data key that nobody destroyed and that is not there."""


class KeyEncryptionKeyLost(Exception):
    """A covering key without which data keys cannot be read."""

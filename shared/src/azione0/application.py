"""
What the five services' use-cases have in common: finding nouns and saving them.

Inside a transaction an aggregate is loaded once and shared; after the commit it
is kept for the next one, as long as nobody else has stored anything. After
a rollback it is forgotten, so no memory is ever ahead of the store.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid5

from eventsourcing.domain import CanMutateAggregate

from azione0.aggregate import NOT_YET_RECORDED, Aggregate
from azione0.remembered import Remembered
from azione0.replay import replay
from azione0.settings import Settings
from azione0.store import Cause, Recorded, Store, Transaction
from azione0.transcoder import EventMapper

_IDS = UUID("0b6f3d4e-5a54-4c0f-8f0c-2a7c1f6e9d00")

Noun = TypeVar("Noun", bound=Aggregate)


class Application:
    """
    One service's use-cases, on its store.

    Subclasses name their read-model tables in `tables`; `{key}` in them is the
    integer key of the database at hand. `remembers` bounds what is kept in memory, in
    the units of `Remembered`.
    """

    remembers: ClassVar[int] = 100_000
    tables: ClassVar[Sequence[str]] = ()
    #: What each of those tables holds, one sentence for who reads an export.
    holds: ClassVar[Mapping[str, str]] = {}

    def __init__(self, store: Store) -> None:
        self.store = store
        self.mapper = EventMapper()
        self._remembered = Remembered(self.remembers)
        self._head: int | None = None
        store.database.create(self.tables)

    def is_rebuilt(self, table: str) -> bool:
        """Tell whether a table is made again from the others, so need not be kept."""
        return False

    def rebuild(self) -> None:
        """Make again what `is_rebuilt` names, from all the rest."""

    def settle(self, settings: Settings) -> None:
        """Take what the settings give beside the store, before anything is served."""

    def close(self) -> None:
        """Close what `settle` has opened."""

    def fingerprint(self, words: bytes, *, is_personal: bool) -> str:
        """
        Give what tells a command from others that came under the same key.

        Where persons are kept it is no plain digest of what is said of them, which
        would outlive them and could be guessed from.
        """
        return sha256(words).hexdigest()

    def transaction(self, cause: Cause) -> AbstractContextManager[Transaction]:
        """Open a transaction for `cause`, or join the one that is open."""
        return self.store.transaction(cause)

    def find(self, kind: type[Noun], id: UUID) -> Noun | None:
        """Give the noun with this id as it stands now; `None` if there is none."""
        transaction = self.store.current()
        if transaction is None:
            return _of(kind, self._told([id]).get(id))
        known = transaction.shared(id)
        if known is None and not transaction.is_absent(id):
            self._gather(transaction, [id])
            known = transaction.shared(id)
        return _of(kind, known)

    def gather(self, ids: Iterable[UUID]) -> None:
        """
        Find many nouns with one question, so that `find` need not ask for each.

        Whose id is nobody's is remembered as well, to the transaction's end.
        """
        transaction = self.store.current()
        if transaction is None:
            raise NoTransaction("gather() is for the transaction that is open")
        self._gather(transaction, [it for it in ids if not transaction.shared(it)])

    def get(self, kind: type[Noun], id: UUID) -> Noun:
        """Give the noun with this id; `NotFound` if there is none of that kind."""
        found = self.find(kind, id)
        if found is None:
            raise NotFound(f"{kind.__name__} {id} does not exist")
        return found

    def as_known_at(
        self, kind: type[Noun], id: UUID, known_at: datetime
    ) -> Noun | None:
        """Give the noun as it was known at an instant; `None` if it was not yet."""
        past = self.store.histories([id]).get(id, ())
        known = (it for it in past if NOT_YET_RECORDED < it[-1] <= known_at)
        return _of(kind, replay(self.mapper, id, known))

    def save(self, *nouns: Aggregate) -> None:
        """Store what happened to these nouns, in the open transaction."""
        transaction = self.store.current()
        if transaction is None:
            raise NoTransaction("save() needs the transaction that caused it")
        for noun in nouns:
            events = noun.collect_events()
            if events:
                transaction.add([self.mapper.to_stored_event(it) for it in events])
            self._share(transaction, noun)

    def new_id(self, *parts: object) -> UUID:
        """
        Give an id for something that begins now.

        It follows from the present cause and from `parts`, so that a reaction run
        again after a crash makes the same thing and not a second one.
        """
        transaction = self.store.current()
        if transaction is None:
            raise NoTransaction("new_id() needs the transaction that causes it")
        return uuid5(_IDS, "/".join([transaction.cause.id, *map(str, parts)]))

    def all_of(self, first: type[Any]) -> list[UUID]:
        """Give the ids of all stored nouns that began with such an event, in order."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT originator_id FROM events WHERE topic = ? ORDER BY seq",
                (first.TOPIC,),
            )
        return [noun_id for (noun_id,) in rows]

    def events_of(self, id: UUID) -> list[tuple[Recorded, CanMutateAggregate[UUID]]]:
        """Give the history of one noun: what is stored, and what it means."""
        return [
            (event, self.mapper.to_domain_event(event))
            for event in self.store.select_events(id)
            if isinstance(event, Recorded)
        ]

    def _gather(self, transaction: Transaction, ids: Iterable[UUID]) -> None:
        unknown = [it for it in dict.fromkeys(ids) if not transaction.is_absent(it)]
        if not unknown:
            return
        self._forget_what_may_be_old(transaction)
        asked = []
        for it in unknown:
            known = self._remembered.take(it)
            if known is None:
                asked.append(it)
            else:
                self._share(transaction, known)
        told = self._told(asked)
        for it in asked:
            if it in told:
                self._share(transaction, told[it])
            else:
                transaction.note_absent(it)

    def _told(self, ids: Sequence[UUID]) -> dict[UUID, Any]:
        return {
            it: replay(self.mapper, it, past)
            for it, past in self.store.histories(ids).items()
        }

    def _forget_what_may_be_old(self, transaction: Transaction) -> None:
        """Keep the memory only if nobody else has stored anything meanwhile."""
        head = transaction.head_at_first()
        if head != self._head:
            self._remembered.forget()
            self._head = head

    def _share(self, transaction: Transaction, noun: Aggregate) -> None:
        if not transaction.share(noun):
            return
        transaction.head_at_first()
        # Until the commit nobody else may find it: it may be ahead of the store.
        self._remembered.take(noun.id)
        transaction.after_commit(id(self), lambda: self._remember(transaction))

    def _remember(self, transaction: Transaction) -> None:
        before = transaction.head_at_first()
        after = transaction.numbers[-1] if transaction.numbers else before
        if after != before + len(transaction.numbers) or before != self._head:
            # Somebody else wrote in between: what is remembered may be old.
            self._remembered.forget()
            self._head = None
            return
        self._head = after
        for noun in transaction.saved_nouns():
            self._remembered.keep(noun)


def _of(kind: type[Noun], found: Any) -> Noun | None:
    return found if isinstance(found, kind) else None


class NotFound(LookupError):
    """A noun that does not exist, or not for whom is asking."""


class NoTransaction(RuntimeError):
    """Something was to be stored outside a transaction."""

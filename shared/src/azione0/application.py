"""
What the five services' use-cases have in common: finding nouns and saving them.

Inside a transaction an aggregate is loaded once and shared; after the commit it
is kept for the next one, as long as nobody else has stored anything. After
a rollback it is forgotten, so no memory is ever ahead of the store.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid5

from eventsourcing.domain import CanMutateAggregate

from azione0.aggregate import Aggregate
from azione0.store import Cause, Recorded, Store, Transaction
from azione0.transcoder import EventMapper

REMEMBERED = 4096
_IDS = UUID("0b6f3d4e-5a54-4c0f-8f0c-2a7c1f6e9d00")

Noun = TypeVar("Noun", bound=Aggregate)


class Application:
    """
    One service's use-cases, on its store.

    Subclasses name their read-model tables in `tables`; `{key}` in them is the
    integer key of the database at hand.
    """

    tables: ClassVar[Sequence[str]] = ()

    def __init__(self, store: Store) -> None:
        self.store = store
        self.mapper = EventMapper()
        self._remembered: OrderedDict[UUID, Any] = OrderedDict()
        self._head: int | None = None
        store.database.create(self.tables)

    def transaction(self, cause: Cause) -> AbstractContextManager[Transaction]:
        """Open a transaction for `cause`, or join the one that is open."""
        return self.store.transaction(cause)

    def find(self, kind: type[Noun], id: UUID) -> Noun | None:
        """Give the noun with this id as it stands now; `None` if there is none."""
        transaction = self.store.current()
        if transaction is None:
            return self._replay(kind, self.store.select_events(id))
        known = transaction.shared(id)
        if known is None:
            self._forget_what_may_be_old(transaction)
            known = self._remembered.pop(id, None)
            if known is None:
                known = self._replay(kind, self.store.select_events(id))
            if known is None:
                return None
            self._share(transaction, known)
        return known if isinstance(known, kind) else None

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
        return self._replay(
            kind,
            (
                event
                for event in self.store.select_events(id)
                if isinstance(event, Recorded) and event.recorded_at <= known_at
            ),
        )

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

    def events_of(self, id: UUID) -> list[tuple[Recorded, CanMutateAggregate[UUID]]]:
        """Give the history of one noun: what is stored, and what it means."""
        return [
            (event, self.mapper.to_domain_event(event))
            for event in self.store.select_events(id)
            if isinstance(event, Recorded)
        ]

    def _replay(self, kind: type[Noun], stored: Iterable[Any]) -> Noun | None:
        noun: Any = None
        for event in stored:
            noun = self.mapper.to_domain_event(event).mutate(noun)
        return noun if isinstance(noun, kind) else None

    def _forget_what_may_be_old(self, transaction: Transaction) -> None:
        """Keep the memory only if nobody else has stored anything meanwhile."""
        head = transaction.head_at_first()
        if head != self._head:
            self._remembered.clear()
            self._head = head

    def _share(self, transaction: Transaction, noun: Aggregate) -> None:
        transaction.head_at_first()
        # Until the commit nobody else may find it: it may be ahead of the store.
        self._remembered.pop(noun.id, None)
        transaction.share(noun)
        transaction.after_commit(id(self), lambda: self._remember(transaction))

    def _remember(self, transaction: Transaction) -> None:
        before = transaction.head_at_first()
        after = transaction.numbers[-1] if transaction.numbers else before
        if after != before + len(transaction.numbers) or before != self._head:
            # Somebody else wrote in between: what is remembered may be old.
            self._remembered.clear()
            self._head = None
            return
        self._head = after
        for noun in transaction.saved_nouns():
            self._remembered[noun.id] = noun
            self._remembered.move_to_end(noun.id)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)


class NotFound(LookupError):
    """A noun that does not exist, or not for whom is asking."""


class NoTransaction(RuntimeError):
    """Something was to be stored outside a transaction."""

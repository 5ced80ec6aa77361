"""
Two small services whose history shows every loss, every double, every disorder.

One counts the promises that households did not keep and says each; the other
writes down what it hears. Neither looks whether it did so before: whatever comes
twice is counted twice.
"""

from dataclasses import replace
from functools import singledispatch
from uuid import UUID, uuid5

from marshmallow import Schema
from two_services import household, missed

from azione0.access.declared import Declared
from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.contract import Contract
from azione0.contracts.ledger import InstalmentMissed
from azione0.door import desk, on
from azione0.door.api import Api
from azione0.fields import Whole

HOUSEHOLDS = 500


class Promise(Aggregate, topic="saying.Promise"):
    """What one household promised, and how often it was not kept."""

    class Made(Aggregate.Created):
        household_id: UUID

    class Missed(Aggregate.Event):
        household_id: UUID
        number: int
        intent: int

    @event(Made)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id
        self.misses = 0

    def miss(self, intent: int) -> None:
        self._missed(self.household_id, self.misses + 1, intent)

    @event(Missed)
    def _missed(self, household_id: UUID, number: int, intent: int) -> None:
        self.misses = number


class Saying(Application):
    """Says that promises were not kept."""

    def miss(self, first: int, count: int) -> None:
        """Let intents number `first` and following be events, one each."""
        promises = {}
        for intent in range(first, first + count):
            household_id = household(intent % HOUSEHOLDS)
            promise_id = promise_of(household_id)
            promise = self.find(Promise, promise_id)
            if promise is None:
                promise = Promise(id=promise_id, household_id=household_id)
            promise.miss(intent)
            promises[promise_id] = promise
        self.save(*promises.values())


class Some(Schema):
    first = Whole(required=True)
    count = Whole(required=True)


api = Api(
    "saying",
    about="Promises that were not kept.",
    access={"miss": Declared("serve", "none")},
)


@api.command("/misses", Some)
def miss(saying: Saying, first: int, count: int) -> None:
    """Let some promises not be kept."""
    saying.miss(first, count)


@singledispatch
def announce(said: object) -> Contract | None:
    return None


@announce.register
def _(said: Promise.Missed) -> Contract:
    return replace(missed(said.household_id), number=said.number, due_cents=said.intent)


class SayingService:
    """Says."""

    name = "ledger"
    announce = staticmethod(announce)
    http = api
    saying: Saying = desk(Saying)


class Notebook(Aggregate, topic="noting.Notebook"):
    """What was heard about one household, in the order in which it was heard."""

    class Opened(Aggregate.Created):
        pass

    class Noted(Aggregate.Event):
        number: int
        intent: int

    @event(Opened)
    def __init__(self, *, id: UUID) -> None:
        self.lines: list[tuple[int, int]] = []

    @event(Noted)
    def note(self, number: int, intent: int) -> None:
        self.lines.append((number, intent))


class Noting(Application):
    """Writes down what it hears."""

    def note(self, heard: InstalmentMissed) -> None:
        """Add a line to the household's notebook."""
        notebook_id = notebook_of(heard.household_id)
        notebook = self.find(Notebook, notebook_id) or Notebook(id=notebook_id)
        notebook.note(heard.number, heard.due_cents)
        self.save(notebook)


class NotingService:
    """Notes."""

    name = "reporting"
    announce = staticmethod(singledispatch(lambda said: None))
    noting: Noting = desk(Noting)

    @on(InstalmentMissed)
    def on_instalment_missed(self, heard: InstalmentMissed) -> None:
        self.noting.note(heard)


def promise_of(household_id: UUID) -> UUID:
    """Give the id of a household's promise."""
    return uuid5(household_id, "promise")


def notebook_of(household_id: UUID) -> UUID:
    """Give the id of a household's notebook."""
    return uuid5(household_id, "notebook")

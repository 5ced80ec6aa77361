"""
A small service for tests of the door: shelves, and how much lies on them.

It has what every service has: a noun, use-cases, an API, one thing that others
hear. Mistakes in `MISTAKES` are raised by the next command that asks for one.
"""

from datetime import date
from functools import singledispatch
from time import sleep
from uuid import UUID

from marshmallow import Schema, fields

from azione0.access.declared import Declared
from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.contracts.workshops import WorkshopScheduled
from azione0.door import desk
from azione0.door.api import Api
from azione0.fields import Day, Identifier, Text, Whole


class Shelf(Aggregate, topic="workshops.Shelf"):
    class Built(Aggregate.Created):
        label: str
        effective_on: date

    class Filled(Aggregate.Event):
        count: int

    @event(Built)
    def __init__(self, *, id: UUID, label: str, effective_on: date) -> None:
        self.label = label
        self.count = 0

    def fill(self, count: int) -> None:
        if count < 1:
            raise NothingToPut("put at least 1")
        if self.count + count > 10:
            raise ShelfIsFull(f"the shelf holds 10, it has {self.count}")
        self._filled(count)

    @event(Filled)
    def _filled(self, count: int) -> None:
        self.count += count


class NothingToPut(Exception):
    """A count below one."""


class ShelfIsFull(Exception):
    """A shelf that holds no more."""


class Shelves(Application):
    def build(self, label: str, on: date) -> Shelf:
        shelf = Shelf(id=self.new_id("shelf", label), label=label, effective_on=on)
        self.save(shelf)
        return shelf

    def fill(self, shelf_id: UUID, count: int) -> Shelf:
        shelf = self.get(Shelf, shelf_id)
        shelf.fill(count)
        self.save(shelf)
        return shelf


class NewShelf(Schema):
    label = Text(required=True)
    on = Day(required=True)


class Filling(Schema):
    count = Whole(required=True)


class ShelfForm(Schema):
    id = Identifier(required=True)
    label = fields.String()
    count = Whole()


api = Api(
    "shelves",
    access=dict.fromkeys(
        ("build_shelf", "fill_shelf", "make_a_mistake", "shelf", "slow_shelf"),
        Declared("serve", "none"),
    ),
    about="Shelves and what lies on them.",
    refusals={NothingToPut: 422, ShelfIsFull: 409},
)


@api.command("/shelves", NewShelf, ShelfForm, status=201)
def build_shelf(shelves, label, on):
    """Build a shelf."""
    return shelves.build(label, on)


@api.command("/shelves/<uuid:shelf_id>/fillings", Filling, ShelfForm)
def fill_shelf(shelves, shelf_id, count):
    """Put things on a shelf."""
    return shelves.fill(shelf_id, count)


@api.command("/mistakes")
def make_a_mistake(shelves):
    """Do what no rule foresees."""
    raise MISTAKES.pop()


@api.question("/shelves/<uuid:shelf_id>", ShelfForm)
def shelf(shelves, shelf_id):
    """Give a shelf."""
    return shelves.get(Shelf, shelf_id)


@api.question("/slow/<uuid:shelf_id>", ShelfForm)
def slow_shelf(shelves, shelf_id):
    """Give a shelf, after a while."""
    sleep(0.3)
    return shelves.get(Shelf, shelf_id)


MISTAKES = []


@singledispatch
def announce(event):
    return None


@announce.register
def _(event: Shelf.Built):
    return WorkshopScheduled(
        workshop_id=event.originator_id,
        kind="money",
        sessions=1,
        minutes=90,
        starts_on=event.effective_on,
        effective_on=event.effective_on,
    )


class ShelvesService:
    name = "workshops"
    announce = staticmethod(announce)
    http = api
    shelves = desk(Shelves)

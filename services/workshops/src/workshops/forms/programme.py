"""The shape of the programme of workshops over HTTP."""

from marshmallow import Schema, fields

from azione0.fields import (
    Choice,
    Day,
    Group,
    Identifier,
    Many,
    Text,
    Whole,
)


class SessionForm(Schema):
    """One meeting."""

    number = Whole(dump_only=True)
    on = Day(required=True)
    minutes = Whole(required=True)


class NewWorkshop(Schema):
    """A workshop to announce."""

    kind = Text(required=True, metadata={"description": "A code: family_budget."})
    organisation_id = Text(required=True)
    capacity = Whole(required=True, metadata={"description": "How many seats."})
    sessions = Many(Group(SessionForm), required=True)
    attendance_percent = Whole(
        load_default=70,
        metadata={"description": "The share of minutes that sees it through."},
    )
    on = Day(required=True, metadata={"description": "The day it is announced."})


class WorkshopForm(Schema):
    """A workshop, its sessions and who has a place."""

    id = Identifier(required=True)
    kind = fields.String(required=True)
    organisation_id = fields.String(required=True)
    state = Choice(["planned", "running", "completed", "cancelled"], required=True)
    capacity = Whole(required=True)
    sessions = Many(Group(SessionForm), required=True)
    seated = Many(Identifier(), required=True)
    waiting = Many(
        Identifier(),
        required=True,
        metadata={"description": "Enrolments, who waits longest first."},
    )


class FromDay(Schema):
    """The day from which is asked."""

    on = Day(required=True)


class WorkshopLine(Schema):
    """A workshop in the list."""

    id = Identifier(required=True)
    kind = fields.String(required=True)
    organisation_id = fields.String(required=True)
    state = fields.String(required=True)
    capacity = Whole(required=True)
    seated = Whole(required=True)
    waiting = Whole(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class Capacity(Schema):
    """How many seats, from when."""

    capacity = Whole(required=True)
    on = Day(required=True)


class NewDay(Schema):
    """Another day for a session."""

    to_on = Day(required=True)
    on = Day(required=True)


class SeenThrough(Schema):
    """Who saw a workshop through."""

    enrolments = Many(Identifier(), required=True)

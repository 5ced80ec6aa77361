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
from workshops.forms.common import maybe
from workshops.labs.notice import CHANNELS, NEWS


class SessionForm(Schema):
    """One meeting."""

    number = Whole(dump_only=True)
    on = Day(required=True)
    minutes = Whole(required=True)
    starts_at = fields.String(dump_only=True)
    place = fields.String(dump_only=True)
    facilitators = Many(Identifier(), dump_only=True)


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
    starts_at = maybe("The clock in Rome, as 18:00.")
    place = maybe("A room known to all.")
    facilitators = Many(
        Identifier(), load_default=list, metadata={"description": "Pseudonyms."}
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
    aims = Many(fields.String(), required=True)
    template_id = Identifier(allow_none=True)
    sessions_cancelled = Many(Whole(), required=True)
    community_minutes = Whole(
        required=True,
        metadata={"description": "Of people who were counted and not recorded."},
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


class Arrangement(Schema):
    """At what hour, where and by whom a session is held."""

    starts_at = maybe("As 18:00; not fixed if absent.")
    place = maybe("A room known to all.")
    facilitators = Many(Identifier(), load_default=list)
    on = Day(required=True)


class Community(Schema):
    """How many came to a session without being recorded."""

    people = Whole(required=True)
    on = Day(required=True)


class NoticeForm(Schema):
    """Who is to be told what; session 0 is the workshop as a whole."""

    notice_id = Identifier(required=True)
    workshop_id = Identifier(required=True)
    enrolment_id = Identifier(required=True)
    household_id = Identifier(allow_none=True)
    person_id = Identifier(allow_none=True)
    organisation_id = fields.String(allow_none=True)
    news = Choice(NEWS, required=True)
    session_number = Whole(required=True)
    owed_since_on = Day(required=True)


class Told(Schema):
    """How somebody was told, and when."""

    channel = Choice(CHANNELS, required=True)
    on = Day(required=True)

"""The shape of places and registers over HTTP."""

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
from workshops.labs.enrolment import ABSENT, EXCUSED, ORIGINS, PRESENT


class NewEnrolment(Schema):
    """Who asks for a place; the person need not be named."""

    household_id = Identifier(required=True)
    person_id = Identifier(load_default=None)
    on = Day(required=True)


class PactEnrolment(NewEnrolment):
    """Who asks for a place because the pact says so."""

    commitment_id = Identifier(
        required=True, metadata={"description": "Of the pact, with the workshops."}
    )


class NewGuest(Schema):
    """Whom another organisation sends, by a pseudonym of its own."""

    organisation_id = Text(required=True)
    person_id = Identifier(required=True)
    on = Day(required=True)


class FormerEntry(Schema):
    """What stood in the register before a correction."""

    mark = fields.String(required=True)
    minutes = Whole(required=True)


class EntryForm(Schema):
    """One line of the register."""

    number = Whole(required=True)
    on = Day(required=True)
    mark = fields.String(required=True)
    minutes = Whole(required=True)
    before = Many(
        Group(FormerEntry), required=True, metadata={"description": "Oldest first."}
    )


class EnrolmentForm(Schema):
    """A place in a workshop, and the sessions it came to."""

    id = Identifier(required=True)
    workshop_id = Identifier(required=True)
    household_id = Identifier(allow_none=True)
    person_id = Identifier(allow_none=True)
    organisation_id = fields.String(allow_none=True)
    origin = Choice(ORIGINS, required=True)
    state = Choice(
        ["waiting", "enrolled", "attending", "completed", "dropped_out", "released"],
        required=True,
    )
    requested_on = Day(required=True)
    seated_on = Day(allow_none=True)
    ended_on = Day(allow_none=True)
    minutes_attended = Whole(required=True)
    register = Many(Group(EntryForm), required=True)


class MarkForm(Schema):
    """What the register says of one place."""

    enrolment_id = Identifier(required=True)
    mark = Choice([PRESENT, EXCUSED, ABSENT], required=True)
    minutes = Whole(
        load_default=None,
        metadata={"description": "Of presence; absent means the whole session."},
    )


class Register(Schema):
    """The register of a session: a mark for each enrolment that had a seat."""

    marks = Many(Group(MarkForm), required=True)
    on = Day(required=True, metadata={"description": "The day it is closed."})


class Correction(Schema):
    """A mark that was wrong."""

    number = Whole(required=True)
    mark = Choice([PRESENT, EXCUSED, ABSENT], required=True)
    minutes = Whole(load_default=None)

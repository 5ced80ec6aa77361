"""The shape of invitations, appointments, and letters that go out."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Identifier, Instant, Text
from intake.cases.contacts import (
    APPOINTMENT_KINDS,
    CONCLUSIONS,
    INVITED_BY,
    LETTERS,
)


class Invitation(Schema):
    """By what a household was invited; without `expires_on`, as figures say."""

    channel = Choice(INVITED_BY, load_default=INVITED_BY[0])
    on = Day(required=True)
    expires_on = Day(load_default=None)


class SentLetter(Schema):
    """Which letter went out."""

    kind = Choice(LETTERS[2:], required=True)
    on = Day(required=True)


class Return(Schema):
    """Why a letter came back, as a code."""

    reason = Text(required=True)
    on = Day(required=True)


class NewAppointment(Schema):
    """A day and a time such as 09:30; the place is a code."""

    day = Day(required=True)
    at = Text(required=True)
    place = Text(required=True)
    kind = Choice(APPOINTMENT_KINDS, required=True)
    on = Day(required=True)


class Conclusion(Schema):
    """What came of an appointment."""

    status = Choice(CONCLUSIONS, required=True)
    on = Day(required=True)


class At(Schema):
    """At an instant; without one, now."""

    at = Instant(load_default=None)


class ContactStatusForm(Schema):
    """How far the contact has come, and when time alone changes that."""

    status = fields.String(required=True)
    turns_at = Instant(allow_none=True)


class SentLetterForm(Schema):
    """A letter that went out, and whether it came back."""

    letter_id = Identifier(required=True)
    kind = fields.String(required=True)
    sent_on = Day(required=True)
    expires_on = Day(allow_none=True)
    returned_on = Day(allow_none=True)


class WhichDraft(Schema):
    """On which day, and until when an invitation can be answered."""

    on = Day(required=True)
    expires_on = Day(load_default=None)


class DraftForm(Schema):
    """A letter as a page, its window empty."""

    html = fields.String(required=True)


class AppointmentForm(Schema):
    """An appointment, and what came of it."""

    appointment_id = Identifier(required=True)
    made_on = Day(required=True)
    day = Day(required=True)
    at = fields.String(required=True)
    place = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    concluded_on = Day(allow_none=True)

"""The shape of links to a place over HTTP."""

from marshmallow import Schema, fields
from msgspec import Meta

from azione0.fields import Choice, Day, Group, Identifier, Instant, Many, Text
from workshops.forms.programme import SessionForm


class NewInvitation(Schema):
    """Whom to invite, and until when the link opens a place."""

    household_id = Identifier(required=True)
    person_id = Identifier(load_default=None)
    expires_at = Instant(
        required=True, metadata={"description": "Within 90 days from now."}
    )
    on = Day(required=True)


class InvitationForm(Schema):
    """A link's token, shown this once."""

    id = Identifier(required=True)
    token = fields.String(
        required=True, metadata={"description": "What takes the place, once."}
    )
    page = fields.String(
        required=True,
        metadata={"description": "The page's path, behind this service's address."},
    )
    expires_at = Instant(required=True)


class Token(Schema):
    """The token of a link."""

    token = Text(Meta(min_length=1, max_length=200), required=True)


class PlaceTaken(Schema):
    """The place that was taken: a seat, or one in the waiting list."""

    state = Choice(["waiting", "enrolled"], required=True)
    kind = fields.String(required=True)
    sessions = Many(Group(SessionForm), required=True)

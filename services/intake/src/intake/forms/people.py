"""The shape of what people decide about what is theirs."""

from marshmallow import Schema

from azione0.fields import (
    Day,
    Identifier,
    Text,
)


class NewConsent(Schema):
    """A person's consent to one optional purpose."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    purpose = Text(required=True)
    text_version = Text(required=True)
    on = Day(required=True)


class ConsentEnd(Schema):
    """A consent withdrawn."""

    person_id = Identifier(required=True)
    purpose = Text(required=True)
    on = Day(required=True)

"""What several of the front office's forms share."""

from marshmallow import Schema

from azione0.fields import (
    Day,
    Identifier,
    Instant,
)


class On(Schema):
    """The day from which something counts."""

    on = Day(required=True)


class Made(Schema):
    """The id of what was made."""

    id = Identifier(required=True)


class Moment(Schema):
    """As of a day, as known at an instant."""

    as_of = Day(load_default=None)
    known_at = Instant(load_default=None)

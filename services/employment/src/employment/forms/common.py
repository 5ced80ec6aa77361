"""What several of employment's forms share."""

from marshmallow import Schema

from azione0.fields import Day, Text


class OnDay(Schema):
    """From when it counts."""

    on = Day(required=True)


class OnDayBecause(Schema):
    """From when it counts, and a code for why."""

    on = Day(required=True)
    reason = Text(required=True, metadata={"description": "A code: moved."})


class End(Schema):
    """The last day, and a code for why; the reason stays here."""

    end_on = Day(required=True)
    reason = Text(required=True, metadata={"description": "A code: dismissal."})

"""The shape of what pathways are asked and answer."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Identifier, Text, Truth, Whole


class NewPathway(Schema):
    """A person who begins a way to work."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    programme_code = Text(
        required=True, metadata={"description": "As its funder writes it: GOL."}
    )
    on = Day(required=True)


class PathwayForm(Schema):
    """A pathway and how far it has come."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    person_id = Identifier(required=True)
    programme_code = fields.String(required=True)
    state = Choice(
        [
            "opened",
            "profiled",
            "pact_signed",
            "active",
            "placed",
            "completed",
            "interrupted",
        ],
        required=True,
    )
    opened_on = Day(required=True)
    pact_signed_on = Day(allow_none=True)
    placed_on = Day(allow_none=True)
    completed_on = Day(allow_none=True)
    interrupted_on = Day(allow_none=True)


class Profile(Schema):
    """How far from work: a GOL path 1 to 5, or a Dote band 1 to 4."""

    path = Whole(load_default=None)
    band = Whole(load_default=None)
    on = Day(required=True)


class Appointment(Schema):
    """Whether a person came on a day."""

    on = Day(required=True)
    kept = Truth(required=True)


class OfferForm(Schema):
    """A household in charge without a pathway."""

    case_id = Identifier(required=True)
    household_id = Identifier(required=True)

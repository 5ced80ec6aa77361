"""The shape of households, and of what is told about them."""

from marshmallow import Schema, fields

from azione0.fields import (
    Choice,
    Day,
    Group,
    Identifier,
    Instant,
    Many,
    Text,
    Truth,
    Whole,
)
from intake.households.household import CHANGES, RENT_AREAS


class HeldTenancy(Schema):
    """A tenancy, as its creditor calls it."""

    creditor_id = Text(required=True)
    tenancy_id = Text(required=True)


class Counts(Schema):
    """How many live there, and in which rent area."""

    adults = Whole(required=True)
    minors = Whole(required=True)
    rent_area = Choice(RENT_AREAS, required=True)
    on = Day(required=True)


class NewHousehold(Counts):
    """A household registered by hand, by its tenancies."""

    dwelling_id = Text(required=True)
    building_id = Text(required=True)
    tenancies = Many(Group(HeldTenancy), required=True)


class Change(Schema):
    """Who was born, died, came, left or succeeded; persons by pseudonym."""

    kind = Choice(CHANGES, required=True)
    on = Day(required=True)
    is_minor = Truth(load_default=False)
    person_id = Identifier(load_default=None)
    new_holder_id = Identifier(load_default=None)


class WhichHouseholds(Schema):
    """Households by code or building."""

    code = Text(load_default=None)
    building_id = Text(load_default=None)


class HouseholdForm(Schema):
    """A household: pseudonym, code, dwelling, how many live there."""

    household_id = Identifier(required=True)
    code = fields.String(required=True)
    dwelling_id = fields.String(required=True)
    building_id = fields.String(required=True)
    adults = fields.Integer(allow_none=True)
    minors = fields.Integer(allow_none=True)
    rent_area = fields.String(allow_none=True)
    left_on = Day(allow_none=True)


class SignalForm(Schema):
    """A household's arrears in all, and where its case stands."""

    household_id = Identifier(required=True)
    building_id = fields.String(allow_none=True)
    episodes = fields.Integer(required=True)
    overdue_cents = fields.Integer(required=True)
    band = fields.String(required=True)
    status = fields.String(allow_none=True)


class StoryForm(Schema):
    """One line of a household's story; amounts in euro cents."""

    effective_on = Day(required=True)
    recorded_at = Instant(required=True)
    who = fields.String(required=True)
    said = fields.String(required=True)
    reference = fields.String(allow_none=True)
    amount_cents = fields.Integer(allow_none=True)
    because = fields.String(allow_none=True)

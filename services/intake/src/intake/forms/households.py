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
from intake.households.certified import RENT_AREAS
from intake.households.household import CHANGES
from intake.households.members import CAME, ROLES, WENT


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


class NewMember(Schema):
    """Who lives there since a day; without `person_id` somebody new."""

    role = Choice(ROLES, required=True)
    on = Day(required=True)
    is_minor = Truth(load_default=False)
    came = Choice(CAME, load_default=CAME[0])
    person_id = Identifier(load_default=None)


class Going(Schema):
    """How somebody went, and the first day on which they live there no longer."""

    went = Choice(WENT, required=True)
    on = Day(required=True)


class Separation(Schema):
    """Who leaves, and who holds the tenancy if its holder does."""

    leaving = Many(Identifier(), required=True)
    on = Day(required=True)
    new_holder_id = Identifier(load_default=None)


class NewMeans(Schema):
    """ISEE in euro cents, and rent area, from a day, perhaps to a day."""

    isee_cents = Whole(load_default=None, allow_none=True)
    rent_area = Choice(RENT_AREAS, required=True)
    since = Day(required=True)
    until = Day(load_default=None, allow_none=True)
    force = Truth(load_default=False)


class OnDay(Schema):
    """As of a day, as known at an instant."""

    as_of = Day(required=True)
    known_at = Instant(load_default=None)


class MemberForm(Schema):
    """A member by pseudonym; `gone_on` is the first day without them."""

    person_id = Identifier(required=True)
    role = fields.String(required=True)
    is_minor = fields.Boolean(required=True)
    since = Day(required=True)
    gone_on = Day(allow_none=True)
    came = fields.String(required=True)
    went = fields.String(allow_none=True)


class CompositionForm(Schema):
    """How many lived there on a day, and its means; `listed`: one by one."""

    adults = fields.Integer(allow_none=True)
    minors = fields.Integer(allow_none=True)
    listed = fields.Boolean(required=True)
    isee_cents = fields.Integer(allow_none=True)
    rent_area = fields.String(allow_none=True)


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

"""The shape of the worklist."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Identifier, Instant, Text, Whole, WholeAsked
from intake.worklist.claim import URGENT

MOST_ROWS = 200


class WhichWork(Schema):
    """The worklist of a day, by who, where, how it stands, what to do, due by when."""

    on = Day(required=True)
    organisation_id = Text(load_default=None)
    worker = Text(load_default=None)
    building_id = Text(load_default=None)
    status = Text(load_default=None)
    action = Text(load_default=None)
    due_by = Day(load_default=None)
    limit = WholeAsked(load_default=50)
    offset = WholeAsked(load_default=0)


class ClassForm(Schema):
    """A criterion, the class in it, and the fact that puts the household there."""

    criterion = fields.String(required=True)
    label = fields.String(required=True)
    fact = fields.String(required=True)


class UsedForm(Schema):
    """A figure that decided something, and its policy version."""

    name = fields.String(required=True)
    value = fields.String(required=True)
    policy_version = fields.String(required=True)


class CoolDownForm(Schema):
    """Who contacted the household last, and the last day that is theirs alone."""

    organisation_id = fields.String(required=True)
    channel = fields.String(required=True)
    contacted_on = fields.String(required=True)
    until_on = fields.String(required=True)


class ToldForm(Schema):
    """Why a household stands where it does, and what to do; amounts in cents."""

    decided_by = fields.String(required=True)
    classes = fields.List(fields.Nested(ClassForm), required=True)
    action = fields.String(required=True)
    why = fields.String(required=True)
    due_on = fields.String(allow_none=True)
    not_before_on = fields.String(allow_none=True)
    owed_cents = fields.Integer(required=True)
    tasks = fields.List(fields.String(), required=True)
    figures = fields.List(fields.Nested(UsedForm), required=True)
    cooldown = fields.Nested(CoolDownForm, allow_none=True)


class WorkForm(Schema):
    """A household to work with, and who is on it until when."""

    household_id = Identifier(required=True)
    code = fields.String(required=True)
    case_id = Identifier(allow_none=True)
    status = fields.String(required=True)
    organisation_id = fields.String(required=True)
    worker = fields.String(allow_none=True)
    building_id = fields.String(required=True)
    told = fields.Nested(ToldForm, required=True)
    claimed_by = fields.String(allow_none=True)
    claimed_until_at = Instant(allow_none=True)


class SizeForm(Schema):
    """How many rows the worklist of a day has, and the rule that orders it."""

    day = Day(required=True)
    rule = fields.String(required=True)
    total = fields.Integer(required=True)


class CriterionForm(Schema):
    """A criterion and its classes, the most pressing first."""

    criterion = fields.String(required=True)
    classes = fields.List(fields.String(), required=True)


class NewClaim(Schema):
    """Being on a household; a reason only if it is urgent."""

    on = Day(required=True)
    minutes = Whole(load_default=None)
    urgent = Choice(URGENT, load_default=None)


class ClaimForm(Schema):
    """Until when one is on it."""

    until_at = Instant(required=True)

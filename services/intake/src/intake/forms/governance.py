"""The shape of the steering group's decisions."""

from marshmallow import Schema

from azione0.fields import (
    Choice,
    Day,
    Group,
    Many,
    Text,
)
from intake.governance.target import BANDS


class NewTarget(Schema):
    """Whom the steering group seeks; no creditor named means every creditor."""

    organisation_id = Text(required=True)
    decision_ref = Text(required=True)
    buildings = Many(Text(), required=True)
    bands = Many(Choice(BANDS), required=True)
    creditors = Many(Text(), load_default=())
    valid_from = Day(required=True)


class NewFigure(Schema):
    """One rule's figure, written as text."""

    name = Text(required=True)
    value = Text(required=True)


class NewPolicy(Schema):
    """A version of the rules' figures."""

    policy_version = Text(required=True)
    figures = Many(Group(NewFigure), required=True)
    effective_from = Day(required=True)

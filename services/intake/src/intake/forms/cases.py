"""The shape of cases, pacts and tasks."""

from marshmallow import Schema, fields

from azione0.fields import (
    Choice,
    Day,
    Group,
    Identifier,
    Many,
    Text,
    Whole,
)
from intake.cases.case import CHANNELS, CONTACT_OUTCOMES, FAULTS, OUTCOMES, PARTS_OF_DAY
from intake.cases.pact import DOMAINS, SERVICES


class NewCase(Schema):
    """A case opened by hand."""

    household_id = Identifier(required=True)
    organisation_id = Text(required=True)
    on = Day(required=True)


class Contact(Schema):
    """An attempt to reach a household."""

    channel = Choice(CHANNELS, required=True)
    outcome = Choice(CONTACT_OUTCOMES, required=True)
    part_of_day = Choice(PARTS_OF_DAY, load_default=None)
    on = Day(required=True)


class DomainScore(Schema):
    """How a household stands in one domain, from 1 (in crisis) to 5 (able)."""

    domain = Choice(DOMAINS, required=True)
    score = Whole(required=True)


class Assessment(Schema):
    """The needs matrix."""

    scores = Many(Group(DomainScore), required=True)
    on = Day(required=True)


class Undertaking(Schema):
    """What a household undertakes with one service."""

    service = Choice(SERVICES, required=True)
    code = Text(required=True)


class NewPact(Schema):
    """The pact that a household signs; goals are codes."""

    commitments = Many(Group(Undertaking), required=True)
    goals = Many(Text(), required=True)
    operator_id = Text(required=True)
    on = Day(required=True)


class FaultDecision(Schema):
    """The commission's decision; its cause is a code and stays here."""

    fault = Choice(FAULTS, required=True)
    decision_ref = Text(required=True)
    cause_code = Text(load_default=None)
    on = Day(required=True)


class Assignment(Schema):
    """To whom a case passes, and from which day."""

    to_organisation_id = Text(required=True)
    from_on = Day(required=True)


class Suspension(Schema):
    """Why a case rests, as a code."""

    reason = Text(required=True)
    on = Day(required=True)


class Closing(Schema):
    """How a case ends; the reason is a code."""

    outcome = Choice(OUTCOMES, required=True)
    reason = Text(load_default=None)
    on = Day(required=True)


class WhichCases(Schema):
    """Cases by state, organisation or household."""

    status = Text(load_default=None)
    organisation_id = Text(load_default=None)
    household_id = Identifier(load_default=None)


class WhichTasks(Schema):
    """Tasks by state, kind, household, organisation, or due by a day."""

    status = Choice(("open", "done", "withdrawn"), load_default="open")
    kind = Text(load_default=None)
    household_id = Identifier(load_default=None)
    organisation_id = Text(load_default=None)
    due_by = Day(load_default=None)


class CaseForm(Schema):
    """A case as it stands."""

    case_id = Identifier(required=True)
    household_id = Identifier(required=True)
    organisation_id = fields.String(required=True)
    status = fields.String(required=True)
    identified_on = Day(required=True)
    attempts = fields.Integer(required=True)
    in_charge_on = Day(allow_none=True)
    operator_id = fields.String(allow_none=True)
    closed_on = Day(allow_none=True)
    outcome = fields.String(allow_none=True)


class TaskForm(Schema):
    """Something to do; urgency 1 comes first. `figure` gave its day, if one did."""

    task_id = Identifier(required=True)
    kind = fields.String(required=True)
    urgency = fields.Integer(required=True)
    household_id = Identifier(required=True)
    organisation_id = fields.String(allow_none=True)
    reference = fields.String(required=True)
    since_on = Day(allow_none=True)
    due_on = Day(allow_none=True)
    status = fields.String(required=True)
    done_on = Day(allow_none=True)
    reasons = fields.List(fields.String(), required=True)
    figure = fields.String(allow_none=True)
    policy_version = fields.String(allow_none=True)

"""The shape of what comes in and goes out over HTTP at the front office."""

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
from intake.case import (
    CHANNELS,
    CONTACT_OUTCOMES,
    FAULTS,
    OUTCOMES,
    PARTS_OF_DAY,
)
from intake.household import CHANGES, RENT_AREAS
from intake.pact import DOMAINS, SERVICES
from intake.target import BANDS

# What comes in.


class NewTarget(Schema):
    """Whom the steering group seeks; no creditor named means every creditor."""

    organisation_id = Text(required=True)
    decision_ref = Text(required=True)
    buildings = Many(Text(), required=True)
    bands = Many(Choice(BANDS), required=True)
    creditors = Many(Text(), load_default=())
    valid_from = Day(required=True)


class On(Schema):
    """The day from which something counts."""

    on = Day(required=True)


class NewFigure(Schema):
    """One rule's figure, written as text."""

    name = Text(required=True)
    value = Text(required=True)


class NewPolicy(Schema):
    """A version of the rules' figures."""

    policy_version = Text(required=True)
    figures = Many(Group(NewFigure), required=True)
    effective_from = Day(required=True)


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


# What is asked.


class WhichHouseholds(Schema):
    """Households by code or building."""

    code = Text(load_default=None)
    building_id = Text(load_default=None)


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


class Moment(Schema):
    """As of a day, as known at an instant."""

    as_of = Day(load_default=None)
    known_at = Instant(load_default=None)


# What goes out.


class Made(Schema):
    """The id of what was made."""

    id = Identifier(required=True)


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
    """Something to do; urgency 1 comes first."""

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


class StoryForm(Schema):
    """One line of a household's story; amounts in euro cents."""

    effective_on = Day(required=True)
    recorded_at = Instant(required=True)
    who = fields.String(required=True)
    said = fields.String(required=True)
    reference = fields.String(allow_none=True)
    amount_cents = fields.Integer(allow_none=True)

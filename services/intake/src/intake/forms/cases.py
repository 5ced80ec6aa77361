"""The shape of cases, pacts and tasks."""

from marshmallow import Schema, fields

from azione0.fields import (
    Choice,
    Day,
    Group,
    Identifier,
    Many,
    Text,
    Truth,
    Whole,
)
from intake.cases.hand_over import STATES
from intake.cases.matrix import CURRENT, VERSIONS, matrix_of
from intake.cases.pact import FULFILLED, PARTIES, SERVICES, WAIVED
from intake.cases.rhythm import RHYTHMS
from intake.cases.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    FAULTS,
    OUTCOMES,
    PARTS_OF_DAY,
    REVIEWS,
)

DOMAINS = tuple(dict.fromkeys(it for one in VERSIONS for it in matrix_of(one).codes))


class NewCase(Schema):
    """A case opened by hand."""

    household_id = Identifier(required=True)
    organisation_id = Text(required=True)
    on = Day(required=True)


class Contact(Schema):
    """An attempt to reach a household; of the time only the part of day is kept."""

    channel = Choice(CHANNELS, required=True)
    outcome = Choice(CONTACT_OUTCOMES, required=True)
    part_of_day = Choice(PARTS_OF_DAY, load_default=None)
    at = Text(load_default=None)
    result = Text(load_default=None)
    next_on = Day(load_default=None)
    on = Day(required=True)


class DomainScore(Schema):
    """How a household stands in one domain, from 1 (in crisis) to 5 (able)."""

    domain = Choice(DOMAINS, required=True)
    score = Whole(required=True)


class Assessment(Schema):
    """The needs matrix."""

    scores = Many(Group(DomainScore), required=True)
    matrix_version = Choice(VERSIONS, load_default=CURRENT)
    on = Day(required=True)


class Undertaken(Schema):
    """What the household undertakes with a service, or the service with it."""

    service = Choice(SERVICES, required=True)
    code = Text(required=True)
    by = Choice(PARTIES, load_default=PARTIES[0])
    rhythm = Choice(RHYTHMS, load_default=None)
    due_on = Day(load_default=None)


class NewPact(Schema):
    """The pact that a household signs; goals are codes."""

    commitments = Many(Group(Undertaken), required=True)
    goals = Many(Text(), required=True)
    operator_id = Text(required=True)
    on = Day(required=True)


class RevisedPact(Schema):
    """Another version of the pact, whole."""

    commitments = Many(Group(Undertaken), required=True)
    goals = Many(Text(), required=True)
    on = Day(required=True)


class CommitmentCheck(Schema):
    """Whether a commitment was kept on a day."""

    kept = Truth(required=True)
    on = Day(required=True)


class Settlement(Schema):
    """How a commitment ended; why it is waived, as a code."""

    how = Choice((FULFILLED, WAIVED), required=True)
    reason = Text(load_default=None)
    on = Day(required=True)


class Review(Schema):
    """What a review came to."""

    decision = Choice(REVIEWS, required=True)
    on = Day(required=True)


class Reference(Schema):
    """Who is of reference, and from which day."""

    operator_id = Text(required=True)
    from_on = Day(required=True)


class Joining(Schema):
    """Who joins the team, of which organisation, as what; the role is a code."""

    operator_id = Text(required=True)
    role = Text(required=True)
    on = Day(required=True)
    organisation_id = Text(load_default=None)


class Leaving(Schema):
    """Who leaves the team, and on which last day."""

    operator_id = Text(required=True)
    on = Day(required=True)


class NewHandOver(Schema):
    """To whom a case is offered, from which day, why as a code."""

    to_organisation_id = Text(required=True)
    from_on = Day(required=True)
    reason = Text(required=True)
    on = Day(required=True)


class Acceptance(Schema):
    """Who is of reference once the case has passed."""

    operator_id = Text(load_default=None)
    on = Day(required=True)


class Declining(Schema):
    """Why an offer is declined, as a code."""

    reason = Text(required=True)
    on = Day(required=True)


class WhichHandOvers(Schema):
    """Hand-overs of a case, to an organisation, or in a state."""

    case_id = Identifier(load_default=None)
    to_organisation_id = Text(load_default=None)
    status = Choice(STATES, load_default=None)


class HandOverForm(Schema):
    """An offer to pass a case on, and its answer."""

    hand_over_id = Identifier(required=True)
    case_id = Identifier(required=True)
    household_id = Identifier(required=True)
    from_organisation_id = fields.String(required=True)
    to_organisation_id = fields.String(required=True)
    from_on = Day(required=True)
    proposed_on = Day(required=True)
    status = fields.String(required=True)
    answered_on = Day(allow_none=True)


class CommitmentForm(Schema):
    """How a commitment stands; `is_awaited`: due, and nobody has said anything."""

    commitment_id = Identifier(required=True)
    service = fields.String(required=True)
    code = fields.String(required=True)
    by = fields.String(required=True)
    rhythm = fields.String(allow_none=True)
    due_on = Day(allow_none=True)
    times_kept = fields.Integer(required=True)
    times_missed = fields.Integer(required=True)
    last_on = Day(allow_none=True)
    last_kept = fields.Boolean(allow_none=True)
    next_due_on = Day(allow_none=True)
    is_awaited = fields.Boolean(required=True)
    settled = fields.String(allow_none=True)


class ReferenceForm(Schema):
    """Who was of reference, from which day to which, both counted."""

    operator_id = fields.String(attribute="held", required=True)
    since = Day(required=True)
    until = Day(allow_none=True)


class TeamForm(Schema):
    """A worker in the team, from which day to which, both counted."""

    operator_id = fields.String(required=True)
    organisation_id = fields.String(required=True)
    role = fields.String(required=True)
    since = Day(required=True)
    until = Day(allow_none=True)


class AsOf(Schema):
    """On a day."""

    as_of = Day(required=True)


class WithHealth(Schema):
    """Which domains: without those that tell of health, or all."""

    domains = Choice(("ordinary", "all"), load_default="ordinary")


class TwoDays(WithHealth):
    """The days of two assessments."""

    first_on = Day(required=True)
    last_on = Day(required=True)


class ScoreForm(Schema):
    """A score in a domain."""

    domain = fields.String(required=True)
    score = fields.Integer(required=True)


class AssessmentForm(Schema):
    """The scores of a day, in the words of a version of the matrix."""

    on = Day(required=True)
    matrix_version = fields.String(required=True)
    scores = fields.List(fields.Nested(ScoreForm), required=True)


class ChangeForm(Schema):
    """A domain before and after; `special`: it tells of health."""

    domain = fields.String(required=True)
    before = fields.Integer(allow_none=True)
    after = fields.Integer(allow_none=True)
    change = fields.Integer(allow_none=True)
    special = fields.Boolean(required=True)


class WhichMatrix(Schema):
    """Which version of the needs matrix."""

    version = Choice(VERSIONS, load_default=CURRENT)


class AnchorForm(Schema):
    """What a score means, in Italian and in English."""

    score = fields.Integer(required=True)
    it = fields.String(required=True)
    en = fields.String(required=True)


class DomainForm(Schema):
    """A domain of the matrix; `special`: it tells of health."""

    code = fields.String(required=True)
    it = fields.String(required=True)
    en = fields.String(required=True)
    special = fields.Boolean(required=True)
    anchors = fields.List(fields.Nested(AnchorForm), required=True)


class MatrixForm(Schema):
    """A version of the needs matrix."""

    version = fields.String(required=True)
    domains = fields.List(fields.Nested(DomainForm), required=True)


class FaultDecision(Schema):
    """The commission's decision; its cause is a code and stays here."""

    fault = Choice(FAULTS, required=True)
    decision_ref = Text(required=True)
    cause_code = Text(load_default=None)
    on = Day(required=True)


class Suspension(Schema):
    """Why a case rests, as a code."""

    reason = Text(required=True)
    on = Day(required=True)


class Waiver(Schema):
    """A commitment that is waived, and why, as a code."""

    commitment_id = Identifier(required=True)
    reason = Text(required=True)


class Closing(Schema):
    """How a case ends, and what becomes of its pact; reasons are codes."""

    outcome = Choice(OUTCOMES, required=True)
    reason = Text(load_default=None)
    fulfilled = Many(Identifier(), load_default=())
    waived = Many(Group(Waiver), load_default=())
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

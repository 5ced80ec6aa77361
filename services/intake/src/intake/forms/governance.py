"""The shape of the steering group's decisions."""

from marshmallow import Schema, fields

from azione0.access.purposes import CODES
from azione0.fields import (
    Choice,
    Day,
    Group,
    Identifier,
    Many,
    Text,
)
from intake.governance.decision import SUBJECTS, VOTES
from intake.governance.mandate import ROLES, SEATS
from intake.governance.target import BANDS, EXCLUDED
from intake.households.certified import RENT_AREAS


class NewMandate(Schema):
    """A partner's role in the programme; without `until_on`, until it is ended."""

    organisation_id = Text(required=True)
    role = Choice(ROLES, required=True)
    from_on = Day(required=True)
    until_on = Day(load_default=None)


class MandateEnd(Schema):
    """The last day of a partner's role."""

    organisation_id = Text(required=True)
    role = Choice(ROLES, required=True)
    on = Day(required=True)


class NewSeat(Schema):
    """Somebody's seat in the steering group, by the name of the account."""

    member_id = Text(required=True)
    organisation_id = Text(required=True)
    seat = Choice(SEATS, required=True)
    from_on = Day(required=True)
    until_on = Day(load_default=None)


class SeatEnd(Schema):
    """The last day of a seat."""

    member_id = Text(required=True)
    on = Day(required=True)


class MaybeOn(Schema):
    """A day, or every day."""

    on = Day(load_default=None)


class MandateForm(Schema):
    """A mandate; with `member_id` a seat, without it an organisation's role."""

    organisation_id = fields.String(required=True)
    role = fields.String(required=True)
    from_on = Day(required=True)
    until_on = Day(allow_none=True)
    member_id = fields.String(allow_none=True)


class NewMeeting(Schema):
    """A day on which the steering group met, and the accounts of who was there."""

    on = Day(required=True)
    present = Many(Text(), required=True)


class NewDecision(Schema):
    """Something put to the vote, under the reference by which it is minuted."""

    decision_ref = Text(required=True)
    about = Choice(SUBJECTS, required=True)


class NewVote(Schema):
    """Somebody's vote on a decision."""

    decision_ref = Text(required=True)
    member_id = Text(required=True)
    vote = Choice(VOTES, required=True)


class WhichDecision(Schema):
    """A decision, by its reference."""

    decision_ref = Text(required=True)


class Outcome(Schema):
    """How a decision was taken: `carried` or `rejected`."""

    status = fields.String(required=True)


class MeetingForm(Schema):
    """A meeting: how many had a mandate, were there, had to be there."""

    meeting_id = Identifier(required=True)
    held_on = Day(required=True)
    members = fields.Integer(required=True)
    present = fields.Integer(required=True)
    required = fields.Integer(required=True)


class DecisionForm(Schema):
    """A decision, and how it was voted."""

    decision_ref = fields.String(required=True)
    meeting_id = Identifier(required=True)
    decided_on = Day(required=True)
    about = fields.String(required=True)
    status = fields.String(required=True)
    votes_for = fields.Integer(required=True)
    votes_against = fields.Integer(required=True)
    abstained = fields.Integer(required=True)


class Excluded(Schema):
    """A household, by its id, or a building that is not sought; why, as a code."""

    kind = Choice(EXCLUDED, required=True)
    reference = Text(required=True)
    reason = Text(required=True)


class Wanted(Schema):
    """
    Whom the steering group seeks, and who follows those found.

    No creditor named means every creditor, no rent area every area.
    """

    organisation_id = Text(required=True)
    buildings = Many(Text(), required=True)
    bands = Many(Choice(BANDS), required=True)
    creditors = Many(Text(), load_default=())
    rent_areas = Many(Choice(RENT_AREAS), load_default=())
    excluded = Many(Group(Excluded), load_default=())
    valid_from = Day(required=True)


class NewTarget(Wanted):
    """Whom the steering group seeks, by the decision that it minuted."""

    decision_ref = Text(required=True)


class DraftTarget(Wanted):
    """Whom the steering group may seek, as drafted on a day."""

    on = Day(required=True)


class WhichTargets(Schema):
    """Drafts, adopted or superseded definitions, or all."""

    status = Choice(("draft", "adopted", "superseded"), load_default=None)


class CriteriaForm(Schema):
    """Buildings, bands, creditors, areas and exclusions."""

    organisation_id = fields.String(required=True)
    buildings = fields.List(fields.String(), required=True)
    bands = fields.List(fields.String(), required=True)
    creditors = fields.List(fields.String(), required=True)
    rent_areas = fields.List(fields.String(), required=True)
    excluded = fields.List(fields.Nested(Excluded), required=True)
    valid_from = Day(required=True)


class TargetForm(Schema):
    """A target definition as it stands."""

    definition_id = Identifier(required=True)
    status = fields.String(required=True)
    decision_ref = fields.String(allow_none=True)
    criteria = fields.Nested(CriteriaForm, required=True)
    superseded_on = Day(allow_none=True)


class OnDay(Schema):
    """As of a day."""

    on = Day(required=True)


class FoundForm(Schema):
    """A household that would be selected, under its code, and since when."""

    household_id = Identifier(required=True)
    code = fields.String(required=True)
    building_id = fields.String(required=True)
    band = fields.String(required=True)
    rent_area = fields.String(allow_none=True)
    since = Day(required=True)
    is_new = fields.Boolean(required=True)


class CellForm(Schema):
    """How many households; `<5` and `*` hide a number."""

    name = fields.String(required=True)
    households = fields.String(required=True)


class SummaryForm(Schema):
    """A preview without households and without numbers under five."""

    households = fields.String(required=True)
    new = fields.String(required=True)
    by_building = fields.List(fields.Nested(CellForm), required=True)
    by_band = fields.List(fields.Nested(CellForm), required=True)
    by_rent_area = fields.List(fields.Nested(CellForm), required=True)
    excluded = fields.List(fields.Nested(CellForm), required=True)
    area_unknown = fields.String(required=True)


class NewFigure(Schema):
    """One rule's figure, written as text."""

    name = Text(required=True)
    value = Text(required=True)


class NewPolicy(Schema):
    """A version of the rules' figures; the decision is minuted, if there is one."""

    policy_version = Text(required=True)
    figures = Many(Group(NewFigure), required=True)
    effective_from = Day(required=True)
    decision_ref = Text(load_default=None)


class ProposalForm(Schema):
    """Figures proposed from outside: by whom, and what came of it."""

    proposal_id = Identifier(required=True)
    policy_version = fields.String(required=True)
    source = fields.String(required=True)
    proposed_on = Day(required=True)
    status = fields.String(required=True)
    figures = fields.List(fields.Nested(NewFigure), required=True)


class ProposalAdopted(Schema):
    """From when proposed figures count; the decision, if there is a board."""

    effective_from = Day(required=True)
    decision_ref = Text(load_default=None)


class Dismissal(Schema):
    """Why proposed figures are put aside, as a code."""

    reason = Text(required=True)
    on = Day(required=True)


class PolicyForm(Schema):
    """A version of the figures, and from when it counts."""

    policy_version = fields.String(required=True)
    effective_from = Day(required=True)
    decision_ref = fields.String(allow_none=True)


class FigureForm(Schema):
    """A figure, and the version that it came from; `proposal` if from none."""

    name = fields.String(required=True)
    value = fields.String(required=True)
    policy_version = fields.String(required=True)


class NewAgreement(Schema):
    """Who answers for people's data for a purpose, from a day, by which document."""

    purpose = Choice(CODES, required=True)
    controllers = Many(Text(), required=True)
    processors = Many(Text(), load_default=())
    document_ref = Text(required=True)
    valid_from = Day(required=True)
    valid_to = Day(load_default=None)


class AgreementForm(Schema):
    """An agreement between controllers and processors; the article it rests on."""

    agreement_id = Identifier(required=True)
    purpose = fields.String(required=True)
    controllers = fields.List(fields.String(), required=True)
    processors = fields.List(fields.String(), required=True)
    document_ref = fields.String(required=True)
    article = fields.String(required=True)
    valid_from = Day(required=True)
    valid_to = Day(allow_none=True)


class WhichCoverage(Schema):
    """An organisation, a purpose, and a day."""

    organisation_id = Text(required=True)
    purpose = Choice(CODES, required=True)
    on = Day(required=True)


class CoverageForm(Schema):
    """As what an organisation may treat data; `none` if nothing covers it."""

    role = fields.String(required=True)
    agreement = fields.Nested(AgreementForm, allow_none=True)

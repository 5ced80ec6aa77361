"""The shape of referrals, signals, selections and households side by side."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Identifier, Text, Whole, WholeAsked
from intake.signals.referral import SOURCES

MOST_ROWS = 200
#: What can become of a signal.
RESULTS = (
    "waiting",
    "taken_up",
    "joined",
    "repeat",
    "unjustified",
    "kept",
    "retracted",
    "dismissed",
)


class NewReferral(Schema):
    """
    A household that needs help, by a tenancy or a dwelling; the reason is a code.

    `organisation_id` follows it if nobody does yet; `amount_cents` is what is owed.
    """

    source = Choice(SOURCES, required=True)
    reason = Text(required=True)
    organisation_id = Text(required=True)
    on = Day(required=True)
    tenancy_id = Text(load_default=None)
    creditor_id = Text(load_default=None)
    dwelling_id = Text(load_default=None)
    amount_cents = Whole(load_default=None)


class MatchByHand(Schema):
    """Whose a referral is, as somebody found out."""

    household_id = Identifier(required=True)
    on = Day(required=True)


class Laid(Schema):
    """Why a referral is laid aside, as a code."""

    reason = Text(required=True)
    on = Day(required=True)


class WhichSignals(Schema):
    """Signals by what became of them, source or household; so many, from one on."""

    result = Choice(RESULTS, load_default=None)
    source = Choice(("arrears", *SOURCES), load_default=None)
    household_id = Identifier(load_default=None)
    limit = WholeAsked(load_default=MOST_ROWS)
    offset = WholeAsked(load_default=0)


class ReceivedForm(Schema):
    """A signal, what became of it, and the figure that let it; amounts in cents."""

    signal_id = Identifier(required=True)
    source = fields.String(required=True)
    reason = fields.String(required=True)
    household_id = Identifier(allow_none=True)
    creditor_id = fields.String(allow_none=True)
    tenancy_id = fields.String(allow_none=True)
    dwelling_id = fields.String(allow_none=True)
    amount_cents = fields.Integer(allow_none=True)
    effective_on = Day(required=True)
    result = fields.String(required=True)
    why = fields.String(required=True)
    figure = fields.String(allow_none=True)
    policy_version = fields.String(allow_none=True)


class CandidateForm(Schema):
    """A household that may be meant, and why."""

    household_id = Identifier(required=True)
    reasons = fields.List(fields.String(), required=True)


class WaitingForm(Schema):
    """A referral that waits, and whose it may be."""

    signal = fields.Nested(ReceivedForm, required=True)
    how = fields.String(required=True)
    candidates = fields.List(fields.Nested(CandidateForm), required=True)


class SelectionForm(Schema):
    """Why a household is sought; `figure` is the threshold that let it be."""

    household_id = Identifier(required=True)
    code = fields.String(required=True)
    definition_id = Identifier(required=True)
    decision_ref = fields.String(required=True)
    organisation_id = fields.String(required=True)
    since_on = Day(required=True)
    band = fields.String(required=True)
    creditor_id = fields.String(required=True)
    overdue_cents = fields.Integer(required=True)
    figure = fields.String(required=True)
    policy_version = fields.String(required=True)


class WhichPairs(Schema):
    """The pairs that nobody has decided on, or all."""

    decided = Choice(("no", "all"), load_default="no")


class SideBySideForm(Schema):
    """Two households that may be one, why, and what was decided."""

    one_id = Identifier(required=True)
    other_id = Identifier(required=True)
    reasons = fields.List(fields.String(), required=True)
    status = fields.String(required=True)
    survivor_id = Identifier(allow_none=True)


class Merging(Schema):
    """Two households that are one, and under which both are found."""

    survivor_id = Identifier(required=True)
    merged_id = Identifier(required=True)
    reason = Text(required=True)
    on = Day(required=True)


class TwoHouseholds(Schema):
    """Two households, and why they are two, as a code."""

    one_id = Identifier(required=True)
    other_id = Identifier(required=True)
    reason = Text(required=True)
    on = Day(required=True)

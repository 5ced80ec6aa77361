"""The shape of what jobs are asked and answer."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Exact, Identifier, Text, Truth, Whole
from employment.placements.placement import EVIDENCE, KINDS


class NewPlacement(Schema):
    """A contract of work, before its first day."""

    contract_kind = Choice(KINDS, required=True)
    start_on = Day(required=True)
    planned_end_on = Day(load_default=None)
    hours_per_week = Exact(required=True)
    unilav_code = Text(
        load_default=None,
        metadata={"description": "The code of the hiring notice; it stays here."},
    )
    employer_id = Identifier(load_default=None)
    candidacy_id = Identifier(load_default=None)
    traineeship_id = Identifier(
        load_default=None, metadata={"description": "The one that the job follows."}
    )
    ccnl = Text(load_default=None, metadata={"description": "CNEL code: K511."})
    level = Text(load_default=None)
    gross_cents = Whole(
        load_default=None, metadata={"description": "Each month; it stays here."}
    )
    net_cents = Whole(
        load_default=None, metadata={"description": "Each month; it stays here."}
    )
    on = Day(required=True)


class PlacementForm(Schema):
    """A placement and where it stands."""

    id = Identifier(required=True)
    pathway_id = Identifier(required=True)
    contract_kind = Choice(KINDS, required=True)
    state = Choice(["planned", "started", "ended", "given_up"], required=True)
    start_on = Day(required=True)
    planned_end_on = Day(allow_none=True)
    end_on = Day(allow_none=True)
    qualifying = Truth(allow_none=True)
    notice_days_late = Whole(
        allow_none=True,
        metadata={"description": "Days by which the hiring notice came late."},
    )
    checked = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "By days after the start: retained, not_retained."},
    )


class Notice(Schema):
    """The code of a hiring notice."""

    unilav_code = Text(required=True)
    on = Day(required=True, metadata={"description": "When the notice was made."})
    urgent = Truth(load_default=False)


class Verification(Schema):
    """That somebody made sure the person was at work on a day."""

    evidence = Choice(EVIDENCE, required=True)
    on = Day(required=True)


class ChaseForm(Schema):
    """What of a job somebody must make sure of."""

    placement_id = Identifier(required=True)
    household_id = Identifier(required=True)
    kind = Choice(["notice", "retention"], required=True)
    checkpoint_days = Whole(required=True)
    due_on = Day(required=True)


class Start(Schema):
    """The actual first day of work."""

    start_on = Day(required=True)


class Extension(Schema):
    """A later planned end, or none."""

    planned_end_on = Day(required=True, allow_none=True)
    on = Day(required=True)


class EndOfDay(Schema):
    """The day to close."""

    day = Day(required=True)


class Closed(Schema):
    """What closing a day looked at."""

    day = Day(required=True)
    placements = Whole(required=True)


class JobCheckForm(Schema):
    """A household to ask about its work."""

    household_id = Identifier(required=True)
    agreement_id = Identifier(required=True)
    number = Whole(required=True)
    missed_on = Day(required=True)


class Asked(Schema):
    """What a household said about its work."""

    on = Day(required=True)
    working = Truth(required=True)

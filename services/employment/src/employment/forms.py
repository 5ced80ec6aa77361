"""The shape of what employment is asked and what it answers over HTTP."""

from typing import Any

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Exact, Identifier, Text, Truth, Whole
from employment.placement import KINDS


def _cents(about: str, **options: Any) -> Whole:
    return Whole(metadata={"description": f"{about}, in euro cents."}, **options)


class NewPathway(Schema):
    """A person who begins a way to work."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    programme_code = Text(
        required=True, metadata={"description": "As its funder writes it: GOL."}
    )
    on = Day(required=True)


class PathwayForm(Schema):
    """A pathway and how far it has come."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    person_id = Identifier(required=True)
    programme_code = fields.String(required=True)
    state = Choice(
        [
            "opened",
            "profiled",
            "pact_signed",
            "active",
            "placed",
            "completed",
            "interrupted",
        ],
        required=True,
    )
    opened_on = Day(required=True)
    pact_signed_on = Day(allow_none=True)
    placed_on = Day(allow_none=True)
    completed_on = Day(allow_none=True)
    interrupted_on = Day(allow_none=True)


class Profile(Schema):
    """How far from work: a GOL path 1 to 5, or a Dote band 1 to 4."""

    path = Whole(load_default=None)
    band = Whole(load_default=None)
    on = Day(required=True)


class OnDay(Schema):
    """From when it counts."""

    on = Day(required=True)


class OnDayBecause(Schema):
    """From when it counts, and a code for why."""

    on = Day(required=True)
    reason = Text(required=True, metadata={"description": "A code: moved."})


class Appointment(Schema):
    """Whether a person came on a day."""

    on = Day(required=True)
    kept = Truth(required=True)


class NewTraineeship(Schema):
    """A traineeship to start."""

    start_on = Day(required=True)
    planned_end_on = Day(required=True)
    allowance_cents = _cents("Each month", required=True)
    category = Choice(
        ["ordinary", "eqf4", "disadvantaged", "disabled"], load_default="ordinary"
    )
    condition = Choice(
        ["ordinary", "with_meals", "short_day", "public_host"], load_default="ordinary"
    )


class TraineeshipForm(Schema):
    """A traineeship and its days."""

    id = Identifier(required=True)
    pathway_id = Identifier(required=True)
    start_on = Day(required=True)
    planned_end_on = Day(required=True)
    end_on = Day(allow_none=True)


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
    checked = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "By days after the start: retained, not_retained."},
    )


class Notice(Schema):
    """The code of a hiring notice."""

    unilav_code = Text(required=True)
    on = Day(required=True)


class Start(Schema):
    """The actual first day of work."""

    start_on = Day(required=True)


class Extension(Schema):
    """A later planned end, or none."""

    planned_end_on = Day(required=True, allow_none=True)
    on = Day(required=True)


class End(Schema):
    """The last day, and a code for why; the reason stays here."""

    end_on = Day(required=True)
    reason = Text(required=True, metadata={"description": "A code: dismissal."})


class EndOfDay(Schema):
    """The day to close."""

    day = Day(required=True)


class Closed(Schema):
    """What closing a day looked at."""

    day = Day(required=True)
    placements = Whole(required=True)


class OfferForm(Schema):
    """A household in charge without a pathway."""

    case_id = Identifier(required=True)
    household_id = Identifier(required=True)


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

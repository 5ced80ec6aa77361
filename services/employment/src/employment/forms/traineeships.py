"""The shape of what traineeships are asked and answer."""

from typing import Any

from marshmallow import Schema

from azione0.fields import Choice, Day, Identifier, Whole


def _cents(about: str, **options: Any) -> Whole:
    return Whole(metadata={"description": f"{about}, in euro cents."}, **options)


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


class Prolongation(Schema):
    """A later planned end."""

    planned_end_on = Day(required=True)
    on = Day(required=True)


class MonthAttended(Schema):
    """How long a trainee was there in a month, counted from the first day."""

    month = Whole(required=True, metadata={"description": "The first is 1."})
    minutes_planned = Whole(required=True)
    minutes_present = Whole(required=True)


class AllowanceForm(Schema):
    """What is due for a month."""

    month = Whole(required=True)
    allowance_cents = _cents("Due for the month", required=True)

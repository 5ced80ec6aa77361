"""The shape of what reporting is asked and what it answers over HTTP."""

from typing import Any

from marshmallow import Schema, fields, pre_dump, validate

from azione0.fields import Day, Exact, Group, Identifier, Instant, Many, Truth, Whole
from reporting.agreement import Agreement
from reporting.monitoring.board import BREAKDOWNS, VIEWS


def _cents(about: str) -> Whole:
    return Whole(metadata={"description": f"{about}, in euro cents."}, required=True)


def _count(about: str) -> Whole:
    return Whole(metadata={"description": f"{about}."}, required=True)


class Asked(Schema):
    """As of which day, and with the knowledge of which instant."""

    as_of = Day(
        load_default=None, metadata={"description": "The last day that counts."}
    )
    known_at = Instant(
        load_default=None,
        metadata={"description": "What was written down later is not looked at."},
    )


class LineForm(Schema):
    """One letter of a household's story."""

    effective_on = Day(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    organisation = fields.String(required=True)
    service = fields.String(required=True)
    name = fields.String(
        required=True, metadata={"description": "The contract, as in AsyncAPI."}
    )
    text = fields.String(
        required=True, metadata={"description": "What happened, for people."}
    )
    unsaid_at = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "When it became known that it was not so."},
    )
    creditor_id = fields.String(allow_none=True)
    balance_cents = Whole(
        allow_none=True,
        metadata={"description": "Open with that creditor after it, in euro cents."},
    )


class StoryForm(Schema):
    """What happened to a household, line by line."""

    household_id = Identifier(required=True)
    code = fields.String(required=True)
    balances = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Open by creditor after the last line, in cents."},
    )
    lines = Many(Group(LineForm), required=True)


class IndicatorForm(Schema):
    """A share or a count, from how many, how many missing."""

    code = fields.String(required=True)
    value = Exact(
        required=True,
        allow_none=True,
        metadata={"description": "Absent when nothing could be counted."},
    )
    counted = _count("The denominator")
    missing = _count("What should have been counted and could not")


class MeasuredForm(Schema):
    """An indicator with its definition's version and what it is worth."""

    code = fields.String(required=True)
    version = _count("The version of its definition")
    title = fields.String(required=True)
    formula = fields.String(required=True)
    unit = fields.String(
        required=True, metadata={"description": "In what is above and below counted."}
    )
    source = fields.String(required=True)
    effective_from = Day(required=True)
    registered_at = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "When this very definition was registered, if ever."},
    )
    registered_before = Truth(
        required=True,
        metadata={"description": "Whether that was before there was anything to see."},
    )
    value = Exact(required=True, allow_none=True)
    low = Exact(
        allow_none=True,
        metadata={"description": "The lower end of the interval at 95 %, if any."},
    )
    high = Exact(allow_none=True)
    numerator = _count("What is above the line")
    denominator = _count("What is below the line")
    n = _count("How many things were counted")
    households = _count("Of how many households")
    missing = _count("What should have been counted and could not")
    immature = _count("What was not watched for long enough yet")
    censored = _count("What is watched no more")
    why = fields.String(
        required=True,
        metadata={"description": "A code if it cannot be computed; else empty."},
    )


class EvidenceForm(Schema):
    """One thing behind an indicator, and the letters that speak of it."""

    grp = fields.String(required=True)
    unit = fields.String(required=True)
    household_id = Identifier(allow_none=True)
    part = Whole(required=True)
    whole = Whole(required=True)
    standing = fields.String(required=True)
    letter_id = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)


class GlanceForm(Schema):
    """The programme's figures."""

    households = _count("Households followed")
    bills = _count("Bills posted")
    bills_cents = _cents("What was billed")
    paid_cents = _cents("What was paid")
    self_paid_cents = _cents("Of this, what the tenants paid themselves")
    overdue_cents = _cents("What is overdue")
    overdue_households = _count("Households with something overdue")
    episodes = _count("Stretches of arrears that stand")
    open_episodes = _count("Of these, open")
    cleared_episodes = _count("Of these, cleared")
    retracted_episodes = _count("Stretches of arrears that were taken back")
    relapses = _count("Stretches of arrears after a cleared one")
    cases = _count("Cases opened")
    contacted = _count("Cases in which the household was reached")
    in_charge = _count("Cases taken in charge")
    closed = _count("Cases closed")
    agreement_states = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Agreements signed, by where they stand."},
    )
    agreements_kept = _count("Agreements without a miss that stands")
    instalments_due = _count("Instalments whose days of grace are over")
    instalments_kept = _count("Of these, paid within grace")
    instalments_missed = _count("Of these, missed")
    minutes_attended = _count("Minutes of workshops attended")
    minutes_planned = _count("Minutes of workshops that could be attended")
    jobs = _count("Jobs begun")
    jobs_ended = _count("Jobs ended")
    people_placed = _count("People who found a job")
    indicators = Many(Group(IndicatorForm), required=True)


class InstalmentForm(Schema):
    """One promised payment and what became of it."""

    number = Whole(required=True)
    due_on = Day(required=True)
    cents = _cents("What is promised")
    paid_on = Day(allow_none=True)
    days_late = _count("Days between the day it was due and the day it was paid")
    missed = Truth(required=True)


class AgreementForm(Schema):
    """An agreement and how it is kept."""

    agreement_id = Identifier(required=True)
    household_id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    signed_on = Day(required=True)
    debt_cents = _cents("What it is about")
    state = fields.String(required=True)
    kept = Truth(required=True, metadata={"description": "No miss stands against it."})
    instalments = Many(Group(InstalmentForm), required=True)

    @pre_dump
    def _in_order(self, agreement: Agreement, **_options: Any) -> dict[str, Any]:
        """Lay the instalments out as a list, in the order of their numbers."""
        return {
            "agreement_id": agreement.agreement_id,
            "household_id": agreement.household_id,
            "creditor_id": agreement.creditor_id,
            "signed_on": agreement.signed_on,
            "debt_cents": agreement.debt_cents,
            "state": agreement.state,
            "kept": agreement.kept,
            "instalments": [it for _, it in sorted(agreement.instalments.items())],
        }


class BoardAsked(Asked):
    """Which bulletin; days within a month lead to the end of the month before."""

    known_on = Day(
        load_default=None,
        metadata={"description": "The same as known_at: the end of that day."},
    )


class BoardTableAsked(BoardAsked):
    """Which bulletin, and which of its tables; without them, all."""

    view = fields.String(
        load_default="",
        validate=validate.OneOf(["", *VIEWS]),
        metadata={"description": "Which view: funnel, waterfall, plans, ..."},
    )
    by = fields.String(
        load_default="",
        validate=validate.OneOf(["", *BREAKDOWNS]),
        metadata={"description": "By what it is told apart."},
    )


class FigureAsked(BoardAsked):
    """Which figure of a bulletin: its view, breakdown, row and column."""

    view = fields.String(required=True, validate=validate.OneOf([*VIEWS]))
    by = fields.String(required=True, validate=validate.OneOf(BREAKDOWNS))
    row = fields.String(required=True, validate=validate.Length(max=100))
    column = fields.String(required=True, validate=validate.Length(min=1, max=40))


class ColumnForm(Schema):
    """One column of a table."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(
        required=True,
        metadata={
            "description": (
                "count; cents; minutes; share, in ten-thousandths; "
                "ratio, in hundredths."
            )
        },
    )


class BoardLineForm(Schema):
    """One row of a table."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    is_total = Truth(required=True)
    cells = fields.List(
        fields.Integer(allow_none=True),
        required=True,
        metadata={
            "description": (
                "In the order of the columns; absent where it would tell of fewer than "
                "five households or persons, or cannot be reckoned."
            )
        },
    )


class TableForm(Schema):
    """A view by months, organisations, buildings or all together."""

    code = fields.String(required=True)
    by = fields.String(required=True)
    title = fields.String(required=True)
    definition = fields.String(required=True)
    notes = fields.List(fields.String(), required=True)
    columns = Many(Group(ColumnForm), required=True)
    lines = Many(Group(BoardLineForm), required=True)


class BulletinForm(Schema):
    """The last day that counts, and the last whose knowledge counts."""

    as_of = Day(required=True)
    known_on = Day(required=True)


class BoardForm(Schema):
    """The steering group's bulletin of one month."""

    bulletin = Group(BulletinForm, required=True)
    tables = Many(Group(TableForm), required=True)


class LetterBehindForm(Schema):
    """A letter behind a figure."""

    household_id = Identifier(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    effective_on = Day(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    source = fields.String(required=True)
    letter_id = fields.String(required=True)

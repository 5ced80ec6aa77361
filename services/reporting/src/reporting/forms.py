"""The shape of what reporting is asked and what it answers over HTTP."""

from typing import Any

from marshmallow import Schema, fields, pre_dump

from azione0.fields import Day, Exact, Group, Identifier, Instant, Many, Truth, Whole
from reporting.agreement import Agreement


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

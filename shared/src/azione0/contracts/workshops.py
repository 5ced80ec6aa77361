"""What the social workshops say: budgets agreed, sessions attended, commitments."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from azione0.contract import Code, Contract, Economic, Month, Plain, contract
from azione0.contracts import partner

FRONT_OFFICE = ["intake", "reporting"]


@contract(publisher="workshops", audience=["ledger", *FRONT_OFFICE])
class BudgetAgreed(Contract):
    """
    A household agreed its budget for a month; its lines stay in the workshops.

    `affordable_cents` is the instalment it can bear per month, advisory.
    `rent_to_income` and `sustainability` are shares of the income, absent
    when there is none; `residual_cents` may be negative.
    """

    budget_id: Plain[UUID]
    household_id: Plain[UUID]
    month: Plain[Month]
    affordable_cents: Economic[int]
    residual_cents: Economic[int]
    rent_to_income: Economic[Decimal | None] = None
    sustainability: Economic[Decimal | None] = None


@contract(publisher="workshops", audience=["ledger", *FRONT_OFFICE])
class BudgetReviewed(Contract):
    """A budget was looked at again; `discipline` is 1 when kept to, 0 at worst."""

    budget_id: Plain[UUID]
    household_id: Plain[UUID]
    month: Plain[Month]
    affordable_cents: Economic[int]
    residual_cents: Economic[int]
    rent_to_income: Economic[Decimal | None] = None
    sustainability: Economic[Decimal | None] = None
    discipline: Economic[Decimal | None] = None


@contract(publisher="workshops", audience=FRONT_OFFICE, subject="workshop_id")
class WorkshopScheduled(Contract):
    """A workshop of so many sessions, each of `minutes`, starts on `starts_on`."""

    workshop_id: Plain[UUID]
    kind: Plain[Code]
    sessions: Plain[int]
    minutes: Plain[int]
    starts_on: Plain[date]


@contract(publisher="workshops", audience=FRONT_OFFICE)
class EnrolmentConfirmed(Contract):
    """A household has a place in a workshop."""

    enrolment_id: Plain[UUID]
    workshop_id: Plain[UUID]
    household_id: Plain[UUID]
    kind: Plain[Code]


@contract(publisher="workshops", audience=FRONT_OFFICE)
class SessionAttended(Contract):
    """A session was held; `minutes` attended, 0 if not `present`."""

    enrolment_id: Plain[UUID]
    workshop_id: Plain[UUID]
    household_id: Plain[UUID]
    session_number: Plain[int]
    minutes: Plain[int]
    present: Plain[bool]


@contract(publisher="workshops", audience=FRONT_OFFICE)
class WorkshopCompleted(Contract):
    """A household saw a workshop through; minutes attended and planned, in all."""

    enrolment_id: Plain[UUID]
    workshop_id: Plain[UUID]
    household_id: Plain[UUID]
    kind: Plain[Code]
    sessions_attended: Plain[int]
    minutes_attended: Plain[int]
    minutes_planned: Plain[int]


@contract(publisher="workshops", audience=["reporting"], subject="hours_id")
class CommunityHoursGiven(Contract):
    """
    Somebody gave time to the estate: a household, or a guest under a pseudonym.

    Said again with other minutes when it was entered wrongly; 0 takes it back.
    """

    hours_id: Plain[UUID]
    kind: Plain[Literal["volunteering", "community", "time_bank"]]
    minutes: Plain[int]
    given_on: Plain[date]
    household_id: Plain[UUID | None] = None
    guest_id: Plain[UUID | None] = None


@contract(publisher="workshops", audience=FRONT_OFFICE)
class WorkshopCompletionRetracted(Contract):
    """
    A household has not seen a workshop through after all, for a reason as a code.

    The register was corrected late. If it turns out otherwise, it is said again.
    """

    enrolment_id: Plain[UUID]
    workshop_id: Plain[UUID]
    household_id: Plain[UUID]
    kind: Plain[Code]
    reason: Plain[Code]


@contract(publisher="workshops", audience=FRONT_OFFICE)
class CommitmentKept(partner.CommitmentKept):
    """On `effective_on` a household kept a commitment of its pact."""


@contract(publisher="workshops", audience=FRONT_OFFICE)
class CommitmentMissed(partner.CommitmentMissed):
    """On `effective_on` a commitment of the pact was found not kept."""


@contract(publisher="workshops", audience=FRONT_OFFICE)
class SubjectErasureConfirmed(partner.SubjectErasureConfirmed):
    """The workshops destroyed their key to a person's data. Source: art. 17 GDPR."""

"""Evictions: their steps in court, their deadlines, and what can be claimed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.api.entrance import act, api
from ledger.application import Ledger
from ledger.forms import accounts, proceedings
from ledger.proceeding.claim import Claim
from ledger.proceeding.docket import Pending
from ledger.proceeding.proceeding import LegalProceeding


@act("/proceedings", proceedings.NewProceeding, proceedings.ProceedingForm, status=201)
def open_proceeding(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    on: date,
    cure_by_on: date | None,
    **claim: int,
) -> dict[str, Any]:
    """Record that notice to quit was given for what is overdue."""
    proceeding_id = ledger.open_proceeding(
        household_id, creditor_id, claim=Claim(**claim), on=on, cure_by_on=cure_by_on
    )
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/filing",
    proceedings.Filing,
    proceedings.ProceedingForm,
)
def file_claim(
    ledger: Ledger, proceeding_id: UUID, on: date, hearing_on: date, **claim: int
) -> dict[str, Any]:
    """Record that the claim was filed in court, and its first hearing."""
    ledger.file_claim(proceeding_id, on=on, hearing_on=hearing_on, claim=Claim(**claim))
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/adjournment",
    proceedings.Adjournment,
    proceedings.ProceedingForm,
)
def adjourn_hearing(
    ledger: Ledger, proceeding_id: UUID, on: date, hearing_on: date
) -> dict[str, Any]:
    """Record that a hearing was moved."""
    ledger.adjourn_hearing(proceeding_id, on=on, hearing_on=hearing_on)
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/grace-term",
    proceedings.GraceTerm,
    proceedings.ProceedingForm,
)
def grant_term(
    ledger: Ledger,
    proceeding_id: UUID,
    on: date,
    days: int,
    hardship: bool,  # noqa: FBT001  a field of the form
    hearing_on: date | None,
    **claim: int,
) -> dict[str, Any]:
    """Record that the court gave days to pay, and how much is to be paid."""
    ledger.grant_term(
        proceeding_id,
        on=on,
        days=days,
        claim=Claim(**claim),
        hardship=hardship,
        hearing_on=hearing_on,
    )
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/release-order",
    proceedings.ReleaseOrder,
    proceedings.ProceedingForm,
)
def order_release(
    ledger: Ledger,
    proceeding_id: UUID,
    on: date,
    release_on: date,
    late: bool,  # noqa: FBT001  a field of the form
) -> dict[str, Any]:
    """Record the court's order to leave the dwelling."""
    ledger.order_release(proceeding_id, on=on, release_on=release_on, late=late)
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/release-notice",
    proceedings.ReleaseNotice,
    proceedings.ProceedingForm,
)
def announce_release(
    ledger: Ledger, proceeding_id: UUID, on: date, access_on: date
) -> dict[str, Any]:
    """Record that the bailiff announced the day of the release."""
    ledger.announce_release(proceeding_id, on=on, access_on=access_on)
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/execution",
    proceedings.Execution,
    proceedings.ProceedingForm,
)
def execute_release(ledger: Ledger, proceeding_id: UUID, on: date) -> dict[str, Any]:
    """Record that the dwelling was taken back."""
    ledger.execute_release(proceeding_id, on=on)
    return proceeding(ledger, proceeding_id)


@act(
    "/proceedings/<uuid:proceeding_id>/renunciation",
    proceedings.Renunciation,
    proceedings.ProceedingForm,
)
def give_up_proceeding(
    ledger: Ledger, proceeding_id: UUID, on: date, decision_ref: str
) -> dict[str, Any]:
    """Record that the creditor pursues it no further."""
    ledger.give_up_proceeding(proceeding_id, on=on, decision_ref=decision_ref)
    return proceeding(ledger, proceeding_id)


@api.question("/proceedings/<uuid:proceeding_id>", proceedings.ProceedingForm)
def proceeding(ledger: Ledger, proceeding_id: UUID) -> dict[str, Any]:
    """Give an eviction and where it stands."""
    return _told(ledger.get(LegalProceeding, proceeding_id))


@api.question(
    "/proceedings", proceedings.PendingForm(many=True), asks=proceedings.WhichDeadlines
)
def pending_proceedings(ledger: Ledger, day: date, by: date | None) -> list[Pending]:
    """List the evictions that go on, those with the next deadline first."""
    return ledger.proceedings(day, (by - day).days if by else None)


@api.question(
    "/proceedings/deadlines",
    proceedings.PendingForm(many=True),
    asks=proceedings.WhichDeadlines,
)
def deadlines(ledger: Ledger, day: date, by: date | None) -> list[Pending]:
    """List the evictions whose next deadline is near, or passed."""
    return ledger.deadlines(day, (by - day).days if by else None)


@api.question(
    "/households/<uuid:household_id>/proceedings", proceedings.ProceedingForm(many=True)
)
def proceedings_of(ledger: Ledger, household_id: UUID) -> list[dict[str, Any]]:
    """List a household's evictions, oldest first."""
    return [_told(it) for it in ledger.proceedings_of(household_id)]


@api.question(
    "/households/<uuid:household_id>/accounts/<creditor_id>/claim",
    proceedings.ClaimableForm,
    asks=accounts.AsOf,
)
def claim(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    as_of: date,
    known_at: datetime | None,
) -> dict[str, Any]:
    """Say what can be asked for in court on a day, and how interest is reckoned."""
    found = ledger.claimable(household_id, creditor_id, as_of, known_at)
    return {
        "on": found.owed.on,
        "debt_cents": found.owed.debt_cents,
        "oldest_due_on": found.owed.oldest_due_on,
        "interest_cents": found.interest_cents,
        "posted_interest_cents": found.owed.posted_interest_cents,
        "posted_costs_cents": found.owed.posted_costs_cents,
        "accruals": [
            {
                "charge_id": it.charge_id,
                "cents": it.cents,
                "stretches": [
                    {
                        "after_on": stretch.after_on,
                        "until_on": stretch.until_on,
                        "days": stretch.days,
                        "principal_cents": stretch.principal_cents,
                        "percent": stretch.rate.percent,
                        "source": stretch.rate.source,
                    }
                    for stretch in it.stretches
                ],
            }
            for it in found.accruals
        ],
    }


def _told(found: LegalProceeding) -> dict[str, Any]:
    return {
        "id": found.id,
        "household_id": found.household_id,
        "creditor_id": found.creditor_id,
        "state": found.state,
        "claim": found.claim,
        "acts": [{"step": step, "on": on} for step, on in found.steps.items()],
        "deadline": found.deadline,
        "term_missed": found.term_missed,
        "ground": found.ground,
        "averted_on": found.averted_on,
    }

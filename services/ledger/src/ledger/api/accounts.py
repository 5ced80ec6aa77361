"""How accounts stand on a day, with the knowledge of an instant; the close of a day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.api.entrance import act, api
from ledger.application import Ledger
from ledger.forms import accounts


@api.question(
    "/households/<uuid:household_id>/accounts", accounts.CreditorForm(many=True)
)
def accounts_of(ledger: Ledger, household_id: UUID) -> list[dict[str, str]]:
    """List the creditors with which a household has an account."""
    return [{"creditor_id": it} for it in ledger.accounts_of(household_id)]


@api.question(
    "/households/<uuid:household_id>/accounts/<creditor_id>",
    accounts.AccountForm,
    asks=accounts.AsOf,
)
def account(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    as_of: date,
    known_at: datetime | None,
) -> dict[str, Any]:
    """Say how an account stands at the close of a day."""
    standing = ledger.standing(household_id, creditor_id, as_of, known_at)
    return {
        "as_of": standing.as_of,
        "overdue_cents": standing.overdue_cents,
        "open_cents": sum(standing.position.open_cents.values()),
        "credit_cents": standing.position.credit_cents,
        "open_charges": standing.open_charges,
        "in_arrears": any(it.cleared_on is None for it in standing.episodes),
        "arrears": standing.episodes,
    }


@act("/days", accounts.EndOfDay, accounts.Closed, day="day")
def close_day(ledger: Ledger, day: date) -> dict[str, Any]:
    """Close a day: judge every account for which it has come."""
    return {"day": day, "accounts": ledger.close_day(day)}

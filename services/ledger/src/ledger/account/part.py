"""What each part of an account may ask of the whole."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from azione0.aggregate import Part
from ledger.account.books import Books
from ledger.account.facts import Charge


class AccountPart(Part):
    """A part of an account; `Account` puts them together."""

    id: UUID
    household_id: UUID
    creditor_id: str
    books: Books
    tenancy_of: Mapping[UUID, str]

    def post_charge(self, charge: Charge, tenancy_id: str) -> None:
        """Put a charge on the account."""
        raise NotImplementedError

    def end_charge(self, charge_id: UUID, on: date, reason: str) -> None:
        """Take a charge back from a day on."""
        raise NotImplementedError

    def refuse_if_closed(self, what: str) -> None:
        """Refuse what would be posted to a closed account."""
        raise NotImplementedError

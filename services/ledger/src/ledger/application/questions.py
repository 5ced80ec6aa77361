"""Questions to the books; none of them changes anything."""

from datetime import date
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.standing import Standing
from ledger.application.bookkeeping import Bookkeeping
from ledger.application.postings import Waiting


class Questions(Bookkeeping):
    """Answers how accounts stand, and what waits."""

    def standing(self, household_id: UUID, creditor_id: str, as_of: date) -> Standing:
        """Give how an account stands on a day; `NotFound` if there is none."""
        account = self.get(Account, account_id(household_id, creditor_id))
        return self._stand(account, as_of)

    def waiting(self) -> list[Waiting]:
        """List bills and money that stand on no account yet, oldest first."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT id, creditor_id, tenancy_id, iuv, kind, cents, since_on "
                "FROM waiting_v1 ORDER BY since_on, id"
            )
        return [Waiting(*row) for row in rows]

    def accounts_of(self, household_id: UUID) -> list[str]:
        """Give the creditors with which a household has an account."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT creditor_id FROM accounts_v1 WHERE household_id = ? "
                "ORDER BY creditor_id",
                (household_id,),
            )
        return [creditor_id for [creditor_id] in rows]

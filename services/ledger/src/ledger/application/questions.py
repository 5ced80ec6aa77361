"""Questions to the books; none of them changes anything."""

from datetime import date, datetime
from uuid import UUID

from azione0.application import NotFound
from ledger.account.account import Account, account_id
from ledger.account.accruals import accruals
from ledger.account.interest import Accrual
from ledger.account.standing import Standing, stand
from ledger.application.bookkeeping import Bookkeeping
from ledger.application.postings import Waiting
from ledger.policy import Rules
from ledger.rulebook import RULEBOOK_ID, Rulebook


class Questions(Bookkeeping):
    """Answers how accounts stand, and what waits."""

    def standing(
        self,
        household_id: UUID,
        creditor_id: str,
        as_of: date,
        known_at: datetime | None = None,
    ) -> Standing:
        """
        Give how an account stands on a day, with the knowledge of an instant.

        `NotFound` if there is none, or was none known then.
        """
        account, rules = self.known(household_id, creditor_id, known_at)
        return stand(account.books, as_of, rules)

    def known(
        self, household_id: UUID, creditor_id: str, known_at: datetime | None = None
    ) -> tuple[Account, Rules]:
        """Give an account and the rules as they were known at an instant, or now."""
        key = account_id(household_id, creditor_id)
        if known_at is None:
            return self.get(Account, key), self._rulebook().rules
        account = self.as_known_at(Account, key, known_at)
        if account is None:
            raise NotFound(f"account {key} was not known at {known_at}")
        rulebook = self.as_known_at(Rulebook, RULEBOOK_ID, known_at)
        return account, rulebook.rules if rulebook else Rules()

    def interest(
        self,
        household_id: UUID,
        creditor_id: str,
        until: date,
        known_at: datetime | None = None,
    ) -> list[Accrual]:
        """Give the legal interest borne until a day, charge by charge."""
        account, rules = self.known(household_id, creditor_id, known_at)
        return accruals(
            account.books, stand(account.books, until, rules), rules.legal_rates()
        )

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

    def accounts(self) -> list[tuple[UUID, str]]:
        """List all accounts, each as household and creditor, in a fixed order."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT household_id, creditor_id FROM accounts_v1 "
                "ORDER BY creditor_id, household_id"
            )
        return [(household_id, creditor_id) for household_id, creditor_id in rows]

    def agreements_of(self, household_id: UUID) -> list[UUID]:
        """Give the agreements of a household, also those only proposed."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT agreement_id FROM agreements_v1 WHERE household_id = ? "
                "ORDER BY agreement_id",
                (household_id,),
            )
        return [agreement_id for [agreement_id] in rows]

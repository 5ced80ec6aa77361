"""What the ledger says of agreements that are broken, hold again, or have ended."""

from datetime import date, datetime
from uuid import UUID

from workshops.application.bookkeeping import Bookkeeping
from workshops.budgets import endings


class Endings(Bookkeeping):
    """The use-case of a word about an agreement."""

    def note_word(
        self,
        agreement_id: UUID,
        word: str,
        on: date,
        *,
        recorded_at: datetime,
        letter_id: str,
    ) -> None:
        """Leave the instalments of a broken or ended agreement out of the plan."""
        endings.note_word(self._session, letter_id, agreement_id, word, on, recorded_at)

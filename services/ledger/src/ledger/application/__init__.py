"""
The ledger's use-cases: what creditors report, and what is agreed and judged.

Each method runs in the transaction of whoever calls it. They stand by subject:
`postings.py`, `receipts.py`, `agreements.py`, `decisions.py`, `households.py`,
`proceedings.py`, `questions.py`, all on `bookkeeping.py`, and `forgetting.py`;
`foresight.py` looks up at once what a batch of letters needs.
"""

from typing import ClassVar

from ledger.application.decisions import Decisions
from ledger.application.foresight import Foresight
from ledger.application.forgetting import Forgetting
from ledger.application.households import Households
from ledger.application.proceedings import Proceedings
from ledger.application.questions import Questions
from ledger.application.receipts import Receipts


class Ledger(
    Receipts, Foresight, Households, Decisions, Proceedings, Forgetting, Questions
):
    """Accounts, agreements and rules of the creditors that ALER keeps books for."""

    #: 17,000 accounts with their tenancies and four months' facts, in about 240 MB.
    remembers: ClassVar[int] = 600_000

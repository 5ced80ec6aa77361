"""A ledger with one household that owes eight bills, and its way through court."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from creditors import ALER, HOUSEHOLD, months, registered

from azione0.house import House
from azione0.letter import Raw
from azione0.store import Cause
from ledger.account.account import Account, account_id
from ledger.proceeding.claim import Claim
from ledger.proceeding.proceeding import LegalProceeding

BILLS = months(date(2024, 7, 10), 8)
NOTICED, FILED, HEARING = date(2025, 3, 1), date(2025, 4, 15), date(2025, 6, 10)
DEBT = 8 * 40000


class Court:
    """The ledger, driven by letters, by the days and by who keeps the proceedings."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ledger = house.ledger
        self.acts = 0

    def hear(self, *letters: Raw) -> None:
        taken = self.house.hand_in("ledger", letters)
        assert not taken.failed, self.house.office("ledger").parking.letters()

    def close(self, *closed: date) -> None:
        for day in closed:
            with self.ledger.transaction(Cause("timer", f"close/{day}")):
                self.ledger.close_day(day)

    def act(self, name: str, *of: object, **terms: object):
        """One command, in a transaction of its own."""
        self.acts += 1
        with self.ledger.transaction(Cause("aler/anna", f"act/{self.acts}")):
            return getattr(self.ledger, name)(*of, **terms)

    def owes(self) -> None:
        """Eight bills of 400 euros, unpaid."""
        self.hear(registered(), *(ALER.bill(due, 40000) for due in BILLS))
        self.close(date(2025, 2, 28))

    def opened(self) -> UUID:
        claim = Claim(DEBT, 0, 0)
        return self.act(
            "open_proceeding", HOUSEHOLD, "ALER-BCM", claim=claim, on=NOTICED
        )

    def filed(self) -> UUID:
        it = self.opened()
        claim = Claim(DEBT, 0, 0)
        self.act("file_claim", it, on=FILED, hearing_on=HEARING, claim=claim)
        return it

    def granted(self, claim: Claim, days: int = 90) -> UUID:
        it = self.filed()
        self.close(HEARING)
        self.act("grant_term", it, on=HEARING, days=days, claim=claim)
        return it

    def find(self, proceeding_id: UUID) -> LegalProceeding:
        return self.ledger.get(LegalProceeding, proceeding_id)

    def account(self) -> Account:
        return self.ledger.get(Account, account_id(HOUSEHOLD, "ALER-BCM"))

    def said(self, proceeding_id: UUID) -> list[str]:
        """The names of a proceeding's events, in order."""
        store = self.house.office("ledger").store
        return [
            event.topic.rpartition(".")[2]
            for event in store.select_events(proceeding_id)
        ]


@contextmanager
def opened(environ: dict[str, str], clock: Callable[[], datetime]) -> Iterator[Court]:
    with House(environ, clock=clock, kinds=("ledger",)) as house:
        court = Court(house)
        court.owes()
        yield court


@pytest.fixture
def court(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Court]:
    """A ledger in a file."""
    with opened({"AZIONE0_DATA": str(tmp_path)}, clock) as it:
        yield it


@pytest.fixture
def anywhere(database_url: str, clock: Callable[[], datetime]) -> Iterator[Court]:
    """The same on every store."""
    with opened({"AZIONE0_LEDGER_DB": database_url}, clock) as it:
        yield it

"""A ledger on a store of its own, driven by letters and by commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

from creditors import ALER, HOUSEHOLD, registered
from granted import grant

from azione0.door.web import create_app
from azione0.house import House
from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from ledger.account.standing import Standing
from ledger.agreement.agreement import RepaymentAgreement
from ledger.application import Ledger

CREDITOR = ALER.creditor_id
AS_ANNA = {"Authorization": "Bearer act"}


class Desk:
    """One household with one creditor, and whoever works at the desk."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ledger: Ledger = house.ledger
        self.http = create_app(house.office("ledger")).test_client()
        grant(
            house.office("ledger"),
            "aler/anna",
            "aler-bcm",
            "creditor_operator",
            "accountant",
            "mediator",
            creditors=[CREDITOR],
        )
        self.commands = 0
        self.hear(registered())

    def hear(self, *letters: Raw) -> Taken:
        return self.house.hand_in("ledger", letters)

    @contextmanager
    def command(self) -> Iterator[Ledger]:
        self.commands += 1
        with self.ledger.transaction(Cause("operator", f"command/{self.commands}")):
            yield self.ledger

    def adopt(self, **figures: object) -> None:
        """Let these figures hold from the first day on."""
        with self.command() as ledger:
            ledger.adopt_policy(
                "peer",
                {name: str(it) for name, it in figures.items()},
                date(2000, 1, 1),
            )

    def agree(self, on: date, household_id: UUID = HOUSEHOLD, **terms: object) -> UUID:
        """Put what is overdue into instalments, and sign."""
        with self.command() as ledger:
            agreement_id = ledger.propose_agreement(
                household_id, CREDITOR, on=on, **terms
            )
            ledger.sign_agreement(agreement_id, on=on, signatory_roles=["tenant"])
        return agreement_id

    def close(self, on: date) -> None:
        with self.command() as ledger:
            ledger.close_day(on)

    def agreement(self, agreement_id: UUID) -> RepaymentAgreement:
        return self.ledger.get(RepaymentAgreement, agreement_id)

    def standing(self, as_of: date) -> Standing:
        return self.ledger.standing(HOUSEHOLD, CREDITOR, as_of)


@contextmanager
def open_desk(database_url: str, folder: Path, clock) -> Iterator[Desk]:
    """Open the ledger on a database, with one who may act over HTTP."""
    tokens = folder / "tokens.toml"
    write_tokens(
        tokens, [Grant(hash_of("act"), Actor("aler/anna", "aler-bcm", ("operator",)))]
    )
    environ = {"AZIONE0_LEDGER_DB": database_url, "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=clock, kinds=("ledger",)) as house:
        yield Desk(house)

"""A ledger that takes files, on every store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from creditors import HOUSEHOLD, registered
from creditors import Creditor as Voice

from azione0.contracts import condominium
from azione0.house import House
from azione0.letter import Raw
from ledger.account.account import Account, account_id
from ledger.creditors import Creditor, Creditors
from ledger.files.posting import ImportResult, import_file

IMPORTED_AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
ALER = Creditor(
    creditor_id="aler-bcm",
    publisher="aler",
    codice_fiscale="77777777777",
    ibans=("IT60X0542811101000000123456", "NL26VAYB8060476890"),
    name="ALER Brescia-Cremona-Mantova",
)
SOLE = Creditor(
    creditor_id="sole",
    publisher="condominium",
    codice_fiscale="98765432109",
    ibans=(),
    name="Condominio Sole",
)


@dataclass
class Desk:
    """Where files are handed in, and where one looks what came of them."""

    house: House
    creditors: Creditors

    def hand_in(
        self,
        content: bytes | str,
        wanted: str = "payments",
        *,
        check_only: bool = False,
    ) -> ImportResult:
        return import_file(
            self.house.office("ledger"),
            content if isinstance(content, bytes) else content.encode(),
            wanted,
            self.creditors,
            by="anna",
            recorded_at=IMPORTED_AT,
            check_only=check_only,
        )

    def hear(self, *letters: Raw) -> None:
        taken = self.house.hand_in("ledger", letters)
        assert not taken.failed, self.house.office("ledger").parking.letters()

    def account(self, creditor_id: str = "aler-bcm") -> Account:
        return self.house.ledger.get(Account, account_id(HOUSEHOLD, creditor_id))

    def open_cents(self, as_of: date, creditor_id: str = "aler-bcm") -> int:
        """What is owed on a day, less what was paid and lies on no charge."""
        standing = self.house.ledger.standing(HOUSEHOLD, creditor_id, as_of)
        position = standing.position
        return sum(position.open_cents.values()) - position.credit_cents

    def rows(self, sql: str, *values: object) -> list[tuple]:
        with self.house.office("ledger").store.reading() as session:
            return session.execute(sql, values)

    def everything(self) -> dict[str, list]:
        """All that is stored, to be compared."""
        return {
            table: sorted(map(repr, self.rows(f"SELECT * FROM {table}")))  # noqa: S608
            for table in (
                "events",
                "inbox",
                "imports_v1",
                "imported_lines_v1",
                "flows_v1",
                "charge_names_v1",
                "settlements_v1",
                "debits_v1",
                "returned_debits_v1",
                "notice_payments_v1",
                "payments_v1",
                "waiting_v1",
                "notices_v1",
                "quarantine",
            )
        }


@pytest.fixture
def aler() -> Voice:
    """ALER as the bus hears it."""
    return Voice("aler-bcm")


@pytest.fixture
def sole() -> Voice:
    """The administrator as the bus hears it."""
    return Voice("sole", condominium)


@pytest.fixture
def office(database_url: str, clock: Callable[[], datetime]) -> Iterator[Desk]:
    """A ledger that knows one household with a tenancy at each creditor."""
    environ = {"AZIONE0_LEDGER_DB": database_url}
    with House(environ, clock=clock, kinds=("ledger",)) as house:
        desk = Desk(house, Creditors([ALER, SOLE]))
        desk.hear(registered(("aler-bcm", "0042/17"), ("sole", "SOL-007")))
        yield desk


@pytest.fixture
def sample() -> Callable[..., bytes]:
    """Give the bytes of a sample file, with one thing changed perhaps."""
    samples = Path(__file__).parent / "files" / "samples"

    def read(name: str, *changes: tuple[str, str]) -> bytes:
        content = (samples / name).read_bytes()
        for before, after in changes:
            assert before.encode() in content, f"{name} does not contain {before}"
            content = content.replace(before.encode(), after.encode(), 1)
        return content

    return read

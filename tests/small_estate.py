"""
A few households at one creditor, each in another state, and all that is stored.

For tests of what is refused: whatever is asked of this ledger in vain must leave
every table as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from creditors import Creditor, months, registered
from flask.testing import FlaskClient
from granted import grant

from azione0.door.web import create_app
from azione0.house import House
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from ledger.hearing import charge_key
from ledger.receipt import payment_key

CREDITOR_ID = "aler-bcm"
ALER = Creditor(CREDITOR_ID)
NOW = datetime(2025, 7, 1, 10, tzinfo=UTC)
TODAY, YESTERDAY = date(2025, 7, 1), date(2025, 6, 30)
SINCE = date(2025, 1, 10)

OWING, AGREED, CLOSED, SQUARE, DEEP = (
    UUID(f"{it}1111111-2222-4333-8444-555555555555") for it in "12345"
)
TENANCIES = {OWING: "T1", AGREED: "T2", CLOSED: "T3", SQUARE: "T4", DEEP: "T5"}
NOBODY = UUID("99999999-2222-4333-8444-555555555555")
DEBT = 6 * 18000 - 5000
NO_LETTERS = ("inbox", "inbox_head", "quarantine")
"""Where letters that were refused are kept, and nothing else."""


def charge_of(household_id: UUID, month: int = 1) -> str:
    """The ledger's id of a household's bill of 2025."""
    name = f"{TENANCIES[household_id]}-rent-{date(2025, month, 10)}"
    return str(charge_key(CREDITOR_ID, name))


def payment_of(payment_id: str) -> str:
    """The ledger's id of a payment."""
    return str(payment_key(CREDITOR_ID, payment_id, None, None, None))


PAID = payment_of("paid")


class Estate:
    """A ledger in one process, asked over HTTP, by files and by letters."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.now = NOW
        tokens = folder / "tokens.toml"
        write_tokens(
            tokens,
            [
                Grant(hash_of("act"), Actor("aler/anna", "aler-bcm", ("operator",))),
                Grant(hash_of("also"), Actor("aler/carla", "aler-bcm", ("operator",))),
                Grant(hash_of("ask"), Actor("comune/bruno", "comune", ("reader",))),
            ],
        )
        environ = {
            "AZIONE0_DATA": str(folder),
            "AZIONE0_TOKENS": str(tokens),
            "AZIONE0_LEDGER_DB": database_url,
        }
        self.house = House(environ, clock=lambda: self.now, kinds=("ledger",))
        self.office = self.house.office("ledger")
        self.ledger = self.house.ledger
        self.client: FlaskClient = create_app(self.office).test_client()
        self.ids: dict[str, str] = {}
        for actor in ("aler/anna", "aler/carla"):
            grant(
                self.office,
                actor,
                "aler-bcm",
                "creditor_operator",
                "accountant",
                "mediator",
                creditors=[CREDITOR_ID],
            )
        grant(self.office, "comune/bruno", "comune", "auditor")

    def settle_in(self) -> None:
        """Let half a year pass, and something of each kind happen."""
        hear = self.office.inbox.take
        hear([registered((CREDITOR_ID, it), household_id=h) for h, it in
              TENANCIES.items()])  # fmt: skip
        for household_id, tenancy_id in TENANCIES.items():
            cents = 180000 if household_id is DEEP else 18000
            count = 1 if household_id is SQUARE else 6
            bills = [
                ALER.bill(it, cents, tenancy_id=tenancy_id)
                for it in months(SINCE, count)
            ]
            hear(bills)
        hear(
            [
                ALER.payment(YESTERDAY, 5000, payment_id="paid"),
                ALER.payment(YESTERDAY, 18000, tenancy_id="T4", payment_id="square"),
                ALER.payment(YESTERDAY, 700, tenancy_id=None, payment_id="nameless"),
            ]
        )
        with self.ledger.transaction(Cause("test", "close")):
            self.ledger.close_day(YESTERDAY)
        with self.ledger.transaction(Cause("test", "end")):
            self.ledger.close_account(
                CLOSED, CREDITOR_ID, on=YESTERDAY, reason="moved_on"
            )
        for name, household_id in (
            ("agreed", AGREED),
            ("proposed", OWING),
            ("deep", DEEP),
        ):
            self.ids[name] = self.propose(name, household_id)
        with self.ledger.transaction(Cause("aler/anna", "sign")):
            self.ledger.sign_agreement(
                UUID(self.ids["agreed"]), on=TODAY, signatory_roles=["tenant"]
            )

    def propose(self, name: str, household_id: UUID) -> str:
        """Propose an agreement of sixty instalments at most; give its id."""
        with self.ledger.transaction(Cause("aler/anna", f"propose/{name}")):
            return str(
                self.ledger.propose_agreement(
                    household_id,
                    CREDITOR_ID,
                    instalment_cents=100000 if household_id is DEEP else 7000,
                    first_due_on=date(2025, 8, 10),
                    on=TODAY,
                )
            )

    def everything(self, *but: str) -> dict[str, list[str]]:
        """Every row of every table, to be compared."""
        with self.office.store.reading() as session:
            return {
                table: sorted(map(repr, session.execute(f"SELECT * FROM {table}")))  # noqa: S608
                for table in self._tables()
                if table not in but
            }

    def _tables(self) -> list[str]:
        catalogue = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if self.office.settings.database_url.startswith("sqlite")
            else "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public'"
        )
        with self.office.store.reading() as session:
            return sorted(name for [name] in session.execute(catalogue))


@contextmanager
def an_estate(folder: Path, database_url: str) -> Iterator[Estate]:
    """Open a ledger of its own, with its households settled in."""
    estate = Estate(folder, database_url)
    try:
        estate.settle_in()
        yield estate
    finally:
        estate.house.close()

"""One household in arrears with ALER, its agreement, and whoever asks about it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from creditors import HOUSEHOLD, Creditor, months, registered

from azione0.commands import main
from azione0.house import House
from azione0.store import Cause
from ledger.application import Ledger

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
IUV = "01000000001234519"
SIGNED, TODAY = date(2025, 7, 1), date(2025, 8, 15)


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a ledger and a list of creditors; give its folder."""
    for name in ("AZIONE0_NAME", "AZIONE0_PARTNERS", "AZIONE0_LEDGER_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("AZIONE0_DEMO", raising=False)
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("AZIONE0_CREDITORS", str(EXAMPLES / "creditors.toml"))
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def house(environ: Path, clock) -> Iterator[House]:
    """The ledger alone, where a household owes half a year of rent."""
    with House(
        {"AZIONE0_DATA": str(environ / "data")}, clock=clock, kinds=("ledger",)
    ) as opened:
        aler = Creditor("aler-bcm")
        opened.hand_in(
            "ledger",
            [
                aler.tenancy("0042/17"),
                registered(("aler-bcm", "0042/17")),
                *(
                    aler.bill(due, tenancy_id="0042/17")
                    for due in months(date(2025, 1, 10), 6)
                ),
                aler.bill(date(2025, 7, 10), tenancy_id="0042/17", iuv=IUV),
                aler.payment(date(2025, 7, 5), 5000, tenancy_id=None, iuv=IUV),
                aler.bill(
                    date(2025, 7, 10),
                    2500,
                    tenancy_id="0042/17",
                    kind="service",
                    iuv=IUV,
                    charge_id="s",
                ),
                aler.bill(date(2025, 8, 10), 9000, tenancy_id="9999", charge_id="w"),
            ],
        )
        yield opened


@pytest.fixture
def ledger(house: House) -> Ledger:
    """Its use-cases, on a day that is closed."""
    found: Ledger = house.ledger
    with found.transaction(Cause("aler/anna", "close")):
        found.close_day(date(2025, 6, 30))
    return found


@pytest.fixture
def agreement_id(ledger: Ledger) -> UUID:
    """An agreement on 1,080 euros, 15 times 70 and 30, signed."""
    with ledger.transaction(Cause("aler/anna", "propose")):
        proposed = ledger.propose_agreement(
            HOUSEHOLD,
            "aler-bcm",
            instalment_cents=7000,
            first_due_on=date(2025, 8, 10),
            on=SIGNED,
        )
        ledger.sign_agreement(proposed, on=SIGNED, signatory_roles=["tenant"])
        ledger.close_day(TODAY)
    return proposed


@pytest.fixture
def azione0(environ: Path, agreement_id: UUID, house: House) -> Callable[..., Result]:
    """Ask the one command, with the ledger closed by whoever filled it."""
    house.close()

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["ledger", *map(str, words)])

    return call

"""A creditor's own program on one side, the real ledger on the other."""

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from bus import Bus

from azione0 import letter
from azione0.contracts.intake import HouseholdRegistered, Tenancy
from azione0.door.exchange import Exchange
from azione0.door.letterbox import LetterBox
from azione0.office import Office, service_class
from azione0.relay import send
from azione0.settings import Settings
from azione0.store import Cause

HOUSEHOLD = UUID("00000000-0000-0000-0000-0000000000a1")
AFTER_A_YEAR = date(2025, 1, 15)
CLIENTS = Path(__file__).parent / "clients"


class Programme:
    """The ledger at its place on the bus."""

    def __init__(self, bus: Bus, folder: Path) -> None:
        self.bus = bus
        me = bus.partner("ledger")
        self.office = Office(
            service_class("ledger"),
            Settings(
                me=me,
                partners=tuple(bus.partners),
                database_url=f"sqlite:///{folder / 'ledger.db'}",
                data=folder,
                amqp=bus.url(me.name),
                port=0,
                tokens=None,
            ),
            clock=lambda: datetime.now(UTC),
        )
        self._box = LetterBox(bus.url(me.name), me.name, self.office.inbox.take)
        self._exchange = Exchange(bus.url(me.name), me.name)

    def close(self) -> None:
        """Leave the bus."""
        self._box.disconnect()
        self._exchange.disconnect()
        self.office.close()

    def hear(self) -> Counter[str]:
        """Take what has come; give the names of what was acted on."""
        heard: Counter[str] = Counter()
        while (taken := self._box.step(1)) is not None:
            assert (taken.failed, taken.quarantined, taken.parked) == (0, 0, 0)
            heard += taken.done
        return Counter({name.split(".")[3]: count for name, count in heard.items()})

    def conclude(self) -> None:
        """Learn whose tenancy it is, close a day, sign an agreement, say so."""
        registered = HouseholdRegistered(
            household_id=HOUSEHOLD,
            dwelling_id="TC-04-17",
            building_id="torre-cimabue",
            tenancies=(Tenancy(creditor_id="aler", tenancy_id="0012-34567"),),
            effective_on=date(2024, 1, 1),
        )
        self.office.inbox.take(
            [
                letter.write(
                    registered,
                    id="household",
                    source="//comune-brescia/intake",
                    recorded_at=datetime.now(UTC),
                    correlation_id="household",
                    causation_id="household",
                )
            ]
        )
        ledger = self.office.application
        with ledger.transaction(Cause("test", "close-day")):
            ledger.close_day(AFTER_A_YEAR)
        with ledger.transaction(Cause("test", "agree")):
            agreement = ledger.propose_agreement(
                HOUSEHOLD,
                "aler",
                instalment_cents=15000,
                first_due_on=date(2025, 2, 10),
                on=AFTER_A_YEAR,
            )
            ledger.sign_agreement(
                agreement, on=AFTER_A_YEAR, signatory_roles=["tenant", "creditor"]
            )
        while self.office.relay.step():
            pass
        while send(self.office.relay, self._exchange.publish):
            pass


def run_client(bus: Bus, command: Sequence[str], **environment: str) -> str:
    """Run a creditor's program with its own user; give what it prints."""
    aler = bus.partner("aler").name
    done = subprocess.run(  # noqa: S603  an interpreter and a program of these tests
        command,
        env={
            "PATH": os.environ["PATH"],
            "AMQP_URL": bus.url(aler),
            "PARTNER": aler,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def check_the_year(programme: Programme, say: Callable, hear: Callable) -> None:
    """Let a creditor's program tell a year; check what each side understood."""
    say()
    assert programme.hear() == {
        "TenancyRegistered": 1,
        "ChargeIssued": 12,
        "PaymentReceived": 1,
    }
    say()  # the same letters again: nothing happens twice
    assert programme.hear() == {}

    programme.conclude()
    printed = hear()
    assert "it.azione0.ledger.ArrearsDetected.v1" in printed
    assert "it.azione0.ledger.AgreementSigned.v1" in printed
    assert "165000" in printed  # eleven bills of 150 euro are overdue
    assert "0012-34567" in printed

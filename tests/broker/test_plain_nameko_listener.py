"""A partner with plain nameko listens with `@event_handler`."""

import subprocess
import sys

import pytest
from bus import LISTENER
from creditor import CLIENTS
from two_services import clock, household, missed

from azione0 import letter
from azione0.door.exchange import Exchange
from azione0.relay import Outgoing

pytestmark = pytest.mark.broker


def test_a_plain_nameko_listener(empty_bus):
    bus = empty_bus
    ledger, partner = bus.partner("ledger").name, bus.partner(LISTENER).name
    process = subprocess.Popen(  # noqa: S603  this interpreter, a program of these tests
        [sys.executable, "-W", "ignore", str(CLIENTS / "plain_nameko.py")],
        env={
            "AMQP_URL": bus.url(f"{partner}-listener"),
            "PUBLISHER": ledger,
            "PARTNER": partner,
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "listening\n"
        exchange = Exchange(bus.url(ledger), ledger)
        raw = letter.write(
            missed(household(1)),
            id="one",
            source="//aler-bcm/ledger",
            recorded_at=clock(),
            correlation_id="c",
            causation_id="c",
        )
        exchange.publish([Outgoing(1, "InstalmentMissed", raw)])
        exchange.close()

        assert process.stdout.readline() == f"{household(1)} 5000\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

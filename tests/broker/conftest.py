"""A broker for each test that needs one: a place of its own on a running server."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.append(str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parent))

from bus import Bus, Server
from faults.cluster import PrivateRabbit

TEST_AMQP = os.environ.get("AZIONE0_TEST_AMQP", "amqp://guest:guest@127.0.0.1:5672")


def not_here(reason: str) -> None:
    """Skip with what to install; where every server is required, fail."""
    if os.environ.get("AZIONE0_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give the running RabbitMQ, or one started for the tests."""
    control = shutil.which("rabbitmqctl")
    if control and Server(TEST_AMQP, control).answers():
        yield Server(TEST_AMQP, control)
        return
    if missing := PrivateRabbit.missing():
        not_here(f"no RabbitMQ at AZIONE0_TEST_AMQP: start one, or {missing}")
    private = PrivateRabbit()
    private.start()
    try:
        yield Server(private.amqp(), private)
    finally:
        private.remove()


@pytest.fixture(scope="module")
def bus(server) -> Iterator[Bus]:
    """Make the programme's queues and users, under names that nobody else has."""
    made = Bus(server, uuid4().hex[:8])
    made.load()
    try:
        yield made
    finally:
        made.remove()


@pytest.fixture
def empty_bus(bus) -> Bus:
    """Give the same, with nothing left in its inboxes by the test before."""
    bus.empty()
    return bus

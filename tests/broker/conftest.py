"""A broker for each test that needs one: a place of its own on a running server."""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from bus import Bus, Server, not_here
from creditor import Programme
from faults.cluster import PrivateRabbit
from servers import POSTGRES

TEST_AMQP = os.environ.get("AZIONE0_TEST_AMQP", "amqp://guest:guest@127.0.0.1:5672")


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


@pytest.fixture(scope="session")
def postgres() -> str:
    """Give the running PostgreSQL, or one started for the tests."""
    return POSTGRES.url()


@pytest.fixture
def databases(postgres) -> Iterator[Callable[[str], str]]:
    """Give a function that makes databases, which are dropped after the test."""
    made = []

    def make(name: str) -> str:
        made.append(f"azione0_{name}_{uuid4().hex[:8]}")
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}")
        return urlunsplit(urlsplit(postgres)._replace(path=f"/{made[-1]}"))

    yield make
    with psycopg.connect(postgres, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


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


@pytest.fixture
def programme(empty_bus, tmp_path) -> Iterator[Programme]:
    """Give the real ledger, at its place on the bus."""
    ledger = Programme(empty_bus, tmp_path)
    yield ledger
    ledger.close()

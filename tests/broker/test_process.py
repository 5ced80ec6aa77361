"""A service as it runs: a process of its own, between a broker and a database."""

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest
from bus import partners_of, soon
from faults.cluster import free_port
from two_services import NoterService, SpeakerService, clock, say, settings

from azione0.office import Office
from azione0.tokens import Actor, Grant, hash_of, write_tokens

HERE = Path(__file__).parent


@contextmanager
def running(kind, folder, mark, ports=None, **different):
    """Run one of the two small services; end it by its pid."""
    told = {
        "kind": kind,
        "mark": mark,
        "folder": str(folder),
        "ports": ports or {},
        "settings": different,
    }
    with (folder / f"{kind}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  this interpreter, a file of ours
            [
                *(sys.executable, "-W", "ignore", str(HERE / "one_service.py")),
                json.dumps(told),
            ],
            stderr=log,
            stdout=log,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def looking(service, mark, folder, **different):
    """Open a service's own office beside it, to speak through or to look in."""
    partners = partners_of(mark)
    me = next(it for it in partners if it.kind == service.name)
    office = Office(service, settings(me, partners, folder, **different), clock=clock)
    try:
        yield office
    finally:
        office.close()


@pytest.mark.broker
@pytest.mark.postgres
def test_two_processes_two_databases_and_a_broker(empty_bus, tmp_path, databases):
    bus = empty_bus
    amqp = bus.url(bus.partner("ledger").name), bus.url(bus.partner("reporting").name)
    first, second = databases("speaker"), databases("noter")
    with (
        running("ledger", tmp_path, bus.mark, amqp=amqp[0], database_url=first),
        running("reporting", tmp_path, bus.mark, amqp=amqp[1], database_url=second),
        looking(SpeakerService, bus.mark, tmp_path, database_url=first) as says,
        looking(NoterService, bus.mark, tmp_path, database_url=second) as notes,
    ):
        for start in range(0, 2000, 500):
            say(says, 100 + start, 500)
        assert soon(notes.application.count, seconds=15, wanted=(2000,)) == 2000


@pytest.mark.broker
def test_two_processes_and_a_broker(empty_bus, tmp_path):
    bus = empty_bus
    speaker, noter = bus.partner("ledger").name, bus.partner("reporting").name
    with (
        running("ledger", tmp_path, bus.mark, amqp=bus.url(speaker)),
        running("reporting", tmp_path, bus.mark, amqp=bus.url(noter)),
        looking(SpeakerService, bus.mark, tmp_path) as says,
        looking(NoterService, bus.mark, tmp_path) as notes,
    ):
        say(says, 100, 300)
        assert soon(notes.application.count, seconds=15, wanted=(300,)) == 300
        say(says, 400, 300)
        assert soon(notes.application.count, wanted=(600,)) == 600


@pytest.fixture
def tokens(tmp_path):
    """Write the ledger's file of tokens, with one for the noter of a mark."""

    def write(mark):
        file = tmp_path / "tokens.toml"
        recipient = Actor("reporting", "azione0", ("recipient",), f"reporting-{mark}")
        write_tokens(file, [Grant(hash_of("not-a-secret"), recipient)])
        return str(file)

    return write


def test_two_processes_without_a_broker(tmp_path, tokens):
    mark = uuid4().hex[:8]
    ports = {"ledger": free_port()}
    with (
        running("ledger", tmp_path, mark, port=ports["ledger"], tokens=tokens(mark)),
        looking(SpeakerService, mark, tmp_path) as says,
        running("reporting", tmp_path, mark, ports, letters_token="not-a-secret"),  # noqa: S106
        looking(NoterService, mark, tmp_path) as notes,
    ):
        say(says, 100, 700)
        assert soon(notes.application.count, seconds=15, wanted=(700,)) == 700


def test_what_a_broker_does_not_bring_is_asked_for(tmp_path, tokens):
    mark = uuid4().hex[:8]
    ports = {"ledger": free_port()}
    nowhere = f"amqp://x:x@127.0.0.1:{free_port()}/none"
    with (
        running("ledger", tmp_path, mark, port=ports["ledger"], tokens=tokens(mark)),
        looking(SpeakerService, mark, tmp_path) as says,
        looking(NoterService, mark, tmp_path) as notes,
    ):
        say(says, 100, 700)
        assert soon(lambda: says.relay.lag()[0] == 0)
        with running(
            "reporting",
            tmp_path,
            mark,
            ports,
            amqp=nowhere,
            letters_token="not-a-secret",  # noqa: S106
        ) as process:
            assert soon(notes.application.count, seconds=15, wanted=(700,)) == 700
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert time.monotonic() - begun < 3  # in the middle of a minute's pause


def test_a_timer_strikes_and_a_stop_takes_at_most_five_seconds(tmp_path):
    mark = uuid4().hex[:8]
    with (
        running("reporting", tmp_path, mark) as process,
        looking(NoterService, mark, tmp_path) as notes,
    ):
        assert soon(lambda: notes.application.count("ticks_v1") > 2)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - begun < 5


def test_a_broker_that_is_away_stops_nobody_from_working(tmp_path):
    mark, port = uuid4().hex[:8], free_port()
    nowhere = f"amqp://ledger:x@127.0.0.1:{free_port()}/none"
    ports = {"intake": free_port(), "ledger": port}  # nobody answers for intake
    with running("ledger", tmp_path, mark, ports, amqp=nowhere, port=port) as process:

        def state():
            with suppress(OSError):
                connection = HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/readyz")
                answer = connection.getresponse()
                found = answer.status, json.loads(answer.read())["state"]
                connection.close()
                return found
            return None

        assert soon(state, wanted=((200, "degraded"),)) == (200, "degraded")
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - begun < 3

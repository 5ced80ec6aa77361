"""A service is stopped and started again while people work with it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from random import randrange
from threading import Event

import pytest
from granted import grant
from shelves import ShelvesService

from azione0.office import Office
from azione0.settings import settings_for
from azione0.tokens import Actor, Grant, hash_of, write_tokens

pytestmark = pytest.mark.faults

SCRIPT = Path(__file__).with_name("shelves_process.py")
HEADERS = {"Authorization": "Bearer act", "Content-Type": "application/json"}
SHELF = b'{"label": "A", "on": "2026-03-02"}'


def free_port():
    """
    Give a free port below those that clients are given.

    A client that asks again and again for a closed port above would one day be
    given that very port, and be connected to itself.
    """
    lowest_of_clients = int(
        Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]
    )
    while True:
        port = randrange(10_000, lowest_of_clients)
        with closing(socket.socket()) as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


class Service:
    """The small service in a process of its own, on a port of its own."""

    def __init__(self, folder):
        self.port = free_port()
        self.errors = (folder / "errors").open("ab")
        tokens = folder / "tokens.toml"
        write_tokens(tokens, [Grant(hash_of("act"), Actor("a", "b", ("operator",)))])
        self.environ = {
            **os.environ,
            "AZIONE0_DATA": str(folder),
            "AZIONE0_PORT": str(self.port),
            "AZIONE0_TOKENS": str(tokens),
        }
        self.process = None
        settings = settings_for("workshops", self.environ)
        office = Office(ShelvesService, settings, clock=lambda: datetime.now(UTC))
        grant(office, "a", "b", "case_worker")
        office.close()

    def start(self):
        self.process = subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, "-W", "ignore", str(SCRIPT)],
            env=self.environ,
            stderr=self.errors,
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise TimeoutError("the service did not start")

    def stop(self):
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        return code, time.monotonic() - begun

    def ask(self, method, path, body=None):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture
def service(tmp_path):
    service = Service(tmp_path)
    try:
        service.start()
        yield service
    finally:
        if service.process.poll() is None:
            service.process.kill()
            service.process.wait()
        service.errors.close()


def test_a_restart_loses_no_accepted_request(service):
    status, body = service.ask("POST", "/api/shelves", SHELF)
    assert status == 201
    slow = f"/api/slow/{json.loads(body)['id']}"
    became, ended = Counter(), Event()

    def work(number):
        while not ended.is_set():
            try:
                if number % 2:
                    status, _ = service.ask("GET", slow)
                else:
                    status, _ = service.ask("POST", "/api/shelves", SHELF)
                became[status] += 1
            except ConnectionRefusedError:
                # Nobody let it in: a proxy would have tried again.
                became["refused"] += 1
                time.sleep(0.02)
            except (ConnectionResetError, RemoteDisconnected, BrokenPipeError) as lost:
                became[type(lost).__name__] += 1

    with ThreadPoolExecutor(12) as pool:
        workers = [pool.submit(work, number) for number in range(12)]
        try:
            for _ in range(5):
                time.sleep(1)
                code, seconds = service.stop()
                assert code == 0
                assert seconds < 5
                service.start()
        finally:
            ended.set()
        for worker in workers:
            worker.result()
    lost = {what: count for what, count in became.items() if isinstance(what, str)}
    assert became["refused"] > 0, "the service was never away"
    assert set(lost) == {"refused"}, became
    assert {status for status in became if isinstance(status, int)} == {200, 201}
    assert became[200] > 20
    assert became[201] > 20


def test_a_second_process_on_the_port_fails_loudly(service):
    second = subprocess.run(  # noqa: S603  our own script
        [sys.executable, "-W", "ignore", str(SCRIPT)],
        env=service.environ,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert second.returncode != 0
    assert b"Address already in use" in second.stderr
    assert service.ask("GET", "/healthz")[0] == 200


def test_a_client_that_says_nothing_does_not_keep_the_service_from_stopping(service):
    silent = HTTPConnection("127.0.0.1", service.port)
    silent.connect()
    time.sleep(0.2)
    code, seconds = service.stop()
    silent.close()
    assert code == 0
    assert seconds < 5.5

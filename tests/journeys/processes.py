"""The programme as it runs in earnest: five processes, five databases, one broker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as clock_time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pika
from broker.bus import Bus, Server
from faults.cluster import free_port
from granted import grant

from azione0.contract import SERVICES
from azione0.office import Office, service_class
from azione0.partners import Partner, default_partners
from azione0.settings import settings_for
from azione0.tokens import Actor, Grant, hash_of, write_tokens

STARTS_WITHIN, ARRIVES_WITHIN, STOPS_WITHIN = 40, 20, 10
COMMAND = (str(Path(sys.executable).with_name("azione0")),)
READER = "ask"
#: Who acts for which organisation; their tokens are `act-<organisation>`.
OPERATORS = {
    "la-rete": "la-rete/anna",
    "elefanti-volanti": "elefanti-volanti/carla",
    "comune-brescia": "comune-brescia/dario",
}
LAST_LINES = 40


class Programme:
    """
    Services, each as its organisation would run it, and a creditor's program.

    There is one for each of `databases`, by name. Partners' names end in `mark`, for
    the broker's users belong to the whole server.
    """

    def __init__(
        self,
        server: Server,
        mark: str,
        folder: Path,
        databases: dict[str, str],
        partners: Sequence[Partner] = default_partners(),
    ) -> None:
        self.folder = folder
        self.bus = Bus(server, mark)
        self._partners = {
            it.name: replace(
                it,
                name=f"{it.name}-{mark}",
                url=f"http://127.0.0.1:{free_port()}" if it.kind in SERVICES else "",
            )
            for it in partners
        }
        self.bus.partners = [*self._partners.values()]
        self._databases = databases
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        (folder / "partners.toml").write_text(
            "\n".join(map(_written, self.bus.partners))
        )
        write_tokens(folder / "tokens.toml", self._grants())

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Load the definitions, start them all; end them, and show their logs."""
        self.bus.load()
        try:
            for name in self._databases:
                self._let_in(name)
                self._start(name)
            for name in self._databases:
                self.until(lambda name=name: self._is_well(name), STARTS_WITHIN)
            yield
        except BaseException:
            self._show_logs()
            raise
        finally:
            self._stop()
            self.bus.remove()

    def kill(self, name: str) -> None:
        """End a service at once, by its pid."""
        process = self._processes.pop(name)
        process.kill()
        process.wait()

    def start(self, name: str) -> None:
        """Start a service that was killed, and wait until it is well."""
        self._start(name)
        self.until(lambda: self._is_well(name), STARTS_WITHIN)

    def partner(self, name: str) -> Partner:
        """Give who takes part under a name, with its mark and address."""
        return self._partners[name]

    def act(self, kind: str, path: str, /, **body: Any) -> Any:
        """Order something over HTTP, for La Rete; give what is answered."""
        return self.act_for("la-rete", kind, path, **body)

    def act_for(self, whom: str, kind: str, path: str, /, **body: Any) -> Any:
        """Order something for one of the organisations; give what is answered."""
        return self._ask(kind, "POST", f"/api{path}", f"act-{whom}", body)

    def ask(self, kind: str, path: str) -> Any:
        """Ask something over HTTP."""
        return self._ask(kind, "GET", f"/api{path}", READER)

    def status(self, kind: str) -> Any:
        """Ask a service how it is."""
        return self._ask(kind, "GET", "/status", READER)

    def close_day(self, kind: str, day: date) -> None:
        """Close a day of one service with `azione0 close-day`, beside the service."""
        done = subprocess.run(  # noqa: S603  our own command
            [*COMMAND, "close-day", str(day), "--service", kind, "--by", "test/night"],
            env=self._environ(kind),
            capture_output=True,
            text=True,
            check=False,
            timeout=STARTS_WITHIN,
        )
        assert done.returncode == 0, done.stderr

    def publish(self, *letters: tuple[str, str, dict[str, Any]]) -> None:
        """Say things as ALER, with a plain client: name, id and body of each."""
        exchange = f"{self.bus.partner('aler').name}.events"
        with self._aler() as channel:
            channel.confirm_delivery()
            for name, letter_id, body in letters:
                channel.basic_publish(
                    exchange=exchange,
                    routing_key=name,
                    body=json.dumps(body).encode(),
                    properties=pika.BasicProperties(
                        content_type="application/json",
                        delivery_mode=2,
                        headers=_headers(name, letter_id, body["effective_on"]),
                    ),
                    mandatory=True,
                )

    def hear_at_aler(self, name: str) -> dict[str, Any]:
        """Wait for a letter of that name in ALER's own inbox; give its body."""
        inbox = f"{self.bus.partner('aler').name}.inbox"
        with self._aler() as channel:
            for method, about, body in channel.consume(
                inbox, inactivity_timeout=ARRIVES_WITHIN
            ):
                assert method is not None, f"no {name} came to {inbox}"
                channel.basic_ack(method.delivery_tag)
                if method.routing_key == name:
                    assert about.headers["ce-type"] == f"it.azione0.ledger.{name}.v1"
                    channel.cancel()
                    return json.loads(body)
        raise AssertionError(f"{inbox} was closed")

    def until(
        self, question: Callable[[], Any], seconds: float = ARRIVES_WITHIN
    ) -> Any:
        """Ask until the answer is true, and give it; fail after so many seconds."""
        until = time.monotonic() + seconds
        while not (answer := question()):
            dead = [it for it, run in self._processes.items() if run.poll() is not None]
            assert not dead, f"{dead} ended by themselves"
            assert time.monotonic() < until, "it did not happen in time"
            time.sleep(0.05)
        return answer

    def _grants(self) -> list[Grant]:
        """Let some act, one look, and each service take its own letters."""
        services = {
            name: it for name, it in self._partners.items() if it.kind in SERVICES
        }
        return [
            *(
                Grant(hash_of(f"act-{whom}"), Actor(name, whom, ("operator",)))
                for whom, name in OPERATORS.items()
            ),
            Grant(hash_of(READER), Actor("azione0/bruno", "azione0", ("reader",))),
            *(
                Grant(
                    hash_of(f"take-{name}"),
                    Actor(it.name, it.organisation, ("recipient",), it.name),
                )
                for name, it in services.items()
            ),
        ]

    def _let_in(self, name: str) -> None:
        """Grant, before a service runs, what people do in the journeys."""
        settings = settings_for(self._partners[name].kind, self._environ(name))
        office = Office(
            service_class(settings.me.kind), settings, clock=lambda: datetime.now(UTC)
        )
        try:
            roles = ("supervisor", "case_worker", "mediator", "accountant")
            for whom, actor in OPERATORS.items():
                grant(office, actor, whom, *roles)
            grant(office, "azione0/bruno", "azione0", "auditor")
        finally:
            office.close()

    def verify(self, kind: str) -> str:
        """Prove the log of a service with `azione0 verify`, beside the service."""
        done = subprocess.run(  # noqa: S603  our own command
            [*COMMAND, "verify", kind],
            env=self._environ(kind),
            capture_output=True,
            text=True,
            check=False,
            timeout=STARTS_WITHIN,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _environ(self, name: str) -> dict[str, str]:
        me = self._partners[name]
        return {
            "PATH": os.environ["PATH"],
            **{it: os.environ[it] for it in ("PYTHONPATH",) if it in os.environ},
            "LANG": "C.UTF-8",
            "AZIONE0_DATA": str(self.folder),
            "AZIONE0_NAME": me.name,
            "AZIONE0_PARTNERS": str(self.folder / "partners.toml"),
            "AZIONE0_TOKENS": str(self.folder / "tokens.toml"),
            "AZIONE0_LETTERS_TOKEN": f"take-{name}",
            "AZIONE0_SEAL_SECONDS": "1",
            "AZIONE0_AMQP": self.bus.url(me.name),
            f"AZIONE0_{me.kind.upper()}_DB": self._databases[name],
        }

    def _start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(  # noqa: S603  our own command
                [*COMMAND, "run", self._partners[name].kind],
                env=self._environ(name),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _is_well(self, kind: str) -> bool:
        with suppress(OSError, HTTPException):
            found = self.status(kind)
            return (found["state"], found["broker"]) == ("well", "connected")
        return False

    def _stop(self) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self._processes.values():
            try:
                process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _show_logs(self) -> None:
        for kind in self._processes:
            lines = (self.folder / f"{kind}.log").read_text().splitlines()
            print(f"--- {kind}", *lines[-LAST_LINES:], sep="\n")  # noqa: T201  to whoever looks for the cause

    def _ask(
        self, kind: str, method: str, path: str, token: str, body: Any = None
    ) -> Any:
        connection = HTTPConnection(self._partners[kind].url[7:], timeout=10)
        try:
            connection.request(
                method,
                path,
                None if body is None else json.dumps(body, default=str),
                {
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                },
            )
            answer = connection.getresponse()
            said = answer.read().decode()
        finally:
            connection.close()
        assert answer.status in (200, 201, 204), f"{path}: {answer.status} {said}"
        return json.loads(said) if said else None

    @contextmanager
    def _aler(self) -> Iterator[Any]:
        user = self.bus.partner("aler").name
        connection = pika.BlockingConnection(pika.URLParameters(self.bus.url(user)))
        try:
            yield connection.channel()
        finally:
            connection.close()


def _headers(name: str, letter_id: str, effective_on: str) -> dict[str, str]:
    day = date.fromisoformat(effective_on)
    starts = datetime.combine(day, clock_time(), ZoneInfo("Europe/Rome"))
    return {
        "ce-specversion": "1.0",
        "ce-id": letter_id,
        "ce-source": "//aler-bcm/aler",
        "ce-type": f"it.azione0.aler.{name}.v1",
        "ce-time": starts.isoformat(),
        "ce-recordedtime": f"{effective_on}T03:00:00Z",
    }


def _written(partner: Partner) -> str:
    lines = [
        f"{field} = {json.dumps(getattr(partner, field))}"
        for field in ("name", "kind", "organisation", "url")
    ]
    if partner.serves:
        lines.append(f"serves = {json.dumps(partner.serves)}")
    return "\n".join(["[[partner]]", *lines, ""])

"""Who is killed, and who orders from it meanwhile and writes down every order."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread

PROGRAM = Path(__file__).with_name("killable_process.py")
STOPS_WITHIN = 20


class Killable:
    """A service process that can be ended at once and started again."""

    def __init__(self, kind: str, folder: Path, environ: dict[str, str]) -> None:
        self.kind = kind
        self.kills = 0
        self._folder = folder
        self._environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with (self._folder / f"{self.kind}.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter
                [
                    *(sys.executable, "-W", "ignore"),
                    *(str(PROGRAM), self.kind, str(self._folder)),
                ],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """End it by its pid, in the middle of whatever it does."""
        assert self._process is not None
        assert self._process.poll() is None, f"{self.kind} had ended by itself"
        line = Path(f"/proc/{self._process.pid}/cmdline").read_bytes().split(b"\0")
        assert str(self._folder).encode() in line, "this is another process"
        self.kills += 1
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, signum: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(signum)
            self._process.wait(STOPS_WITHIN)
            self._process = None


class Client:
    """
    A program that orders over HTTP, whatever happens to the service.

    Before each order it writes on disk what it means to order; then it asks,
    always under the same key, until it has an answer. `allow` says how many
    orders it may give by now.
    """

    def __init__(self, port: int, token: str, intents: Path, *, at_once: int) -> None:
        self.answered = 0
        self.asked_again = 0
        self.cut_off = 0
        self.asking = Event()
        self._at_once = at_once
        self._port = port
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        self._intents = intents
        self._allowed = 0
        self._more, self._enough = Event(), Event()
        self._thread = Thread(target=self._work)

    def start(self) -> None:
        """Begin to order what is allowed."""
        self._thread.start()

    def allow(self, orders: int) -> None:
        """Let it have given so many orders in all."""
        self._allowed = orders
        self._more.set()

    def finish(self) -> None:
        """Give the last allowed order, and no more."""
        self._enough.set()
        self._more.set()
        self._thread.join()

    def intended(self) -> list[int]:
        """Read back from the disk what it meant to order, number by number."""
        lines = [json.loads(it) for it in self._intents.read_text().splitlines()]
        return [
            number
            for line in lines
            for number in range(line["first"], line["first"] + line["count"])
        ]

    def _work(self) -> None:
        with self._intents.open("a") as intents:
            while True:
                if self.answered < self._allowed:
                    order = {
                        "first": self.answered * self._at_once,
                        "count": self._at_once,
                    }
                    intents.write(json.dumps(order) + "\n")
                    intents.flush()
                    os.fsync(intents.fileno())
                    self._order(order)
                    self.answered += 1
                elif self._enough.is_set():
                    return
                else:
                    self._more.wait()
                    self._more.clear()

    def _order(self, order: dict[str, int]) -> None:
        headers = {**self._headers, "Idempotency-Key": f"order-{order['first']}"}
        while True:
            asked = False
            try:
                with closing(HTTPConnection("127.0.0.1", self._port, timeout=10)) as to:
                    to.request("POST", "/api/misses", json.dumps(order), headers)
                    asked = True
                    self.asking.set()
                    answer = to.getresponse()
                    said = answer.read()
            except (OSError, HTTPException):
                self.asked_again += 1
                self.cut_off += asked
                time.sleep(0.05)
                continue
            finally:
                self.asking.clear()
            if answer.status in (200, 204):
                return
            assert answer.status in (409, 503), said
            time.sleep(0.05)

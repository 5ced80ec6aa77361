"""A speaker and a noter as processes of their own, to be killed and started again."""

import json
import signal
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "broker" / "one_service.py"


class Killable:
    """A service process that can be ended at once and started again."""

    def __init__(self, kind: str, mark: str, folder: Path, amqp: str) -> None:
        self.kind = kind
        self._told = json.dumps(
            {
                "kind": kind,
                "mark": mark,
                "folder": str(folder),
                "ports": {},
                "settings": {"amqp": amqp},
            }
        )
        self._log = folder / f"{kind}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter
                [sys.executable, "-W", "ignore", str(PROGRAM), self._told],
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """End it by its pid, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, signum: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(signum)
            self._process.wait(20)
            self._process = None

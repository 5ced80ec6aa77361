"""The memory of one small partner's service that has nothing to do."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from archive_of import postgres
from broker_of import broker
from row import Row

from azione0.partners import default_partners

SERVICE = "workshops"
MEGABYTES, KIB_PER_MEGABYTE = 120, 1024
START_SECONDS, SETTLE_SECONDS, STOP_SECONDS = 60, 3, 15


def resident(environ: dict[str, str]) -> float:
    """Give the resident MB of a service after its first answer and a few seconds."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603  the project's own command
            [str(Path(sys.executable).with_name("azione0")), "run", SERVICE],
            env={
                **{n: it for n, it in os.environ.items() if n[:8] != "AZIONE0_"},
                "AZIONE0_DATA": folder,
                "AZIONE0_PORT": str(port),
                **environ,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_it_answers(f"http://127.0.0.1:{port}/readyz")
            time.sleep(SETTLE_SECONDS)
            told = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
    [kib] = re.findall(r"VmRSS:\s+(\d+) kB", told)
    return int(kib) / KIB_PER_MEGABYTE


def _until_it_answers(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  http, ours
                answer.read()
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def main() -> list[Row]:
    """Measure it alone on SQLite, and with broker and PostgreSQL."""
    alone = resident({})
    with postgres() as url, broker(default_partners()) as amqp:
        joined = resident({"AZIONE0_AMQP": amqp, f"AZIONE0_{SERVICE.upper()}_DB": url})
    return [
        Row(
            what="one idle service, RabbitMQ and PostgreSQL",
            unit="MB",
            ours=joined,
            goal=MEGABYTES,
            note=f"azione0 run {SERVICE}, HTTP answered once",
        ),
        Row(
            what="one idle service, SQLite alone",
            unit="MB",
            ours=alone,
            goal=MEGABYTES,
            note=f"azione0 run {SERVICE}, HTTP answered once",
        ),
    ]


if __name__ == "__main__":
    for row in main():
        print(row)

"""A virtual host of the broker for one measurement, and processes beside it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from azione0.broker import definitions, password_hash, version_of
from azione0.partners import Partner

AMQP = os.environ.get("AZIONE0_TEST_AMQP", "amqp://guest:guest@127.0.0.1:5672/")
HERE = Path(__file__).parent
STOP_SECONDS = 15


def rabbitmqctl(*arguments: str, given: str = "") -> str:
    """Run the broker's own tool; give what it says."""
    tool = shutil.which("rabbitmqctl") or "/usr/sbin/rabbitmqctl"
    return subprocess.run(  # noqa: S603  the server's own tool
        [tool, "--silent", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def version() -> str:
    """Give the broker's version."""
    return rabbitmqctl("eval", "rabbit_misc:version().").strip(' "\n')


@contextmanager
def broker(partners: Sequence[Partner] = ()) -> Iterator[str]:
    """Give an address with the queues of some partners in it, removed at the end."""
    parts = urlsplit(AMQP)
    vhost = f"bench-{secrets.token_hex(6)}"
    made = definitions(
        partners,
        password_hashes={it.name: password_hash("unused", bytes(4)) for it in partners},
        server_version=version_of(version()),
        vhost=vhost,
    )
    # One user, who may do everything here: both sides of a comparison the same.
    made["users"], made["topic_permissions"] = [], []
    made["permissions"] = [
        {
            "user": parts.username,
            "vhost": vhost,
            "configure": ".*",
            "write": ".*",
            "read": ".*",
        }
    ]
    rabbitmqctl("import_definitions", given=json.dumps(made))
    try:
        place = f"{parts.hostname}:{parts.port or 5672}"
        known = f"{parts.username}:{parts.password}"
        yield f"amqp://{known}@{place}/{quote(vhost, safe='')}"
    finally:
        rabbitmqctl("delete_vhost", vhost)


@contextmanager
def running(script: str, told: object) -> Iterator["subprocess.Popen[str]"]:
    """Run a script of this folder with one JSON argument, from when it says `ready`."""
    process = subprocess.Popen(  # noqa: S603  this interpreter, a file of ours
        [sys.executable, "-W", "ignore", str(HERE / script), json.dumps(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{script} did not start")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

"""The broker as the tests see it: a virtual host with our definitions in it."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from amqp import Channel

from azione0.broker import definitions, password_hash, version_of
from azione0.door.wire import connect
from azione0.partners import Partner

PARTNERS = {
    "intake": "comune-brescia",
    "ledger": "aler-bcm",
    "workshops": "elefanti-volanti",
    "reporting": "azione0",
    "aler": "aler-bcm",
}
LISTENER = "workshops"
PASSWORD = "not-a-secret"  # noqa: S105  lives as long as the test


class Server:
    """A RabbitMQ, and the tool that rules it."""

    def __init__(self, url: str, control: Any) -> None:
        self.url = url
        self._control = control

    def control(self, *arguments: str, given: str = "") -> str:
        """Run `rabbitmqctl`; give what it says."""
        if not isinstance(self._control, str):
            return self._control.control(*arguments, given=given)
        return subprocess.run(  # noqa: S603  the server's own tool
            [self._control, "--silent", *arguments],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    @property
    def is_this_machines(self) -> bool:
        """Tell whether the tool on the path rules this server."""
        return isinstance(self._control, str)

    def answers(self) -> bool:
        """Tell whether the tool and the port are those of a server that runs."""
        try:
            self.control("list_vhosts")
            connect(self.url).close()
        except (subprocess.SubprocessError, OSError):
            return False
        return True

    def version(self) -> tuple[int, ...]:
        """Give the server's version."""
        return version_of(self.control("eval", "rabbit_misc:version().").strip(' "\n'))


class Bus:
    """
    A virtual host with the programme's definitions, for one module of tests.

    The users' and services' names end in `mark`, for users belong to the whole
    server.
    """

    def __init__(self, server: Server, mark: str) -> None:
        self.server = server
        self.mark = mark
        self.vhost = f"test-{mark}"
        self.partners = partners_of(mark)

    def partner(self, kind: str) -> Partner:
        """Give the partner of a kind."""
        return next(it for it in self.partners if it.kind == kind)

    def load(self) -> None:
        """Load the definitions, as `azione0 broker apply` does."""
        names = [it.name for it in self.partners]
        names.append(self.partner(LISTENER).name + "-listener")
        made = definitions(
            self.partners,
            password_hashes={name: password_hash(PASSWORD, bytes(4)) for name in names},
            server_version=self.server.version(),
            vhost=self.vhost,
        )
        operator = urlsplit(self.server.url).username
        made["permissions"].append(
            {
                "user": operator,
                "vhost": self.vhost,
                "configure": ".*",
                "write": ".*",
                "read": ".*",
            }
        )
        self.users = names
        self.server.control("import_definitions", given=json.dumps(made))

    def remove(self) -> None:
        """Take away the virtual host and its users."""
        self.server.control("delete_vhost", self.vhost)
        for name in self.users:
            self.server.control("delete_user", name)

    def url(self, user: str = "") -> str:
        """Give the address for a user, by default the operator."""
        parts = urlsplit(self.server.url)
        known = f"{user}:{PASSWORD}" if user else f"{parts.username}:{parts.password}"
        place = f"{parts.hostname}:{parts.port or 5672}"
        return f"amqp://{known}@{place}/{quote(self.vhost, safe='')}"

    @contextmanager
    def channel(self, user: str = "") -> Iterator[Channel]:
        """Give a channel of a user's own."""
        connection = connect(self.url(user))
        try:
            yield connection.channel()
        finally:
            connection.collect()

    def depth(self, queue: str) -> int:
        """Count the letters that a queue holds ready."""
        with self.channel() as channel:
            return int(channel.queue_declare(queue, passive=True).message_count)

    def empty(self) -> None:
        """Throw away what the queues hold."""
        with self.channel() as channel:
            for partner in self.partners:
                channel.queue_purge(f"{partner.name}.inbox")
                channel.queue_purge(f"{partner.name}.dead")


def partners_of(mark: str) -> list[Partner]:
    """Give the partners of the tests, under names that nobody else has."""
    return [
        Partner(f"{kind}-{mark}", kind, organisation)
        for kind, organisation in PARTNERS.items()
    ]


def not_here(reason: str) -> None:
    """Skip with what to install; where every server is required, fail."""
    if os.environ.get("AZIONE0_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def soon(question: Any, *, seconds: float = 10, wanted: Sequence[Any] = ()) -> Any:
    """Ask until the answer is true, or one of `wanted`; give the last answer."""
    until = time.monotonic() + seconds
    while True:
        answer = question()
        if (answer in wanted) if wanted else answer:
            return answer
        if time.monotonic() > until:
            return answer
        time.sleep(0.02)

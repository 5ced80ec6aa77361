"""
The peer of the letters: nameko's dispatcher and event handler, as they come.

Run as a script this is one of the two; its one argument is JSON: the role, the
broker's address, the database's. The handler has nameko's ten workers, each with
a connection of its own, so that one commit does not wait for another.
"""

import json
import sys
from typing import Any

from azione0.commands.run import check_driver, go_green

go_green()

import psycopg  # noqa: E402  only once patched
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import EventDispatcher, event_handler  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.testing.services import dummy, entrypoint_hook  # noqa: E402
from two_services import household, missed  # noqa: E402

from azione0.body import encode  # noqa: E402

LONGEST_SECONDS = 600
ROWS = (
    "CREATE TABLE IF NOT EXISTS notes (household_id uuid NOT NULL, "
    "shortfall_cents bigint NOT NULL, effective_on date NOT NULL)"
)


class Teller:
    """Says."""

    name = "peer_ledger"
    dispatch = EventDispatcher()

    @dummy
    def say(self, count: int) -> None:
        """Dispatch so many events, one after the other."""
        for number in range(count):
            told = json.loads(encode(missed(household(number), number + 1)))
            self.dispatch("InstalmentMissed", told)


class Connections(DependencyProvider):
    """A database connection for each worker."""

    def setup(self) -> None:
        """Begin without any."""
        self.idle: list[psycopg.Connection] = []

    def get_dependency(self, worker_ctx: Any) -> psycopg.Connection:
        """Give an idle connection, or a new one."""
        url = self.container.config["DATABASE"]
        return self.idle.pop() if self.idle else psycopg.connect(url, autocommit=True)

    def worker_teardown(self, worker_ctx: Any) -> None:
        """Take it back."""
        self.idle.append(worker_ctx.service.connection)


class Hearer:
    """Notes."""

    name = "peer_reporting"
    connection = Connections()

    @event_handler("peer_ledger", "InstalmentMissed")
    def on_instalment_missed(self, told: dict[str, Any]) -> None:
        """Write one row, committed."""
        self.connection.execute(
            "INSERT INTO notes (household_id, shortfall_cents, effective_on) "
            "VALUES (%s, %s, %s)",
            (told["household_id"], told["shortfall_cents"], told["effective_on"]),
        )


def main(told: str) -> None:
    """Hear until ended, or say as many events as standard input tells."""
    asked = json.loads(told)
    check_driver()
    service = {"say": Teller, "hear": Hearer}[asked["role"]]
    config = {
        "AMQP_URI": asked["amqp"].replace("amqp:", "pyamqp:"),
        "DATABASE": asked["database_url"],
    }
    container = ServiceContainer(service, config)
    if asked["role"] == "hear":
        with psycopg.connect(asked["database_url"], autocommit=True) as database:
            database.execute(ROWS)
    container.start()
    print("ready", flush=True)
    if asked["role"] == "hear":
        container.wait()
    count = int(sys.stdin.readline())
    with entrypoint_hook(container, "say", timeout=LONGEST_SECONDS) as say:
        say(count)
    container.stop()


if __name__ == "__main__":
    main(sys.argv[1])

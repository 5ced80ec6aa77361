"""
One of several processes that write to one store at the same time.

`python writer.py URL NUMBER ATTEMPTS`: writes an event with the next version of
a noun that all share, then one of its own, and rolls a third of them back.
Prints how often it won the race.
"""

import random
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid5

from eventsourcing.persistence import IntegrityError, StoredEvent

from azione0.database import open_database
from azione0.store import Cause, Store

SHARED = UUID("00000000-0000-4000-8000-00000000beef")


class ChangedItsMind(Exception):
    """A transaction that is rolled back."""


def main(url: str, number: int, attempts: int) -> None:
    """Write, and print how often the shared noun was won."""
    chance = random.Random(number)
    store = Store(open_database(url), clock=lambda: datetime.now(UTC))
    own = uuid5(SHARED, str(number))
    won = written = 0
    for attempt in range(attempts):
        shared = store.select_events(SHARED, desc=True, limit=1)
        version = shared[0].originator_version + 1 if shared else 1
        try:
            with store.transaction(Cause(f"writer {number}", f"{number}/{attempt}")):
                store.insert_events([StoredEvent(SHARED, version, "t", b"{}")])
                store.insert_events([StoredEvent(own, written + 1, "t", b"{}")])
                _perhaps_give_up(chance)
        except (ChangedItsMind, IntegrityError):
            continue
        won += 1
        written += 1
    store.close()
    sys.stdout.write(f"{won}\n")


def _perhaps_give_up(chance: random.Random) -> None:
    if chance.random() < 1 / 3:
        raise ChangedItsMind


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""A process that enrols households: `enrolling_process.py DATABASE WORKSHOP WORKER`."""

import os
import sys
from datetime import UTC, date, datetime
from tempfile import mkdtemp
from uuid import UUID

from eventsourcing.persistence import IntegrityError, OperationalError

from azione0.house import House
from azione0.store import Cause

SPRING = date(2025, 3, 1)
HOUSEHOLDS, ATTEMPTS = 8, 20


def main(url: str, lab: UUID, worker: int) -> None:
    """Enrol households of this worker, asking again when others were faster."""
    os.environ["AZIONE0_LANG"] = "it"
    environ = {"AZIONE0_DATA": mkdtemp(), "AZIONE0_WORKSHOPS_DB": url}
    clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)  # noqa: E731
    with House(environ, clock=clock, kinds=("workshops",)) as house:
        for n in range(HOUSEHOLDS):
            household = UUID(int=1000 * (worker + 1) + n)
            for _attempt in range(ATTEMPTS):
                try:
                    with house.workshops.transaction(
                        Cause("operator", f"enrol-{household}")
                    ):
                        house.workshops.enrol(lab, household, SPRING)
                    break
                except (IntegrityError, OperationalError):
                    continue
            else:
                sys.exit(3)


if __name__ == "__main__":
    main(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3]))

"""The board's bulletin of 17,000 households, out of 1,000,000 letters: every table."""

import random
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from archive_of import COLUMNS, START, Street, _row, fill, postgres
from row import Row

from azione0.contract import Contract
from azione0.contracts import intake
from azione0.database import open_database

LETTERS, HOUSEHOLDS, CASES = 950_000, 17_000, 2_000
BUILDINGS, ORGANISATIONS = 40, 3


def main() -> Row:
    """Ask for a bulletin that nobody has asked for yet, and for the same again."""
    with postgres() as url:
        database = open_database(url)
        reporting = fill(database, LETTERS, HOUSEHOLDS)
        with database.writing() as session:
            session.insert("inbox", COLUMNS, map(_row, _cases()))
        reporting.replay()
        with database.writing() as session:
            session.execute("ANALYZE")  # As the server does by itself after a while.
        reporting.store.clock = _later
        begun, worked = time.perf_counter(), time.process_time()
        board = reporting.board()
        spent, worked = time.perf_counter() - begun, time.process_time() - worked
        begun = time.perf_counter()
        reporting.board()
        again = time.perf_counter() - begun
        database.close()
    return Row(
        what="the board's bulletin, every table",
        unit="s",
        ours=spent,
        goal=None,
        note=(
            f"{LETTERS + HOUSEHOLDS + 2 * CASES:,} letters, {HOUSEHOLDS:,} households, "
            f"{len(board.tables)} tables as of {board.bulletin.as_of}; {worked:.1f} s "
            "of processor time beside the database's; "
            f"the same again {again * 1000:.1f} ms"
        ),
    )


def _later() -> datetime:
    return START + timedelta(days=705)


def _cases() -> Iterator[tuple[int, Contract, UUID]]:
    homes = Street(HOUSEHOLDS, 1).homes
    chance = random.Random(5)
    first = date(2024, 1, 1)
    said: list[Contract] = []
    for number, home in enumerate(homes):
        said.append(
            intake.HouseholdRegistered(
                household_id=home,
                dwelling_id=f"D{number}",
                building_id=f"building-{number % BUILDINGS:02}",
                tenancies=(),
                effective_on=first,
            )
        )
    for number, home in enumerate(homes[:CASES]):
        case_id = UUID(int=chance.getrandbits(128), version=4)
        opened = first + timedelta(days=chance.randrange(500))
        said += [
            intake.CaseOpened(
                case_id=case_id,
                household_id=home,
                organisation_id=f"organisation-{number % ORGANISATIONS}",
                effective_on=opened,
            ),
            intake.CaseTakenInCharge(
                case_id=case_id,
                household_id=home,
                pact_id=case_id,
                operator_id=f"worker-{number % 12}",
                goals=(),
                effective_on=opened + timedelta(days=20),
            ),
        ]
    for place, contract in enumerate(said, LETTERS + 1):
        yield place, contract, UUID(int=chance.getrandbits(128), version=4)


if __name__ == "__main__":
    print(main())

"""Two small services: one that says InstalmentMissed, one that notes it."""

from datetime import UTC, date, datetime
from functools import singledispatch
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.contract import Contract
from azione0.contracts.ledger import InstalmentMissed
from azione0.door import desk, every, on
from azione0.letter import Letter
from azione0.office import Office
from azione0.partners import Partner
from azione0.settings import Settings
from azione0.store import Cause

NAMES = UUID("00000000-0000-0000-0000-00000000beef")
DUE, MISSED = date(2025, 9, 10), date(2025, 9, 21)


class Promise(Aggregate, topic="speaker.Promise"):
    """Something promised for a day."""

    class Missed(Aggregate.Created):
        household_id: UUID

    @event(Missed)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id


@singledispatch
def announce(said: object) -> Contract | None:
    return None


@announce.register
def _(said: Promise.Missed) -> Contract:
    return missed(said.household_id)


def missed(household_id: UUID) -> InstalmentMissed:
    """Give the contract that one household missed an instalment."""
    return InstalmentMissed(
        agreement_id=uuid5(household_id, "agreement"),
        household_id=household_id,
        creditor_id="aler",
        number=1,
        due_on=DUE,
        due_cents=7000,
        paid_cents=2000,
        shortfall_cents=5000,
        consecutive=1,
        in_12_months=1,
        effective_on=MISSED,
    )


class Promises(Application):
    """Says that promises were not kept."""

    def miss(self, first: int, count: int) -> None:
        """Let households number `first` and following miss one each."""
        for number in range(first, first + count):
            household_id = household(number)
            self.save(Promise(id=uuid5(household_id, "p"), household_id=household_id))


class SpeakerService:
    """Says."""

    name = "ledger"
    announce = staticmethod(announce)
    promises: Promises = desk(Promises)


class Notes(Application):
    """Notes what it hears, once for each letter that it acts on."""

    tables = (
        """CREATE TABLE IF NOT EXISTS notes_v1 (
            letter_id text NOT NULL, household_id uuid NOT NULL)""",
        "CREATE TABLE IF NOT EXISTS ticks_v1 (at timestamptz NOT NULL)",
    )

    def note(self, letter_id: str, household_id: UUID) -> None:
        """Write one line; `Refused` for household 13, who brings bad luck."""
        if household_id == household(13):
            raise BadLuck(f"household {household_id}")
        self.store.current().session.execute(
            "INSERT INTO notes_v1 (letter_id, household_id) VALUES (?, ?)",
            (letter_id, household_id),
        )

    def tick(self, at: datetime) -> None:
        """Write that the clock has struck."""
        self.store.current().session.execute(
            "INSERT INTO ticks_v1 (at) VALUES (?)", (at,)
        )

    def count(self, table: str = "notes_v1") -> int:
        """Count the lines."""
        with self.store.reading() as session:
            [[lines]] = session.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(lines)


class NoterService:
    """Notes."""

    name = "reporting"
    announce = staticmethod(singledispatch(lambda said: None))
    notes: Notes = desk(Notes)

    @on(InstalmentMissed)
    def on_instalment_missed(self, letter: Letter) -> None:
        self.notes.note(letter.id, letter.contract.household_id)

    @every(0.1)
    def tick(self, now: datetime) -> None:
        self.notes.tick(now)


def household(number: int) -> UUID:
    """Give the id of a household of the tests."""
    return uuid5(NAMES, str(number))


def clock() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


def settings(
    me: Partner, partners: list[Partner], folder: Path, **different: Any
) -> Settings:
    """Give the settings of one of the two, on SQLite if nothing else is said."""
    if "tokens" in different:
        different["tokens"] = Path(different["tokens"])
    return Settings(
        **{
            "me": me,
            "partners": tuple(partners),
            "database_url": f"sqlite:///{folder / me.name}.db",
            "data": folder,
            "amqp": None,
            "port": 0,
            "tokens": None,
            **different,
        }
    )


def say(office: Office, first: int, count: int) -> None:
    """Let so many households miss an instalment, in one transaction."""
    with office.application.transaction(Cause("test", f"say/{first}/{count}")):
        office.application.miss(first, count)


class BadLuck(Exception):
    """Household 13."""

"""
Two small services for tests of the core: one says things, one keeps a diary.

A diary is a noun for each household, and a line for each letter; what it holds
does not depend on the order in which letters come. A letter whose id is in
`TROUBLE` makes the diary raise.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import singledispatch
from pathlib import Path
from uuid import UUID, uuid5

from azione0 import letter
from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.contracts.ledger import InstalmentMissed
from azione0.door import desk, on
from azione0.letter import Raw
from azione0.office import Office
from azione0.partners import default_partners
from azione0.settings import Settings
from azione0.store import Cause

NAMES = UUID("00000000-0000-0000-0000-0000000d1a27")
DUE, MISSED = date(2025, 9, 10), date(2025, 9, 21)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = "//aler-bcm/ledger"
TROUBLE: set[str] = set()


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def household(number: int) -> UUID:
    return uuid5(NAMES, f"household {number}")


def missed(number: int, paid_cents: int = 0) -> InstalmentMissed:
    return InstalmentMissed(
        agreement_id=uuid5(household(number), "agreement"),
        household_id=household(number),
        creditor_id="aler-bcm",
        number=1,
        due_on=DUE,
        due_cents=7000,
        paid_cents=paid_cents,
        shortfall_cents=7000 - paid_cents,
        consecutive=1,
        in_12_months=1,
        effective_on=MISSED,
    )


def raw(
    number: int | None,
    *,
    about: int = 1,
    id: str | None = None,
    source: str = SOURCE,
    paid_cents: int = 0,
    **headers: str,
) -> Raw:
    """Write letter `number` to the diary; without a number if that is `None`."""
    written = letter.write(
        missed(about, paid_cents),
        id=id or f"letter-{number}",
        source=source,
        recorded_at=NOW,
        correlation_id="test",
        causation_id="test",
    )
    numbered = {} if number is None else {"ce-seqreporting": str(number)}
    changed = {f"ce-{name}": value for name, value in headers.items()}
    return replace(written, headers={**written.headers, **numbered, **changed})


class Diary(Aggregate, topic="diary.Diary"):
    class Begun(Aggregate.Created):
        household_id: UUID

    class Noted(Aggregate.Event):
        letter_id: str

    @event(Begun)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id
        self.lines: set[str] = set()

    def note(self, letter_id: str) -> None:
        self._noted(letter_id)

    @event(Noted)
    def _noted(self, letter_id: str) -> None:
        self.lines.add(letter_id)


class Diaries(Application):
    tables = (
        """CREATE TABLE IF NOT EXISTS lines_v1 (
            letter_id text NOT NULL, household_id uuid NOT NULL)""",
    )

    def note(self, household_id: UUID, letter_id: str) -> None:
        diary_id = uuid5(household_id, "diary")
        diary = self.find(Diary, diary_id)
        if diary is None:
            diary = Diary(id=diary_id, household_id=household_id)
        diary.note(letter_id)
        self.save(diary)
        self.store.current().session.insert(
            "lines_v1", ("letter_id", "household_id"), [(letter_id, household_id)]
        )
        if letter_id in TROUBLE:
            raise Trouble(f"letter {letter_id}")

    def lines(self) -> list[str]:
        """Give the letters noted, one line for each time."""
        with self.store.reading() as session:
            rows = session.execute("SELECT letter_id FROM lines_v1")
        return sorted(letter_id for [letter_id] in rows)

    def diary(self, number: int) -> Diary | None:
        return self.find(Diary, uuid5(household(number), "diary"))


class DiaryService:
    name = "reporting"
    announce = staticmethod(singledispatch(lambda said: None))
    diaries = desk(Diaries)

    @on(InstalmentMissed)
    def on_instalment_missed(self, letter):
        self.diaries.note(letter.contract.household_id, letter.id)


class Promise(Aggregate, topic="diary.Promise"):
    class Broken(Aggregate.Created):
        household_id: UUID
        paid_cents: int

    @event(Broken)
    def __init__(self, *, id: UUID, household_id: UUID, paid_cents: int) -> None:
        self.household_id = household_id


class Promises(Application):
    def breaks(self, number: int, paid_cents: int = 0) -> None:
        promise = Promise(
            id=self.new_id("promise", number),
            household_id=household(number),
            paid_cents=paid_cents,
        )
        self.save(promise)


@singledispatch
def announce(said):
    return None


@announce.register
def _(said: Promise.Broken):
    if said.paid_cents < 0:
        raise Unspeakable(f"{said.paid_cents} cents were paid")
    return replace(
        missed(0, said.paid_cents),
        household_id=said.household_id,
        agreement_id=said.originator_id,
    )


class SpeakingService:
    name = "ledger"
    announce = staticmethod(announce)
    promises = desk(Promises)


def open_office(service, database_url: str, clock=lambda: NOW) -> Office:
    """Open one of the two services on a database."""
    partners = default_partners()
    return Office(
        service,
        Settings(
            me=next(it for it in partners if it.kind == service.name),
            partners=partners,
            database_url=database_url,
            data=Path(),
            amqp=None,
            port=0,
            tokens=None,
        ),
        clock=clock,
    )


def break_promises(office: Office, *numbers: int, paid_cents: int = 0) -> None:
    """Let households break a promise each, in one transaction."""
    cause = Cause("test", f"break/{numbers}/{paid_cents}")
    with office.application.transaction(cause):
        for number in numbers:
            office.application.breaks(number, paid_cents)


class Trouble(Exception):
    """A letter that the diary cannot take."""


class Unspeakable(Exception):
    """An event for which there are no words."""

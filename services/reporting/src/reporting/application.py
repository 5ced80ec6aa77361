"""Reporting's use-cases: keep the projections up to date, and answer questions."""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, TypeVar
from uuid import UUID

from eventsourcing.persistence import OperationalError, ProgrammingError
from rich.console import Console

from azione0.access.emergency import forget_sentences
from azione0.application import Application
from azione0.database import Session
from azione0.letter import Letter
from azione0.rhythm import Rhythm, Rhythms
from azione0.settings import Settings
from azione0.store import Store, Transaction
from reporting import archive, generations, replay
from reporting.agreement import Agreement
from reporting.agreements import agreements
from reporting.amounts import organisation
from reporting.costs import COST_BOOK, Cost, CostBook, standing
from reporting.dataset.package import write_package
from reporting.dataset.pseudonyms import Pseudonyms
from reporting.dataset.writing import (
    Written,
    duckdb,
    make_ready,
    write_csv,
    write_parquet,
)
from reporting.digest import digest_of
from reporting.forgotten import Forgotten, forgotten_key
from reporting.glance import Glance, glance
from reporting.indicators.definition import Definition, definitions
from reporting.indicators.indicators import Indicator, behind, indicators, last_day
from reporting.indicators.measure import Evidence
from reporting.monitoring.behind import LetterBehind, letters_behind
from reporting.monitoring.board import Board, build
from reporting.monitoring.bulletin import Bulletin, bulletin
from reporting.monitoring.freshness import Mark, mark_of
from reporting.pages.board import ADDRESSES, Imprint
from reporting.pages.glance import show_glance
from reporting.pages.story import show_story
from reporting.projections import ALL
from reporting.projections.entry import Row, entry_of, question
from reporting.registration import Registration, registration_key
from reporting.replay import Progress, Rebuilt, rebuild
from reporting.story import Story, find_household, story

Answer = TypeVar("Answer")
#: How many bulletins are kept once made: those of a year, and a few more.
BOARDS_KEPT = 16
#: What a demonstration leaves beside its databases.
DIARY = "demo.json"


class Reporting(Application):
    """The archive of all letters, and what they say taken together."""

    tables: ClassVar[Sequence[str]] = (
        *archive.TABLES,
        *generations.TABLES,
        *replay.TABLES,
    )

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._page: _Page | None = None
        self._boards: dict[Bulletin, tuple[Mark, Board]] = {}
        self._organisation, self._is_demo = "", False
        self._rhythms: Rhythms | None = None
        with store.database.writing() as session:
            if generations.live(session) is None and not archive.last_position(session):
                generation = generations.begin(session)
                generations.index(session, generation)
                generations.put_live(session, generation)

    def settle(self, settings: Settings) -> None:
        """Take whose pages these are, and whether their data are invented."""
        super().settle(settings)
        self._organisation = settings.me.organisation
        self._is_demo = (
            os.environ.get("AZIONE0_DEMO") == "1" or (settings.data / DIARY).exists()
        )

    def listen_to(self, rhythms: Rhythms) -> None:
        """Take where it is known how those who write to us do so."""
        self._rhythms = rhythms

    def rhythms(self) -> list[Rhythm]:
        """Give how each publisher writes to us, as of now."""
        return self._rhythms.all() if self._rhythms else []

    def imprint(self, *, opens: bool = False, alone: bool = False) -> Imprint:
        """Say of whose making a page is; `alone` if it is kept in a file."""
        return Imprint(
            organisation=organisation(self._organisation),
            made_at=self.store.clock(),
            demo=self._is_demo,
            opens=opens and not alone,
            addresses=None if alone else ADDRESSES,
        )

    def is_rebuilt(self, table: str) -> bool:
        """Tell whether a table is one of the projections, or says which is live."""
        return generations.is_of_one(table) or table in ("generations", "rebuilds")

    def rebuild(self) -> None:
        """Build the projections from the archive."""
        self.replay()

    def project(self, letter: Letter) -> None:
        """Bring the projections up to date with a letter, in its transaction."""
        transaction = self.store.current()
        if transaction is None:
            raise RuntimeError("a letter is projected in the transaction that keeps it")
        page = self._page
        if page is None or page.transaction is not transaction:
            page = self._page = _Page(transaction)
            transaction.at_end(page, page.write)
        page.add(letter)

    def forget_person(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Confirm that nothing but a random id is here of somebody; once."""
        forget_sentences(self.store, household_id)
        key = forgotten_key(person_id)
        if self.find(Forgotten, key) is None:
            self.save(
                Forgotten(
                    id=key,
                    person_id=person_id,
                    household_id=household_id,
                    effective_on=on,
                )
            )

    def register_plan(self, text: str, digest: str, on: date) -> None:
        """Write down a plan of analysis, by the hash of its text; once."""
        key = registration_key(digest)
        if self.find(Registration, key) is None:
            self.save(Registration(id=key, text=text, digest=digest, effective_on=on))

    def registration_of(self, digest: str) -> datetime | None:
        """Give when a plan of analysis was registered; nothing if it never was."""
        found = self.find(Registration, registration_key(digest))
        return found.registered_at if found else None

    def glance(
        self, as_of: date | None = None, known_at: datetime | None = None
    ) -> Glance:
        """Give the programme's figures as of a day, as known at an instant."""
        return self._answer(lambda s: glance(s, question(as_of, known_at)))

    def indicators(
        self,
        as_of: date | None = None,
        known_at: datetime | None = None,
        codes: Sequence[str] = (),
    ) -> list[Indicator]:
        """Give the indicators with what they are worth; all, unless some are named."""
        asked = question(as_of, known_at)
        costs = self.costs(as_of, known_at)
        registered = {
            it.digest: at
            for it in definitions().values()
            if (at := self.registration_of(it.digest)) is not None
        }
        return self._answer(lambda s: indicators(s, asked, codes, costs, registered))

    def register_indicators(self, on: date) -> None:
        """Write down every definition, so that it can be told from one made later."""
        for it in definitions().values():
            self.register_plan(it.text, it.digest, on)

    def state_costs(self, costs: Sequence[Cost], on: date) -> int:
        """State what organisations spent; give how many amounts are new or others."""
        book = self.find(CostBook, COST_BOOK)
        if book is None:
            book = CostBook(id=COST_BOOK, effective_on=on)
        changed = book.state(costs, on)
        if changed:
            self.save(book)
        return changed

    def costs(
        self, as_of: date | None = None, known_at: datetime | None = None
    ) -> list[Cost]:
        """Give the costs of periods over by a day, as they were known at an instant."""
        asked = question(as_of, known_at)
        stated = [
            event.costs
            for recorded, event in self.events_of(COST_BOOK)
            if isinstance(event, CostBook.Stated)
            and recorded.recorded_at <= asked.known_at
        ]
        return standing(stated, asked.as_of)

    def last_day(self) -> date:
        """Give the last day of which anything was told; today's fact counts today."""
        return self._answer(last_day)

    def export_data(
        self,
        folder: Path,
        known_at: datetime | None = None,
        *,
        key: bytes | None = None,
        parquet: bool = True,
        progress: Callable[[str, int], None] | None = None,
    ) -> list[Written]:
        """
        Write the archive as a pseudonymised dataset into an empty folder.

        Without a `key` the pseudonyms can never be joined with those of another
        export. `NotEmptyFolder`, `WeakKey`, `NoDuckDB`.
        """
        pseudonyms, asked = Pseudonyms(key), question(None, known_at)
        if parquet:
            duckdb()
        make_ready(folder)
        written = self._answer(
            lambda s: write_csv(s, folder, pseudonyms, asked, progress)
        )
        if parquet:
            write_parquet(folder)
        write_package(folder, written, parquet=parquet)
        return written

    def behind(
        self, code: str, as_of: date | None = None, known_at: datetime | None = None
    ) -> tuple[Definition, list[Evidence]]:
        """Open an indicator into what it looked at; `NoSuchIndicator`."""
        asked = question(as_of, known_at)
        return self._answer(lambda s: behind(s, asked, code))

    def board(
        self, as_of: date | None = None, known_at: datetime | None = None
    ) -> Board:
        """
        Give the steering group's bulletin: the last month's end that is asked for.

        Nothing in it tells of fewer than five households or persons.
        """
        asked_for = bulletin(self.store.clock(), as_of, known_at)
        return self._answer(lambda s: self._board(s, asked_for))

    def letters_behind(
        self,
        *,
        view: str,
        by: str,
        row: str,
        column: str,
        as_of: date | None = None,
        known_at: datetime | None = None,
    ) -> list[LetterBehind]:
        """Give the letters behind one figure; `NotFound` if there is no such figure."""
        asked_for = bulletin(self.store.clock(), as_of, known_at)
        return self._answer(
            lambda s: letters_behind(
                s, asked_for, view=view, by=by, row=row, column=column
            )
        )

    def agreements(
        self, as_of: date | None = None, known_at: datetime | None = None
    ) -> list[Agreement]:
        """Give every agreement with how it is kept, in the order of signing."""
        return self._answer(lambda s: agreements(s, question(as_of, known_at)))

    def story(
        self,
        household_id: UUID,
        as_of: date | None = None,
        known_at: datetime | None = None,
    ) -> Story:
        """Give what happened to a household; `NotFound` if no letter speaks of it."""
        asked = question(as_of, known_at)
        return self._answer(lambda s: story(s, household_id, asked))

    def find_household(self, text: str) -> UUID:
        """
        Find a household by its code, its id, or the id of one of its cases.

        `NotFound` if there is none, `NotOne` if several share the code.
        """
        return self._answer(lambda s: find_household(s, text))

    def replay(
        self, progress: Progress | None = None, *, shared_with: Sequence[str] = ()
    ) -> Rebuilt:
        """
        Rebuild the projections from the archive beside the live ones, and swap.

        `shared_with` is this database's address, once for each further process.
        """
        return rebuild(self.store.database, progress, shared_with=shared_with)

    def digest(self) -> str:
        """Give the digest of the live projections, reading all their rows."""
        return self._answer(lambda s: digest_of(s, generations.asked(s)))

    def projection_lag(self) -> int:
        """
        Give how many archived letters no live projection has counted.

        Letters are projected as they are kept, so there are some only where the
        projections of this version were never built.
        """
        with self.store.reading() as session:
            built = generations.live(session) is not None
            return 0 if built else archive.last_position(session)

    def render_glance(
        self,
        console: Console,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
    ) -> None:
        """Print the programme at a glance."""
        show_glance(console, self.glance(as_of, known_at))

    def render_story(
        self,
        console: Console,
        household_id: UUID,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
        fold: bool = False,
    ) -> None:
        """Print one household's story; `fold` the bills and payments in between."""
        show_story(console, self.story(household_id, as_of, known_at), fold=fold)

    def _board(self, session: Session, asked_for: Bulletin) -> Board:
        """Give a bulletin; the one made before, if no letter could change it."""
        made = self._boards.get(asked_for)
        mark = mark_of(session, asked_for, made[0] if made else None)
        if made is None or made[0] != mark:
            while len(self._boards) >= BOARDS_KEPT:
                self._boards.pop(next(iter(self._boards)))
            made = self._boards[asked_for] = (mark, build(session, asked_for))
        return made[1]

    def _answer(self, ask: Callable[[Session], Answer]) -> Answer:
        """Answer a question; once more if a rebuild swapped the tables meanwhile."""
        try:
            with self.store.reading() as session:
                return ask(session)
        except (OperationalError, ProgrammingError):
            with self.store.reading() as session:
                return ask(session)


class _Page:
    """The rows of one transaction, written together at its end."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self._rows: tuple[list[Row], ...] = tuple([] for _ in ALL)

    def add(self, letter: Letter) -> None:
        entry = entry_of(letter)
        for projection, rows in zip(ALL, self._rows, strict=True):
            rows.extend(projection.rows(letter.contract, entry))

    def write(self) -> None:
        session = self.transaction.session
        generation = generations.live(session)
        if generation is None:
            return  # `azione0 replay` will come across these letters in the archive.
        for projection, rows in zip(ALL, self._rows, strict=True):
            if rows:
                session.insert(projection.table(generation), projection.columns, rows)

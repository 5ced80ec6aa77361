"""
The projections rebuilt from the archive, beside the live ones, then swapped.

Letters are read again in the order of arrival and only turned into rows: no use-case
runs, so nothing is sent, charged or written anywhere else. What was read is
noted with the rows, in one transaction, so a rebuild that was killed goes on where
it stopped. The swap takes in what came meanwhile, under the lock that every new
letter needs, and is one small row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from itertools import pairwise
from multiprocessing import get_context, parent_process
from typing import Any

import msgspec
from eventsourcing.persistence import OperationalError

from azione0.contract import Contract, contract_for
from azione0.database import Database, Session, open_database
from azione0.words import _
from reporting import archive, generations
from reporting.digest import Sums
from reporting.projections import ALL
from reporting.projections.entry import Entry, Row

TABLES = (
    """CREATE TABLE IF NOT EXISTS rebuilds (
        part {key},
        generation bigint NOT NULL,
        position bigint NOT NULL,
        upto bigint NOT NULL,
        letters bigint NOT NULL,
        passed_by text NOT NULL,
        sums text NOT NULL)""",
)
CHUNK = 5_000
#: Fewer letters than this are read faster by one process than by two.
WORTH_SHARING = 50_000

Progress = Callable[[int, int], None]
#: The rows of one projection, and each of them as JSON.
_Page = tuple[list[Row], list[bytes]]
_Reading = tuple[Callable[[bytes], Contract], tuple[Callable[..., Iterable[Row]], ...]]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuild that answers now: how many letters were read, and its digest."""

    generation: int
    letters: int
    rows: int
    digest: str


@dataclass(slots=True)
class _Part:
    """A stretch of the archive: read up to `position`, to be read up to `upto`."""

    part: int
    generation: int
    position: int
    upto: int
    letters: int
    passed_by: list[int]
    sums: Sums


def rebuild(
    database: Database,
    progress: Progress | None = None,
    *,
    chunk: int = CHUNK,
    shared_with: Sequence[str] = (),
) -> Rebuilt:
    """
    Rebuild the projections from the archive and let them answer.

    `progress` is told letters read and letters to read, after each chunk. Each
    address in `shared_with` is this same database, for one more process that
    reads a part of its own. An unfinished rebuild is taken up where it stopped;
    `AnotherRebuild` if someone else is at it right now.
    """
    with database.writing() as session:
        generation = generations.building(session)
        if generation is None:
            generation = _begin(session, 1 + len(shared_with))
    _read_parts(database, generation, chunk, shared_with, progress)
    with database.writing() as session:
        generations.index(session, generation)
        part = _joined(session, generation)
    _approach(database, part, chunk)
    with database.writing() as session:
        _swap(session, part)
    _tidy(database)
    return Rebuilt(generation, part.letters, sum(part.sums.counts), part.sums.digest)


def _begin(session: Session, processes: int) -> int:
    generation = generations.begin(session)
    last = archive.last_position(session)
    processes = processes if last >= WORTH_SHARING else 1
    ends = [last * number // processes for number in range(processes + 1)]
    session.execute("DELETE FROM rebuilds")
    session.insert(
        "rebuilds",
        ("part", "generation", "position", "upto", "letters", "passed_by", "sums"),
        [
            (part, generation, start, end, 0, "[]", Sums().text)
            for part, (start, end) in enumerate(pairwise(ends))
        ],
    )
    return generation


def _read_parts(
    database: Database,
    generation: int,
    chunk: int,
    shared_with: Sequence[str],
    progress: Progress | None,
) -> None:
    """Read every part to its end, some in processes of their own."""
    with database.reading() as session:
        parts = _parts(session, generation)
    others = [
        get_context("spawn").Process(
            target=read_apart, args=(url, generation, it.part, chunk), daemon=True
        )
        for url, it in zip(shared_with, parts[1:], strict=False)
    ]
    for process in others:
        process.start()
    for number in range(len(parts)):
        if 0 < number <= len(others):
            others[number - 1].join()  # What it has not done is done here.
        with database.reading() as session:
            part = _parts(session, generation)[number]
        while part.position < part.upto:
            _read_chunk(database, part, chunk)
            _tell(database, generation, progress)
        _tell(database, generation, progress)


def read_apart(url: str, generation: int, number: int, chunk: int) -> None:
    """Read one part in this process, for as long as the one that began it lives."""
    parent = parent_process()
    database = open_database(url)
    with database.reading() as session:
        part = _parts(session, generation)[number]
    while part.position < part.upto and (parent is None or parent.is_alive()):
        _read_chunk(database, part, chunk)
    database.close()


def _tell(database: Database, generation: int, progress: Progress | None) -> None:
    if progress is not None:
        with database.reading() as session:
            parts = _parts(session, generation)
        progress(sum(it.letters for it in parts), max(it.upto for it in parts))


def _parts(session: Session, generation: int) -> list[_Part]:
    found = session.execute(
        "SELECT part, generation, position, upto, letters, passed_by, sums "
        "FROM rebuilds WHERE generation = ? ORDER BY part",
        (generation,),
    )
    return [_part(row) for row in found]


def _part(row: Sequence[Any]) -> _Part:
    *whole, passed_by, sums = row
    part, of, position, upto, letters = map(int, whole)
    passed = msgspec.json.decode(passed_by, type=list[int])
    return _Part(part, of, position, upto, letters, passed, Sums(sums))


def _joined(session: Session, generation: int) -> _Part:
    """Make one part of all that were read to their end."""
    first, *others = _parts(session, generation)
    before = first.position
    for other in others:
        first.letters += other.letters
        first.passed_by += other.passed_by
        first.sums.join(other.sums)
        first.position = other.upto
    session.execute("DELETE FROM rebuilds WHERE part > 0")
    session.execute("UPDATE rebuilds SET upto = ?", (first.position,))
    _write(session, first, [([], []) for _ in ALL], before)
    return first


def _read_chunk(database: Database, part: _Part, chunk: int) -> None:
    """Read one chunk, and write its rows and how far it went together."""
    upto = min(part.position + chunk, part.upto)
    with database.reading() as session:
        found = archive.stretch(session, part.position, upto)
    before = part.position
    pages = _fold(part, found)
    part.position = upto
    with database.writing() as session:
        _write(session, part, pages, before)


def _fold(part: _Part, found: Sequence[archive.Stretch]) -> list[_Page]:
    """Turn letters into the rows of each projection; note those passed by."""
    pages: tuple[list[Row], ...] = tuple([] for _ in ALL)
    for row in found:
        if row[1] != archive.DONE:
            part.passed_by.append(row[0])
            continue
        effective_on, recorded_at, source, letter_id, kind, body = row[2:]
        read, ways = _reading(kind)
        contract = read(body)
        entry = Entry(effective_on, recorded_at.astimezone(UTC), source, letter_id)
        for rows, page in zip(ways, pages, strict=True):
            page.extend(rows(contract, entry))
        part.letters += 1
    return [(page, part.sums.add(place, page)) for place, page in enumerate(pages)]


@lru_cache(maxsize=512)
def _reading(kind: str) -> _Reading:
    """
    Give what reads a letter of a type, and what makes its rows, looked up once.

    The body is read without the checks that it passed when it came.
    """
    shape = contract_for(kind)
    ways = tuple(projection.rows.dispatch(shape) for projection in ALL)
    return msgspec.json.Decoder(shape).decode, ways


def _write(session: Session, part: _Part, pages: Iterable[_Page], before: int) -> None:
    noted = session.execute(
        "UPDATE rebuilds SET position = ?, letters = ?, passed_by = ?, sums = ? "
        "WHERE part = ? AND generation = ? AND position = ? RETURNING part",
        (
            part.position,
            part.letters,
            msgspec.json.encode(part.passed_by).decode(),
            part.sums.text,
            part.part,
            part.generation,
            before,
        ),
    )
    if not noted:
        raise AnotherRebuild(_("un altro sta già ricostruendo le proiezioni"))
    for projection, (rows, encoded) in zip(ALL, pages, strict=True):
        if rows:
            table = projection.table(part.generation)
            session.insert_encoded(table, projection.columns, rows, encoded)


def _approach(database: Database, part: _Part, chunk: int) -> None:
    """Read what came since, until so little is left that it fits into the swap."""
    while True:
        with database.reading() as session:
            part.upto = archive.last_position(session)
        if part.upto - part.position < chunk:
            return
        while part.position < part.upto:
            _read_chunk(database, part, chunk)


def _swap(session: Session, part: _Part) -> None:
    """Take in the rest while no letter can come, and answer from here on."""
    session.execute("UPDATE inbox_head SET position = position WHERE one = 1")
    before = part.position
    part.position = archive.last_position(session)
    rest = archive.stretch(session, before, part.position)
    late = archive.places(session, part.passed_by)
    part.passed_by = []
    _write(session, part, _fold(part, [*late, *rest]), before)
    generations.put_live(session, part.generation)
    session.execute("DELETE FROM rebuilds")


def _tidy(database: Database) -> None:
    try:
        with database.writing() as session:
            generations.drop_old(session)
    except OperationalError:
        return  # Someone still reads them: the next rebuild drops them.


class AnotherRebuild(Exception):
    """Two rebuilds at once; one of them gives way."""

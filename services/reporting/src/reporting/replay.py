"""
The projections rebuilt from the archive, beside the live ones, then swapped.

Letters are read again in the order of arrival and only turned into rows: no use-case
runs, so nothing is sent, charged or written anywhere else. What was read is
noted with the rows, in one transaction, so a rebuild that was killed goes on where
it stopped. The swap takes in what came meanwhile, under the lock that every new
letter needs, and is one small row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache

import msgspec
from eventsourcing.persistence import OperationalError

from azione0.contract import Contract, contract_for
from azione0.database import Database, Session
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

Progress = Callable[[int, int], None]


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
    database: Database, progress: Progress | None = None, chunk: int = CHUNK
) -> Rebuilt:
    """
    Rebuild the projections from the archive and let them answer.

    `progress` is told letters read and letters to read, after each chunk. An
    unfinished rebuild is taken up where it stopped; `AnotherRebuild` if someone
    else is at it right now.
    """
    with database.writing() as session:
        generation = generations.building(session)
        if generation is None:
            generation = _begin(session)
    tell = progress or (lambda done, total: None)
    part = _part(database, generation)
    while part.position < part.upto:
        _read_chunk(database, part, chunk)
        tell(part.letters, part.upto)
    with database.writing() as session:
        generations.index(session, generation)
    _approach(database, part, chunk)
    with database.writing() as session:
        _swap(session, part)
    _tidy(database)
    return Rebuilt(generation, part.letters, sum(part.sums.counts), part.sums.digest)


def _begin(session: Session) -> int:
    generation = generations.begin(session)
    session.execute("DELETE FROM rebuilds")
    session.insert(
        "rebuilds",
        ("part", "generation", "position", "upto", "letters", "passed_by", "sums"),
        [(0, generation, 0, archive.last_position(session), 0, "[]", Sums().text)],
    )
    return generation


def _part(database: Database, generation: int) -> _Part:
    with database.reading() as session:
        [[part, _, position, upto, letters, passed_by, sums]] = session.execute(
            "SELECT part, generation, position, upto, letters, passed_by, sums "
            "FROM rebuilds WHERE generation = ?",
            (generation,),
        )
    return _Part(
        part,
        generation,
        position,
        upto,
        letters,
        msgspec.json.decode(passed_by),
        Sums(sums),
    )


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


def _fold(part: _Part, found: Sequence[archive.Stretch]) -> tuple[list[Row], ...]:
    """Turn letters into the rows of each projection; note those passed by."""
    pages: tuple[list[Row], ...] = tuple([] for _ in ALL)
    folding = [(it.rows, page) for it, page in zip(ALL, pages, strict=True)]
    for row in found:
        if row[1] != archive.DONE:
            part.passed_by.append(row[0])
            continue
        effective_on, recorded_at, source, letter_id, kind, body = row[2:]
        contract = _reader(kind)(body)
        entry = Entry(effective_on, recorded_at.astimezone(UTC), source, letter_id)
        for rows, page in folding:
            page.extend(rows(contract, entry))
        part.letters += 1
    for place, page in enumerate(pages):
        part.sums.add(place, page)
    return pages


@lru_cache(maxsize=512)
def _reader(kind: str) -> Callable[[bytes], Contract]:
    """Give what reads a body quickly: it was checked strictly when it came."""
    return msgspec.json.Decoder(contract_for(kind)).decode


def _write(
    session: Session, part: _Part, pages: Sequence[Sequence[Row]], before: int
) -> None:
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
        raise AnotherRebuild("the projections are being rebuilt by someone else")
    for projection, page in zip(ALL, pages, strict=True):
        if page:
            session.insert(projection.table(part.generation), projection.columns, page)


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

"""
Which tables of the projections are the live ones.

A rebuild writes tables of a new generation beside the live ones; one small
table says which generation is asked. Everybody looks it up inside their own
transaction, so nobody ever sees half of the old and half of the new.
"""

from azione0.database import Session
from azione0.words import _
from reporting.projections import ALL

#: What the tables of this code are called: other names ask for a rebuild.
SHAPE = "+".join(projection.name for projection in ALL)
LIVE, BUILDING, OLD = "live", "building", "old"

TABLES = (
    """CREATE TABLE IF NOT EXISTS generations (
        generation {key}, shape text NOT NULL, state text NOT NULL)""",
)


def live(session: Session) -> int | None:
    """Give the generation that answers; `None` if these were never built."""
    return _in_state(session, LIVE)


def building(session: Session) -> int | None:
    """Give the generation whose rebuild was begun and not finished, if any."""
    return _in_state(session, BUILDING)


def asked(session: Session) -> int:
    """Give the generation that answers; `NeverBuilt` if there is none."""
    generation = live(session)
    if generation is None:
        raise NeverBuilt(
            _("le proiezioni non sono ancora costruite: eseguire azione0 replay")
        )
    return generation


def begin(session: Session) -> int:
    """Create the tables of a new generation, without indexes; give its number."""
    [[last]] = session.execute("SELECT max(generation) FROM generations")
    generation = int(last or 0) + 1
    session.execute(
        "INSERT INTO generations (generation, shape, state) VALUES (?, ?, ?)",
        (generation, SHAPE, BUILDING),
    )
    for projection in ALL:
        session.execute(
            f"CREATE TABLE {projection.table(generation)} ({projection.definition})"
        )
    return generation


def index(session: Session, generation: int) -> None:
    """Index the tables of a generation: cheaper when they are full already."""
    for projection in ALL:
        table = projection.table(generation)
        session.execute(
            f"CREATE INDEX IF NOT EXISTS {table}_by ON {table} ({projection.index})"
        )


def is_of_one(table: str) -> bool:
    """Tell whether a table belongs to a generation."""
    name, mark, generation = table.rpartition("_g")
    return bool(mark) and generation.isdecimal() and name in SHAPE.split("+")


def put_live(session: Session, generation: int) -> None:
    """Let a generation answer from now on, and any other no more."""
    session.execute("UPDATE generations SET state = ? WHERE state = ?", (OLD, LIVE))
    session.execute(
        "UPDATE generations SET state = ? WHERE generation = ?", (LIVE, generation)
    )


def drop_old(session: Session) -> None:
    """Drop the tables that answer no more, and what other code began to build."""
    for generation, shape in session.execute(
        "SELECT generation, shape FROM generations "
        "WHERE state = ? OR (state = ? AND shape <> ?)",
        (OLD, BUILDING, SHAPE),
    ):
        for name in shape.split("+"):
            session.execute(f"DROP TABLE IF EXISTS {name}_g{generation}")
        session.execute("DELETE FROM generations WHERE generation = ?", (generation,))


def _in_state(session: Session, state: str) -> int | None:
    found = session.execute(
        "SELECT generation FROM generations WHERE state = ? AND shape = ?",
        (state, SHAPE),
    )
    return int(found[0][0]) if found else None


class NeverBuilt(Exception):
    """The projections do not exist yet, though there are letters."""

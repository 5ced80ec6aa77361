"""
Whether a bulletin that was made before still says what the archive says.

A bulletin changes only by a letter written down by its day of knowledge. Letters of
later days come all the time and change nothing in it.
"""

from typing import NamedTuple

from azione0.database import Session
from reporting import archive, generations
from reporting.monitoring.bulletin import Bulletin


class Mark(NamedTuple):
    """
    What an answer was made from.

    `generation` of the projections, the letters `unfinished` then, and how far the
    archive was read (`position`) without a letter that counts here since.
    """

    generation: int
    unfinished: int
    position: int


def mark_of(session: Session, bulletin: Bulletin, before: Mark | None) -> Mark:
    """Give the mark of now: the same as `before` if nothing that counts came since."""
    generation = generations.asked(session)
    [[unfinished]] = session.execute("SELECT count(*) FROM inbox WHERE state <> 'done'")
    position = archive.last_position(session)
    now = Mark(generation, int(unfinished), position)
    if before is None or before[:2] != now[:2]:
        return now
    came = session.execute(
        "SELECT position FROM inbox WHERE position > ? AND recorded_at <= ? LIMIT 1",
        (before.position, bulletin.question.known_at),
    )
    return now if came else before

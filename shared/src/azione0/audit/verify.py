"""
Whether a log is still what its checkpoints say, and if not, where it first differs.

Every event is read and hashed again. A leaf that was kept beside it names the one
that was changed; a checkpoint that others hold names what no keeper of the database
can undo: a rewritten past, a tail that was cut, an old backup put back.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from azione0.audit.entries import NoEntry, leaves_after
from azione0.audit.merkle import Frontier
from azione0.audit.note import Checkpoint
from azione0.audit.seal import AT_ONCE
from azione0.database import Session
from azione0.words import _

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found sound: events, their root, the sizes of the checkpoints met."""

    size: int
    root: bytes
    checkpoints: tuple[int, ...]


def verify(
    session: Session,
    checkpoints: Iterable[Checkpoint],
    progress: Progress | None = None,
) -> Verified:
    """
    Prove a log against every checkpoint, its own and those that others kept.

    `LogChanged` names the first event that is not as it was sealed, or between which
    two numbers it must be.
    """
    points = sorted(checkpoints, key=lambda it: it.size)
    tree, suspect = Frontier(), 0
    met: list[int] = []
    if points and not points[0].size:
        _compare(points, tree, 0, suspect)
    for numbers, leaves, changed in _read(session):
        suspect = suspect or changed
        done = 0
        for size in sorted({it.size for it in points if it.size in numbers}):
            upto = size - numbers.start + 1
            tree, done = tree.grown(leaves[done:upto]), upto
            _compare(points, tree, met[-1] if met else 0, suspect)
            met.append(size)
        tree = tree.grown(leaves[done:])
        if progress:
            progress(tree.size)
    if suspect:
        raise LogChanged(
            suspect,
            _("il fatto {number} non è quello che fu sigillato").format(number=suspect),
        )
    beyond = next((it for it in points if it.size > tree.size), None)
    if beyond:
        raise LogChanged(
            tree.size + 1,
            _(
                "il registro ha {size} fatti, ma un sigillo ne conta {more}: manca "
                "la fine, o fu ripresa una vecchia copia"
            ).format(size=tree.size, more=beyond.size),
        )
    return Verified(tree.size, tree.root, tuple(met))


def _read(session: Session) -> Iterator[tuple[range, list[bytes], int]]:
    """Give pages of leaves with their numbers, and the first that was changed, or 0."""
    size = 0
    while True:
        found, leaves = _page(session, size)
        if not found:
            return
        numbers = range(size + 1, size + 1 + len(found))
        if found[-1] != numbers[-1]:
            number = next(
                it for it, seq in zip(numbers, found, strict=True) if it != seq
            )
            raise LogChanged(
                number,
                _("manca il fatto {number}: fu tolto").format(number=number),
            )
        kept = session.execute(
            "SELECT seq, leaf FROM leaves WHERE seq > ? ORDER BY seq LIMIT ?",
            (size, AT_ONCE),
        )
        changed = 0
        if kept != list(zip(found, leaves, strict=True)):
            told = {seq: bytes(leaf) for seq, leaf in kept}
            differing = (
                number
                for number, leaf in zip(numbers, leaves, strict=True)
                if told.get(number, leaf) != leaf
            )
            changed = next(differing, 0)
        yield numbers, leaves, changed
        size = numbers[-1]


def _page(session: Session, size: int) -> tuple[list[int], list[bytes]]:
    try:
        return leaves_after(session, size, AT_ONCE)
    except NoEntry as wrong:
        told = _("il fatto {number} non è quello che fu sigillato")
        raise LogChanged(wrong.number, told.format(number=wrong.number)) from wrong


def _compare(
    points: Iterable[Checkpoint], tree: Frontier, sound: int, suspect: int
) -> None:
    for it in points:
        if it.size != tree.size or it.root == tree.root:
            continue
        if suspect:
            told = _("il fatto {number} non è quello che fu sigillato")
        else:
            told = _(
                "tra il fatto {number} e il {size} il registro non è più quello che fu "
                "sigillato, e anche le sue impronte furono riscritte"
            )
        first = suspect or sound + 1
        raise LogChanged(first, told.format(number=first, size=it.size))


class LogChanged(Exception):
    """A log that is not what was sealed; `number` is the first event in question."""

    def __init__(self, number: int, told: str) -> None:
        super().__init__(told)
        self.number = number

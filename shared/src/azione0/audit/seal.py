"""
A log of events sealed: each event a leaf, and signed checkpoints of the tree.

Folding reads what was stored since the last time and keeps a leaf for each event,
the right edge of the tree, and a signed note. It can be repeated at any time and
stopped at any moment: all of it is one transaction. An event is sealed once it is
folded; until then only its number protects it. Nothing is signed that contradicts a
checkpoint which partners hold.
"""

from dataclasses import dataclass
from datetime import datetime

from azione0.audit.entries import leaves_after
from azione0.audit.merkle import Frontier
from azione0.audit.note import Checkpoint, Signer, checkpoint_of, signed, text_of
from azione0.audit.tree import Tree
from azione0.database import Session
from azione0.store import Store
from azione0.words import _

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Seal:
    """A checkpoint as the log's keeper signed it, and when."""

    size: int
    note: str
    sealed_at: datetime


class Sealer:
    """Folds the events of one service into its tree, and signs for them."""

    def __init__(self, store: Store, signer: Signer) -> None:
        self._store = store
        self._signer = signer
        self._met: set[Checkpoint] = set()
        self._ahead: list[Checkpoint] = []

    def seal(self, most: int | None = None) -> Seal | None:
        """
        Seal what was stored since the last time; `None` if that is nothing.

        With `most`, about so many events: repeat until it gives `None`.
        `NumberMissing` if an event's number is not the one that follows; `OlderCopy`
        or `Forked` if others hold a checkpoint that this log does not lead to.
        """
        with self._store.database.writing() as session:
            known = last_edge(session)
            furthest = self._meet(session, known.size)
            grown = known
            while rows := _leaves_after(session, grown.size):
                session.insert("leaves", ("seq", "leaf"), rows)
                grown = self._grown(grown, [leaf for _, leaf in rows])
                if most is not None and grown.size >= max(known.size + most, furthest):
                    break
            if grown.size < furthest:
                raise OlderCopy(
                    _(
                        "un partner tiene un sigillo di {more} fatti e qui ce ne sono "
                        "{size}: fu ripresa una vecchia copia; non si sigilla"
                    ).format(more=furthest, size=grown.size)
                )
            if grown == known:
                return None
            point = Checkpoint(self._signer.name, grown.size, grown.root)
            sealed = Seal(grown.size, signed(point, self._signer), self._store.clock())
            edge = " ".join(it.hex() for it in grown.edge)
            session.insert(
                "seals",
                ("size", "edge", "note", "sealed_at"),
                [(sealed.size, edge, sealed.note, sealed.sealed_at)],
            )
            return sealed

    def _meet(self, session: Session, size: int) -> int:
        """Compare the tree so far with what others hold; give the largest size."""
        points = kept_by_others(session)
        for point in points - self._met:
            if point.size <= size:
                _compare(point, Tree(session, point.size).root)
                self._met.add(point)
        self._ahead = sorted(points - self._met, key=lambda it: it.size)
        return max((it.size for it in points), default=0)

    def _grown(self, tree: Frontier, leaves: list[bytes]) -> Frontier:
        start, done = tree.size, 0
        for point in self._ahead:
            if start < point.size <= start + len(leaves):
                tree = tree.grown(leaves[done : point.size - start])
                done = point.size - start
                _compare(point, tree.root)
        return tree.grown(leaves[done:])


def kept_by_others(session: Session) -> set[Checkpoint]:
    """Give the checkpoints of this log that partners are known to hold."""
    rows = session.execute("SELECT note FROM cosigned")
    return {checkpoint_of(text_of(note)) for [note] in rows}


def _compare(point: Checkpoint, root: bytes) -> None:
    if point.root != root:
        raise Forked(
            _(
                "un partner tiene un sigillo di {size} fatti che questo registro non "
                "porta: il passato fu riscritto; non si sigilla"
            ).format(size=point.size)
        )


def last_edge(session: Session) -> Frontier:
    """Give the right edge of the tree at the last seal."""
    rows = session.execute("SELECT size, edge FROM seals ORDER BY size DESC LIMIT 1")
    if not rows:
        return Frontier()
    [(size, edge)] = rows
    return Frontier(size, tuple(map(bytes.fromhex, edge.split())))


def last_seal(session: Session) -> Seal | None:
    """Give the last seal, if there is one."""
    rows = session.execute(
        "SELECT size, note, sealed_at FROM seals ORDER BY size DESC LIMIT 1"
    )
    return Seal(*rows[0]) if rows else None


def seals(session: Session) -> list[Seal]:
    """Give every seal, the smallest first."""
    return [
        Seal(*row)
        for row in session.execute(
            "SELECT size, note, sealed_at FROM seals ORDER BY size"
        )
    ]


def _leaves_after(session: Session, size: int) -> list[tuple[int, bytes]]:
    numbers, leaves = leaves_after(session, size, AT_ONCE)
    if numbers and numbers[-1] != size + len(numbers):
        before, found = next(
            (number, found)
            for number, found in enumerate(numbers, start=size)
            if found != number + 1
        )
        raise NumberMissing(
            _("manca il fatto {number}: dopo {before} viene {found}").format(
                number=before + 1, before=before, found=found
            )
        )
    return list(zip(numbers, leaves, strict=True))


class NumberMissing(Exception):
    """A log whose events are not numbered one after the other."""


class Forked(Exception):
    """A log that is not the one of which others hold a checkpoint."""


class OlderCopy(Forked):
    """A log that ends before what others hold a checkpoint of."""

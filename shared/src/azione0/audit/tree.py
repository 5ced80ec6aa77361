"""
The tree over the leaves that are stored, for who asks for a proof about it.

The right edge that each seal keeps spares reading what lies before it.
"""

from azione0.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    inclusion_path,
    left_of,
    node_hash,
    root_of,
)
from azione0.database import Session

#: So many leaves are read at once, and their roots not remembered one by one.
TWIG = 1024


class Tree:
    """The first `size` leaves of a log, read as they are needed."""

    def __init__(self, session: Session, size: int) -> None:
        self._session = session
        self.size = size
        self._roots: dict[tuple[int, int], bytes] = {}
        self._remember(size)

    @property
    def root(self) -> bytes:
        """The root of the whole."""
        return self.root_between(0, self.size) if self.size else EMPTY_ROOT

    def consistency(self, old_size: int) -> list[bytes]:
        """Show that it grew out of its first leaves; `WrongTree` if it did not."""
        self._remember(old_size)
        path = consistency_path(old_size, self.size)
        return [self.root_between(*it) for it in path]

    def inclusion(self, index: int) -> list[bytes]:
        """Show that the leaf at an index, from 0, is in it; `WrongTree`."""
        return [self.root_between(*it) for it in inclusion_path(index, self.size)]

    def root_between(self, start: int, stop: int) -> bytes:
        """Give the root of the leaves from one index up to another."""
        known = self._roots.get((start, stop))
        if known is not None:
            return known
        if stop - start <= TWIG:
            found = root_of(self._leaves(start, stop))
        else:
            middle = start + left_of(stop - start)
            found = node_hash(
                self.root_between(start, middle), self.root_between(middle, stop)
            )
        self._roots[start, stop] = found
        return found

    def _leaves(self, start: int, stop: int) -> list[bytes]:
        rows = self._session.execute(
            "SELECT seq, leaf FROM leaves WHERE seq > ? AND seq <= ? ORDER BY seq",
            (start, stop),
        )
        if [it[0] for it in rows] != list(range(start + 1, stop + 1)):
            raise LeafMissing(f"of the leaves {start + 1} to {stop} some are missing")
        return [bytes(leaf) for _seq, leaf in rows]

    def _remember(self, size: int) -> None:
        """Take over the edge that was kept when so many leaves were sealed."""
        rows = self._session.execute("SELECT edge FROM seals WHERE size = ?", (size,))
        if not rows:
            return
        edge = Frontier(size, tuple(map(bytes.fromhex, rows[0][0].split()))).edge
        start = 0
        bits = (1 << it for it in reversed(range(size.bit_length())) if size >> it & 1)
        for width, node in zip(bits, edge, strict=True):
            self._roots[start, start + width] = node
            start += width


class LeafMissing(Exception):
    """A tree of which a leaf is not stored."""

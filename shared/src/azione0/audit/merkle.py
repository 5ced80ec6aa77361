"""
Merkle trees over a growing log, and short proofs about them.

A leaf is SHA-256(0x00 ‖ entry), an inner node SHA-256(0x01 ‖ left ‖ right); an odd
node is carried up, never doubled. Hashes are 32 bytes, sizes count leaves. Source:
RFC 6962 § 2.1; the algorithms of verification RFC 9162 §§ 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """Give the leaf of an entry of the log."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the node above two others."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """
    The right edge of a tree: enough to let it grow, and to know its root.

    `edge` are the roots of the complete subtrees that it consists of, the largest
    first: one for each bit that is set in `size`.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.edge) != self.size.bit_count():
            raise WrongTree(f"a tree of {self.size} leaves has no edge of this length")

    def grown(self, leaves: Iterable[bytes]) -> "Frontier":
        """Give the edge after more leaves."""
        nodes = list(leaves)
        grown = self.size + len(nodes)
        size, edge, kept = self.size, list(self.edge), []
        # Row by row: what stood alone at its end is paired with what came.
        while nodes or size:
            if size & 1:
                nodes.insert(0, edge.pop())
            if len(nodes) & 1:
                kept.append(nodes.pop())
            size >>= 1
            pairs = zip(nodes[::2], nodes[1::2], strict=True)
            nodes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        return Frontier(grown, tuple(reversed(kept)))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.edge:
            return EMPTY_ROOT
        *larger, root = self.edge
        for left in reversed(larger):
            root = node_hash(left, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root of a tree of these leaves."""
    return Frontier().grown(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """
    Give the hashes by which the leaf at an index, from 0, leads to the root.

    `WrongTree` if there is no such leaf. Source: RFC 6962 § 2.1.1.
    """
    return [root_of(leaves[a:b]) for a, b in inclusion_path(index, len(leaves))]


def inclusion_path(index: int, size: int) -> list[tuple[int, int]]:
    """Say of which leaves, from and up to, the hashes of a proof are the roots."""
    if not 0 <= index < size:
        raise WrongTree(f"there is no leaf {index} among {size}")
    path: list[tuple[int, int]] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + left_of(stop - start)
        if index < middle:
            path.append((middle, stop))
            stop = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """
    Give the hashes that show that a tree is what a smaller one grew into.

    Empty for the same size, and from nothing. `WrongTree` if it was not smaller.
    Source: RFC 6962 § 2.1.2.
    """
    return [root_of(leaves[a:b]) for a, b in consistency_path(old_size, len(leaves))]


def consistency_path(old_size: int, size: int) -> list[tuple[int, int]]:
    """Say of which leaves, from and up to, the hashes of a proof are the roots."""
    if not 0 <= old_size <= size:
        raise WrongTree(f"{old_size} leaves cannot have become {size}")
    if old_size in (0, size):
        return []
    path: list[tuple[int, int]] = []
    start, stop, is_whole = 0, size, True
    while old_size != stop - start:
        left = left_of(stop - start)
        if old_size <= left:
            path.append((start + left, stop))
            stop = start + left
        else:
            path.append((start, start + left))
            start, old_size, is_whole = start + left, old_size - left, False
    if not is_whole:
        path.append((start, stop))
    return path[::-1]


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether a proof leads from a leaf to the root. Source: RFC 9162."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    sides = _sides(index, size - 1, len(proof))
    if sides is None:
        return False
    for beside, is_left in zip(proof, sides, strict=True):
        leaf = node_hash(beside, leaf) if is_left else node_hash(leaf, beside)
    return leaf == root


def is_consistent(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that one tree grew into another. Source: RFC 9162."""
    if not 0 <= old_size <= size or not _are_hashes(old_root, root, *proof):
        return False
    if not old_size:
        return not proof and old_root == EMPTY_ROOT and (size > 0 or root == old_root)
    if old_size == size:
        return not proof and old_root == root
    # A tree that was full stands in the new one as it is: its root begins the path.
    path = [old_root, *proof] if not old_size & (old_size - 1) else list(proof)
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    sides = _sides(place, last, len(path) - 1)
    if sides is None:
        return False
    before = now = path[0]
    for beside, is_left in zip(path[1:], sides, strict=True):
        if is_left:
            before, now = node_hash(beside, before), node_hash(beside, now)
        else:
            now = node_hash(now, beside)
    return before == old_root and now == root


def _sides(place: int, last: int, count: int) -> list[bool] | None:
    """
    Tell of each hash on the way up from a place whether it stands on the left.

    `last` is the place of the last node of that row; `None` if the way to the root
    needs another number of hashes.
    """
    sides = []
    for _ in range(count):
        if not last:
            return None
        is_left = bool(place & 1) or place == last
        sides.append(is_left)
        while is_left and not place & 1 and place:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return None if last else sides


def left_of(size: int) -> int:
    """Give the largest power of two that is smaller than a size above 1."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(it) == HASH_BYTES for it in values)


class WrongTree(ValueError):
    """A size or an index that the tree does not have."""

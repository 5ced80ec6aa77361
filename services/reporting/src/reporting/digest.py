"""
One short text by which two sets of projections can be told to be the same.

Every row is written in one canonical form and hashed; the hashes of a table
are added up, so the order in which rows were written leaves no trace and parts
can be counted by themselves. The digest is the SHA-256 of the tables' names,
counts and sums. It finds differences; it is no signature.
"""

from collections.abc import Iterable
from hashlib import sha256, sha512

import msgspec

from azione0.database import Session
from reporting.projections import ALL
from reporting.projections.entry import Row

_MODULUS = 1 << 512
_write = msgspec.json.Encoder().encode


class Sums:
    """Counts and sums of the rows of each projection, in the order of `ALL`."""

    def __init__(self, text: str = "") -> None:
        parts: list[tuple[int, str]] = [(0, "0")] * len(ALL)
        if text:
            parts = msgspec.json.decode(text, type=list[tuple[int, str]])
        self.counts = [count for count, _ in parts]
        self._sums = [int(total, 16) for _, total in parts]

    def add(self, place: int, rows: Iterable[Row]) -> list[bytes]:
        """Add rows to the projection at a place in `ALL`; give them as they count."""
        written = list(map(_write, rows))
        hashes = (int.from_bytes(sha512(it).digest(), "big") for it in written)
        self._sums[place] = (self._sums[place] + sum(hashes)) % _MODULUS
        self.counts[place] += len(written)
        return written

    def join(self, other: "Sums") -> None:
        """Add what another part has counted."""
        for place in range(len(ALL)):
            self.counts[place] += other.counts[place]
            self._sums[place] = (self._sums[place] + other._sums[place]) % _MODULUS  # noqa: SLF001  one class

    @property
    def text(self) -> str:
        """Write down the sums, to go on from them later."""
        parts = zip(self.counts, map(hex, self._sums), strict=True)
        return msgspec.json.encode(list(parts)).decode()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of names, counts and sums, in hex."""
        whole = sha256()
        for projection, count, total in zip(ALL, self.counts, self._sums, strict=True):
            whole.update(f"{projection.name} {count} {total:x}\n".encode())
        return whole.hexdigest()


def digest_of(session: Session, generation: int) -> str:
    """Give the digest of the rows that stand in the tables, reading all of them."""
    sums = Sums()
    for place, projection in enumerate(ALL):
        sums.add(
            place,
            session.execute(
                f"SELECT {', '.join(projection.columns)} "  # noqa: S608  our own names
                f"FROM {projection.table(generation)}"
            ),
        )
    return sums.digest

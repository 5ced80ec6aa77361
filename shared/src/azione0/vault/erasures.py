"""
The list of who was erased, outside every database, one line for each.

A database that comes back from a backup knows nothing of later erasures; this list
does, and every start works through it before anything is served. It holds random
ids and days, no person. Keep it where no backup of the databases puts an older one
in its place.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Erasure:
    """Who was erased, of which classes of fields, on which ground, from which day."""

    person_id: UUID
    household_id: UUID
    field_classes: tuple[str, ...]
    legal_ground: str
    on: date

    def __str__(self) -> str:
        """Give its line."""
        classes = ",".join(self.field_classes)
        return (
            f"{self.on} {self.person_id} {self.household_id} {self.legal_ground} "
            f"{classes}"
        )


class ErasureList:
    """The list, in a file that only grows."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, erasure: Erasure) -> None:
        """Write a line, unless it is there; it is on the disk when this returns."""
        if erasure in self.read():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            # A line that a power failure cut was never acted on: it is not one.
            file.truncate(len(self._whole()))
            file.write(f"{erasure}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def read(self) -> Sequence[Erasure]:
        """Give every line; `BrokenList` names one that is not ours."""
        lines = self._whole().decode("utf-8", "replace").splitlines()
        return [self._read(number, line) for number, line in enumerate(lines, 1)]

    def _whole(self) -> bytes:
        content = self.path.read_bytes() if self.path.exists() else b""
        return content[: content.rfind(b"\n") + 1]

    def _read(self, number: int, line: str) -> Erasure:
        try:
            on, person, household, ground, classes = line.split(" ")
            return Erasure(
                UUID(person),
                UUID(household),
                tuple(classes.split(",")),
                ground,
                date.fromisoformat(on),
            )
        except ValueError:
            raise BrokenList(
                f"{self.path}, line {number}: not an erasure; restore the list, or "
                "who was erased comes back"
            ) from None


class BrokenList(Exception):
    """A list of erasures that cannot be read."""

"""What the invented estate's things are called; the same seed, the same names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

#: Nobody's organisation: by this an invented letter is told from a real one.
ORGANISATION = "mondo-inventato"
CREDITOR = "creditore-inventato"
BILL_CENTS = 20_000
DUE_DAY, PAYMENT_DAY, LEAVING_DAY = 5, 12, 20
_NAMES = UUID("6f0d3c1e-52f7-4a9e-9d5e-7b0a5d9a3c11")
DEEP, BRIEF = 1, 2


@dataclass(frozen=True, slots=True)
class Names:
    """Names within one world: `seed` tells worlds apart."""

    seed: int
    first: date

    def household(self, kind: int, row: int) -> UUID:
        """Name a household so that names sort as rows do."""
        rest = uuid5(_NAMES, f"{self.seed}/{kind}/{row}").bytes[4:]
        return UUID(bytes=(kind << 28 | row).to_bytes(4, "big") + rest, version=4)

    @staticmethod
    def of_household(household_id: UUID, number: int) -> UUID:
        """Name a household's thing by its number, from 1; quick, for there are many."""
        return UUID(int=household_id.int ^ number)

    def thing(self, *parts: object) -> UUID:
        """Name anything else."""
        return uuid5(_NAMES, "/".join(map(str, (self.seed, *parts))))


def building(place: int) -> str:
    """Name a building."""
    return f"edificio-{place:03}"

"""What each part of a household may ask of the whole."""

from datetime import date
from uuid import UUID

from azione0.aggregate import Part
from intake.households.members import Stay


class HouseholdPart(Part):
    """A part of a household; `Household` puts them together."""

    id: UUID
    adults: int | None
    minors: int | None
    rent_area: str | None
    stays: list[Stay]
    holders: dict[date, UUID]

    _told_on: date

    def counts_on(self, day: date) -> tuple[int, int] | None:
        """Give adults and minors on a day, as far as they are known."""
        raise NotImplementedError

    def _count_again(
        self, adults: int | None, minors: int | None, rent_area: str | None, on: date
    ) -> None:
        """Say the household anew to others."""
        raise NotImplementedError


class ImpossibleHousehold(Exception):
    """A count or a change that no household can have."""

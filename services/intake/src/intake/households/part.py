"""What each part of a household may ask of the whole."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.households.members import Stay


class Part:
    """A part of a household; `Household` puts them together."""

    id: UUID
    adults: int | None
    minors: int | None
    rent_area: str | None
    stays: list[Stay]
    holders: dict[date, UUID]

    _told_on: date

    trigger_event: Callable[..., None]

    def _tell(self, event: type[Aggregate.Event], **said: object) -> None:
        """Let it happen under the name that the aggregate keeps its events by."""
        self.trigger_event(getattr(type(self), event.__name__), **said)

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

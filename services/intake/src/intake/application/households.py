"""Households as people register, count and change them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from intake import lists
from intake.application.reactions import Reactions
from intake.households.household import Household, UnknownHousehold
from intake.households.tenancy import Word


class Households(Reactions):
    """The use-cases of who lives where."""

    def register_household(
        self,
        *,
        dwelling_id: str,
        building_id: str,
        tenancies: Sequence[tuple[str, str]],
        adults: int,
        minors: int,
        rent_area: str,
        on: date,
    ) -> UUID:
        """
        Register by hand who holds tenancies, each (creditor, tenancy), from a day.

        `UnknownHousehold` without a tenancy; `ImpossibleHousehold` for a count
        that cannot be.
        """
        if not tenancies:
            raise UnknownHousehold(
                f"dwelling {dwelling_id}: a household is known by its tenancies"
            )
        word = Word(self.store.clock(), self._transaction.cause.id)
        for creditor_id, tenancy_id in tenancies:
            self.register_tenancy(
                creditor_id,
                tenancy_id,
                dwelling_id=dwelling_id,
                building_id=building_id,
                valid_from=on,
                word=word,
            )
        household_id = lists.household_of(self._session, *tenancies[0])
        if household_id is None:
            raise UnknownHousehold(f"dwelling {dwelling_id} holds no such tenancy")
        self.count_household(household_id, adults, minors, rent_area, on)
        return household_id

    def count_household(
        self, household_id: UUID, adults: int, minors: int, rent_area: str, on: date
    ) -> None:
        """Say how many live there and in which rent area; `ImpossibleHousehold`."""
        household = self._household(household_id)
        household.count(adults, minors, rent_area, on)
        self._keep_household(household)

    def change_household(
        self,
        household_id: UUID,
        kind: str,
        on: date,
        *,
        is_minor: bool = False,
        person_id: UUID | None = None,
        new_holder_id: UUID | None = None,
    ) -> None:
        """Record who was born, died, came, left or succeeded."""
        household = self._household(household_id)
        household.change(
            kind,
            on,
            is_minor=is_minor,
            person_id=person_id,
            new_holder_id=new_holder_id,
        )
        self._keep_household(household)

    def _household(self, household_id: UUID) -> Household:
        household = self.find(Household, household_id)
        if household is None:
            raise UnknownHousehold(f"household {household_id} is not registered")
        return household

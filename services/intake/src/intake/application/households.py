"""Households as people register, count and change them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from intake import lists
from intake.application.reactions import Reactions
from intake.households.household import Household, UnknownHousehold
from intake.households.lived_in import FutureBirth
from intake.households.members import WENT
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
        """Record who was born, died, came, left or succeeded; `FutureBirth`."""
        household = self._household(household_id)
        self._refuse_future_birth(kind, on)
        household.change(
            kind,
            on,
            is_minor=is_minor,
            person_id=person_id,
            new_holder_id=new_holder_id,
        )
        self._keep_household(household)
        if kind in WENT and person_id is not None:
            self._went(person_id, on)

    def add_member(
        self,
        household_id: UUID,
        role: str,
        on: date,
        *,
        is_minor: bool = False,
        came: str = "listed",
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Record who lives there since a day, and give the person's pseudonym.

        Without `person_id` the person is new. `FutureBirth`, and the refusals of
        `Household.add_member`.
        """
        household = self._household(household_id)
        self._refuse_future_birth(came, on)
        number = len(household.stays)
        person_id = person_id or self.new_id("person", household_id, number)
        household.add_member(person_id, role, on, is_minor=is_minor, came=came)
        self._keep_household(household)
        return person_id

    def lose_member(
        self, household_id: UUID, person_id: UUID, went: str, on: date
    ) -> None:
        """Record who lives there no longer from a day on, and how they went."""
        household = self._household(household_id)
        household.lose_member(person_id, on, went)
        self._keep_household(household)
        self._went(person_id, on)

    def separate_household(
        self,
        household_id: UUID,
        leaving: Sequence[UUID],
        on: date,
        *,
        new_holder_id: UUID | None = None,
    ) -> None:
        """Split a household: who stays keeps the tenancy, who leaves is gone."""
        household = self._household(household_id)
        household.separate(leaving, on, new_holder_id)
        self._keep_household(household)
        for person_id in leaving:
            self._went(person_id, on)

    def come_of_age(self, household_id: UUID, person_id: UUID, on: date) -> None:
        """Record that a minor is of age from a day."""
        household = self._household(household_id)
        household.come_of_age(person_id, on)
        self._keep_household(household)

    def record_means(
        self,
        household_id: UUID,
        isee_cents: int | None,
        rent_area: str,
        since: date,
        until: date | None = None,
        *,
        force: bool = False,
    ) -> None:
        """Record ISEE, in euro cents, and rent area from a day, perhaps to a day."""
        household = self._household(household_id)
        household.record_means(isee_cents, rent_area, since, until, force=force)
        self._keep_household(household)

    def _went(self, person_id: UUID, gone_on: date) -> None:
        """See to what else ends with a member's stay; who lives there is kept here."""

    def _refuse_future_birth(self, kind: str, on: date) -> None:
        today = self.today()
        if kind == "birth" and on > today:
            raise FutureBirth(
                f"a birth on {on}: today is {today}, tell it when it has come"
            )

    def _household(self, household_id: UUID) -> Household:
        household = self.find(Household, household_id)
        if household is None:
            raise UnknownHousehold(f"household {household_id} is not registered")
        return household

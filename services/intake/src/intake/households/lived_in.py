"""Who lives in a household: who comes and goes, who holds the tenancy."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.households.members import (
    CAME,
    HOLDER,
    ROLES,
    WENT,
    Member,
    Stay,
    comes_of_age,
    holder_on,
    members_on,
)
from intake.households.part import HouseholdPart, ImpossibleHousehold


class MemberAdded(Aggregate.Event):
    """Somebody lives there since a day: found there, born, or moved in."""

    person_id: UUID
    role: str
    is_minor: bool
    came: str
    effective_on: date

    def apply(self, household: Any) -> None:
        of_age_on = comes_of_age(self.effective_on) if self.came == "birth" else None
        household.stays.append(
            Stay(
                self.person_id,
                self.role,
                self.is_minor,
                self.came,
                self.effective_on,
                of_age_on=of_age_on,
            )
        )
        if self.role == HOLDER:
            household.holders[self.effective_on] = self.person_id


class MemberGone(Aggregate.Event):
    """Somebody lives there no longer from a day on: dead, gone, or separated."""

    person_id: UUID
    went: str
    effective_on: date

    def apply(self, household: Any) -> None:
        _put_stay(
            household.stays, self.person_id, gone_on=self.effective_on, went=self.went
        )


class CameOfAge(Aggregate.Event):
    person_id: UUID
    effective_on: date

    def apply(self, household: Any) -> None:
        _put_stay(household.stays, self.person_id, of_age_on=self.effective_on)


class Succeeded(Aggregate.Event):
    """The tenancy passed to another member. Source: subentro, R.R. 4/2017."""

    new_holder_id: UUID
    effective_on: date

    def apply(self, household: Any) -> None:
        household.holders[self.effective_on] = self.new_holder_id


class LivedIn(HouseholdPart):
    """The verbs of who lives there; `Household` adds them to its own."""

    def members_on(self, day: date) -> list[Member]:
        """Give who is known to have lived there on a day, the holder first."""
        return members_on(self.stays, self.holders, day)

    def holder_on(self, day: date) -> UUID | None:
        """Give who held the tenancy on a day, if a member is known to have."""
        return holder_on(self.stays, self.holders, day)

    def add_member(
        self, person_id: UUID, role: str, on: date, *, is_minor: bool, came: str
    ) -> None:
        """
        Record that somebody lives there since a day, and how they came.

        `MemberTwice` for who is there already or later, `DiedBefore` for who is
        known to be dead, `TwoHolders`, `HolderUnderAge`, `ImpossibleHousehold` for
        another role or way, or for a grown-up newborn.
        """
        if role not in ROLES or came not in CAME or (came == "birth" and not is_minor):
            raise ImpossibleHousehold(
                f"household {self.id}: {role!r} by {came!r}: give one of "
                f"{', '.join(ROLES)}, one of {', '.join(CAME)}, and a minor if born"
            )
        for it in self.stays:
            if it.person_id == person_id and it.went == "death":
                raise DiedBefore(f"person {person_id} died on {it.gone_on}")
            if it.person_id == person_id and (it.gone_on is None or on < it.gone_on):
                raise MemberTwice(
                    f"person {person_id} is of household {self.id} since {it.since}: "
                    "take leave first, or give a day after"
                )
        if role == HOLDER:
            self._check_holder(person_id, on, is_minor=is_minor)
            if (holder := self.holder_on(on)) is not None:
                raise TwoHolders(
                    f"household {self.id}: {holder} holds the tenancy on {on}: record "
                    "a succession"
                )
        self._tell(
            MemberAdded,
            person_id=person_id,
            role=role,
            is_minor=is_minor,
            came=came,
            effective_on=on,
        )
        self._tell_counts()

    def refuse_stranger(self, person_id: UUID, on: date) -> None:
        """Refuse who does not live there on a day: `NotAMember`."""
        if person_id not in {it.person_id for it in self.members_on(on)}:
            raise NotAMember(
                f"person {person_id} is not of household {self.id} on {on}: add them "
                "as a member first"
            )

    def lose_member(self, person_id: UUID, on: date, went: str) -> None:
        """
        Record that somebody lives there no longer from a day on, and how they went.

        `NotAMember`; `DeathBeforeBirth`, or `LeftBeforeTheyCame`, for a day before
        their first; `ImpossibleHousehold` for another way.
        """
        if went not in WENT:
            raise ImpossibleHousehold(f"{went!r} is not one of {', '.join(WENT)}")
        self._check_going(person_id, on, went)
        self._tell(MemberGone, person_id=person_id, went=went, effective_on=on)
        self._tell_counts()

    def separate(
        self, leaving: Sequence[UUID], on: date, new_holder_id: UUID | None = None
    ) -> None:
        """
        Split the household: who stays keeps the tenancy, who leaves is gone.

        `HolderLeaves` if the holder goes and nobody who stays is named,
        `NobodyStays` if all go; the refusals of leaving and of succeeding.
        """
        going = list(dict.fromkeys(leaving))
        staying = {it.person_id for it in self.members_on(on)} - set(going)
        if not going or not staying:
            raise NobodyStays(
                f"household {self.id}: {len(going)} go and {len(staying)} stay on "
                f"{on}: of a separation both are some; if all leave, end the tenancy"
            )
        holder = self.holder_on(on)
        if holder in going and new_holder_id is None:
            raise HolderLeaves(
                f"household {self.id}: its holder leaves on {on}: name who of those "
                "who stay holds the tenancy"
            )
        for person_id in going:
            self._check_going(person_id, on, "separation")
        if new_holder_id is not None:
            self._check_successor(new_holder_id, on, staying)
        for person_id in going:
            self._tell(
                MemberGone, person_id=person_id, went="separation", effective_on=on
            )
        if new_holder_id is not None:
            self._tell(Succeeded, new_holder_id=new_holder_id, effective_on=on)
        self._tell_counts()

    def succeed(self, new_holder_id: UUID, on: date) -> None:
        """
        Pass the tenancy to another member from a day.

        `NotAMember` for who does not live there that day, `HolderUnderAge` for a
        minor, `TwoHolders` for the holder.
        """
        living = {it.person_id for it in self.members_on(on)}
        self._check_successor(new_holder_id, on, living)
        self._tell(Succeeded, new_holder_id=new_holder_id, effective_on=on)

    def come_of_age(self, person_id: UUID, on: date) -> None:
        """Record that a minor is of age from a day; `NotAMember`, `OfAgeAlready`."""
        stay = self._stay(person_id, on)
        if not stay.is_minor_on(on):
            raise OfAgeAlready(f"person {person_id} is of age on {on}")
        self._tell(CameOfAge, person_id=person_id, effective_on=on)
        self._tell_counts()

    def _change_member(
        self, kind: str, on: date, person_id: UUID | None, new_holder_id: UUID | None
    ) -> None:
        if kind == "succession" and new_holder_id is not None:
            self.succeed(new_holder_id, on)
        elif kind in WENT and person_id is not None:
            self.lose_member(person_id, on, kind)
        else:
            raise MembersKnown(
                f"household {self.id}: its members are known: say who, and add those "
                "who come with their role"
            )

    def _stay(self, person_id: UUID, on: date) -> Stay:
        """Give a person's last stay, if it has not ended; `NotAMember`."""
        for it in self.stays:
            if it.person_id == person_id and it.gone_on is None:
                return it
        raise NotAMember(f"person {person_id} is not of household {self.id} on {on}")

    def _check_going(self, person_id: UUID, on: date, went: str) -> None:
        stay = self._stay(person_id, on)
        if on < stay.since:
            refusal: type[Exception] = LeftBeforeTheyCame
            if went == "death" and stay.came == "birth":
                refusal = DeathBeforeBirth
            raise refusal(
                f"person {person_id} is of household {self.id} since {stay.since}: "
                f"{on} is before"
            )

    def _check_successor(
        self, new_holder_id: UUID, on: date, living: set[UUID]
    ) -> None:
        if new_holder_id not in living:
            raise NotAMember(
                f"person {new_holder_id} is not of household {self.id} on {on}: only "
                "who lives there succeeds"
            )
        if new_holder_id == self.holder_on(on):
            raise TwoHolders(f"person {new_holder_id} holds the tenancy already")
        is_minor = any(
            it.person_id == new_holder_id and it.is_minor for it in self.members_on(on)
        )
        self._check_holder(new_holder_id, on, is_minor=is_minor)

    def _check_holder(self, person_id: UUID, on: date, *, is_minor: bool) -> None:
        if is_minor:
            raise HolderUnderAge(
                f"person {person_id} is a minor on {on}: name a holder of age"
            )

    def _tell_counts(self) -> None:
        """Say the household anew if its members are others than were told."""
        days = [it for stay in self.stays for it in (stay.since, stay.gone_on) if it]
        last = max(self._told_on, *days)
        adults, minors = self.counts_on(last) or (0, 0)
        if adults and (adults, minors) != (self.adults, self.minors):
            self._count_again(adults, minors, self.rent_area, last)


def _put_stay(stays: list[Stay], person_id: UUID, **told: object) -> None:
    """Write into the stay of a person that has not ended."""
    for place, it in enumerate(stays):
        if it.person_id == person_id and it.gone_on is None:
            stays[place] = replace(it, **told)  # type: ignore[arg-type]


class MembersKnown(Exception):
    """Numbers, or somebody unnamed, for a household whose members are known."""


class MemberTwice(Exception):
    """Somebody added who lives there already."""


class NotAMember(Exception):
    """Somebody who does not live in the household on the day."""


class DiedBefore(Exception):
    """Somebody added who is known to be dead."""


class DeathBeforeBirth(Exception):
    """A death on a day before the birth."""


class LeftBeforeTheyCame(Exception):
    """Somebody who goes on a day before they came."""


class FutureBirth(Exception):
    """A birth on a day that is still to come."""


class TwoHolders(Exception):
    """A second holder of the tenancy on one day."""


class HolderUnderAge(Exception):
    """A minor who should hold the tenancy."""


class HolderLeaves(Exception):
    """A separation after which nobody would hold the tenancy."""


class NobodyStays(Exception):
    """A separation in which all go, or nobody does."""


class OfAgeAlready(Exception):
    """Somebody who comes of age and is so already."""

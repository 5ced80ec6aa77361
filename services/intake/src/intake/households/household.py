"""
A household: a pseudonym, a dwelling, its tenancies, who lives there since when.

Who they are stands in no event: persons are pseudonyms. Where nobody has listed
them they are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from intake.households.members import (
    CAME,
    HOLDER,
    ROLES,
    WENT,
    Member,
    Stay,
    comes_of_age,
    counts_on,
    holder_on,
    members_on,
)
from intake.households.periods import Period, fit, held_on

RENT_AREAS = ("PROTECTION", "ACCESS", "PERMANENCE", "FORFEITURE")
CHANGES = ("birth", "death", "joined", "left", "succession")


@dataclass(frozen=True, order=True)
class Membership:
    """A tenancy that belongs to a household, as its creditor calls it."""

    creditor_id: str
    tenancy_id: str


@dataclass(frozen=True)
class Means:
    """What a household was certified to have: its ISEE in euro cents, its area."""

    isee_cents: int | None
    rent_area: str


class Household(Aggregate, topic="intake.Household"):
    """Those who live in one dwelling together, for as long as they do."""

    class Registered(Aggregate.Created):
        dwelling_id: str
        building_id: str
        tenancies: list[Membership]
        left_on: date | None
        effective_on: date

    class Rehoused(Aggregate.Event):
        """Its tenancies, or their days, are other than was known."""

        dwelling_id: str
        building_id: str
        tenancies: list[Membership]
        left_on: date | None
        adults: int | None
        minors: int | None
        rent_area: str | None
        effective_on: date

    class Counted(Aggregate.Event):
        dwelling_id: str
        building_id: str
        tenancies: list[Membership]
        adults: int | None
        minors: int | None
        rent_area: str | None
        effective_on: date

    class Changed(Aggregate.Event):
        kind: str
        adults: int | None
        minors: int | None
        person_id: UUID | None
        new_holder_id: UUID | None
        effective_on: date

    class MemberAdded(Aggregate.Event):
        """Somebody lives there since a day: found there, born, or moved in."""

        person_id: UUID
        role: str
        is_minor: bool
        came: str
        effective_on: date

    class MemberGone(Aggregate.Event):
        """Somebody lives there no longer from a day on: dead, gone, or separated."""

        person_id: UUID
        went: str
        effective_on: date

    class CameOfAge(Aggregate.Event):
        person_id: UUID
        effective_on: date

    class Succeeded(Aggregate.Event):
        """The tenancy passed to another member. Source: subentro, R.R. 4/2017."""

        new_holder_id: UUID
        effective_on: date

    class MeansRecorded(Aggregate.Event):
        isee_cents: int | None
        rent_area: str
        until: date | None
        effective_on: date

    @event(Registered)
    def __init__(
        self,
        *,
        id: UUID,
        dwelling_id: str,
        building_id: str,
        tenancies: list[Membership],
        left_on: date | None,
        effective_on: date,
    ) -> None:
        self.dwelling_id = dwelling_id
        self.building_id = building_id
        self.tenancies = tenancies
        self.left_on = left_on
        self.since = effective_on
        self.adults: int | None = None
        self.minors: int | None = None
        self.rent_area: str | None = None
        self.stays: list[Stay] = []
        self.holders: dict[date, UUID] = {}
        self.means: list[Period[Means]] = []
        self._counted_by_hand: list[tuple[date, int, int]] = []
        self._areas_by_hand: dict[date, str] = {}

    # -- as of a day

    def members_on(self, day: date) -> list[Member]:
        """Give who is known to have lived there on a day, the holder first."""
        return members_on(self.stays, self.holders, day)

    def holder_on(self, day: date) -> UUID | None:
        """Give who held the tenancy on a day, if a member is known to have."""
        return holder_on(self.stays, self.holders, day)

    def counts_on(self, day: date) -> tuple[int, int] | None:
        """Give adults and minors on a day: of the members known, else as counted."""
        found = counts_on(self.stays, day)
        if found is None:
            told = [it for it in self._counted_by_hand if it[0] <= day]
            last = max(told, key=lambda it: it[0], default=None)
            # Of two counts of one day the one that was written down last.
            last = last and [it for it in told if it[0] == last[0]][-1]
            found = last and last[1:]
        return found

    def means_on(self, day: date) -> Means | None:
        """Give ISEE and rent area on a day, as certified, else as counted."""
        found = held_on(self.means, day)
        if found is None:
            since = max((it for it in self._areas_by_hand if it <= day), default=None)
            found = Means(None, self._areas_by_hand[since]) if since else None
        return found

    # -- what people tell

    def rehouse(
        self,
        building_id: str,
        tenancies: list[Membership],
        left_on: date | None,
        effective_on: date,
    ) -> None:
        """
        Take in the complete list of its tenancies, ended ones too.

        `left_on` is the last day of the last one, `None` while one holds. A
        list that is known already changes nothing.
        """
        known = (self.building_id, self.tenancies, self.left_on, self.since)
        if (building_id, tenancies, left_on, effective_on) != known:
            self._rehoused(
                dwelling_id=self.dwelling_id,
                building_id=building_id,
                tenancies=tenancies,
                left_on=left_on,
                adults=self.adults,
                minors=self.minors,
                rent_area=self.rent_area,
                effective_on=effective_on,
            )

    def count(self, adults: int, minors: int, rent_area: str, on: date) -> None:
        """
        Record how many live there and in which rent area.

        `ImpossibleHousehold` for less than one adult, negative minors or an
        unknown area; `MembersKnown` for other numbers than its members are that
        day. Source of the areas: L.R. 27/2009 art. 31.
        """
        if adults < 1 or minors < 0 or rent_area not in RENT_AREAS:
            raise ImpossibleHousehold(
                f"household {self.id}: {adults} adults, {minors} minors, "
                f"area {rent_area!r}: give at least one adult and one of "
                f"{', '.join(RENT_AREAS)}"
            )
        known = counts_on(self.stays, on)
        if known not in (None, (adults, minors)):
            raise MembersKnown(
                f"household {self.id}: its members on {on} are {known}, adults and "
                "minors: add or take leave of them instead of counting"
            )
        now = (self.adults, self.minors, self.rent_area)
        then = self.means_on(on)
        told = (self.counts_on(on), then and then.rent_area)
        if (adults, minors, rent_area) != now or told != ((adults, minors), rent_area):
            self._counted(
                dwelling_id=self.dwelling_id,
                building_id=self.building_id,
                tenancies=self.tenancies,
                adults=adults,
                minors=minors,
                rent_area=rent_area,
                effective_on=on,
            )

    def change(
        self,
        kind: str,
        on: date,
        *,
        is_minor: bool = False,
        person_id: UUID | None = None,
        new_holder_id: UUID | None = None,
    ) -> None:
        """
        Record a birth, a death, who came, who left, or a succession.

        `ImpossibleHousehold` for another kind, or for a succession that names no
        new holder. Where the members are known, who died, left or succeeded is one
        of them (`NotAMember`), and who came is added with a role: `MembersKnown`.
        """
        if kind not in CHANGES or (kind == "succession" and new_holder_id is None):
            raise ImpossibleHousehold(
                f"household {self.id}: {kind!r} is not one of {', '.join(CHANGES)}, "
                "or a succession without its new holder"
            )
        if self.stays:
            self._change_member(kind, on, person_id, new_holder_id)
            return
        step = {"birth": 1, "joined": 1, "death": -1, "left": -1}.get(kind, 0)
        minor = is_minor or kind == "birth"
        self._changed(
            kind=kind,
            adults=_stepped(self.adults, 0 if minor else step),
            minors=_stepped(self.minors, step if minor else 0),
            person_id=person_id,
            new_holder_id=new_holder_id,
            effective_on=on,
        )

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
        self._member_added(person_id, role, is_minor, came, on)
        self._tell_counts()

    def lose_member(self, person_id: UUID, on: date, went: str) -> None:
        """
        Record that somebody lives there no longer from a day on, and how they went.

        `NotAMember`; `DeathBeforeBirth`, or `LeftBeforeTheyCame`, for a day before
        their first; `ImpossibleHousehold` for another way.
        """
        if went not in WENT:
            raise ImpossibleHousehold(f"{went!r} is not one of {', '.join(WENT)}")
        self._check_going(person_id, on, went)
        self._member_gone(person_id, went, on)
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
            self._member_gone(person_id, "separation", on)
        if new_holder_id is not None:
            self._succeeded(new_holder_id, on)
        self._tell_counts()

    def succeed(self, new_holder_id: UUID, on: date) -> None:
        """
        Pass the tenancy to another member from a day.

        `NotAMember` for who does not live there that day, `HolderUnderAge` for a
        minor, `TwoHolders` for the holder.
        """
        living = {it.person_id for it in self.members_on(on)}
        self._check_successor(new_holder_id, on, living)
        self._succeeded(new_holder_id, on)

    def come_of_age(self, person_id: UUID, on: date) -> None:
        """Record that a minor is of age from a day; `NotAMember`, `OfAgeAlready`."""
        stay = self._stay(person_id, on)
        if not stay.is_minor_on(on):
            raise OfAgeAlready(f"person {person_id} is of age on {on}")
        self._came_of_age(person_id, on)
        self._tell_counts()

    def record_means(
        self,
        isee_cents: int | None,
        rent_area: str,
        since: date,
        until: date | None = None,
        *,
        force: bool = False,
    ) -> None:
        """
        Record ISEE, in euro cents, and rent area from a day, perhaps to a day.

        `ImpossibleHousehold` for another area or a negative ISEE; `PeriodsOverlap`,
        `EndsBeforeItBegins`, as periods are fitted in. The same again changes
        nothing. Source of the areas: L.R. 27/2009 art. 31.
        """
        if rent_area not in RENT_AREAS or (isee_cents is not None and isee_cents < 0):
            raise ImpossibleHousehold(
                f"household {self.id}: ISEE {isee_cents} cents, area {rent_area!r}: "
                f"give no less than 0 and one of {', '.join(RENT_AREAS)}"
            )
        means = Period(since, until, Means(isee_cents, rent_area))
        if means in self.means:
            return
        fit(self.means, means, force=force)
        self._means_recorded(isee_cents, rent_area, until, since)
        last = self.means[-1]
        if last.held.rent_area != self.rent_area:
            self._count_again(self.adults, self.minors, last.held.rent_area, last.since)

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
        last = max(days)
        adults, minors = counts_on(self.stays, last) or (0, 0)
        if adults and (adults, minors) != (self.adults, self.minors):
            self._count_again(adults, minors, self.rent_area, last)

    def _count_again(
        self, adults: int | None, minors: int | None, rent_area: str | None, on: date
    ) -> None:
        self._counted(
            dwelling_id=self.dwelling_id,
            building_id=self.building_id,
            tenancies=self.tenancies,
            adults=adults,
            minors=minors,
            rent_area=rent_area,
            effective_on=on,
        )

    @event(Rehoused)
    def _rehoused(
        self,
        *,
        dwelling_id: str,
        building_id: str,
        tenancies: list[Membership],
        left_on: date | None,
        adults: int | None,
        minors: int | None,
        rent_area: str | None,
        effective_on: date,
    ) -> None:
        self.building_id = building_id
        self.tenancies = tenancies
        self.left_on = left_on
        self.since = effective_on

    @event(Counted)
    def _counted(
        self,
        *,
        dwelling_id: str,
        building_id: str,
        tenancies: list[Membership],
        adults: int | None,
        minors: int | None,
        rent_area: str | None,
        effective_on: date,
    ) -> None:
        before, members = self.rent_area, counts_on(self.stays, effective_on)
        self.adults = adults
        self.minors = minors
        self.rent_area = rent_area
        # What only follows from means or from members is counted by nobody.
        if any(
            (it.since, it.held.rent_area) == (effective_on, rent_area)
            for it in self.means
        ):
            return
        self._note_count(effective_on)
        if rent_area is not None and (rent_area != before or members is None):
            self._areas_by_hand[effective_on] = rent_area

    @event(Changed)
    def _changed(
        self,
        *,
        kind: str,
        adults: int | None,
        minors: int | None,
        person_id: UUID | None,
        new_holder_id: UUID | None,
        effective_on: date,
    ) -> None:
        self.adults = adults
        self.minors = minors
        self._note_count(effective_on)
        if new_holder_id is not None:
            self.holders[effective_on] = new_holder_id

    @event(MemberAdded)
    def _member_added(
        self,
        person_id: UUID,
        role: str,
        is_minor: bool,  # noqa: FBT001  a field of the event
        came: str,
        effective_on: date,
    ) -> None:
        of_age_on = comes_of_age(effective_on) if came == "birth" else None
        self.stays.append(
            Stay(person_id, role, is_minor, came, effective_on, of_age_on=of_age_on)
        )
        if role == HOLDER:
            self.holders[effective_on] = person_id

    @event(MemberGone)
    def _member_gone(self, person_id: UUID, went: str, effective_on: date) -> None:
        self._put_stay(person_id, gone_on=effective_on, went=went)

    @event(CameOfAge)
    def _came_of_age(self, person_id: UUID, effective_on: date) -> None:
        self._put_stay(person_id, of_age_on=effective_on)

    @event(Succeeded)
    def _succeeded(self, new_holder_id: UUID, effective_on: date) -> None:
        self.holders[effective_on] = new_holder_id

    @event(MeansRecorded)
    def _means_recorded(
        self,
        isee_cents: int | None,
        rent_area: str,
        until: date | None,
        effective_on: date,
    ) -> None:
        means = Period(effective_on, until, Means(isee_cents, rent_area))
        self.means = fit(self.means, means, force=True)

    def _put_stay(self, person_id: UUID, **told: object) -> None:
        """Write into the stay of a person that has not ended."""
        for place, it in enumerate(self.stays):
            if it.person_id == person_id and it.gone_on is None:
                self.stays[place] = replace(it, **told)  # type: ignore[arg-type]

    def _note_count(self, on: date) -> None:
        if self.adults is not None and self.minors is not None:
            self._counted_by_hand.append((on, self.adults, self.minors))


def _stepped(counted: int | None, step: int) -> int | None:
    return None if counted is None else max(0, counted + step)


class ImpossibleHousehold(Exception):
    """A count or a change that no household can have."""


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


class UnknownHousehold(Exception):
    """A household that intake has not registered."""

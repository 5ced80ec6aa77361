"""
A household: a pseudonym, a dwelling, its tenancies, who lives there since when.

Who they are stands in no event: persons are pseudonyms. Where nobody has listed
them they are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from azione0.aggregate import Aggregate, event
from intake.households import certified, lived_in
from intake.households.certified import RENT_AREAS, Certified, Means
from intake.households.lived_in import LivedIn, MembersKnown
from intake.households.members import (
    Count,
    Stay,
    are_all_listed,
    counted_on,
    counts_on,
)
from intake.households.part import ImpossibleHousehold
from intake.households.periods import Period

CHANGES = ("birth", "death", "joined", "left", "succession")


@dataclass(frozen=True, order=True)
class Membership:
    """A tenancy that belongs to a household, as its creditor calls it."""

    creditor_id: str
    tenancy_id: str


class CountedSince(NamedTuple):
    """How many were counted from a day on, and their rent area, as far as known."""

    from_on: date
    adults: int | None
    minors: int | None
    rent_area: str | None


class Household(LivedIn, Certified, Aggregate, topic="intake.Household"):
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

    MemberAdded = lived_in.MemberAdded

    MemberGone = lived_in.MemberGone

    CameOfAge = lived_in.CameOfAge

    Succeeded = lived_in.Succeeded

    MeansRecorded = certified.MeansRecorded

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
        self._counted_by_hand: list[Count] = []
        self._areas_by_hand: dict[date, str] = {}
        self._told_on = date.min

    # -- as of a day

    def counts_on(self, day: date) -> tuple[int, int] | None:
        """Give adults and minors on a day: of all members, or as counted by hand."""
        return counted_on(self.stays, self._count_before(day), day)

    def are_all_listed(self, day: date) -> bool:
        """Whether the numbers of a day come from members who are known one by one."""
        return are_all_listed(self.stays, self._count_before(day), day)

    def _count_before(self, day: date) -> Count | None:
        """Give the last count by hand; of two of one day the one written down last."""
        told = [it for it in self._counted_by_hand if it.on <= day]
        return max(reversed(told), key=lambda it: it.on, default=None)

    def compositions(self) -> list[CountedSince]:
        """Give how many lived there in which area, each from a day until the next."""
        days = {
            *(day for it in self.stays for day in it.turns),
            *(it.on for it in self._counted_by_hand),
            *self._areas_by_hand,
            *(day for it in self.means for day in it.turns),
        }
        found: list[CountedSince] = []
        for day in sorted(days):
            counted, means = self.counts_on(day), self.means_on(day)
            adults, minors = counted or (None, None)
            area = means.rent_area if means else None
            held = CountedSince(day, adults, minors, area)
            if not found or found[-1][1:] != held[1:]:
                found.append(held)
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
        listed = counts_on(self.stays, on)
        short = listed is not None and (adults < listed[0] or minors < listed[1])
        other = self.are_all_listed(on) and listed != (adults, minors)
        if short or other:
            raise MembersKnown(
                f"household {self.id}: its members on {on} are {listed}, adults and "
                "minors: add or take leave of them instead of counting"
            )
        then = self.means_on(on)
        given = ((adults, minors), rent_area)
        last = ((self.adults, self.minors), self.rent_area)
        known = (self.counts_on(on), then.rent_area if then else None)
        if given != known or (on >= self._told_on and given != last):
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
        adults, minors = self.adults, self.minors
        if on < self._told_on:
            adults, minors = self.counts_on(on) or (None, None)
        self._changed(
            kind=kind,
            adults=_stepped(adults, 0 if minor else step),
            minors=_stepped(minors, step if minor else 0),
            person_id=person_id,
            new_holder_id=new_holder_id,
            effective_on=on,
        )

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
        follows = self.counts_on(effective_on) if members is not None else None
        if effective_on >= self._told_on:
            self._told_on = effective_on
            self.adults = adults
            self.minors = minors
            self.rent_area = rent_area
        # What only follows from means or from members is counted by nobody.
        if any(
            (it.since, it.held.rent_area) == (effective_on, rent_area)
            for it in self.means
        ):
            return
        if follows != (adults, minors):
            self._note_count(effective_on, adults, minors)
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
        if effective_on >= self._told_on:
            self._told_on = effective_on
            self.adults = adults
            self.minors = minors
        self._note_count(effective_on, adults, minors)
        if new_holder_id is not None:
            self.holders[effective_on] = new_holder_id

    def _note_count(self, on: date, adults: int | None, minors: int | None) -> None:
        if adults is not None and minors is not None:
            self._counted_by_hand.append(Count(on, adults, minors))


def minors_of(
    households: Sequence[Sequence[CountedSince]],
) -> tuple[tuple[date, int | None], ...]:
    """Give from which day how many minors households have together, as is known."""
    days = sorted({it.from_on for held in households for it in held})
    return tuple((day, _minors_on(households, day)) for day in days)


def _minors_on(households: Sequence[Sequence[CountedSince]], day: date) -> int | None:
    last = ([it.minors for it in held if it.from_on <= day][-1:] for held in households)
    known = [minors for found in last for minors in found if minors is not None]
    return sum(known) if known else None


def _stepped(counted: int | None, step: int) -> int | None:
    return None if counted is None else max(0, counted + step)


class UnknownHousehold(Exception):
    """A household that intake has not registered."""

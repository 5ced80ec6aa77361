"""
Two households that may be one, side by side; a person decides, with a reason.

Merging joins them for whoever reads here: each keeps its pseudonym, for other
organisations have written it down. The decision can be taken back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.cases.pact import checked_codes
from intake.signals.matching import Known, plain

_PAIRS = UUID("a94c7e12-3d5f-4b68-9a0c-2e4f6a8c0b0e")
APART, MERGED, UNDECIDED = "kept_apart", "merged", "undecided"


def pair_key(one: UUID, other: UUID) -> UUID:
    """Give the id of two households side by side, in whichever order."""
    return uuid5(_PAIRS, "/".join(sorted((str(one), str(other)))))


@dataclass(frozen=True, order=True)
class Suspicion:
    """Two households that may be one, the smaller id first, and why, as codes."""

    one_id: UUID
    other_id: UUID
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """A person who was in a household, from a day to a day, both counted."""

    person_id: UUID
    household_id: UUID
    since_on: date
    until_on: date

    def meets(self, other: "Seen") -> bool:
        """Whether both speak of one day; who moved was nowhere twice on any."""
        return max(self.since_on, other.since_on) <= min(self.until_on, other.until_on)


class Pair(Aggregate, topic="intake.Pair"):
    """Two households, and whether they are one."""

    class Compared(Aggregate.Created):
        one_id: UUID
        other_id: UUID
        effective_on: date

    class KeptApart(Aggregate.Event):
        reason: str
        effective_on: date

    class Merged(Aggregate.Event):
        survivor_id: UUID
        merged_id: UUID
        reason: str
        effective_on: date

    class Parted(Aggregate.Event):
        """They were merged by mistake."""

        reason: str
        effective_on: date

    @event(Compared)
    def __init__(
        self, *, id: UUID, one_id: UUID, other_id: UUID, effective_on: date
    ) -> None:
        self.ids = {one_id, other_id}
        self.status = UNDECIDED
        self.survivor_id: UUID | None = None
        self.reason = ""
        self.decided_on = effective_on

    def keep_apart(self, reason: str, on: date) -> None:
        """Record that they are two; `MergedAlready` while they are merged."""
        checked_codes([reason])
        self._refuse_if_merged()
        self._kept_apart(reason, on)

    def merge(self, survivor_id: UUID, reason: str, on: date) -> None:
        """Record that they are one, under the survivor; `MergedAlready`."""
        checked_codes([reason])
        self._refuse_if_merged()
        [merged_id] = self.ids - {survivor_id}
        self._merged(survivor_id, merged_id, reason, on)

    def part(self, reason: str, on: date) -> None:
        """Take a merging back; `NotMerged` if there is none."""
        checked_codes([reason])
        if self.status != MERGED:
            raise NotMerged(
                f"pair {self.id} is {self.status}: there is nothing to part"
            )
        self._parted(reason, on)

    def _refuse_if_merged(self) -> None:
        if self.status == MERGED:
            raise MergedAlready(
                f"pair {self.id} was merged on {self.decided_on}: part it first"
            )

    @event(KeptApart)
    def _kept_apart(self, reason: str, effective_on: date) -> None:
        self._decide(APART, None, reason, effective_on)

    @event(Merged)
    def _merged(
        self, survivor_id: UUID, merged_id: UUID, reason: str, effective_on: date
    ) -> None:
        self._decide(MERGED, survivor_id, reason, effective_on)

    @event(Parted)
    def _parted(self, reason: str, effective_on: date) -> None:
        self._decide(UNDECIDED, None, reason, effective_on)

    def _decide(
        self, status: str, survivor_id: UUID | None, reason: str, on: date
    ) -> None:
        self.status = status
        self.survivor_id = survivor_id
        self.reason = reason
        self.decided_on = on


def suspicions(
    tenancies: Iterable[Known], people: Iterable[Seen] = ()
) -> list[Suspicion]:
    """
    Give the households that may be one, of tenancies and of who was seen where.

    One dwelling written in two ways and held on the same day, one tenancy said by
    two creditors, or one person in two households on one day. Whoever held a
    dwelling before another, or moved from one to another, is no duplicate.
    """
    known = list(tenancies)
    found: dict[tuple[UUID, UUID], set[str]] = {}
    for reason, groups in (
        ("same_dwelling", _by(known, lambda it: plain(it.dwelling_id))),
        ("same_tenancy", _by(known, lambda it: plain(it.tenancy_id))),
    ):
        for group in groups:
            for one, other in combinations(group, 2):
                if one.household_id != other.household_id and _same(reason, one, other):
                    found.setdefault(_pair(one, other), set()).add(reason)
    homes: dict[UUID, list[Seen]] = {}
    for it in people:
        homes.setdefault(it.person_id, []).append(it)
    for of_person in homes.values():
        for here, there in combinations(of_person, 2):
            if here.household_id != there.household_id and here.meets(there):
                first, second = sorted((here.household_id, there.household_id))
                found.setdefault((first, second), set()).add("same_person")
    return sorted(
        Suspicion(one, other, tuple(sorted(reasons)))
        for (one, other), reasons in found.items()
    )


def _by(known: Iterable[Known], key: Callable[[Known], str]) -> Iterable[list[Known]]:
    groups: dict[str, list[Known]] = {}
    for it in known:
        if key(it):
            groups.setdefault(key(it), []).append(it)
    return [it for it in groups.values() if len(it) > 1]


def _same(reason: str, one: Known, other: Known) -> bool:
    meet = (other.valid_to is None or one.valid_from <= other.valid_to) and (
        one.valid_to is None or other.valid_from <= one.valid_to
    )
    return meet and (reason == "same_dwelling" or one.creditor_id != other.creditor_id)


def _pair(one: Known, other: Known) -> tuple[UUID, UUID]:
    first, second = sorted((one.household_id, other.household_id))
    return first, second


class SameHousehold(Exception):
    """A household to be merged with itself."""


class MergedAlready(Exception):
    """A household that is one with another already."""


class NotMerged(Exception):
    """Two households to part that are not merged."""

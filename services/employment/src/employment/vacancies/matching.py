"""
Who fits which vacancy, and why: an explanation, never a decision.

Nobody is left out. Who misses a must comes later and is told what is missing; what is
negotiable is to be spoken about. The order only says whom to speak to first: fewest
musts missing, then fewest negotiable points open, then most of what is nice to have,
then by pseudonym. Source: art. 22 GDPR (a person decides).

People are kept as bits, one set for each word, so that a vacancy costs a few
operations on whole sets and not a comparison with each person.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from employment.vacancies.requirements import AVAILABLE, Requirement

MOST_EXPLAINED = 20
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Seeker:
    """A person who looks for work: what they bring, and from when."""

    person_id: UUID
    household_id: UUID
    pathway_id: UUID
    words: frozenset[str]
    available_from: date
    may_be_shared: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a vacancy asks for, its first day of work included."""

    vacancy_id: UUID
    requirements: tuple[Requirement, ...]
    from_on: date


@dataclass(frozen=True, slots=True)
class Match:
    """How a person fits a vacancy: words that fit, are missing, are negotiable."""

    vacancy_id: UUID
    person_id: UUID
    household_id: UUID
    pathway_id: UUID
    fits: tuple[str, ...]
    missing: tuple[str, ...]
    negotiable: tuple[str, ...]
    nice_missing: tuple[str, ...]
    may_be_shared: bool


class Pool:
    """All who look for work, as one set of bits for each word."""

    def __init__(self, seekers: Sequence[Seeker]) -> None:
        self._seekers = sorted(seekers, key=lambda it: it.person_id)
        self._all = (1 << len(self._seekers)) - 1
        holders: dict[str, list[int]] = defaultdict(list)
        by_day: dict[date, list[int]] = defaultdict(list)
        for place, seeker in enumerate(self._seekers):
            for word in seeker.words:
                holders[word].append(place)
            by_day[seeker.available_from].append(place)
        size = len(self._seekers) // 8 + 1
        self._masks = {word: _bits(places, size) for word, places in holders.items()}
        self._days = sorted(by_day)
        free, self._free = 0, [0]
        for day in self._days:
            free |= _bits(by_day[day], size)
            self._free.append(free)

    def best(self, wanted: Wanted, most: int = MOST_EXPLAINED) -> list[Match]:
        """Give the first `most` people for a vacancy, each with the reasons."""
        return [
            explain(self._seekers[place], wanted) for place in self._first(wanted, most)
        ]

    def _first(self, wanted: Wanted, most: int) -> Iterator[int]:
        found = 0
        groups = self._groups(wanted)
        for place in sorted(groups):
            people = groups[place]
            while people and found < most:
                lowest = people & -people
                yield lowest.bit_length() - 1
                people ^= lowest
                found += 1
            if found >= most:
                return

    def _groups(self, wanted: Wanted) -> dict[Place, int]:
        """Part all people by how many of each weight they miss or bring."""
        groups: dict[Place, int] = {(0, 0, 0): self._all}
        for word, weight in asked_by(wanted):
            holders = self._holders(word, wanted)
            parted: dict[Place, int] = defaultdict(int)
            for (musts, talks, nice), people in groups.items():
                having = people & holders
                lacking = people ^ having
                if weight == "must":
                    yes, no = (musts, talks, nice), (musts + 1, talks, nice)
                elif weight == "negotiable":
                    yes, no = (musts, talks, nice), (musts, talks + 1, nice)
                else:
                    yes, no = (musts, talks, nice - 1), (musts, talks, nice)
                if having:
                    parted[yes] |= having
                if lacking:
                    parted[no] |= lacking
            groups = parted
        return groups

    def _holders(self, word: str, wanted: Wanted) -> int:
        if word == AVAILABLE:
            return self._free[bisect_right(self._days, wanted.from_on)]
        return self._masks.get(word, 0)


def asked_by(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Give word and weight of all that is asked; to be there in time is negotiable."""
    for it in wanted.requirements:
        yield it.word, it.weight
    yield AVAILABLE, "negotiable"


def brings(seeker: Seeker, word: str, wanted: Wanted) -> bool:
    """Say whether a person brings what a word of a vacancy asks for."""
    if word == AVAILABLE:
        return seeker.available_from <= wanted.from_on
    return word in seeker.words


def explain(seeker: Seeker, wanted: Wanted) -> Match:
    """Say what of a vacancy a person fits, misses, and would have to speak about."""
    told: dict[str, list[str]] = {"fits": [], "must": [], "negotiable": [], "nice": []}
    for word, weight in asked_by(wanted):
        told["fits" if brings(seeker, word, wanted) else weight].append(word)
    return Match(
        vacancy_id=wanted.vacancy_id,
        person_id=seeker.person_id,
        household_id=seeker.household_id,
        pathway_id=seeker.pathway_id,
        fits=tuple(told["fits"]),
        missing=tuple(told["must"]),
        negotiable=tuple(told["negotiable"]),
        nice_missing=tuple(told["nice"]),
        may_be_shared=seeker.may_be_shared,
    )


def _bits(places: Sequence[int], size: int) -> int:
    held = bytearray(size)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")

"""
What a person can do and is free to do: what matching reads, in codes only.

Read the events first. Skills and occupations are ESCO codes. Obstacles are words of
a list that names circumstances, never illness: health data are not kept here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from employment.pathway.esco import check_occupation, check_skill

#: CEFR levels (Council of Europe), lowest first.
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
#: Directive 2006/126/EC, and the certificates that jobs in reach ask for.
LICENCES = frozenset(
    (
        *("AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE"),
        *("D1", "D1E", "D", "DE", "cqc_goods", "cqc_people", "adr"),
        *("forklift", "haccp", "first_aid", "fire_safety"),
    )
)
OBSTACLES = frozenset(
    (
        *("childcare", "family_care", "transport", "no_licence", "language"),
        *("digital", "no_diploma", "foreign_diploma", "long_unemployed"),
        *("no_experience", "debts", "housing", "documents"),
    )
)
SHIFTS = frozenset(["day", "evening", "night", "weekend", "split", "on_call"])
CODES = (
    "occupations",
    "skills",
    "languages",
    "licences",
    "obstacles",
    "shifts",
    "places",
)
MOST_HOURS = 60
MOST_CODES = 60
_LANGUAGE = re.compile(r"[a-z]{2}:(A1|A2|B1|B2|C1|C2)")
_PLACE = re.compile(r"[0-9]{6}")
_PROFILES = UUID("c0f9e7b0-8a49-4f0f-8d7e-6f6b0f0c2e5d")


@dataclass(frozen=True, slots=True)
class Abilities:
    """
    What a person brings and wants, all as codes.

    `languages` are ISO 639-1 and CEFR (`it:B1`); `places` are ISTAT codes of
    municipalities in reach, six digits (017029 is Brescia); hours are by week.
    """

    occupations: list[str]
    skills: list[str]
    languages: list[str]
    licences: list[str]
    obstacles: list[str]
    shifts: list[str]
    places: list[str]
    least_hours: int
    most_hours: int
    available_from: date


class Profile(Aggregate, topic="employment.Profile"):
    """One person's abilities, as last described."""

    class ProfileDescribed(Aggregate.Created):
        pathway_id: UUID
        household_id: UUID
        person_id: UUID
        abilities: Abilities
        effective_on: date

    class ProfileRevised(Aggregate.Event):
        pathway_id: UUID
        abilities: Abilities
        effective_on: date

    @event(ProfileDescribed)
    def __init__(
        self,
        *,
        id: UUID,
        pathway_id: UUID,
        household_id: UUID,
        person_id: UUID,
        abilities: Abilities,
        effective_on: date,
    ) -> None:
        self.pathway_id = pathway_id
        self.household_id = household_id
        self.person_id = person_id
        self.abilities = abilities
        self.described_on = effective_on

    def revise(self, pathway_id: UUID, abilities: Abilities, on: date) -> None:
        """
        Describe anew; nothing happens if nothing is new.

        `OlderProfile` for a day before the last description.
        """
        if on < self.described_on:
            raise OlderProfile(
                f"profile {self.id} was described on {self.described_on}: "
                f"what held on {on} is no longer asked for"
            )
        if (pathway_id, abilities) != (self.pathway_id, self.abilities):
            self._profile_revised(pathway_id, abilities, on)

    @event(ProfileRevised)
    def _profile_revised(
        self, pathway_id: UUID, abilities: Abilities, effective_on: date
    ) -> None:
        self.pathway_id = pathway_id
        self.abilities = abilities
        self.described_on = effective_on


def profile_key(person_id: UUID) -> UUID:
    """Give the id of a person's profile."""
    return uuid5(_PROFILES, str(person_id))


def check_abilities(told: Abilities) -> Abilities:
    """
    Give abilities with each code once, in order.

    `UnknownWord` for a code that ESCO does not know, `ImpossibleProfileWord` for
    another word that is in no list, `ImpossibleHours` for hours no week has.
    """
    for code in told.occupations:
        check_occupation(code)
    for code in told.skills:
        check_skill(code)
    _check_form(told.languages, _LANGUAGE, "language: write it:B1, CEFR A1 to C2")
    _check_form(told.places, _PLACE, "municipality: write its ISTAT code, six digits")
    _check_listed(told.licences, LICENCES, "licence")
    _check_listed(told.obstacles, OBSTACLES, "obstacle")
    _check_listed(told.shifts, SHIFTS, "shift")
    if not 0 < told.least_hours <= told.most_hours <= MOST_HOURS:
        raise ImpossibleHours(
            f"{told.least_hours} to {told.most_hours} hours a week: give 1 to "
            f"{MOST_HOURS}, the lower number first"
        )
    once: dict[str, Any] = {it: sorted(set(getattr(told, it))) for it in CODES}
    if max(map(len, once.values())) > MOST_CODES:
        raise ImpossibleProfileWord(f"more than {MOST_CODES} codes in one list")
    return replace(told, **once)


def _check_form(codes: Iterable[str], form: re.Pattern[str], what: str) -> None:
    for code in codes:
        if not form.fullmatch(code):
            raise ImpossibleProfileWord(f"{code[:40]!r} is no {what}")


def _check_listed(codes: Iterable[str], known: frozenset[str], what: str) -> None:
    for code in codes:
        if code not in known:
            raise ImpossibleProfileWord(
                f"{code[:40]!r} is no {what}: choose among {', '.join(sorted(known))}"
            )


class ImpossibleProfileWord(Exception):
    """A language, licence, obstacle, shift or place that no list knows."""


class ImpossibleHours(Exception):
    """Hours that no week has."""


class OlderProfile(Exception):
    """A description older than the one that counts."""

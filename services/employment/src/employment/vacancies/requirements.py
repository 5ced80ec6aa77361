"""
What a vacancy asks for, and what of it a person brings: both as words.

A word is a kind and a code: `skill:…` and `occupation:…` (ESCO), `isco:83` (all that
begin so), `language:it:B1` (at least), `licence:B`, `shift:night`, `place:017029`,
`hours:30`. A person brings every word that follows from the abilities described.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from employment.pathway.esco import check_occupation, check_skill, occupations
from employment.pathway.profile import LEVELS, LICENCES, MOST_HOURS, SHIFTS, Abilities

Weight = Literal["must", "negotiable", "nice"]
WEIGHTS = get_args(Weight)
MOST_REQUIREMENTS = 20
#: What `from_on` of a vacancy asks for; no person brings it as a word.
AVAILABLE = "available"
_ISCO = re.compile(r"[0-9]{1,4}")
_LANGUAGE = re.compile(rf"[a-z]{{2}}:({'|'.join(LEVELS)})")
_PLACE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One word, and how much it matters."""

    word: str
    weight: Weight


def check_requirements(asked: list[Requirement]) -> list[Requirement]:
    """
    Give requirements back; `ImpossibleRequirement`, `UnknownWord`.

    At most 20; each word once, of a kind that is known, with a weight that is known.
    """
    words = [it.word for it in asked]
    if len(asked) > MOST_REQUIREMENTS or len(set(words)) < len(words):
        raise ImpossibleRequirement(
            f"give each requirement once, at most {MOST_REQUIREMENTS}"
        )
    for it in asked:
        kind, _, code = it.word.partition(":")
        if it.weight not in WEIGHTS or kind not in _FORMS:
            raise ImpossibleRequirement(
                f"{it.word[:60]!r} ({it.weight[:20]!r}): give a kind among "
                f"{', '.join(_FORMS)} and a weight among {', '.join(WEIGHTS)}"
            )
        if not _FORMS[kind](code):
            raise ImpossibleRequirement(
                f"{it.word[:60]!r} is no {kind}: see the forms of words in the README"
            )
    return asked


def words_of(told: Abilities) -> frozenset[str]:
    """Give all the words that a person brings."""
    return frozenset(_words(told))


def _words(told: Abilities) -> Iterator[str]:
    known = occupations().by_code
    for code in told.occupations:
        yield f"occupation:{code}"
        isco = known[code].isco if code in known else ""
        yield from (f"isco:{isco[:size]}" for size in range(1, len(isco) + 1))
    for code in told.skills:
        yield f"skill:{code}"
    for spoken in told.languages:
        language, level = spoken.split(":")
        for lower in LEVELS[: LEVELS.index(level) + 1]:
            yield f"language:{language}:{lower}"
    yield from (f"licence:{it}" for it in told.licences)
    yield from (f"shift:{it}" for it in told.shifts)
    yield from (f"place:{it}" for it in told.places)
    for hours in range(told.least_hours, told.most_hours + 1):
        yield f"hours:{hours}"


def _is_hours(code: str) -> bool:
    return code.isascii() and code.isdecimal() and 0 < int(code[:4]) <= MOST_HOURS


_FORMS: Mapping[str, Callable[[str], object]] = {
    "occupation": check_occupation,
    "skill": check_skill,
    "isco": _ISCO.fullmatch,
    "language": _LANGUAGE.fullmatch,
    "licence": LICENCES.__contains__,
    "shift": SHIFTS.__contains__,
    "place": _PLACE.fullmatch,
    "hours": _is_hours,
}


class ImpossibleRequirement(Exception):
    """A requirement whose kind, code or weight no list knows."""

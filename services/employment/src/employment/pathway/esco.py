"""
Occupations and skills by their ESCO code, found by Italian words.

The subset is shipped as data (`esco.json`, with its source and licence). Accents,
capitals and the ends of words do not matter: `elettr` finds `elettricista`.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

import msgspec

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    (
        *("a", "ad", "ai", "agli", "al", "all", "alla", "alle", "con", "d", "da"),
        *("dei", "del", "dell", "della", "delle", "di", "e", "gli", "i", "il", "in"),
        *("l", "la", "le", "lo", "nei", "nell", "nella", "o", "per", "su", "un"),
        *("una",),
    )
)
MOST_FOUND = 20
LAST = "￿"


@dataclass(frozen=True, slots=True)
class Word:
    """
    One entry: its ESCO code, what it is called, and what else it is called.

    `isco` is the ISCO-08 unit group of an occupation, four digits; a skill has none.
    """

    code: str
    english: str
    italian: str
    also: tuple[str, ...]
    isco: str = ""


class _File(msgspec.Struct):
    """The data as shipped."""

    version: str
    attribution: str
    occupations: list[Word]
    skills: list[Word]


class Dictionary:
    """Entries by code, and by the beginnings of their words."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.by_code: Mapping[str, Word] = {it.code: it for it in words}
        found: dict[str, set[str]] = defaultdict(set)
        for it in words:
            for told in (it.italian, *it.also, it.isco):
                for token in tokens(told):
                    found[token].add(it.code)
        self._codes = {token: frozenset(codes) for token, codes in found.items()}
        self._tokens = sorted(found)
        self._plain = {it.code: " ".join(tokens(it.italian)) for it in words}

    def search(self, text: str, most: int = MOST_FOUND) -> list[Word]:
        """
        Give the entries that hold every word of a text, or its beginning.

        First those whose name begins so, then those whose name holds it, then those
        otherwise called so; each group by name. A text without words finds nothing.
        """
        asked = tokens(text)
        if not asked:
            return []
        codes = frozenset.intersection(*(self._beginning(it) for it in asked))
        sought = " ".join(asked)

        def rank(code: str) -> tuple[int, str]:
            plain = self._plain[code]
            if plain.startswith(sought):
                return (0, plain)
            holds = all(
                any(own.startswith(it) for own in plain.split()) for it in asked
            )
            return (1 if holds else 2, plain)

        return [self.by_code[code] for code in sorted(codes, key=rank)[:most]]

    def _beginning(self, start: str) -> frozenset[str]:
        first = bisect_left(self._tokens, start)
        last = bisect_left(self._tokens, start + LAST)
        return frozenset().union(*(self._codes[it] for it in self._tokens[first:last]))


def tokens(text: str) -> list[str]:
    """Give the words of a text without accents, capitals and articles."""
    spread = normalize("NFKD", text.casefold())
    plain = "".join(it for it in spread if not combining(it))
    return [it for it in _WORD.findall(plain) if it not in _EMPTY]


@cache
def _shipped() -> _File:
    text = files("employment.pathway").joinpath("esco.json").read_bytes()
    return msgspec.json.decode(text, type=_File)


@cache
def occupations() -> Dictionary:
    """Give the occupations that come with this service."""
    return Dictionary(_shipped().occupations)


@cache
def skills() -> Dictionary:
    """Give the skills that come with this service."""
    return Dictionary(_shipped().skills)


def check_occupation(code: str) -> str:
    """Give an occupation's code back; `UnknownWord` if it is not in the subset."""
    return _known(code, occupations(), "occupation", "/occupations")


def check_skill(code: str) -> str:
    """Give a skill's code back; `UnknownWord` if it is not in the subset."""
    return _known(code, skills(), "skill", "/skills")


def _known(code: str, words: Dictionary, kind: str, where: str) -> str:
    if code not in words.by_code:
        raise UnknownWord(
            f"{code[:40]!r} is no {kind} of the ESCO subset {_shipped().version}: "
            f"look for its code with {where}?text="
        )
    return code


class UnknownWord(Exception):
    """A code that the shipped ESCO subset does not hold."""

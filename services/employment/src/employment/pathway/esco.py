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
    """
    Entries by code, and by the beginnings of their words.

    Entries stand in the order of their names, each at its place; a set of them is the
    bits of a number, so that a beginning of very many words costs little.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.by_code: Mapping[str, Word] = {it.code: it for it in words}
        named = sorted((" ".join(tokens(it.italian)), it.code) for it in words)
        self._names = [name for name, _code in named]
        self._words = [self.by_code[code] for _name, code in named]
        size = len(named) // 8 + 1
        by_name, by_any = _Index(size), _Index(size)
        for place, it in enumerate(self._words):
            for token in tokens(it.italian):
                by_name.add(token, place)
            for told in (it.italian, *it.also, it.isco):
                for token in tokens(told):
                    by_any.add(token, place)
        self._by_name, self._by_any = by_name.ready(), by_any.ready()

    def search(self, text: str, most: int = MOST_FOUND) -> list[Word]:
        """
        Give the entries that hold every word of a text, or its beginning.

        First those whose name begins so, then those whose name holds it, then those
        otherwise called so; each group by name. A text without words finds nothing.
        """
        asked = tokens(text)
        if not asked:
            return []
        sought = " ".join(asked)
        first = bisect_left(self._names, sought)
        last = bisect_left(self._names, sought + LAST)
        begins = (1 << last) - (1 << first)
        found: list[Word] = []
        left = self._by_any.all_of(asked)
        for group in (begins, self._by_name.all_of(asked), left):
            people = left & group
            left &= ~group
            while people and len(found) < most:
                lowest = people & -people
                found.append(self._words[lowest.bit_length() - 1])
                people ^= lowest
        return found


class _Index:
    """At which places a word stands, found by its beginning."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._places: dict[str, list[int]] = defaultdict(list)
        self._tokens: list[str] = []

    def add(self, token: str, place: int) -> None:
        self._places[token].append(place)

    def ready(self) -> "_Index":
        self._tokens = sorted(self._places)
        return self

    def all_of(self, asked: Sequence[str]) -> int:
        """Give the places at which every word stands, or one that begins so."""
        found = -1
        for it in dict.fromkeys(asked):
            found &= self._beginning(it)
        return found

    def _beginning(self, start: str) -> int:
        first = bisect_left(self._tokens, start)
        last = bisect_left(self._tokens, start + LAST)
        held = bytearray(self._size)
        for token in self._tokens[first:last]:
            for place in self._places[token]:
                held[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(held, "little")


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

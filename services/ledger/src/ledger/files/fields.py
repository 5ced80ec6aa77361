"""
Takes the fields of one line or element, one by one, and notes those that are wrong.

The same words serve a row of a table and an element of XML.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeVar

from azione0.words import _
from ledger.files.refusal import Faults

T = TypeVar("T")
A_CODE = re.compile(r"[!-~]{1,35}")


class Lookup(Protocol):
    """Gives all values of a field: none if it is absent or empty."""

    def __call__(self, name: str, /) -> Sequence[str]:
        """Give the values under a name."""


class Fields:
    """
    The fields of one line.

    A field that cannot be read is noted in `faults` and answered with the
    `otherwise` given, so that reading goes on and finds the next fault; what is
    built from such answers is never used, for the file is refused in the end.
    """

    def __init__(self, where: str, lookup: Lookup, faults: Faults) -> None:
        self.where = where
        self._lookup = lookup
        self._faults = faults

    def required(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        """Read a field that must be there exactly once."""
        values = self._lookup(name)
        if not values:
            self.wrong(name, "", _("un valore: il campo è obbligatorio"))
            return otherwise
        return self._read(name, values, read, otherwise)

    def optional(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        """Read a field that may be absent; `otherwise` is then what it means."""
        values = self._lookup(name)
        return self._read(name, values, read, otherwise) if values else otherwise

    def wrong(self, name: str, value: str, expected: str, sentence: str = "") -> None:
        """Note a fault of this line."""
        self._faults.add(self.where, name, value, expected, sentence)

    def _read(
        self, name: str, values: Sequence[str], read: Callable[[str], T], otherwise: T
    ) -> T:
        if len(values) > 1:
            self.wrong(name, " | ".join(values), _("un solo valore"))
            return otherwise
        try:
            return read(values[0])
        except ValueError as unreadable:
            self.wrong(name, values[0], str(unreadable))
            return otherwise


def a_code(text: str) -> str:
    """Read an identifier as pagoPA allows it: plain signs, no blanks, at most 35."""
    if A_CODE.fullmatch(text) is None:
        raise ValueError(_("da 1 a 35 caratteri senza spazi"))
    return text


def matching(pattern: str, expected: str) -> Callable[[str], str]:
    """Make a reader of texts that match a pattern as a whole."""
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise ValueError(expected)
        return text

    return read


def one_of(allowed: Collection[str]) -> Callable[[str], str]:
    """Make a reader of the words listed."""
    listed = ", ".join(sorted(allowed))

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(_("uno di questi: {listed}").format(listed=listed))
        return text

    return read


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """Make a reader of whole numbers between two bounds."""

    def read(text: str) -> int:
        plain = re.fullmatch(r"[0-9]{1,9}", text)
        if plain is None or not lowest <= int(text) <= highest:
            raise ValueError(
                _("un numero intero da {lowest} a {highest}").format(
                    lowest=lowest, highest=highest
                )
            )
        return int(text)

    return read

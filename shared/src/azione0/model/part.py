"""
A part of the model, as the service that owns it declares it.

A service says how its part is told and how a part from elsewhere is taken; it knows
nothing of the parts of others. What a board has to decide is proposed and never
adopted: taking a part decides nothing.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from azione0.model.names import Name, Names
from azione0.refused import BadLine

#: What became of an item. A `proposed` one waits for the board, a `wanted` one for
#: somebody who writes it anew; one that `fits` was here already.
TAKEN, PROPOSED, FITS, WANTED, LEFT_OUT = "taken", "proposed", "fits", "wanted", "left"
STATES = (TAKEN, PROPOSED, FITS, WANTED, LEFT_OUT)

_CONTACTS = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]+)"
    r"|(?P<iban>\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b)"
    r"|(?P<fiscal>\b[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]\b)"
    # Italian numbers begin with 0, 3 or 800; a law's number and year must stay.
    r"|(?P<abroad>(?:\+|\b00)\d{2}[ .-]?[\d .-]{6,13}\d)"
    r"|(?P<line>\b0\d{1,3}[ ./-]?\d{5,8}\b)"
    r"|(?P<mobile>\b3\d{2}[ ./-]?\d{3}[ .-]?\d{3,4}\b)"
    r"|(?P<free>\b800[ .-]?\d{3}[ .-]?\d{3}\b)"
)
CONTACT = "[...]"


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing of the model: codes, days, cents and published words."""


It = TypeVar("It", bound=Item)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item, under the name by which people call it."""

    item: str
    state: str
    remark: str = ""


@dataclass(slots=True)
class Taking:
    """
    One folder being taken up: from which day, with which names, and what is wrong.

    `beside` are the items that other services have in a part of the same name.
    """

    on: date
    source: str
    names: Names
    file: str = ""
    beside: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    wrong: list[BadLine] = field(default_factory=list)

    def refuse(self, item: str, field_name: str, value: str, expected: str) -> None:
        """Note what does not fit; nothing of the folder is taken then."""
        self.wrong.append(BadLine(f"{self.file} ({item})", field_name, value, expected))


class Part(ABC, Generic[It]):
    """One part: `name` is its file's, `version` that of its form."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    form: ClassVar[type[Item]]

    @abstractmethod
    def about(self) -> str:
        """Say in a sentence what it holds, in the language in use."""

    @abstractmethod
    def tell(self, application: Any, on: date) -> list[It]:
        """Give what of the model counts on a day, in a fixed order."""

    @abstractmethod
    def take(
        self, application: Any, items: Sequence[It], taking: Taking
    ) -> Iterator[Outcome]:
        """
        Take items up, inside a transaction; the same ones again change nothing.

        What does not fit is noted with `taking.refuse`.
        """

    def names(self, items: Sequence[It]) -> Iterable[Name]:
        """Give what only the estate of origin knows: buildings, creditors."""
        return ()


class Shipped(Part[It]):
    """
    A part that comes with the program: it is the same here, or the program is not.

    `key` names the field by which its items are told apart.
    """

    key: ClassVar[str]

    def take(
        self, application: Any, items: Sequence[It], taking: Taking
    ) -> Iterator[Outcome]:
        """Compare, item by item; another one of the same key is refused."""
        ours = {getattr(it, self.key): it for it in self.tell(application, taking.on)}
        for it in items:
            key = str(getattr(it, self.key))
            known = ours.get(getattr(it, self.key))
            if known == it:
                yield Outcome(key, FITS)
                continue
            differing = "" if known is None else ", ".join(_differing(it, known))
            taking.refuse(key, differing or self.key, key, f"azione0: {self.name}")


def masked(text: str) -> str:
    """Give a text without addresses, numbers of telephones, accounts and people."""
    return _CONTACTS.sub(CONTACT, text)


def _differing(one: Item, other: Item) -> list[str]:
    return [
        name
        for name in one.__struct_fields__
        if getattr(one, name) != getattr(other, name)
    ]

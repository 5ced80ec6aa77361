"""
What an address is about: the action, the fields that it tells, whose they are.

A service has one table of these, by the name of each address; an address that is
not in it is refused to everybody.
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Named:
    """Whose thing it is: a household, perhaps as the debtor of one creditor."""

    household_id: UUID | None = None
    creditor: str | None = None


#: Gives whose thing a request names, from the application and what was said; `None`
#: if there is no such thing.
Name = Callable[[Any, Mapping[str, Any]], Named | None]


@dataclass(frozen=True, slots=True)
class Declared:
    """
    What one address does.

    With `names` it is about one case, account or household, and a forbidden one is
    answered as a missing one. With `rows` it gives a list, of which only those rows
    are shown that the actor may read: `rows` says whose a row is, from the row and
    from what was said. `also` gives what else a command writes to: it is refused
    unless the actor may do the same there. A row may tell of more than one: `parts`
    says of whom else, and `without` gives the row without those that the actor may
    not read, `None` to leave it out. `recorded` writes down who
    asks, whatever it tells.
    """

    action: str
    fields: str
    names: Name | None = None
    rows: Callable[[Any, Mapping[str, Any]], Named] | None = None
    also: Callable[[Any, Mapping[str, Any]], Iterable[Named]] | None = None
    parts: Callable[[Any], Iterable[Named]] | None = None
    without: Callable[[Any, AbstractSet[Named]], Any] | None = None
    recorded: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether who asks is written down. Source: `reliability.md`, read audit."""
        return self.recorded or self.is_list or self.fields in ("identity", "special")

    @property
    def is_list(self) -> bool:
        """Whether of what it gives only those rows, or parts, are shown that may be."""
        return self.rows is not None or self.parts is not None


def household(word: str = "household_id", creditor: str = "") -> Name:
    """Say that a request names a household, and perhaps a creditor."""

    def name(_application: Any, said: Mapping[str, Any]) -> Named | None:
        return Named(said[word], said[creditor] if creditor else None)

    return name


def other_household(word: str) -> Callable[[Any, Mapping[str, Any]], Iterable[Named]]:
    """Say that a request writes to a second household too."""

    def names(_application: Any, said: Mapping[str, Any]) -> Iterable[Named]:
        return (Named(said[word]),)

    return names


def by_creditor(word: str = "creditor_id") -> Name:
    """Say that a request names a creditor alone."""

    def name(_application: Any, said: Mapping[str, Any]) -> Named | None:
        return Named(None, said[word])

    return name


def noun(kind: type[Any], word: str, *, creditor: bool = False) -> Name:
    """Say that a request names a noun that has a `household_id`."""

    def name(application: Any, said: Mapping[str, Any]) -> Named | None:
        found = application.find(kind, said[word])
        if found is None:
            return None
        return Named(found.household_id, found.creditor_id if creditor else None)

    return name


def row_of(row: Any, said: Mapping[str, Any]) -> Named:
    """Say whose a row is, by the ids in it or else by those of the address."""

    def told(word: str) -> Any:
        held = row.get(word) if isinstance(row, Mapping) else getattr(row, word, None)
        return said.get(word) if held is None else held

    return Named(told("household_id"), told("creditor_id"))

"""
How a letter is told as rows of `facts`: plainly, by the names of its fields, or not.

Most contracts are told by naming which field goes into which column. The few that
are told otherwise give `Fact`s.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import singledispatch
from operator import attrgetter, itemgetter
from typing import Any, TypeVar
from uuid import UUID

from azione0.contract import Contract
from reporting.projections.entry import Entry, Row, number_of

C = TypeVar("C", bound=Contract)

#: What is absent where a whole number is kept.
UNKNOWN = -1
TEN_THOUSAND = 10_000
DECEMBER = 12
#: What stands in each of a row's own columns where a letter says nothing.
_EMPTY = {
    "kind": "",
    "thing": None,
    "other": None,
    "household_id": None,
    "creditor_id": "",
    "detail": "",
    "amount": 0,
    "number": 0,
    "counts_on": None,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One row's own columns; its household, creditor and kind are the letter's."""

    thing: UUID | None = None
    other: UUID | None = None
    detail: str = ""
    amount: int = 0
    number: int = 0
    counts_on: date | None = None
    kind: str = ""


@singledispatch
def rows(contract: Contract, entry: Entry) -> Sequence[Row]:
    """Give the facts to count in one letter; of most letters, none."""
    return ()


def told(shape: type[Contract], thing: str = "", **columns: str) -> None:
    """Tell a contract in one row: `columns` says which field goes into which."""
    fields = {it: it for it in ("household_id", "creditor_id") if _has(shape, it)}
    fields |= {"thing": thing, **columns} if thing else columns
    places = list(fields)
    read = attrgetter("promise.name", *fields.values())
    spare = {name: it for name, it in _EMPTY.items() if name not in fields}
    filling = tuple(spare.values())
    order = ["kind", *places, *spare]
    arrange = itemgetter(*(order.index(name) for name in _EMPTY))
    day = list(_EMPTY).index("counts_on") if "counts_on" in fields else None

    def tell(contract: Contract, entry: Entry) -> tuple[Row, ...]:
        row = arrange((*read(contract), *filling))
        if day is None or row[day] is None:
            return ((*row, *entry.counted),)
        return ((*row[:day], number_of(row[day]), *entry.counted),)

    rows.register(shape, tell)


def fact(
    shape: type[C],
) -> Callable[[Callable[[C], list[Fact]]], Callable[[C], list[Fact]]]:
    """Tell a contract in the facts that a function gives of it."""

    def declare(give: Callable[[C], list[Fact]]) -> Callable[[C], list[Fact]]:
        def tell(contract: C, entry: Entry) -> list[Row]:
            name = contract.promise.name
            counted = entry.counted
            whose = (
                getattr(contract, "household_id", None),
                getattr(contract, "creditor_id", ""),
            )
            return [_row(it, name, whose) + counted for it in give(contract)]

        rows.register(shape, tell)
        return give

    return declare


def _row(it: Fact, name: str, whose: tuple[UUID | None, str]) -> tuple[Any, ...]:
    return (
        it.kind or name,
        it.thing,
        it.other,
        *whose,
        it.detail,
        it.amount,
        it.number,
        None if it.counts_on is None else number_of(it.counts_on),
    )


def _has(shape: type[Contract], name: str) -> bool:
    return name in shape.__dataclass_fields__


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last one of that month."""
    following = day.year * DECEMBER + day.month + months
    if following // DECEMBER > date.max.year:
        return date.max
    first = date(following // DECEMBER, following % DECEMBER + 1, 1)
    last = date.fromordinal(first.toordinal() - 1)
    return last.replace(day=min(day.day, last.day))


def ten_thousandths(share: Decimal | None) -> int:
    """Give a share in ten-thousandths, as a whole number; `UNKNOWN` of none."""
    return UNKNOWN if share is None else int((share * TEN_THOUSAND).to_integral_value())

"""
What the programme costs, as the partners state it: by organisation and period.

Stated anew for the same organisation, kind and period, an amount takes the place of
the one before; what was known earlier is still known to have been so.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from azione0.words import _

COST_BOOK = UUID("b1a9c2d3-0012-4e5f-8a6b-0c1d2e3f4a12")
COLUMNS = ("organisation_id", "kind", "first_on", "last_on", "cents")


@dataclass(frozen=True, order=True)
class Cost:
    """What an organisation spent from a day to a day, both counted, in euro cents."""

    organisation_id: str
    kind: str
    first_on: date
    last_on: date
    cents: int


class CostBook(Aggregate, topic="reporting.CostBook"):
    """Every cost that was ever stated."""

    class Begun(Aggregate.Created):
        effective_on: date

    class Stated(Aggregate.Event):
        costs: list[Cost]
        effective_on: date

    @event(Begun)
    def __init__(self, *, id: UUID, effective_on: date) -> None:
        self.costs: dict[tuple[str, str, date, date], int] = {}

    def state(self, costs: Iterable[Cost], on: date) -> int:
        """State costs; give how many are new or others than before."""
        told = [it for it in costs if self.costs.get(_key(it)) != it.cents]
        if told:
            self._stated(sorted(told), on)
        return len(told)

    @event(Stated)
    def _stated(self, costs: list[Cost], effective_on: date) -> None:
        self.costs |= {_key(it): it.cents for it in costs}


def _key(it: Cost) -> tuple[str, str, date, date]:
    return it.organisation_id, it.kind, it.first_on, it.last_on


def standing(stated: Iterable[Sequence[Cost]], as_of: date) -> list[Cost]:
    """
    Give the costs that stand, of what was stated in the order of writing.

    A period counts once it is over, so that no cost is counted before its cases.
    """
    last = {_key(it): it for costs in stated for it in costs}
    return sorted(it for it in last.values() if it.last_on <= as_of)


def costs_from(text: str) -> list[Cost]:
    """Read costs from CSV with the columns of `COLUMNS`; `BadCosts` names the line."""
    found = csv.DictReader(text.splitlines())
    if tuple(found.fieldnames or ()) != COLUMNS:
        raise BadCosts(_("le colonne sono {names}").format(names=", ".join(COLUMNS)))
    costs: dict[tuple[str, str, date, date], Cost] = {}
    for number, row in enumerate(found, 2):
        try:
            it = Cost(
                row["organisation_id"].strip(),
                row["kind"].strip(),
                date.fromisoformat(row["first_on"]),
                date.fromisoformat(row["last_on"]),
                int(row["cents"]),
            )
        except (ValueError, TypeError, AttributeError) as wrong:
            raise BadCosts(
                _("riga {number}: {wrong}").format(number=number, wrong=wrong)
            ) from wrong
        if it.cents < 0 or it.last_on < it.first_on or not it.organisation_id:
            raise BadCosts(
                _("riga {number}: importo negativo o periodo rovesciato").format(
                    number=number
                )
            )
        if _key(it) in costs:
            raise BadCosts(_("riga {number}: detto due volte").format(number=number))
        costs[_key(it)] = it
    return list(costs.values())


class BadCosts(ValueError):
    """A file of costs that cannot be read; nothing of it is kept."""

"""
The board's answer: every view of one bulletin, with nothing in it that may not be told.

`build` reads everything once; the page, the CSV files, the JSON and the command all
show what it gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from azione0.database import Session
from reporting.monitoring.bulletin import Bulletin
from reporting.monitoring.cohorts import HORIZONS, cohorts, watched
from reporting.monitoring.dose import dose
from reporting.monitoring.facts import Facts, months_before, read_facts
from reporting.monitoring.funnel import funnel
from reporting.monitoring.grouping import (
    ALL,
    BUILDING,
    MONTH,
    ORGANISATION,
    group_of,
    month_key,
)
from reporting.monitoring.movement import Movement, moves
from reporting.monitoring.plans import plans
from reporting.monitoring.release import Released
from reporting.monitoring.waterfall import waterfall, waterfall_by_month, whole
from reporting.monitoring.work import work
from reporting.monitoring.workload import workload

#: By what each view can be told apart.
VIEWS = {
    "funnel": (ALL, MONTH, ORGANISATION, BUILDING),
    "waterfall": (ALL, MONTH, ORGANISATION, BUILDING),
    "plans": (ALL, MONTH, ORGANISATION, BUILDING),
    "work": (ALL, MONTH, ORGANISATION, BUILDING),
    "dose": (ALL, MONTH, ORGANISATION, BUILDING),
    "workload": (ALL, ORGANISATION),
    **{f"cohorts-{months}": (MONTH,) for months in HORIZONS},
}
BREAKDOWNS = (ALL, MONTH, ORGANISATION, BUILDING)
IN_CHARGE = "in_charge"


@dataclass(frozen=True, slots=True)
class Board:
    """What one bulletin says: tables that may be told, in the order of the page."""

    bulletin: Bulletin
    tables: tuple[Released, ...]

    def table(self, code: str, by: str) -> Released | None:
        """Give one table; `None` if there is no such view or breakdown."""
        return next((it for it in self.tables if (it.code, it.by) == (code, by)), None)

    def view(self, code: str) -> tuple[Released, ...]:
        """Give a view's tables, all breakdowns of it."""
        return tuple(it for it in self.tables if it.code == code)


def build(session: Session, bulletin: Bulletin) -> Board:
    """Read, work out and release every view of a bulletin."""
    facts = read_facts(session, bulletin.question)
    movement = Movement(moves(session, bulletin.question), frozenset(watched(facts)))
    before = months_before(session, facts)
    return Board(bulletin, tuple(_tables(bulletin, facts, movement, before)))


def _tables(
    bulletin: Bulletin, facts: Facts, movement: Movement, before: Sequence[Facts]
) -> Iterable[Released]:
    funnels = {by: funnel(facts, by, before) for by in VIEWS["funnel"]}
    yield from funnels.values()
    yield from _waterfalls(bulletin, facts, movement)
    in_all = funnels[ALL].cell(ALL, IN_CHARGE)
    for months in HORIZONS:
        yield cohorts(facts, movement, months, count_told=in_all is not None)
    for view in (plans, work):
        for by in BREAKDOWNS:
            yield view(facts, by, before)
    for by in BREAKDOWNS:
        yield dose(facts, by)
    for by in VIEWS["workload"]:
        place = [it.code for it in funnels[by].columns].index(IN_CHARGE)
        told = {it.key: it.cells[place] for it in funnels[by].lines}
        yield workload(facts, by, told, in_all, before)


def _waterfalls(
    bulletin: Bulletin, facts: Facts, movement: Movement
) -> Iterable[Released]:
    months = [month_key(it) for it in bulletin.months]
    movers = movement.movers(months[0])
    told = whole(movers)
    for by in VIEWS["waterfall"]:
        if by == MONTH:
            yield waterfall_by_month(movers, months, told)
        else:
            yield waterfall(movers, group_of(facts, by), by, told)

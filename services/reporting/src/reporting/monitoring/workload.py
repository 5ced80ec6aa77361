"""
The workload: cases in charge for each organisation, and for each worker on average.

Workers are people too: nobody is named, and where there are fewer than five of them
neither their number nor an average is told.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from azione0.words import _
from reporting.monitoring.facts import Case, Facts
from reporting.monitoring.grouping import (
    ALL,
    group_of,
    group_title,
    in_order,
)
from reporting.monitoring.release import Column, Line, Raw, Released, Safe, release

IN_CHARGE, CLOSED, EVER = "in_charge", "closed", "ever"
STATES = (IN_CHARGE, CLOSED)
Group = Callable[[UUID | None], str]
WORKERS = "workers"


def households_in_charge(facts: Facts) -> dict[UUID, bool]:
    """Give every household ever taken in charge, and whether a case of it is open."""
    found: dict[UUID, bool] = {}
    for it in facts.cases.values():
        if it.taken_on:
            is_open = it.closed_on is None
            found[it.household_id] = found.get(it.household_id, False) or is_open
    return found


def workload(
    facts: Facts,
    by: str,
    told: Mapping[str, int | None],
    told_in_all: int | None,
    before: Sequence[Facts] = (),
) -> Released:
    """
    Count the households in charge now, and those whose cases are closed.

    `told` is what the funnel tells of those ever taken in charge, by the same
    groups, and `told_in_all` of the whole programme; `before` what was so at the end
    of earlier months, the oldest first.
    """
    group = group_of(facts, by)
    taken = households_in_charge(facts)
    whole = release(_raw(taken, lambda _it: ALL), rows_told={ALL: told_in_all})
    safe, workers_told = whole, release(_workers(facts, lambda _it: ALL))
    workers = workers_told
    if by != ALL:
        earlier = [_raw(households_in_charge(it), group_of(it, by)) for it in before]
        safe = release(_raw(taken, group), whole, told, earlier)
        workers = release(_workers(facts, group), workers_told)
    lines = [
        _line(key, by, [safe.cells[key, it] for it in STATES], workers, row)
        for key, row in safe.row_totals.items()
    ]
    if by != ALL:
        totals = [safe.column_totals[it] for it in STATES]
        lines.append(_line(ALL, ALL, totals, workers_told, safe.total, total=True))
    return Released(
        code="workload",
        by=by,
        title=_("Quanti nuclei segue ogni organizzazione"),
        definition=_(
            "Nuclei con almeno un caso in carico e aperto l'ultimo giorno, secondo "
            "l'organizzazione che segue il caso più recente. Operatori: quelli che "
            "hanno preso in carico i casi aperti; nessuna lettera nomina l'operatore "
            "di un caso passato a un'altra organizzazione, finché non lo riprende in "
            "carico. Meno di cinque operatori: né il numero né la media sono mostrati."
        ),
        columns=(
            Column(IN_CHARGE, _("In carico ora")),
            Column(CLOSED, _("Chiusi dopo la presa in carico")),
            Column(EVER, _("Presi in carico in tutto")),
            Column(WORKERS, _("Operatori")),
            Column("mean", _("Nuclei per operatore"), "ratio"),
        ),
        lines=tuple(lines),
    )


def _line(
    key: str,
    by: str,
    cells: list[int | None],
    workers: Safe,
    ever: int | None,
    *,
    total: bool = False,
) -> Line:
    count = workers.cells.get((key, WORKERS), 0)
    mean = None
    if count and cells[0] is not None:
        mean = cells[0] * 100 // count
    return Line(key, group_title(key, by), (*cells, ever, count, mean), is_total=total)


def _raw(taken: Mapping[UUID, bool], group: Group) -> Raw:
    raw = Raw(in_order(group(it) for it in taken) or [ALL], STATES)
    for household, is_open in taken.items():
        raw.count(group(household), IN_CHARGE if is_open else CLOSED, household)
    return raw


def _workers(facts: Facts, group: Group) -> Raw:
    at_work: dict[str, set[str]] = defaultdict(set)
    for it in facts.cases.values():
        if _is_followed(it) and it.operator_id:
            at_work[group(it.household_id)].add(it.operator_id)
    raw = Raw(in_order(at_work) or [ALL], (WORKERS,))
    for key, operators in at_work.items():
        for operator in operators:
            raw.count(key, WORKERS, operator)
    return raw


def _is_followed(it: Case) -> bool:
    return it.taken_on is not None and it.closed_on is None

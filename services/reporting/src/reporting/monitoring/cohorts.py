"""
Cohorts: the households taken in charge in the same months, followed for as long.

A cohort is looked at after 6, 12 and 24 months, and only when that much time has
passed for all of it: one that is too young is left out, and it is said so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from azione0.words import _
from reporting.monitoring.bulletin import first_day, months_later
from reporting.monitoring.facts import Facts
from reporting.monitoring.grouping import ALL, MONTH, Periods, group_title
from reporting.monitoring.movement import Movement
from reporting.monitoring.release import Column, Line, Raw, Released, release

HORIZONS = (6, 12, 24)
HOUSEHOLDS, AT_FIRST, LATER, CHANGE, SELF_PAID = (
    "households",
    "at_first",
    "later",
    "change",
    "self_paid",
)


def in_charge_since(facts: Facts) -> dict[UUID, date]:
    """Give the day on which each household was first taken in charge, T0."""
    found: dict[UUID, date] = {}
    for it in facts.cases.values():
        if it.taken_on:
            earlier = found.get(it.household_id, it.taken_on)
            found[it.household_id] = min(it.taken_on, earlier)
    return found


def cohorts(
    facts: Facts, movement: Movement, months: int, *, count_told: bool = True
) -> Released:
    """
    Give arrears at T0 and some months later, cohort by cohort, where time is up.

    `count_told` says whether the funnel tells how many were taken in charge: if it
    does not, neither do the cohorts, which would add up to it.
    """
    since = in_charge_since(facts)
    periods = Periods(Counter(first_day(it) for it in since.values()))
    mature = [
        key
        for key in periods.keys
        if months_later(periods.end(key), months) <= facts.question.as_of
    ]
    columns = {
        it: Raw(mature, (it,)) for it in (HOUSEHOLDS, AT_FIRST, LATER, SELF_PAID)
    }
    for household, began in since.items():
        key = periods.key(began)
        if key in mature:
            _add(columns, key, str(household), began, months, movement)
    lines = _lines(mature, columns, count_told=count_told)
    return Released(
        code=f"cohorts-{months}",
        by=MONTH,
        title=_("Quanto resta da pagare {months} mesi dopo la presa in carico").format(
            months=months
        ),
        definition=_(
            "Nuclei per mese della presa in carico (T0), uniti finché non sono almeno "
            "cinque. Scaduto a T0 e {months} mesi dopo, per le coorti di cui tutti i "
            "nuclei sono stati osservati così a lungo. Non è una prova di efficacia: "
            "chi entra è al suo massimo, e scenderebbe in parte da sé."
        ).format(months=months),
        columns=(
            Column(HOUSEHOLDS, _("Nuclei")),
            Column(AT_FIRST, _("Scaduto a T0"), "cents"),
            Column(LATER, _("Scaduto dopo"), "cents"),
            Column(CHANGE, _("Variazione"), "share"),
            Column(SELF_PAID, _("Pagato dai nuclei"), "cents"),
        ),
        lines=lines,
        notes=_notes(len(periods.keys) - len(mature), months),
    )


def _add(
    columns: dict[str, Raw],
    key: str,
    household: str,
    began: date,
    months: int,
    movement: Movement,
) -> None:
    first, last = began, months_later(began, months)
    columns[HOUSEHOLDS].count(key, HOUSEHOLDS, household)
    amounts = {
        AT_FIRST: movement.overdue_on(household, first),
        LATER: movement.overdue_on(household, last),
        SELF_PAID: movement.self_paid_between(household, first, last),
    }
    for column, cents in amounts.items():
        if cents:
            columns[column].add(key, column, cents, household)


def _lines(
    mature: Sequence[str], columns: dict[str, Raw], *, count_told: bool
) -> tuple[Line, ...]:
    if not mature:
        return ()
    safe = {it: release(raw) for it, raw in columns.items()}

    def cells(pick: dict[str, int | None]) -> tuple[int | None, ...]:
        first, later = pick[AT_FIRST], pick[LATER]
        change = None
        if first and later is not None:
            change = (later - first) * 10_000 // first
        count = pick[HOUSEHOLDS] if count_told else None
        return count, first, later, change, pick[SELF_PAID]

    lines = [
        Line(
            key,
            group_title(key, MONTH),
            cells({it: safe[it].cells[key, it] for it in columns}),
        )
        for key in mature
    ]
    totals = cells({it: safe[it].total for it in columns})
    return (*lines, Line(ALL, _("Tutte le coorti mature"), totals, is_total=True))


def _notes(immature: int, months: int) -> tuple[str, ...]:
    if not immature:
        return ()
    return (
        _(
            "Coorti escluse perché non ancora osservate per {months} mesi: {count}."
        ).format(months=months, count=immature),
    )


def cohort_of(facts: Facts) -> dict[UUID, str]:
    """Give the cohort of every household that was taken in charge."""
    since = in_charge_since(facts)
    periods = Periods(Counter(first_day(it) for it in since.values()))
    return {household: periods.key(began) for household, began in since.items()}


def watched(facts: Facts) -> Iterable[str]:
    """Give the households whose arrears are needed day by day."""
    return (str(it) for it in in_charge_since(facts))

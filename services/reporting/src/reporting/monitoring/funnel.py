"""
The funnel: how many households were sought, and how far each of them has come.

A household counts once, at the furthest point that any of its cases has reached, and
whoever has come far has come past everything before: so every stage lies within the
one before it, whatever letters are missing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

from azione0.words import _
from reporting.monitoring.bulletin import first_day
from reporting.monitoring.facts import UNKNOWN, Case, Facts
from reporting.monitoring.grouping import (
    ALL,
    MONTH,
    Periods,
    group_of,
    group_title,
    in_order,
)
from reporting.monitoring.release import (
    Column,
    Line,
    Raw,
    Released,
    release,
    remaining,
)

STAGES = ("targeted", "reached", "engaged", "in_charge", "agreement")


def furthest(cases: Iterable[Case], *, with_agreement: bool) -> int:
    """Give the place in `STAGES` that a household has come to by its cases."""
    found = 0
    for it in cases:
        if it.taken_on is not None:
            found = max(found, 4 if with_agreement else 3)
        elif it.engaged_on is not None:
            found = max(found, 2)
        elif it.reached_on is not None:
            found = max(found, 1)
    return found


def reached_by_household(facts: Facts) -> dict[UUID, int]:
    """Give how far every household that was sought has come, by place in `STAGES`."""
    cases: dict[UUID, list[Case]] = defaultdict(list)
    for it in facts.cases.values():
        if it.opened_on or it.taken_on:
            cases[it.household_id].append(it)
    signed = {it.household_id for it in facts.agreements}
    return {
        household: furthest(these, with_agreement=household in signed)
        for household, these in cases.items()
    }


def _earlier(before: Sequence[Facts], by: str) -> list[Raw]:
    """Give the tables of earlier months; a month's own row needs none."""
    if by == MONTH:
        return []
    return [standing(reached_by_household(it), group_of(it, by)) for it in before]


def group_of_sought(
    facts: Facts, come: Iterable[UUID], by: str
) -> Callable[[UUID | None], str]:
    """Give the function that says to which row a household belongs; by month, its own.

    A household's month is that in which its first case was opened.
    """
    if by != MONTH:
        return group_of(facts, by)
    begun = sought_since(facts.cases.values())
    periods = Periods(Counter(first_day(begun[it]) for it in come))
    return lambda it: periods.key(begun[it]) if it else UNKNOWN


def sought_since(cases: Iterable[Case]) -> dict[UUID, date]:
    """Give the day on which each household's first case was opened."""
    found: dict[UUID, date] = {}
    for it in cases:
        if begun := it.opened_on or it.taken_on:
            found[it.household_id] = min(begun, found.get(it.household_id, begun))
    return found


def standing(come: dict[UUID, int], group: Callable[[UUID | None], str]) -> Raw:
    """
    Count the households where each one stands now, by group.

    Where each one stands adds up to all of them; the stages, which overlap, do not.
    """
    raw = Raw(in_order(group(it) for it in come) or [ALL], STAGES)
    for household, stage in come.items():
        raw.count(group(household), STAGES[stage], household)
    return raw


def _at_least(
    total: int | None, exactly: Sequence[int | None]
) -> tuple[int | None, ...]:
    """Give who came to each stage or further, as far as what is told gives it."""
    return tuple(remaining(total, exactly)[:-1])


def funnel(facts: Facts, by: str = ALL, before: Sequence[Facts] = ()) -> Released:
    """
    Count the households that came to each stage, or further.

    `before` is what was so at the end of earlier months, the oldest first.
    """
    come = reached_by_household(facts)
    whole = release(standing(come, lambda _household: ALL))
    safe = whole
    if by != ALL:
        safe = release(
            standing(come, group_of_sought(facts, come, by)),
            whole,
            before=_earlier(before, by),
        )
    lines = [
        Line(
            key,
            group_title(key, by),
            _at_least(safe.row_totals[key], [safe.cells[key, it] for it in STAGES]),
        )
        for key in safe.row_totals
    ]
    if by != ALL:
        totals = [safe.column_totals[it] for it in STAGES]
        lines.append(
            Line(
                ALL, group_title(ALL, ALL), _at_least(safe.total, totals), is_total=True
            )
        )
    return Released(
        code="funnel",
        by=by,
        title=_("Quanti nuclei sono stati cercati, e quanta strada hanno fatto"),
        definition=_(
            "Un nucleo è contato una volta, nel punto più avanzato raggiunto. "
            "Cercati: si è aperto un caso. Raggiunti: qualcuno ha risposto, anche per "
            "rifiutare. Coinvolti: hanno ascoltato. In carico: patto firmato. Con "
            "piano: in carico, e hanno firmato un piano di rientro."
        ),
        columns=tuple(Column(it, title) for it, title in stage_titles().items()),
        lines=tuple(lines),
    )


def stage_titles() -> dict[str, str]:
    """Say what each stage is called."""
    return dict(
        zip(
            STAGES,
            (
                _("Cercati"),
                _("Raggiunti"),
                _("Coinvolti"),
                _("In carico"),
                _("Con piano"),
            ),
            strict=True,
        )
    )

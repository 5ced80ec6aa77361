"""
The waterfall of arrears: opening, what came, what was paid, closing; to the cent.

Over the months shown, month by month, and by organisation or building. Signs are as
the arrears move: what makes them grow is positive, what was paid negative.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from uuid import UUID

from azione0.words import _
from reporting.monitoring.grouping import (
    ALL,
    MONTH,
    group_title,
    in_order,
    month_title,
)
from reporting.monitoring.movement import CLOSING, OPENING, STEPS, Mover
from reporting.monitoring.release import (
    Column,
    Line,
    Raw,
    Released,
    Safe,
    release,
    remaining,
)
from reporting.validation.suppression import THRESHOLD


def whole(movers: Iterable[Mover]) -> Safe:
    """Give the movement of the whole programme over the months, as it may be told."""
    return release(_raw(movers, lambda _household: ALL))


def waterfall(
    movers: Sequence[Mover], group: Callable[[UUID | None], str], by: str, told: Safe
) -> Released:
    """
    Give the movement over the months shown, all together or by a group.

    A household counts whole in the group where it belongs on the last day. `told` is
    the movement of the whole programme.
    """
    safe = told if by == ALL else release(_raw(movers, group), told)
    columns = (OPENING, *STEPS)
    lines = [
        Line(
            key,
            group_title(key, by),
            (*(safe.cells[key, it] for it in columns), closing),
        )
        for key, closing in safe.row_totals.items()
    ]
    if by != ALL:
        totals = (*(safe.column_totals[it] for it in columns), safe.total)
        lines.append(Line(ALL, group_title(ALL, ALL), totals, is_total=True))
    return _released(by, lines, (*columns, CLOSING))


def waterfall_by_month(
    movers: Iterable[Mover], months: Sequence[str], told: Safe
) -> Released:
    """Give the movement of each month shown, with what was open when it ended."""
    raw = Raw(months, STEPS)
    owing: Counter[str] = Counter()
    for it in movers:
        for (month, part), cents in it.steps.items():
            raw.add(month, part, cents, it.household_id)
        owing.update(month for month, left in _at_ends(it, months) if left)
    for month, following in pairwise([*months, ""]):
        if 0 < owing[month] < THRESHOLD:
            # What was open when it ended is not told, so neither is what led to it.
            raw.hidden_rows |= {month, following} - {""}
    # The change over all months is a sum of steps, of which some may not be told.
    opening, closing = told.cells[ALL, OPENING], told.row_totals[ALL]
    change = None if opening is None or closing is None else closing - opening
    steps = {(ALL, it): told.cells[ALL, it] for it in STEPS}
    safe = release(raw, Safe(steps, {ALL: change}, {}, None))
    left = remaining(change, [safe.row_totals[it] for it in months])
    open_at_end = [
        None if closing is None or it is None else closing - it for it in left
    ]
    lines = [
        Line(
            month,
            month_title(month),
            (*(safe.cells[month, it] for it in STEPS), open_at_end[place]),
        )
        for place, month in enumerate(months, 1)
    ]
    totals = (*(safe.column_totals[it] for it in STEPS), closing)
    lines.append(Line(ALL, _("Tutti i mesi"), totals, is_total=True))
    return _released(MONTH, lines, (*STEPS, CLOSING))


def _at_ends(mover: Mover, months: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Give what a household has open at the end of each month, in cents."""
    changes: Counter[str] = Counter()
    for (month, _part), cents in mover.steps.items():
        changes[month] += cents
    left = mover.opening
    for month in months:
        left += changes[month]
        yield month, left


def _raw(movers: Iterable[Mover], group: Callable[[UUID | None], str]) -> Raw:
    raw = Raw([], (OPENING, *STEPS))
    keys: set[str] = set()
    owing: Counter[str] = Counter()
    for it in movers:
        key = group(UUID(it.household_id))
        keys.add(key)
        if it.opening:
            raw.add(key, OPENING, it.opening, it.household_id)
        for part, cents in it.parts().items():
            raw.add(key, part, cents, it.household_id)
        owing[key] += it.closing > 0
    raw.rows = in_order(keys) or [ALL]
    raw.hidden_rows = {it for it in keys if 0 < owing[it] < THRESHOLD}
    return raw


def _released(by: str, lines: list[Line], codes: Iterable[str]) -> Released:
    titles = step_titles()
    return Released(
        code="waterfall",
        by=by,
        title=_("Come si è mossa la morosità"),
        definition=_(
            "Morosità: per ogni conto (nucleo e creditore), le somme scadute e non "
            "contestate meno quanto pagato o cancellato, mai meno di zero. Quanto è "
            "pagato in più resta a credito: il suo movimento è un passo a sé, così i "
            "passi sommano al centesimo. Rettifiche: addebiti corretti, contestati o "
            "tornati esigibili. Il nucleo sta tutto nel gruppo dell'ultimo giorno."
        ),
        columns=tuple(Column(it, titles[it], "cents") for it in codes),
        lines=tuple(lines),
    )


def step_titles() -> dict[str, str]:
    """Say what each step is called."""
    return {
        OPENING: _("All'inizio"),
        "new": _("Nuovi scaduti"),
        "interest": _("Interessi"),
        "tenant": _("Pagato dai nuclei"),
        "others": _("Pagato da altri"),
        "written_off": _("Cancellato"),
        "reversed": _("Pagamenti stornati"),
        "corrected": _("Rettifiche"),
        "credit": _("Movimento dei crediti"),
        CLOSING: _("Alla fine"),
    }

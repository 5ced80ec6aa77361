"""The dose of the workshops: how much of what was offered has been attended."""

from collections.abc import Iterator

from azione0.words import _
from reporting.monitoring.breakdown import Item, lines_of
from reporting.monitoring.facts import Facts
from reporting.monitoring.grouping import ALL
from reporting.monitoring.release import Column, Line, Released

ATTENDED, MISSED, PLANNED = "attended", "missed", "planned"


def dose_items(facts: Facts) -> Iterator[Item]:
    """
    Give the minutes attended and missed, session by session.

    What was written down last of a session holds; a workshop of which no plan is
    known yet offers no minutes that could have been missed, and counts nowhere.
    """
    plan = {it.thing: it.amount for it in facts.told["WorkshopScheduled"]}
    last = {(it.thing, it.other, it.number): it for it in facts.told["SessionAttended"]}
    for fact in last.values():
        if fact.thing not in plan:
            continue
        attended = min(fact.amount, plan[fact.thing])
        missed = plan[fact.thing] - attended
        whose = (fact.effective_on, fact.household_id, fact.household_id)
        if attended:
            yield Item(ATTENDED, attended, *whose)
        if missed:
            yield Item(MISSED, missed, *whose)


def dose(facts: Facts, by: str = ALL) -> Released:
    """Add up the minutes offered, attended and missed."""
    lines = lines_of(dose_items, (ATTENDED, MISSED), facts, by)
    unplanned = {
        (it.thing, it.other, it.number)
        for it in facts.told["SessionAttended"]
        if it.thing not in {plan.thing for plan in facts.told["WorkshopScheduled"]}
    }
    return Released(
        code="dose",
        by=by,
        title=_("Quanto sono frequentati i laboratori"),
        definition=_(
            "Minuti offerti ai nuclei iscritti, incontro per incontro, frequentati o "
            "no; per mese, in quello dell'incontro. Dose: frequentati su offerti."
        ),
        columns=(
            Column(ATTENDED, _("Frequentati"), "minutes"),
            Column(MISSED, _("Non frequentati"), "minutes"),
            Column(PLANNED, _("Offerti"), "minutes"),
            Column("dose", _("Dose"), "share"),
        ),
        lines=tuple(_with_share(it) for it in lines),
        notes=(
            (_("Mancano gli incontri di laboratori di cui non si conosce il piano."),)
            if unplanned
            else ()
        ),
    )


def _with_share(line: Line) -> Line:
    attended, _missed, planned = line.cells
    share = None
    if attended is not None and planned:
        share = attended * 10_000 // planned
    return Line(line.key, line.title, (*line.cells, share), line.is_total)

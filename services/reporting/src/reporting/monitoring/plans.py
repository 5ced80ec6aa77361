"""Repayment agreements, by where each of them stands on the last day."""

from collections.abc import Iterator, Sequence

from azione0.words import _
from reporting.monitoring.breakdown import Item, lines_of
from reporting.monitoring.facts import Facts
from reporting.monitoring.grouping import ALL
from reporting.monitoring.release import Column, Released

STATES = ("active", "suspended", "completed", "breached", "terminated", "superseded")
SIGNED = "signed"


def plan_items(facts: Facts) -> Iterator[Item]:
    """Give every agreement, by its state, since the day on which it was signed."""
    for it in facts.agreements:
        yield Item(it.state, 1, it.signed_on, it.household_id, it.household_id)


def plans(facts: Facts, by: str = ALL, before: Sequence[Facts] = ()) -> Released:
    """Count the agreements signed, by where they stand."""
    titles = {
        "active": _("In corso"),
        "suspended": _("Sospesi"),
        "completed": _("Completati"),
        "breached": _("Decaduti"),
        "terminated": _("Chiusi per decisione"),
        "superseded": _("Sostituiti"),
        SIGNED: _("Firmati"),
    }
    return Released(
        code="plans",
        by=by,
        title=_("A che punto sono i piani di rientro"),
        definition=_(
            "Ogni piano firmato è contato una volta, dove si trova l'ultimo giorno; "
            "per mese, in quello della firma. Un piano decaduto che torna a valere "
            "è in corso. Una cifra dietro cui stanno meno di cinque nuclei non è "
            "mostrata."
        ),
        columns=tuple(Column(it, titles[it]) for it in (*STATES, SIGNED)),
        lines=lines_of(plan_items, STATES, facts, by, before),
    )

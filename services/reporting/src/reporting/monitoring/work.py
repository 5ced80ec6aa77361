"""The way to work: who signed a service pact, who found a job, who has it no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.words import _
from reporting.monitoring.breakdown import Item, lines_of
from reporting.monitoring.facts import Facts
from reporting.monitoring.grouping import ALL
from reporting.monitoring.release import Column, Released

PACT, OTHER, QUALIFYING, ENDED = "pact", "other", "qualifying", "ended"
STATES = (PACT, OTHER, QUALIFYING, ENDED)
PEOPLE = "people"


@dataclass(slots=True)
class _Person:
    household_id: UUID | None
    since: date
    state: str = PACT


def work_items(facts: Facts) -> Iterator[Item]:
    """Give every person who signed a pact or began a job, by where they stand."""
    ended = {it.thing for it in facts.told["JobEnded"]}
    people: dict[UUID | None, _Person] = {}
    for fact in facts.told["ServicePactSigned"]:
        people.setdefault(fact.thing, _Person(fact.household_id, fact.effective_on))
    for fact in facts.told["JobPlaced"]:
        begun = fact.counts_on or fact.effective_on
        it = people.setdefault(fact.other, _Person(fact.household_id, begun))
        state = QUALIFYING if fact.amount else OTHER
        if fact.thing in ended:
            state = ENDED
        it.state = _better(it.state, state)
    for person, it in people.items():
        yield Item(it.state, 1, it.since, it.household_id, person)


def _better(one: str, other: str) -> str:
    """Give the better of two states: a job that lasts, then one that ended."""
    order = (PACT, ENDED, OTHER, QUALIFYING)
    return max(one, other, key=order.index)


def work(facts: Facts, by: str = ALL, before: Sequence[Facts] = ()) -> Released:
    """Count the persons on the way to work, by where they stand."""
    titles = {
        PACT: _("Con patto di servizio, ancora senza lavoro"),
        OTHER: _("Al lavoro, contratto breve"),
        QUALIFYING: _("Al lavoro, contratto che conta"),
        ENDED: _("Lavoro finito"),
        PEOPLE: _("Persone"),
    }
    return Released(
        code="work",
        by=by,
        title=_("Quante persone hanno trovato lavoro"),
        definition=_(
            "Ogni persona con un patto di servizio o un'assunzione è contata una "
            "volta, nella sua situazione migliore l'ultimo giorno; per mese, in quello "
            "del patto o, se manca, dell'assunzione. Conta un contratto di almeno 180 "
            "giorni e 16 ore alla settimana. L'organizzazione è quella del caso, non "
            "chi ha trovato il lavoro."
        ),
        columns=tuple(Column(it, titles[it]) for it in (*STATES, PEOPLE)),
        lines=lines_of(work_items, STATES, facts, by, before),
    )

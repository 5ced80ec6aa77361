"""
What the views are made of, read from the projections as of a day, as known then.

Homes and followers have a history: a household counts in the building where it
lived, and for the organisation that followed it, on the last day that is asked about.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from azione0.database import Session
from reporting import generations
from reporting.agreement import Agreement
from reporting.agreements import agreements
from reporting.monitoring.bulletin import last_day
from reporting.projections.entry import Question, day_of, instant_of, number_of
from reporting.projections.facts import FACTS
from reporting.projections.who_follows_a_case import WHO_FOLLOWS_A_CASE

#: A building or an organisation that no letter has named.
UNKNOWN = ""
#: Whoever says no has been reached; whoever listens is engaged.
ANSWERED, ENGAGED = ("reached", "refused"), "reached"
#: More agreements than this change by so many each month that no one of them is told.
MANY_AGREEMENTS = 300


class Fact(NamedTuple):
    """One countable fact, with its days."""

    kind: str
    thing: UUID | None
    household_id: UUID | None
    detail: str
    amount: int
    other: UUID | None
    number: int
    counts_on: date | None
    effective_on: date


@dataclass(slots=True)
class Case:
    """A case, by the days on which each thing became so."""

    case_id: UUID
    household_id: UUID
    opened_on: date | None = None
    reached_on: date | None = None
    engaged_on: date | None = None
    taken_on: date | None = None
    closed_on: date | None = None
    organisation_id: str = UNKNOWN
    operator_id: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Followed:
    """One word about who follows a case, since a day."""

    case_id: UUID
    kind: str
    organisation_id: str
    operator_id: str
    since: date


@dataclass(frozen=True)
class Facts:
    """Everything but the money, which is too much to be read at once."""

    question: Question
    told: dict[str, list[Fact]]
    cases: dict[UUID, Case]
    agreements: tuple[Agreement, ...]
    buildings: dict[UUID, str]
    organisations: dict[UUID, str] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()

    def building(self, household_id: UUID | None) -> str:
        """Give where a household lives, as far as it is known."""
        return self.buildings.get(household_id, UNKNOWN) if household_id else UNKNOWN

    def organisation(self, household_id: UUID | None) -> str:
        """Give who follows a household's latest case; nobody if it has none."""
        if household_id is None:
            return UNKNOWN
        return self.organisations.get(household_id, UNKNOWN)


KINDS = (
    "HouseholdRegistered",
    "CaseOpened",
    "ContactAttempted",
    "CaseTakenInCharge",
    "CaseClosed",
    "WorkshopScheduled",
    "SessionAttended",
    "ServicePactSigned",
    "JobPlaced",
    "JobEnded",
)


#: Of these no earlier month is asked.
OF_WORKSHOPS = ("WorkshopScheduled", "SessionAttended")


def read_facts(session: Session, question: Question) -> Facts:
    """Read what is counted, from the projections that are live in this transaction."""
    generation = generations.asked(session)
    marks = ", ".join("?" * len(KINDS))
    told: dict[str, list[Fact]] = defaultdict(list)
    for *row, counts_on, day in session.execute(
        "SELECT kind, thing, household_id, detail, amount, other, number, "  # noqa: S608  our own names
        f"counts_on, day FROM {FACTS.table(generation)} WHERE kind IN ({marks}) "
        "AND day <= ? AND known <= ? ORDER BY day, known, letter_id",
        (*KINDS, number_of(question.as_of), instant_of(question.known_at)),
    ):
        named = None if counts_on is None else day_of(counts_on)
        told[row[0]].append(Fact._make((*row, named, day_of(day))))
    followed = [
        Followed(*row)
        for row in session.execute(
            "SELECT case_id, kind, organisation_id, operator_id, holds_from "  # noqa: S608  our own names
            f"FROM {WHO_FOLLOWS_A_CASE.table(generation)} "
            "WHERE holds_from <= ? AND recorded_at <= ? "
            "ORDER BY holds_from, recorded_at, letter_id",
            (question.as_of, question.known_at),
        )
    ]
    return assemble(question, told, followed, agreements(session, question))


def assemble(
    question: Question,
    told: dict[str, list[Fact]],
    followed: Sequence[Followed],
    signed: Iterable[Agreement],
) -> Facts:
    """Put together what is counted from what was told, in the order of days."""
    cases = cases_of(told, followed)
    return Facts(
        question=question,
        told=told,
        cases=cases,
        agreements=tuple(signed),
        buildings={
            it.thing: it.detail for it in told["HouseholdRegistered"] if it.thing
        },
        organisations=_latest(cases.values()),
        followed=tuple(followed),
    )


def months_before(session: Session, facts: Facts) -> list[Facts]:
    """
    Give the same as of each month's end before, with the same knowledge.

    From the month in which the first case was opened, workshops apart. Where
    agreements are many, each is taken to have stood earlier as it stands now.
    """
    first = min((it.effective_on for it in facts.told["CaseOpened"]), default=None)
    found: list[Facts] = []
    day = facts.question.as_of if first is None else last_day(first)
    while day < facts.question.as_of:
        question = Question(day, facts.question.known_at)
        told = defaultdict(
            list,
            {
                kind: [it for it in these if it.effective_on <= day]
                for kind, these in facts.told.items()
                if kind not in OF_WORKSHOPS
            },
        )
        followed = [it for it in facts.followed if it.since <= day]
        signed = [it for it in facts.agreements if it.signed_on <= day]
        if len(facts.agreements) <= MANY_AGREEMENTS:
            signed = agreements(session, question)
        found.append(assemble(question, told, followed, signed))
        day = last_day(day + timedelta(days=1))
    return found


def cases_of(
    told: dict[str, list[Fact]], followed: Iterable[Followed]
) -> dict[UUID, Case]:
    """Put the cases together; a case that was opened again is not closed any more."""
    cases: dict[UUID, Case] = {}

    def case(fact: Fact) -> Case:
        thing, household_id = fact.thing, fact.household_id
        if thing is None or household_id is None:
            raise NotACase(f"{fact.kind} names neither case nor household")
        return cases.setdefault(thing, Case(thing, household_id))

    for fact in told["CaseOpened"]:
        it = case(fact)
        it.opened_on = it.opened_on or fact.effective_on
    for fact in told["ContactAttempted"]:
        it = case(fact)
        if fact.detail in ANSWERED:
            it.reached_on = it.reached_on or fact.effective_on
        if fact.detail == ENGAGED:
            it.engaged_on = it.engaged_on or fact.effective_on
    for fact in told["CaseTakenInCharge"]:
        it = case(fact)
        it.taken_on = it.taken_on or fact.effective_on
    _close(cases, told)
    _follow(cases, followed)
    return cases


def _close(cases: dict[UUID, Case], told: dict[str, list[Fact]]) -> None:
    # Each list is in the order of days and writing; on one day, closing comes last.
    words = [*told["CaseOpened"], *told["CaseClosed"]]
    for word in sorted(words, key=lambda it: it.effective_on):
        it = cases.get(word.thing) if word.thing else None
        if it is not None:
            closes = word.kind == "CaseClosed"
            it.closed_on = word.effective_on if closes else None


def _follow(cases: dict[UUID, Case], followed: Iterable[Followed]) -> None:
    for word in followed:
        it = cases.get(word.case_id)
        if it is None:
            continue
        if word.operator_id:
            it.operator_id = word.operator_id
        elif word.organisation_id != it.organisation_id:
            # The worker stays behind with the organisation that gives the case up.
            it.organisation_id, it.operator_id = word.organisation_id, UNKNOWN


def _latest(cases: Iterable[Case]) -> dict[UUID, str]:
    found: dict[UUID, tuple[date, str]] = {}
    for it in cases:
        begun = it.opened_on or it.taken_on or date.min
        if it.household_id not in found or found[it.household_id][0] <= begun:
            found[it.household_id] = (begun, it.organisation_id)
    return {household: organisation for household, (_, organisation) in found.items()}


class NotACase(ValueError):
    """A letter about a case that names none."""

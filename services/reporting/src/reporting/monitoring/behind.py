"""
The letters behind a figure of the board, for who may see cases.

The same functions that count say who is counted, so a figure opens into the letters
that made it; the latest first, `MOST` at most.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from azione0.application import NotFound
from azione0.codes import household_code
from azione0.database import Session
from azione0.words import _
from reporting import generations
from reporting.monitoring.breakdown import Item, group_of_item
from reporting.monitoring.bulletin import Bulletin, last_day
from reporting.monitoring.cohorts import cohort_of
from reporting.monitoring.dose import ATTENDED, dose_items
from reporting.monitoring.facts import Facts, read_facts
from reporting.monitoring.funnel import STAGES, group_of_sought, reached_by_household
from reporting.monitoring.grouping import ALL, MONTH, group_of
from reporting.monitoring.movement import CHANGES, CLOSING, OPENING, PLAIN
from reporting.monitoring.plans import SIGNED, plan_items
from reporting.monitoring.work import PEOPLE, work_items
from reporting.monitoring.workload import CLOSED, EVER, households_in_charge
from reporting.projections.agreements_kept_and_missed import AGREEMENTS_KEPT_AND_MISSED
from reporting.projections.entry import instant_of, number_of
from reporting.projections.facts import FACTS
from reporting.projections.household_timeline import HOUSEHOLD_TIMELINE

MOST = 200
MONEY = (*PLAIN, *CHANGES)
KINDS_OF_STAGE = {
    "targeted": ("CaseOpened",),
    "reached": ("ContactAttempted",),
    "engaged": ("ContactAttempted",),
    "in_charge": ("CaseTakenInCharge",),
}
KINDS_OF_STEP = {
    "new": ("ChargePosted",),
    "interest": ("ChargePosted",),
    "tenant": ("PaymentPosted",),
    "others": ("PaymentPosted",),
    "written_off": ("DebtWrittenOff", "DebtWriteOffRevoked"),
    "reversed": ("PaymentPostingReversed",),
    "corrected": CHANGES,
}
WORK = ("ServicePactSigned", "JobPlaced", "JobEnded")


@dataclass(frozen=True, slots=True)
class LetterBehind:
    """A letter behind a figure: about whom, what it says, and where it lies."""

    household_id: UUID
    name: str
    effective_on: date
    recorded_at: datetime
    source: str
    letter_id: str

    @property
    def code(self) -> str:
        """The short code by which people know the household."""
        return household_code(self.household_id)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which letters: these kinds, of these households or all, in these days."""

    kinds: Sequence[str]
    households: frozenset[UUID] | None = None
    since: date = date.min
    upto: date = date.max
    more: str = ""
    values: tuple[Any, ...] = ()
    agreements: bool = False


def letters_behind(
    session: Session, bulletin: Bulletin, *, view: str, by: str, row: str, column: str
) -> list[LetterBehind]:
    """Give the letters behind one figure; `NotFound` if there is no such figure."""
    facts = read_facts(session, bulletin.question)
    find = _FINDERS.get(view.partition("-")[0])
    if find is None:
        raise NotFound(_("{view}: non c'è questa vista").format(view=view[:80]))
    wanted = find(facts, bulletin, by, row, column)
    return _fetch(session, bulletin, wanted)


def _in_row(
    group: Callable[[UUID | None], str], row: str
) -> Callable[[UUID | None], bool]:
    return lambda household: row == ALL or group(household) == row


def _of_funnel(
    facts: Facts, _bulletin: Bulletin, by: str, row: str, column: str
) -> _Wanted:
    stage = STAGES.index(_one_of(column, STAGES))
    come = reached_by_household(facts)
    belongs = _in_row(group_of_sought(facts, come, by), row)
    who = frozenset(it for it, at in come.items() if at >= stage and belongs(it))
    if column == "agreement":
        return _Wanted(("AgreementSigned",), who, agreements=True)
    wanted = _Wanted(KINDS_OF_STAGE[column], who)
    if column == "reached":
        return replace(wanted, more="AND f.detail <> ?", values=("no_answer",))
    if column == "engaged":
        return replace(wanted, more="AND f.detail = ?", values=("reached",))
    return wanted


def _of_waterfall(
    facts: Facts, bulletin: Bulletin, by: str, row: str, column: str
) -> _Wanted:
    since, upto = bulletin.months[0], bulletin.as_of
    if by == MONTH and row != ALL:
        since = _month(row)
        upto = last_day(since)
    if column == OPENING:
        since, upto = date.min, since - timedelta(days=1)
    elif column == CLOSING:
        since = date.min
    households = None
    if by != MONTH and row != ALL:
        group = group_of(facts, by)
        known = {*facts.buildings, *facts.organisations}
        households = frozenset(it for it in known if group(it) == row)
    wanted = _Wanted(KINDS_OF_STEP.get(column, MONEY), households, since, upto)
    if column in ("new", "interest"):
        sign = "=" if column == "interest" else "<>"
        return replace(wanted, more=f"AND f.detail {sign} ?", values=("interest",))
    if column in ("tenant", "others"):
        sign = "=" if column == "tenant" else "<>"
        return replace(wanted, more=f"AND f.detail {sign} ?", values=("tenant",))
    return wanted


def _of_items(
    items: Iterable[Item], facts: Facts, by: str, row: str, columns: Sequence[str]
) -> list[Item]:
    these = list(items)
    if ALL in (by, row):
        return [it for it in these if it.column in columns]
    group = group_of_item(these, facts, by)
    return [it for it in these if it.column in columns and group(it) == row]


def _of_plans(
    facts: Facts, _bulletin: Bulletin, by: str, row: str, column: str
) -> _Wanted:
    items = list(plan_items(facts))
    columns = {it.column for it in items} if column == SIGNED else {column}
    found = _of_items(items, facts, by, row, tuple(columns))
    return _Wanted(("AgreementSigned",), _whose(found), agreements=True)


def _of_work(
    facts: Facts, _bulletin: Bulletin, by: str, row: str, column: str
) -> _Wanted:
    items = list(work_items(facts))
    columns = {it.column for it in items} if column == PEOPLE else {column}
    return _Wanted(WORK, _whose(_of_items(items, facts, by, row, tuple(columns))))


def _of_dose(
    facts: Facts, _bulletin: Bulletin, by: str, row: str, column: str
) -> _Wanted:
    items = list(dose_items(facts))
    columns = {ATTENDED} if column == ATTENDED else {it.column for it in items}
    found = _of_items(items, facts, by, row, tuple(columns))
    if by == MONTH and row != ALL and found:
        days = [it.on for it in found]
        return _Wanted(("SessionAttended",), _whose(found), min(days), max(days))
    return _Wanted(("SessionAttended",), _whose(found))


def _of_workload(
    facts: Facts, _bulletin: Bulletin, by: str, row: str, column: str
) -> _Wanted:
    belongs = _in_row(group_of(facts, by), row)
    taken = households_in_charge(facts)
    who = frozenset(
        it
        for it, is_open in taken.items()
        if belongs(it) and (column == EVER or is_open == (column != CLOSED))
    )
    kinds = ("CaseClosed",) if column == CLOSED else ("CaseTakenInCharge",)
    return _Wanted(kinds, who)


def _of_cohorts(
    facts: Facts, _bulletin: Bulletin, _by: str, row: str, _column: str
) -> _Wanted:
    cohort = cohort_of(facts)
    who = frozenset(it for it, key in cohort.items() if row in (ALL, key))
    return _Wanted(("CaseTakenInCharge",), who)


_FINDERS: dict[str, Callable[[Facts, Bulletin, str, str, str], _Wanted]] = {
    "funnel": _of_funnel,
    "waterfall": _of_waterfall,
    "plans": _of_plans,
    "work": _of_work,
    "dose": _of_dose,
    "workload": _of_workload,
    "cohorts": _of_cohorts,
}


def _fetch(session: Session, bulletin: Bulletin, wanted: _Wanted) -> list[LetterBehind]:
    projection = AGREEMENTS_KEPT_AND_MISSED if wanted.agreements else FACTS
    generation = generations.asked(session)
    table = projection.table(generation)
    lines = HOUSEHOLD_TIMELINE.table(generation)
    marks = ", ".join("?" * len(wanted.kinds))
    question = bulletin.question
    # A charge is owed from the day after it is due, and not before it is there.
    days = (
        "AND (f.kind <> 'ChargePosted' AND f.day >= ? AND f.day <= ? "
        "OR f.kind = 'ChargePosted' AND f.day <= ? AND f.counts_on < ? "
        "AND (f.day >= ? OR f.counts_on >= ?))"
    )
    since = number_of(wanted.since)
    upto = number_of(min(wanted.upto, question.as_of))
    span: tuple[int, ...] = (since, upto, upto, upto, since, since - 1)
    if wanted.agreements:
        days, span = "AND f.day <= ?", (number_of(question.as_of),)
    # Which letters, then where they lie: the timeline of a household knows both.
    head = (
        "SELECT t.household_id, t.name, t.effective_on, t.recorded_at, t.source, "  # noqa: S608  our own names
        f"t.letter_id FROM {table} f JOIN {lines} t "
        "ON t.household_id = f.household_id AND t.letter_id = f.letter_id "
        f"WHERE f.kind IN ({marks}) AND f.known <= ? {days} {wanted.more} "
    )
    values = (*wanted.kinds, instant_of(question.known_at), *span, *wanted.values)
    tail = f"ORDER BY f.day DESC, f.letter_id LIMIT {MOST}"
    if wanted.households is None:
        rows = session.execute(f"{head} {tail}", values)
    else:
        keys = sorted(wanted.households)
        rows = list(
            session.look_up(
                f"{head} AND f.household_id IN ({{keys}}) {tail}", keys, values
            )
        )
    found = sorted((LetterBehind(*row) for row in rows), key=lambda it: it.letter_id)
    found.sort(key=lambda it: it.effective_on, reverse=True)
    return found[:MOST]


def _whose(items: Iterable[Item]) -> frozenset[UUID]:
    return frozenset(it.household_id for it in items if it.household_id)


def _one_of(column: str, columns: Sequence[str]) -> str:
    if column not in columns:
        raise NotFound(_("{column}: non c'è questa cifra").format(column=column[:80]))
    return column


def _month(row: str) -> date:
    try:
        return date.fromisoformat(f"{row}-01")
    except ValueError:
        raise NotFound(_("{row}: non c'è questa riga").format(row=row[:80])) from None

"""
The programme at a glance: its figures as of a day, as known at an instant.

Overdue is worked out per account, a household's with one creditor: the charges
past their due day less all that was paid to that creditor. Rescheduled debt is
still overdue; a disputed charge is not; one creditor's credit never pays another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from azione0.database import Session
from reporting import generations
from reporting.agreement import Agreement
from reporting.agreements import agreements
from reporting.indicators.shares import (
    Indicator,
    adherence,
    amount_adherence,
    breach,
    share,
)
from reporting.projections.entry import Question, instant_of, number_of
from reporting.projections.facts import FACTS

CHECKPOINTS = (30, 90, 180, 365)
#: A charge of which more than its posting is known is looked at one by one.
CHANGES = ("ChargeAdjusted", "ChargeDisputed", "DisputeResolved")
MONEY = ("ChargePosted", *CHANGES)
PAID = ("PaymentPosted", "PaymentPostingReversed")
TAKEN_OFF = (*PAID, "DebtWrittenOff", "DebtWriteOffRevoked")
TENANT = "tenant"
#: The number of the last day there is: what has no due day is due on none.
NEVER = number_of(date.max)
UNKNOWN_BUILDING = ""

Account = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Building:
    """What is known of one building; amounts in euro cents."""

    building_id: str
    households: int
    overdue_cents: int
    open_episodes: int
    in_charge: int
    active_agreements: int


@dataclass(frozen=True, slots=True)
class Glance:
    """
    The programme's figures; amounts in euro cents, `as_of` the last day seen.

    `self_paid_cents` is what of `paid_cents` the tenants paid themselves, without
    contributions of the region, the municipality or a charity.
    """

    question: Question
    households: int
    bills: int
    bills_cents: int
    paid_cents: int
    self_paid_cents: int
    overdue_cents: int
    overdue_households: int
    episodes: int
    open_episodes: int
    cleared_episodes: int
    retracted_episodes: int
    relapses: int
    cases: int
    contacted: int
    in_charge: int
    closed: int
    agreements: tuple[Agreement, ...]
    agreement_states: Counter[str]
    instalments_due: int
    instalments_kept: int
    instalments_missed: int
    minutes_attended: int
    minutes_planned: int
    jobs: int
    jobs_ended: int
    people_placed: int
    indicators: tuple[Indicator, ...]
    buildings: tuple[Building, ...]

    @property
    def agreements_kept(self) -> int:
        """How many agreements have no miss standing against them."""
        return sum(it.kept for it in self.agreements)


def glance(session: Session, question: Question) -> Glance:
    """Work out the figures from the projections that are live in this transaction."""
    table = FACTS.table(generations.asked(session))
    facts = _facts(session, table, question)
    money = _Money(session, table, question)
    signed = tuple(agreements(session, question))
    standing = _episodes(facts)
    cleared = {row.thing for row in facts["ArrearsCleared"]} & standing.keys()
    opened = {row.thing: row.household_id for row in facts["CaseOpened"]}
    taken = {row.thing: row.household_id for row in facts["CaseTakenInCharge"]}
    closed = {row.thing for row in facts["CaseClosed"]}
    reached = {
        row.household_id for row in facts["ContactAttempted"] if row.detail == "reached"
    }
    settled = [it for agreement in signed for it in agreement.settled]
    attended, planned, unplanned = _minutes(facts)
    return Glance(
        question=question,
        households=len({row.thing for row in facts["HouseholdRegistered"]}),
        bills=money.bills,
        bills_cents=money.billed_cents,
        paid_cents=money.paid_cents,
        self_paid_cents=money.self_paid_cents,
        overdue_cents=sum(money.overdue.values()),
        overdue_households=len({household for household, _ in money.overdue}),
        episodes=len(standing),
        open_episodes=len(standing.keys() - cleared),
        cleared_episodes=len(cleared),
        retracted_episodes=len(
            {row.thing for row in facts["ArrearsDetected"]} - standing.keys()
        ),
        relapses=sum(row.detail == "relapse" for row in standing.values()),
        cases=len(opened.keys() | taken.keys()),
        contacted=len(reached),
        in_charge=len(taken.keys() - closed),
        closed=len(closed),
        agreements=signed,
        agreement_states=Counter(it.state for it in signed),
        instalments_due=len(settled),
        instalments_kept=sum(not it.missed for it in settled),
        instalments_missed=sum(it.missed for it in settled),
        minutes_attended=attended,
        minutes_planned=planned,
        jobs=len({row.thing for row in facts["JobPlaced"]}),
        jobs_ended=len({row.thing for row in facts["JobEnded"]}),
        people_placed=len({row.other for row in facts["JobPlaced"]}),
        indicators=(
            *_take_up(opened, taken, reached, signed),
            adherence(signed),
            amount_adherence(signed),
            *breach(signed),
            *_work(facts, question.as_of),
            share("K13", attended, planned, unplanned),
        ),
        buildings=_buildings(
            facts, money.overdue, standing, cleared, taken, closed, signed
        ),
    )


@dataclass(frozen=True, slots=True)
class _Fact:
    thing: UUID
    other: UUID | None
    household_id: UUID
    detail: str
    amount: int
    number: int
    counts_on: int | None


def _facts(
    session: Session, table: str, question: Question
) -> defaultdict[str, list[_Fact]]:
    """
    Give what is counted one by one, by kind, in the order in which it counts.

    A retraction holds for every day once it is known, so its own day is not asked.
    """
    found: defaultdict[str, list[_Fact]] = defaultdict(list)
    for kind, *rest in session.execute(
        "SELECT kind, thing, other, household_id, detail, amount, number, counts_on "  # noqa: S608  our own names
        f"FROM {table} WHERE known <= ? "
        "AND (day <= ? OR kind = 'ArrearsRetracted') AND kind NOT IN "
        "('ChargePosted', 'ChargeAdjusted', 'ChargeDisputed', 'DisputeResolved', "
        "'PaymentPosted', 'PaymentPostingReversed', 'DebtWrittenOff', "
        "'DebtWriteOffRevoked') "
        "ORDER BY day, known, letter_id",
        (instant_of(question.known_at), number_of(question.as_of)),
    ):
        found[kind].append(_Fact(*rest))
    return found


def _episodes(facts: defaultdict[str, list[_Fact]]) -> dict[UUID, _Fact]:
    """Give the arrears episodes that stand: detected more often than retracted."""
    unsaid = Counter(row.thing for row in facts["ArrearsRetracted"])
    said = Counter(row.thing for row in facts["ArrearsDetected"])
    return {
        row.thing: row
        for row in facts["ArrearsDetected"]
        if said[row.thing] > unsaid[row.thing]
    }


class _Money:
    """
    Bills, payments and what is overdue, account by account, in euro cents.

    The many plain charges and payments are added up by the database; the few
    charges that were adjusted or disputed are looked at here.
    """

    def __init__(self, session: Session, table: str, question: Question) -> None:
        self.bills = self.billed_cents = 0
        self.paid_cents = self.self_paid_cents = 0
        self._balance: Counter[Account] = Counter()
        self._add_plain_charges(session, table, question)
        self._add_changed_charges(session, table, question)
        self._take_off_payments(session, table, question)
        self.overdue = {
            account: cents for account, cents in self._balance.items() if cents > 0
        }

    def _add_plain_charges(
        self, session: Session, table: str, question: Question
    ) -> None:
        as_of = number_of(question.as_of)
        for household, creditor, count, cents, due_cents in session.execute(
            "SELECT household_id, creditor_id, count(*), sum(amount), "  # noqa: S608  our own names
            "sum(CASE WHEN counts_on < ? THEN amount ELSE 0 END) "
            f"FROM {table} WHERE kind = 'ChargePosted' AND day <= ? "
            f"AND known <= ? AND thing NOT IN (SELECT thing FROM {table} "
            "WHERE kind IN (?, ?, ?) AND day <= ? AND known <= ?) "
            "GROUP BY household_id, creditor_id",
            (as_of, *_both(question), *CHANGES, *_both(question)),
        ):
            self.bills += int(count)
            self.billed_cents += int(cents)
            self._balance[household, creditor] += int(due_cents)

    def _add_changed_charges(
        self, session: Session, table: str, question: Question
    ) -> None:
        # A charge that moved with its tenancy is looked at in each household.
        history: defaultdict[tuple[UUID, UUID], list[Sequence[Any]]] = defaultdict(list)
        for row in session.execute(
            "SELECT thing, household_id, creditor_id, kind, amount, counts_on "  # noqa: S608  our own names
            f"FROM {table} WHERE kind IN (?, ?, ?, ?) AND day <= ? "
            f"AND known <= ? AND thing IN (SELECT thing FROM {table} "
            "WHERE kind IN (?, ?, ?) AND day <= ? AND known <= ?) "
            "ORDER BY day, known, letter_id",
            (*MONEY, *_both(question), *CHANGES, *_both(question)),
        ):
            history[row[0], row[1]].append(row)
        for rows in history.values():
            self._add_changed(rows, number_of(question.as_of))

    def _add_changed(self, rows: Sequence[Sequence[Any]], as_of: int) -> None:
        # Posting comes first even where a correction counts from the same day.
        amount, due_on, disputed = 0, NEVER, 0
        for row in sorted(rows, key=lambda row: row[3] != "ChargePosted"):
            kind = row[3]
            disputed += (kind == "ChargeDisputed") - (kind == "DisputeResolved")
            if kind != "ChargeDisputed":
                amount = int(row[4])
                due_on = due_on if row[5] is None else int(row[5])
        self.bills += amount != 0
        self.billed_cents += amount
        if due_on < as_of and disputed <= 0:
            self._balance[rows[0][1], rows[0][2]] += amount

    def _take_off_payments(
        self, session: Session, table: str, question: Question
    ) -> None:
        for household, creditor, kind, cents, own_cents in session.execute(
            "SELECT household_id, creditor_id, kind, sum(amount), "  # noqa: S608  our own names
            "sum(CASE WHEN detail = ? THEN amount ELSE 0 END) "
            f"FROM {table} WHERE kind IN (?, ?, ?, ?) AND day <= ? "
            "AND known <= ? GROUP BY household_id, creditor_id, kind",
            (TENANT, *TAKEN_OFF, *_both(question)),
        ):
            self._balance[household, creditor] -= int(cents)
            if kind in PAID:
                self.paid_cents += int(cents)
                self.self_paid_cents += int(own_cents)


def _both(question: Question) -> tuple[int, int]:
    return number_of(question.as_of), instant_of(question.known_at)


def _minutes(facts: defaultdict[str, list[_Fact]]) -> tuple[int, int, int]:
    """Give minutes attended and planned, and sessions whose plan is unknown."""
    plan = {row.thing: row.amount for row in facts["WorkshopScheduled"]}
    held = {
        (row.thing, row.other, row.number): row.amount
        for row in facts["SessionAttended"]
    }
    known = {key: minutes for key, minutes in held.items() if key[0] in plan}
    return (
        sum(known.values()),
        sum(plan[workshop] for workshop, *_ in known),
        len(held) - len(known),
    )


def _take_up(
    opened: dict[UUID, UUID],
    taken: dict[UUID, UUID],
    reached: set[UUID],
    signed: Iterable[Agreement],
) -> list[Indicator]:
    """Give reached and in charge of those targeted, signed of those in charge. K1."""
    targeted = set(opened.values()) | set(taken.values())
    in_charge = set(taken.values())
    with_agreement = {it.household_id for it in signed}
    return [
        share("K1-contact", len(reached & targeted), len(targeted)),
        share("K1-take-up", len(in_charge), len(targeted)),
        share("K1-agreement", len(with_agreement & in_charge), len(in_charge)),
    ]


def _work(facts: defaultdict[str, list[_Fact]], as_of: date) -> list[Indicator]:
    """Give job entry, K9, and retention at each checkpoint that is past, K10."""
    pacts = {row.thing for row in facts["ServicePactSigned"]}
    placed = {row.other for row in facts["JobPlaced"] if row.amount}
    found = [share("K9", len(placed & pacts), len(pacts))]
    checked = {
        (row.thing, row.number): row.detail for row in facts["RetentionConfirmed"]
    }
    for days in CHECKPOINTS:
        due = {
            row.thing
            for row in facts["JobPlaced"]
            if row.counts_on is not None and number_of(as_of) - row.counts_on >= days
        }
        known = [thing for thing in due if (thing, days) in checked]
        retained = sum(checked[thing, days] == "retained" for thing in known)
        found.append(
            share(f"K10-{days}", retained, len(known), missing=len(due) - len(known))
        )
    return found


def _buildings(
    facts: defaultdict[str, list[_Fact]],
    overdue: dict[Account, int],
    standing: dict[UUID, _Fact],
    cleared: set[UUID],
    taken: dict[UUID, UUID],
    closed: set[UUID],
    signed: Iterable[Agreement],
) -> tuple[Building, ...]:
    """Count by building, in the order of their codes; the unknown one comes last."""
    home = {row.thing: row.detail for row in facts["HouseholdRegistered"]}

    def where(households: Iterable[UUID]) -> Counter[str]:
        return Counter(home.get(it, UNKNOWN_BUILDING) for it in households)

    cents: Counter[str] = Counter()
    for (household, _), due in overdue.items():
        cents[home.get(household, UNKNOWN_BUILDING)] += due
    households = where(home)
    episodes = where(
        row.household_id for thing, row in standing.items() if thing not in cleared
    )
    in_charge = where(who for case, who in taken.items() if case not in closed)
    active = where(it.household_id for it in signed if it.state == "active")
    names = {*households, *cents, *episodes, *in_charge, *active}
    return tuple(
        Building(
            name,
            households[name],
            cents[name],
            episodes[name],
            in_charge[name],
            active[name],
        )
        for name in sorted(names, key=lambda name: (name == UNKNOWN_BUILDING, name))
    )

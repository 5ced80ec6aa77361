"""
How arrears moved: from what was overdue at the beginning to what is at the end.

Arrears are worked out account by account, a household's with one creditor: what is
past its due day and not disputed, less what was paid or given up, and never less than
nothing. What was paid beyond that waits as credit, and the movement of the credit is a
step of its own; so the steps add up to the cent, for any day and any knowledge.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from azione0.database import Session
from reporting import generations
from reporting.projections.entry import Question, day_of, instant_of, number_of
from reporting.projections.facts import FACTS

PARTS = (
    "new",
    "interest",
    "tenant",
    "others",
    "written_off",
    "reversed",
    "corrected",
)
#: The first and the last of what the steps lie between, and the step of the credit.
OPENING, CREDIT, CLOSING = "opening", "credit", "closing"
STEPS = (*PARTS, CREDIT)
CHANGES = ("ChargeAdjusted", "ChargeDisputed", "DisputeResolved")
PLAIN = (
    "ChargePosted",
    "PaymentPosted",
    "PaymentPostingReversed",
    "DebtWrittenOff",
    "DebtWriteOffRevoked",
)
INTEREST, TENANT = "interest", "tenant"
#: The day of a charge that is never due.
NEVER = number_of(date.max)

Account = tuple[str, str]


class Move(NamedTuple):
    """From `day` on, an account owes `cents` more, or less, by a step."""

    day: int
    part: str
    cents: int


@dataclass(slots=True)
class Mover:
    """
    A household's arrears over some months: what was open first, and every step.

    `steps` are cents by month (`2025-03`) and step, those of the credit among them.
    """

    household_id: str
    opening: int = 0
    steps: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def closing(self) -> int:
        """What is open after the last step, in cents."""
        return self.opening + sum(self.steps.values())

    def parts(self) -> dict[str, int]:
        """Give each step over all months, in cents."""
        found: dict[str, int] = {}
        for (_month, part), cents in self.steps.items():
            found[part] = found.get(part, 0) + cents
        return found


def moves(session: Session, question: Question) -> Iterator[tuple[Account, Move]]:
    """Give what moved each account by a day, as known at an instant; in no order."""
    table = FACTS.table(generations.asked(session))
    yield from _plain(session, table, question)
    yield from _changed(session, table, question)


def _plain(
    session: Session, table: str, question: Question
) -> Iterator[tuple[Account, Move]]:
    kinds = ", ".join("?" * len(PLAIN))
    changes = ", ".join("?" * len(CHANGES))
    as_of = number_of(question.as_of)
    # Texts, for a million ids that are only compared cost less as such.
    for household, creditor, kind, detail, cents, counts_on, day in session.execute(
        "SELECT CAST(household_id AS text), creditor_id, kind, detail, amount, "  # noqa: S608  our own names
        f"counts_on, day FROM {table} WHERE kind IN ({kinds}) AND day <= ? "
        "AND known <= ? AND (kind <> 'ChargePosted' OR thing NOT IN "
        f"(SELECT thing FROM {table} WHERE kind IN ({changes}) "
        "AND day <= ? AND known <= ?))",
        (*PLAIN, *_both(question), *CHANGES, *_both(question)),
    ):
        if kind == "ChargePosted":
            owed_from = day if counts_on is None else max(day, counts_on + 1)
            if owed_from <= as_of:
                part = "interest" if detail == INTEREST else "new"
                yield (household, creditor), Move(owed_from, part, cents)
        else:
            yield (household, creditor), Move(day, _part(kind, detail), -cents)


def _part(kind: str, payer: str) -> str:
    if kind == "PaymentPosted":
        return "tenant" if payer == TENANT else "others"
    return "reversed" if kind == "PaymentPostingReversed" else "written_off"


def _changed(
    session: Session, table: str, question: Question
) -> Iterator[tuple[Account, Move]]:
    """Give the moves of charges that were adjusted or disputed, one by one."""
    changes = ", ".join("?" * len(CHANGES))
    history: defaultdict[tuple[str, str], list[Sequence[Any]]] = defaultdict(list)
    for row in session.execute(
        "SELECT CAST(household_id AS text), creditor_id, kind, detail, amount, "  # noqa: S608  our own names
        f"counts_on, day, CAST(thing AS text) FROM {table} "
        f"WHERE (kind = 'ChargePosted' OR kind IN ({changes})) "
        "AND day <= ? AND known <= ? AND thing IN "
        f"(SELECT thing FROM {table} WHERE kind IN ({changes}) "
        "AND day <= ? AND known <= ?) ORDER BY day, known, letter_id",
        (*CHANGES, *_both(question), *CHANGES, *_both(question)),
    ):
        history[row[7], row[0]].append(row)
    as_of = number_of(question.as_of)
    for rows in history.values():
        account = (rows[0][0], rows[0][1])
        for move in changed_charge(rows):
            if move.day <= as_of:
                yield account, move


def changed_charge(rows: Sequence[Sequence[Any]]) -> list[Move]:
    """
    Give how one charge, of which more than its posting is known, moved its account.

    The rows are in the order in which they count: household, creditor, kind, detail,
    amount, due day, day. What it first weighs is new, or interest; what changes it
    afterwards is a correction.
    """
    turns = sorted(
        {row[6] for row in rows} | {row[5] + 1 for row in rows if row[5] is not None}
    )
    found: list[Move] = []
    weighed, first = 0, True
    for day in turns:
        now = _weight([row for row in rows if row[6] <= day], day)
        if now != weighed:
            interest = any(row[3] == INTEREST for row in rows)
            entered = "interest" if interest else "new"
            found.append(Move(day, entered if first else "corrected", now - weighed))
            weighed, first = now, False
    return found


def _weight(rows: Sequence[Sequence[Any]], day: int) -> int:
    # Posting comes first even where a correction counts from the same day.
    amount, due_on, disputed = 0, NEVER, 0
    for row in sorted(rows, key=lambda row: row[2] != "ChargePosted"):
        kind = row[2]
        disputed += (kind == "ChargeDisputed") - (kind == "DisputeResolved")
        if kind != "ChargeDisputed":
            amount = int(row[4])
            due_on = due_on if row[5] is None else int(row[5])
    return amount if due_on < day and disputed <= 0 else 0


class Movement:
    """
    What moved every account, gathered from `moves`, and what it did to the arrears.

    `watched` are households whose moves are kept day by day, for who asks what was
    open on any day.
    """

    def __init__(
        self,
        moved: Iterable[tuple[Account, Move]],
        watched: Collection[str] = frozenset(),
    ) -> None:
        self._months: dict[Account, dict[tuple[str, str], int]] = {}
        self._days: dict[str, dict[str, list[Move]]] = {it: {} for it in watched}
        for account, move in moved:
            months = self._months.setdefault(account, {})
            step = (month_of(move.day), move.part)
            months[step] = months.get(step, 0) + move.cents
            days = self._days.get(account[0])
            if days is not None:
                days.setdefault(account[1], []).append(move)

    def movers(self, first_month: str) -> list[Mover]:
        """Give what every household had open before a month, and each step since."""
        found: dict[str, Mover] = {}
        for account, months in self._months.items():
            mover = found.get(account[0])
            if mover is None:
                mover = found[account[0]] = Mover(account[0])
            _walk(mover, months, first_month)
        return list(found.values())

    def overdue_on(self, household_id: str, day: date) -> int:
        """Give what a watched household has overdue on a day, in cents."""
        return sum(
            balance_on(moved, number_of(day))
            for moved in self._days[household_id].values()
        )

    def self_paid_between(self, household_id: str, after: date, upto: date) -> int:
        """Give what a watched household paid itself in some days, in cents."""
        since, last = number_of(after), number_of(upto)
        return -sum(
            it.cents
            for moved in self._days[household_id].values()
            for it in moved
            if it.part == "tenant" and since < it.day <= last
        )


def _walk(mover: Mover, months: dict[tuple[str, str], int], first_month: str) -> None:
    """Go through an account month by month; the credit moves when a month ends."""
    balance, month = 0, ""
    before = 0
    for step in sorted(months):
        if step[0] != month:
            _move_credit(mover, month, before, balance, first_month)
            month, before = step[0], balance
        cents = months[step]
        balance += cents
        if month < first_month:
            continue
        mover.steps[step] = mover.steps.get(step, 0) + cents
    _move_credit(mover, month, before, balance, first_month)
    opening = sum(it for (at, _part), it in months.items() if at < first_month)
    mover.opening += max(0, opening)


def _move_credit(
    mover: Mover, month: str, before: int, after: int, first_month: str
) -> None:
    change = max(0, -after) - max(0, -before)
    if change and month >= first_month:
        step = (month, CREDIT)
        mover.steps[step] = mover.steps.get(step, 0) + change


def balance_on(moved: Iterable[Move], day: int) -> int:
    """Give what an account has overdue on a day, in cents; a credit is nothing."""
    return max(0, sum(it.cents for it in moved if it.day <= day))


@lru_cache(maxsize=16_384)
def month_of(day: int) -> str:
    """Give the month of a day, as `2025-03`."""
    return f"{day_of(day):%Y-%m}"


def _both(question: Question) -> tuple[int, int]:
    return number_of(question.as_of), instant_of(question.known_at)

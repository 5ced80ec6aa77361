"""
One household's story: every letter about it, in the order in which it counts.

The projection says which letters and what was unsaid; the words come from the
letters themselves, out of the archive.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from azione0.application import NotFound
from azione0.body import decode
from azione0.codes import household_code
from azione0.contract import Contract, contract_for
from azione0.contracts.ledger import (
    ChargeAdjusted,
    ChargePosted,
    DebtWriteOffRevoked,
    DebtWrittenOff,
    DisputeResolved,
    PaymentPosted,
    PaymentPostingReversed,
)
from azione0.database import Session
from azione0.words import _
from reporting import generations
from reporting.projections.entry import Question
from reporting.projections.facts import FACTS
from reporting.projections.household_timeline import HOUSEHOLD_TIMELINE
from reporting.sentences import sentence


@dataclass(frozen=True, slots=True)
class Line:
    """
    One letter of the story.

    `unsaid_at` is when it became known that it was not so. `balance_cents` is
    what was billed less what was paid to that creditor, after a bill or payment.
    """

    effective_on: date
    recorded_at: datetime
    source: str
    letter_id: str
    name: str
    text: str
    unsaid_at: datetime | None
    creditor_id: str | None = None
    balance_cents: int | None = None

    @property
    def organisation(self) -> str:
        """Who says it."""
        return self.source.removeprefix("//").partition("/")[0]

    @property
    def service(self) -> str:
        """The service that says it."""
        return self.source.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Story:
    """A household's lines, as of a day and as known at an instant."""

    household_id: UUID
    question: Question
    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        """The short code by which people know the household."""
        return household_code(self.household_id)

    @property
    def balances(self) -> dict[str, int]:
        """What is open with each creditor after the last line, in euro cents."""
        return {
            line.creditor_id: line.balance_cents
            for line in self.lines
            if line.creditor_id is not None and line.balance_cents is not None
        }

    def plain(self) -> dict[str, Any]:
        """Give the story as it is written in JSON, amounts in euro cents."""
        everything = Question()
        as_of, known_at = self.question.as_of, self.question.known_at
        return {
            "household_id": str(self.household_id),
            "code": self.code,
            "as_of": None if as_of == everything.as_of else f"{as_of}",
            "known_at": (
                None if known_at == everything.known_at else known_at.isoformat()
            ),
            "lines": [
                {
                    "effective_on": f"{line.effective_on}",
                    "recorded_at": line.recorded_at.isoformat(),
                    "organisation": line.organisation,
                    "service": line.service,
                    "letter_id": line.letter_id,
                    "event": line.name,
                    "text": line.text,
                    "unsaid_at": line.unsaid_at and line.unsaid_at.isoformat(),
                    "creditor_id": line.creditor_id,
                    "balance_cents": line.balance_cents,
                }
                for line in self.lines
            ],
            "balances_cents": self.balances,
        }


def story(session: Session, household_id: UUID, question: Question) -> Story:
    """Give a household's story; `NotFound` if no letter speaks of it by then."""
    table = HOUSEHOLD_TIMELINE.table(generations.asked(session))
    rows = session.execute(
        "SELECT t.effective_on, t.recorded_at, t.source, t.letter_id, t.name, "  # noqa: S608  our own names
        f"t.statement, t.unsays, i.type, i.body FROM {table} t "
        "JOIN inbox i ON i.source = t.source AND i.letter_id = t.letter_id "
        "WHERE t.household_id = ? AND t.recorded_at <= ?",
        (household_id, question.known_at),
    )
    unsaid = _unsaid(rows)
    counting = sorted(
        (row for row in rows if row[0] <= question.as_of), key=lambda row: row[:4]
    )
    if not counting:
        raise NotFound(
            _("nucleo {code}: nessuna lettera ne parla").format(
                code=household_code(household_id)
            )
        )
    return Story(household_id, question, tuple(_lines(counting, unsaid)))


def find_household(session: Session, text: str) -> UUID:
    """Find a household by its code, its own id, or the id of one of its cases."""
    wanted = _identifier(text)
    generation = generations.asked(session)
    facts = FACTS.table(generation)
    timeline = HOUSEHOLD_TIMELINE.table(generation)
    if wanted is not None:
        found = session.execute(
            f"SELECT household_id FROM {timeline} WHERE household_id = ? LIMIT 1",  # noqa: S608
            (wanted,),
        ) or session.execute(
            f"SELECT household_id FROM {facts} WHERE kind = 'CaseOpened' "  # noqa: S608
            "AND thing = ?",
            (wanted,),
        )
        households: set[UUID] = {row[0] for row in found}
    else:
        households = {
            row[0]
            for row in session.execute(
                f"SELECT DISTINCT household_id FROM {timeline}"  # noqa: S608
            )
            if household_code(row[0]) == text.strip().upper()
        }
    if not households:
        raise NotFound(
            _("{text}: nessun nucleo o caso si chiama così").format(text=text[:80])
        )
    if len(households) > 1:
        raise NotOne(
            _("{text}: {count} nuclei; scrivere l'identificativo intero").format(
                text=text[:80], count=len(households)
            )
        )
    return households.pop()


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _unsaid(rows: Iterable[Sequence[Any]]) -> dict[tuple[str, str], datetime]:
    """
    Give the letters that were unsaid, by source and id, and when that was known.

    Each retraction takes back the last statement written before it; at one instant,
    what was said is retracted before it is said anew. A retraction that finds
    nothing takes back the next.
    """
    unsaid: dict[tuple[str, str], datetime] = {}
    standing: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    early: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in sorted(rows, key=_as_written):
        statement, unsays = row[5], row[6]
        if not statement:
            continue
        mine, others = (early, standing) if unsays else (standing, early)
        if not others[statement]:
            mine[statement].append(row)
            continue
        other = others[statement].pop(-1 if unsays else 0)
        said, retraction = (other, row) if unsays else (row, other)
        unsaid[said[2], said[3]] = retraction[1]
    return unsaid


def _as_written(row: Sequence[Any]) -> tuple[datetime, bool, date, str]:
    return row[1], not row[6], row[0], row[3]


def _lines(
    rows: Iterable[Sequence[Any]], unsaid: dict[tuple[str, str], datetime]
) -> Iterable[Line]:
    accounts = _Accounts()
    for row in rows:
        effective_on, recorded_at, source, letter_id, name = row[:5]
        kind, body = row[7:]
        contract = decode(contract_for(kind), bytes(body))
        creditor_id = accounts.post(contract)
        yield Line(
            effective_on,
            recorded_at.astimezone(UTC),
            source,
            letter_id,
            name,
            sentence(contract),
            unsaid.get((source, letter_id)),
            creditor_id,
            None if creditor_id is None else accounts.balances[creditor_id],
        )


class _Accounts:
    """What is open with each creditor, in euro cents, line after line."""

    def __init__(self) -> None:
        self.balances: Counter[str] = Counter()
        self._charges: Counter[UUID] = Counter()

    @singledispatchmethod
    def post(self, contract: Contract) -> str | None:
        """Take in one letter; give the creditor if it moves money."""
        return None

    @post.register(ChargePosted)
    @post.register(ChargeAdjusted)
    @post.register(DisputeResolved)
    def _(self, contract: ChargePosted | ChargeAdjusted | DisputeResolved) -> str:
        change = contract.amount_cents - self._charges[contract.charge_id]
        self._charges[contract.charge_id] += change
        self.balances[contract.creditor_id] += change
        return contract.creditor_id

    @post.register
    def _(self, contract: PaymentPosted) -> str:
        self.balances[contract.creditor_id] -= contract.amount_cents
        return contract.creditor_id

    @post.register
    def _(self, contract: PaymentPostingReversed) -> str:
        self.balances[contract.creditor_id] += contract.amount_cents
        return contract.creditor_id

    @post.register
    def _(self, contract: DebtWrittenOff) -> str:
        self.balances[contract.creditor_id] -= contract.amount_cents
        return contract.creditor_id

    @post.register
    def _(self, contract: DebtWriteOffRevoked) -> str:
        self.balances[contract.creditor_id] += contract.amount_cents
        return contract.creditor_id


class NotOne(LookupError):
    """A code that several households share."""

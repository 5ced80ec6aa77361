"""
What the ledger told about a household's repayment: instalments due, and missed.

Instalments that were changed by agreement are others from that day on; of two
changes the later day counts, then the one written down later. A missed instalment
proposes to look at the budget again; what was heard of misses is kept by
`azione0.followed`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from azione0.database import Session
from workshops.budgets.endings import standing
from workshops.budgets.lines import Line, month_of, next_month


@dataclass(frozen=True, slots=True)
class ReviewProposal:
    """A budget to look at again, because an instalment was missed on a day."""

    household_id: UUID
    agreement_id: UUID
    number: int
    missed_on: date


def note_agreement(
    session: Session,
    agreement_id: UUID,
    *,
    household_id: UUID,
    signed_on: date,
    supersedes: UUID | None,
    instalments: Sequence[tuple[int, date, int]],
) -> None:
    """Keep a signed agreement; instalments are (number, due day, cents)."""
    session.execute(
        "INSERT INTO agreements_v1 (agreement_id, household_id, signed_on, supersedes) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (agreement_id, household_id, signed_on, supersedes),
    )
    for number, due_on, amount_cents in instalments:
        session.execute(
            "INSERT INTO instalments_v1 (agreement_id, number, due_on, amount_cents) "
            "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (agreement_id, number, due_on, amount_cents),
        )


def note_schedule(
    session: Session,
    agreement_id: UUID,
    *,
    effective_on: date,
    recorded_at: datetime,
    letter_id: str,
    instalments: Sequence[tuple[int, date, int]],
) -> None:
    """Keep the whole new schedule of an agreement, which may not be known yet."""
    session.execute(
        "INSERT INTO schedules_v1 (letter_id, agreement_id, effective_on, recorded_at) "
        "VALUES (?, ?, ?, ?)",
        (letter_id, agreement_id, effective_on, recorded_at),
    )
    session.insert(
        "rescheduled_instalments_v1",
        ("letter_id", "number", "due_on", "amount_cents"),
        [(letter_id, *it) for it in instalments],
    )


def lines_in(session: Session, household_id: UUID, month: date) -> list[Line]:
    """
    Give the instalments that fall due in a month, a budget line each.

    They are those agreed by the end of that month. Those of an agreement that was
    superseded end with the day on which the new one was signed; one that is broken or
    has ended asks for none.
    """
    signed = session.execute(
        "SELECT agreement_id, signed_on, supersedes FROM agreements_v1 "
        "WHERE household_id = ?",
        (household_id,),
    )
    ended = {old: signed_on for _, signed_on, old in signed if old is not None}
    first, after = month_of(month), next_month(month)
    lines = []
    for agreement_id, _, _ in sorted(signed, key=lambda row: (row[1], row[0])):
        stands = standing(session, agreement_id)
        lines += [
            Line(
                "arrears_instalment",
                cents,
                from_on=first,
                to_on=due_on,
                confidence="documented",
            )
            for due_on, cents in _schedule(session, agreement_id, after)
            if cents
            and first <= due_on < min(after, ended.get(agreement_id, date.max))
            and stands.asks_on(due_on)
        ]
    return lines


def reviews_proposed(session: Session) -> list[ReviewProposal]:
    """Give the misses that stand and no later review has answered, oldest first."""
    rows = session.execute(
        "SELECT household_id, agreement_id, number, missed_on "
        "FROM missed_instalments_v1 AS miss WHERE missed > retracted "
        "AND NOT EXISTS (SELECT 1 FROM budgets_v1 AS budget "
        "WHERE budget.household_id = miss.household_id "
        "AND budget.reviewed_on >= miss.missed_on) "
        "ORDER BY missed_on, agreement_id, number"
    )
    return [ReviewProposal(*row) for row in rows]


def _schedule(
    session: Session, agreement_id: UUID, before: date
) -> list[tuple[date, int]]:
    """Give day and cents of an agreement's instalments as agreed before a day."""
    changed = session.execute(
        "SELECT letter_id FROM schedules_v1 WHERE agreement_id = ? "
        "AND effective_on < ? "
        "ORDER BY effective_on DESC, recorded_at DESC, letter_id DESC LIMIT 1",
        (agreement_id, before),
    )
    if changed:
        rows = session.execute(
            "SELECT due_on, amount_cents FROM rescheduled_instalments_v1 "
            "WHERE letter_id = ? ORDER BY number",
            changed[0],
        )
    else:
        rows = session.execute(
            "SELECT due_on, amount_cents FROM instalments_v1 "
            "WHERE agreement_id = ? ORDER BY number",
            (agreement_id,),
        )
    return [(due_on, cents) for due_on, cents in rows]

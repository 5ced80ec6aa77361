"""
Whose a payment without a name may be: proposals with their reasons, no verdict.

A reference copied by hand has a digit wrong or is cut short; an amount that is just
what one bill wants speaks too, though weakly. A person decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.account.facts import Payment

ALMOST, CUT, AMOUNT, NEAR = (
    "reference_almost_same",
    "reference_cut_short",
    "same_amount_open",
    "near_due_day",
)
#: So many wrong digits are still a slip of the hand; two neighbours may swap.
MOST_WRONG_DIGITS = 2
LEAST_CUT = 8
NEAR_DAYS = 15


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice of a tenancy: its reference, what is still open of it, and when due."""

    tenancy_id: str
    iuv: str
    open_cents: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """A notice that a payment may be for, and why; `reasons` are codes."""

    notice: OpenNotice
    reasons: tuple[str, ...]


def propose(payment: Payment, notices: Iterable[OpenNotice]) -> list[Proposal]:
    """
    Give the notices that a payment may be for, those with most reasons first.

    Nearness to the due day alone is no reason.
    """
    found = []
    for notice in notices:
        reasons = tuple(_reasons(payment, notice))
        if set(reasons) - {NEAR}:
            found.append(Proposal(notice, reasons))
    return sorted(
        found,
        key=lambda it: (
            -len(it.reasons),
            abs((it.notice.due_on - payment.value_on).days),
            it.notice.tenancy_id,
            it.notice.iuv,
        ),
    )


def _reasons(payment: Payment, notice: OpenNotice) -> Iterator[str]:
    said = payment.iuv or ""
    if said and said != notice.iuv:
        if len(said) == len(notice.iuv):
            if _wrong_digits(said, notice.iuv) <= MOST_WRONG_DIGITS:
                yield ALMOST
        elif len(said) >= LEAST_CUT and (said in notice.iuv or notice.iuv in said):
            yield CUT
    if payment.cents == notice.open_cents:
        yield AMOUNT
    if abs((notice.due_on - payment.value_on).days) <= NEAR_DAYS:
        yield NEAR


def _wrong_digits(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))

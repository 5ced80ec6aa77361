"""
What a contract of work pays, under which agreement, with whom: kept here, told nobody.

The collective agreement (CCNL) is named by its CNEL code, as the hiring notice does.
Source: art. 16-quater D.L. 76/2020.
"""

import re
from dataclasses import dataclass
from uuid import UUID

_CCNL = re.compile(r"[A-Z][A-Z0-9]{3}")
_LEVEL = re.compile(r"[A-Za-z0-9]{1,6}")
MOST_CENTS = 20_000_00


@dataclass(frozen=True, slots=True)
class PrivateTerms:
    """
    The part of a contract that stays here.

    Pay is by month, in cents. `ccnl` is a CNEL code (`K511`), `level` that of the
    agreement.
    """

    employer_id: UUID | None = None
    candidacy_id: UUID | None = None
    traineeship_id: UUID | None = None
    ccnl: str | None = None
    level: str | None = None
    gross_cents: int | None = None
    net_cents: int | None = None


NO_TERMS = PrivateTerms()


def check_terms(terms: PrivateTerms) -> PrivateTerms:
    """Give terms back; `ImpossiblePay` if a code or an amount cannot be."""
    if terms.ccnl is not None and not _CCNL.fullmatch(terms.ccnl):
        raise ImpossiblePay("a CCNL is named by its CNEL code: four signs, K511")
    if terms.level is not None and not _LEVEL.fullmatch(terms.level):
        raise ImpossiblePay("a level has one to six letters or digits: 2, D1, A2S")
    amounts = [it for it in (terms.gross_cents, terms.net_cents) if it is not None]
    if any(not 0 < it <= MOST_CENTS for it in amounts):
        raise ImpossiblePay(f"a month's pay is 1 to {MOST_CENTS} cents")
    if None not in (terms.gross_cents, terms.net_cents) and amounts[1] > amounts[0]:
        raise ImpossiblePay("the net pay is more than the gross pay: look again")
    return terms


class ImpossiblePay(Exception):
    """Pay, a level or a collective agreement that cannot be."""

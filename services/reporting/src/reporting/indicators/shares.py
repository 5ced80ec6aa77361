"""
The programme's indicators: a share or a count, from how many, how many missing.

Formulas K1 to K13 as the steering group adopted them; pure arithmetic, told
everything by whoever asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from reporting.agreement import Agreement

FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    `value` is a share between 0 and 1, absent when nothing could be counted.

    `counted` is the denominator: cases, instalments, minutes or euro cents;
    `missing` those that should have been counted and could not.
    """

    code: str
    value: Decimal | None
    counted: int
    missing: int = 0


def share(code: str, part: int, whole: int, missing: int = 0) -> Indicator:
    """Give `part` of `whole`, with four decimal places."""
    if whole <= 0:
        return Indicator(code, None, 0, missing)
    value = (Decimal(part) / Decimal(whole)).quantize(FOUR_PLACES, ROUND_HALF_EVEN)
    return Indicator(code, value, whole, missing)


def adherence(found: Iterable[Agreement], code: str = "K3") -> Indicator:
    """
    Give the share of instalments paid within grace, of those whose grace is over.

    Retracted misses count as paid; an agreement is closed at its breach. K3.
    """
    settled = [it for agreement in found for it in agreement.settled]
    return share(code, sum(not it.missed for it in settled), len(settled))


def amount_adherence(found: Iterable[Agreement]) -> Indicator:
    """Give the share of euro cents received by the end of grace, of those due. K4."""
    settled = [it for agreement in found for it in agreement.settled]
    received = sum(
        min(it.paid_by_grace_cents, it.cents) if it.missed else it.cents
        for it in settled
    )
    return share("K4", received, sum(it.cents for it in settled))


def breach(found: Iterable[Agreement]) -> list[Indicator]:
    """
    Give breached of signed, and completed of all that ended. K5.

    A breach counts among the signed even if the agreement holds again since; among
    those that ended each agreement counts once: completed, broken or terminated.
    """
    these = list(found)
    breached = sum(it.breached_on is not None for it in these)
    completed = sum(it.completed for it in these)
    return [
        share("K5", breached, len(these)),
        share("K5-completion", completed, sum(it.ended for it in these)),
    ]

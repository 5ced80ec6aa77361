"""
What a case costs, and what society gets back: K12 and K15, with what they hang on.

Exact decimals; a return on investment is a sum of assumptions, so it never goes
without its sensitivity. Standard library only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import product

from reporting.validation.interval import ImpossibleValue, TooFew

CENT, FOUR_PLACES = Decimal(1), Decimal("0.0001")
ASSUMED = ("deadweight", "attribution", "drop", "discount")


@dataclass(frozen=True, slots=True)
class CostPerCase:
    """Euro cents per case in charge; euro spent per euro recovered, absent if none."""

    per_case_cents: int
    per_recovered: Decimal | None
    cases: int


def cost_per_case(cost_cents: int, cases: int, self_paid_cents: int) -> CostPerCase:
    """
    Give total cost ÷ cases in charge, and ÷ what tenants paid themselves. K12.

    `TooFew` without cases, `ImpossibleValue` for a negative amount. Half cents go to
    the even one.
    """
    if cases <= 0:
        raise TooFew("no case in charge: a cost per case waits for one")
    if cost_cents < 0 or self_paid_cents < 0:
        raise ImpossibleValue("a negative amount: give what was spent and recovered")
    cost = Decimal(cost_cents)
    recovered = (
        (cost / self_paid_cents).quantize(FOUR_PLACES, ROUND_HALF_EVEN)
        if self_paid_cents
        else None
    )
    each = (cost / cases).quantize(CENT, ROUND_HALF_EVEN)
    return CostPerCase(int(each), recovered, cases)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """
    Shares between 0 and 1 that a return hangs on.

    `deadweight` would have come anyway; `attribution` is owed to others; `drop` is
    lost each year; `discount` is the yearly rate.
    """

    deadweight: Decimal
    attribution: Decimal
    drop: Decimal
    discount: Decimal

    def __post_init__(self) -> None:
        for it in fields(self):
            if not 0 <= getattr(self, it.name) <= 1:
                raise ImpossibleValue(f"{it.name}: a share lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Swing:
    """The return at the low and the high end of one assumption, the others as given."""

    assumption: str
    at_low: Decimal
    at_high: Decimal


@dataclass(frozen=True, slots=True)
class Return:
    """
    Euro of value per euro invested, with four places.

    `swings` from the widest; `least` and `greatest` over every combination of ends;
    `breaks_even_at` is the share of outcomes that pays the investment back, absent
    if there are none.
    """

    ratio: Decimal
    swings: tuple[Swing, ...]
    least: Decimal
    greatest: Decimal
    breaks_even_at: Decimal | None


def social_return(
    outcomes_cents: Sequence[int],
    investment_cents: int,
    assumed: Assumptions,
    ends: Mapping[str, tuple[Decimal, Decimal]],
) -> Return:
    """
    Give Σ O_t(1-deadweight)(1-attribution)(1-drop)^(t-1)/(1+r)^t ÷ investment. K15.

    `outcomes_cents` is the value of outcomes in years 1, 2, …; `ends` gives the least
    and the greatest of every assumption. `TooFew` without a year, an investment, or
    the ends of an assumption; `ImpossibleValue` if it is not between them. Source: The
    SROI Network, A Guide to Social Return on Investment (2012), stages 4 and 5.
    """
    if not outcomes_cents or investment_cents <= 0:
        raise TooFew("no year or no investment: there is no return to speak of")
    if set(ends) != set(ASSUMED):
        raise TooFew(f"give the ends of each of {', '.join(ASSUMED)}: no return alone")
    for name, (low, high) in ends.items():
        if not low <= getattr(assumed, name) <= high:
            raise ImpossibleValue(f"{name}: what is assumed lies between its ends")

    def at(those: Assumptions) -> Decimal:
        return _value(outcomes_cents, those) / investment_cents

    swings = [
        Swing(
            name,
            _places(at(replace(assumed, **{name: low}))),
            _places(at(replace(assumed, **{name: high}))),
        )
        for name, (low, high) in ends.items()
    ]
    corners = [
        at(Assumptions(**dict(zip(ends, corner, strict=True))))
        for corner in product(*ends.values())
    ]
    ratio = at(assumed)
    return Return(
        ratio=_places(ratio),
        swings=tuple(
            sorted(swings, key=lambda it: (-abs(it.at_high - it.at_low), it.assumption))
        ),
        least=_places(min([*corners, ratio])),
        greatest=_places(max([*corners, ratio])),
        breaks_even_at=_places(1 / ratio) if ratio > 0 else None,
    )


def _value(outcomes_cents: Sequence[int], it: Assumptions) -> Decimal:
    total, kept = Decimal(0), (1 - it.deadweight) * (1 - it.attribution)
    for year, outcome in enumerate(outcomes_cents, 1):
        total += outcome * kept / (1 + it.discount) ** year
        kept *= 1 - it.drop
    return total


def _places(value: Decimal) -> Decimal:
    return value.quantize(FOUR_PLACES, ROUND_HALF_EVEN)

"""
What a case costs: K12, in all and by organisation.

A case that was handed over counts for each organisation by its share of the days in
charge, so a cost meets the cases of whoever spent it. It is an account and no sample:
there is no interval.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from reporting.costs import Cost
from reporting.indicators.measure import Evidence, Figure, places

NO_COSTS = "no_costs"


def per_case(rows: Sequence[Evidence], costs: Iterable[Cost]) -> dict[str, Figure]:
    """Give euro cents per case: all together under `""`, then by organisation."""
    spent: Counter[str] = Counter()
    for it in costs:
        spent[it.organisation_id] += it.cents
    days: Counter[str] = Counter()
    for row in rows:
        days[row.unit] += row.whole
    shares: dict[str, Fraction] = {}
    for row in rows:
        share = Fraction(row.whole, days[row.unit])
        shares[row.grp] = shares.get(row.grp, Fraction(0)) + share
    found = {"": _figure(spent.total(), Fraction(len(days)), rows, spent)}
    for who in sorted(shares.keys() | spent.keys()):
        own = [it for it in rows if it.grp == who]
        found[who] = _figure(spent[who], shares.get(who, Fraction(0)), own, spent)
    return found


def per_euro(rows: Sequence[Evidence], costs: Iterable[Cost]) -> dict[str, Figure]:
    """Give what was spent for each euro of arrears that households paid themselves."""
    stated = list(costs)
    spent, paid = sum(it.cents for it in stated), sum(it.part for it in rows)
    return {
        "": Figure(
            value=places(Fraction(spent, paid)) if stated and paid > 0 else None,
            numerator=spent,
            denominator=paid,
            n=len(rows),
            households=len(rows),
            why="" if stated else NO_COSTS,
        )
    }


def _figure(
    cents: int, cases: Fraction, rows: Sequence[Evidence], spent: Counter[str]
) -> Figure:
    return Figure(
        value=places(cents / cases) if spent and cases else None,
        numerator=cents,
        denominator=sum(it.whole for it in rows),
        n=len({it.unit for it in rows}),
        households=len({it.household_id for it in rows}),
        why="" if spent else NO_COSTS,
    )

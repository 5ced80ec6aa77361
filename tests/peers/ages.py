"""How old other systems say that overdue instalments are."""

from peers.cases import Case, cents, day, euro
from peers.instalments import in_charges, in_instalments, money, still_open, stood

from ledger.account.ageing import age, band_of, delinquency

#: The peer's names of its bands where a case leaves them out, in days.
RANGES = {"1-3": "RANGE_1", "4-30": "RANGE_3"}
BILLED, PROMISED = "as charges", "as instalments"
WAYS = {BILLED: in_charges, PROMISED: in_instalments}


def in_bands(case: Case, way: str) -> None:
    """Ages before and after each payment."""
    given, as_of = case["input"], day(case["input"]["as_of"])
    limits = [tuple(it) for it in given["bands"]]
    found = []
    for place in range(len(given["payments_in_turn"])):
        made = [
            (given["as_of"], it)
            for it in given["payments_in_turn"][: place + 1]
            if it != "0"
        ]
        facts = WAYS[way](given["instalments"], money(made))
        ageing = age(still_open(facts, stood(facts, as_of)), as_of, limits)
        found.append(
            {
                "oldest_days": ageing.oldest_days,
                "total": euro(ageing.total_cents),
                "bands": {name: euro(it) for name, it in ageing.cents.items()},
            }
        )
    assert found == case["expected"]["after_each"]


def from_one_day_to_the_next(case: Case, way: str) -> None:
    given = case["input"]
    limits = [tuple(it) for it in given["bands"]]
    facts = WAYS[way](given["instalments"], [])
    found = []
    for as_of in map(day, given["as_of"]):
        ageing = age(still_open(facts, stood(facts, as_of)), as_of, limits)
        bands = {name: euro(it) for name, it in ageing.cents.items()}
        found.append({"oldest_days": ageing.oldest_days, "bands": bands})
    assert found == case["expected"]["results"]


def with_grace(case: Case, way: str) -> None:
    given, found, since = case["input"], [], None
    facts = WAYS[way](given["instalments"], [])
    for as_of in map(day, given["as_of"]):
        open_now = still_open(facts, stood(facts, as_of))
        late = delinquency(open_now, as_of, given["grace_days"])
        since = late.since_on or since
        band = band_of(late.delinquent_days, [(1, 3), (4, 30)])
        found.append(
            {
                "past_due_days": late.past_due_days,
                "delinquent_days": late.delinquent_days,
                "band": RANGES[band] if band else None,
                "amount": euro(late.total_cents),
            }
        )
    assert found == case["expected"]["results"]
    assert str(since) == case["expected"]["delinquent_since"]


def caught_up_in_part(case: Case, way: str) -> None:
    given = case["input"]
    limits = [(it["min"], it["max"]) for it in given["bands"]]
    names = {f"{it['min']}-{it['max']}": it["name"] for it in given["bands"]}
    paid_on, amount = given["then_pay"]
    assert cents(amount) > 0
    for when, as_of, made in (
        ("before", given["as_of"], []),
        ("after", paid_on, [given["then_pay"]]),
    ):
        facts = WAYS[way](given["instalments"], money(made))
        ageing = age(still_open(facts, stood(facts, day(as_of))), day(as_of), limits)
        found = {names[name]: euro(it) for name, it in ageing.cents.items()}
        assert found == case["expected"][when]


PURE = {
    "FIN-002": (in_bands, tuple(WAYS)),
    "FIN-004": (from_one_day_to_the_next, tuple(WAYS)),
    "FIN-005": (with_grace, tuple(WAYS)),
    "FIN-012": (caught_up_in_part, tuple(WAYS)),
}

"""Where other systems, their users and the law let money go."""

from dataclasses import replace
from datetime import date, timedelta

from bookkeeping import books, charge, payment
from creditors import ALER, HOUSEHOLD
from peers.cases import Case, cents, day, euro
from peers.desk import CREDITOR, Desk
from peers.instalments import (
    AGREEMENT,
    LASTING,
    in_instalments,
    money,
    paid_by_instalment,
    stood,
)

from ledger.account.account import Account, account_id
from ledger.account.allocation import DECLARED
from ledger.hearing import charge_key
from ledger.receipt import payment_key

MONDAY, ISSUED = date(2025, 9, 1), date(2023, 12, 1)


def beyond_what_is_due(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    facts = in_instalments(given["instalments"], money(given["payments"]))
    last = day(given["payments"][-1][0])
    standing = stood(facts, last, replace(LASTING, surplus_rule=given["surplus_rule"]))
    paid = [euro(it) for it in paid_by_instalment(facts, standing)]
    assert paid == expected["paid_per_instalment"]
    if "paid_late" in expected:
        late = _covered(facts, standing, lambda cover, due_on: cover.on > due_on)
        assert late == expected["paid_late"]


def _covered(facts, standing, which) -> list[str]:
    """What each instalment got by covers of a kind."""
    return [
        euro(
            sum(
                cover.cents
                for cover in standing.position.covers[AGREEMENT]
                if cover.number == it.number and which(cover, it.due_on)
            )
        )
        for it in facts.plans[AGREEMENT].instalments
    ]


def one_rule_after_another(case: Case) -> None:
    """Each payment under the rule in force on its day."""
    given, expected = case["input"], case["expected"]
    rules = [
        replace(
            LASTING, version=value, effective_from=day(value), surplus_rule=surplus_rule
        )
        for value, _, surplus_rule in given["payments"]
    ]
    whole = sum(cents(it) for _, it in given["instalments"])
    for place, wanted in enumerate(expected["paid_after_each"]):
        made = given["payments"][: place + 1]
        facts = in_instalments(given["instalments"], money(made))
        standing = stood(facts, day(made[-1][0]), *rules)
        paid = paid_by_instalment(facts, standing)
        assert [euro(it) for it in paid] == wanted
        assert euro(whole - sum(paid)) == expected["outstanding_total"][place]
        assert standing.balance_cents == whole - sum(paid)


def told_apart(case: Case) -> None:
    """One payment each time, on the day or before it."""
    given = case["input"]
    for made, wanted in zip(
        given["alternatives"], case["expected"]["results"], strict=True
    ):
        facts = in_instalments(given["instalments"], money([made]))
        standing = stood(facts, day(made[0]), replace(LASTING, surplus_rule="next"))
        paid = paid_by_instalment(facts, standing)
        early = _covered(facts, standing, lambda cover, due_on: cover.on < due_on)
        assert [euro(it) for it in paid] == wanted["paid"]
        assert euro(sum(map(cents, early))) == wanted["in_advance"]


def oldest_first(case: Case) -> None:
    """Bills of one week after another, and one payment after the last."""
    given, expected = case["input"], case["expected"]
    bills = [
        charge(MONDAY + timedelta(7 * week), cents(amount), name=name)
        for week, (name, amount) in enumerate(given["charges"])
    ]
    paid_on = MONDAY + timedelta(7 * len(bills))
    standing = stood(books(bills, [payment(paid_on, cents(given["payment"]))]), paid_on)
    left = standing.position.open_cents
    assert [euro(it.cents - left[it.id]) for it in bills] == expected["paid"]
    assert euro(standing.position.credit_cents) == expected["credit"]


def credit_in_turn(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    bills = [
        charge(MONDAY + timedelta(7 * week), cents(amount), name=str(week))
        for week, amount in enumerate(given["charges_in_turn"], 1)
    ]
    facts = books(bills, [payment(MONDAY, cents(given["credit"]))])
    standing = stood(facts, bills[-1].due_on)
    assert [euro(it.cents) for it in standing.position.lines] == expected["applied"]
    assert euro(standing.balance_cents) == expected["remaining_charge"]


def declared(case: Case, desk: Desk, way: str) -> None:
    """Who pays says what for: by its reference, or at the counter."""
    given = case["input"]
    for it in given["debts"]:
        desk.hear(
            ALER.bill(
                day(it["due"]), cents(it["amount"]), charge_id=it["id"], iuv=it["id"]
            )
        )
    ids = {charge_key(CREDITOR, it["id"]): it["id"] for it in given["debts"]}
    named = given["declared"]
    paid_on, amount = day(given["on"]), cents(given["payment"])
    desk.hear(
        ALER.payment(
            paid_on, amount, payment_id="P", iuv=named if way == BY_REFERENCE else None
        )
    )
    if way == AT_THE_COUNTER:
        with desk.command() as ledger:
            ledger.impute_payment(
                HOUSEHOLD,
                CREDITOR,
                payment_key(CREDITOR, "P", None, None, None),
                [charge_key(CREDITOR, named)],
                on=paid_on,
            )
    lines = desk.standing(paid_on).position.lines
    found = {ids[it.charge_id]: euro(it.cents) for it in lines}
    assert found == case["expected"]["allocated"]
    assert {it.rule for it in lines} == {DECLARED}


def by_law(case: Case, desk: Desk) -> None:
    given = case["input"]
    for it in given["debts"]:
        bill = ALER.bill(
            day(it["due"]), cents(it["amount"]), charge_id=it["id"], issued_on=ISSUED
        )
        desk.hear(bill)
        with desk.command() as ledger:
            ledger.state_debt_terms(
                HOUSEHOLD,
                CREDITOR,
                charge_key(CREDITOR, it["id"]),
                on=day(given["on"]),
                secured=it.get("secured", False),
                burden=it.get("burden", 0),
            )
    desk.hear(ALER.payment(day(given["on"]), cents(given["payment"])))
    ids = {charge_key(CREDITOR, it["id"]): it["id"] for it in given["debts"]}
    lines = desk.standing(day(given["on"])).position.lines
    assert [ids[it.charge_id] for it in lines] == case["expected"]["order"]
    found = {ids[it.charge_id]: euro(it.cents) for it in lines}
    assert found == case["expected"]["allocated"]


def undone(case: Case, desk: Desk) -> None:
    """The debt is in an agreement, which is completed and goes on again."""
    given, expected = case["input"], case["expected"]
    desk.adopt(surplus_rule="next", min_instalment_cents=1)
    desk.hear(ALER.bill(day("2022-12-10"), cents(given["debt"])))
    agreement_id = desk.agree(
        day("2023-01-01"), rhythm="one_off", first_due_on=day("2023-01-31")
    )
    ids, as_of = {}, day("2023-01-05")
    for place, (verb, on, amount) in enumerate(given["steps"]):
        if verb == "pay":
            code = ids.setdefault((on, amount), f"P{place}")
            desk.hear(ALER.payment(day(on), cents(amount), payment_id=code))
        else:
            desk.close(as_of)
            before = desk.standing(as_of)
            assert (desk.agreement(agreement_id).state, before.open_charges) == (
                "completed",
                [],
            )
            assert {
                "state": "overpaid" if before.balance_cents < 0 else "paid",
                "overpaid": euro(before.position.credit_cents),
            } == expected["before_undo"]
            desk.hear(ALER.refund(ids[on, amount], day(on), cents(amount), on=day(on)))
    after = desk.standing(as_of)
    assert {
        "state": desk.agreement(agreement_id).state,
        "outstanding": euro(after.judgements[agreement_id].outstanding_cents),
    } == expected["after"]
    assert euro(after.balance_cents) == expected["after"]["outstanding"]


def delivered_twice(case: Case, desk: Desk, way: str) -> None:
    """As one letter, as two letters of one bank transaction, or as another one."""
    first, second = case["input"]["deliveries"]
    assert first == second
    on, amount = day("2025-03-03"), cents(first["amount"])
    desk.hear(ALER.payment(on, amount, payment_id=first["key"], letter_id="one"))
    again = ALER.payment(
        on,
        amount + (way == ANOTHER_AMOUNT),
        payment_id=second["key"],
        letter_id="one" if way == SAME_LETTER else "two",
    )
    taken = desk.hear(again)
    assert (taken.known == 1) is (way == SAME_LETTER)
    assert (taken.failed == 1) is (way == ANOTHER_AMOUNT)
    if way == ANOTHER_AMOUNT:
        [refused] = desk.house.office("ledger").parking.letters()
        assert refused.reason.startswith("PaymentDiffers: ")
        assert f"stands at {amount} cents of {on}" in refused.reason
    account = desk.ledger.get(Account, account_id(HOUSEHOLD, CREDITOR))
    booked = [it for it in account.books.payments.values() if it.cents == amount]
    assert len(booked) == len(account.books.payments) == case["expected"]["booked"]
    assert desk.standing(on).position.credit_cents == amount


def reversed_on(case: Case, desk: Desk) -> None:
    original = day(case["input"]["original"])
    found = []
    for place, effective in enumerate(case["input"]["reversal_effective"]):
        desk.hear(ALER.payment(original, 1000, payment_id=f"P{place}", tenancy_id="T1"))
        taken = desk.hear(ALER.refund(f"P{place}", original, 1000, on=day(effective)))
        found.append("rejected" if taken.failed else "ok")
    assert found == case["expected"]["results"]
    [refused] = desk.house.office("ledger").parking.letters()
    assert refused.reason.startswith("ReversedBeforePaid: ")
    standing = desk.standing(day("2026-03-01"))
    assert standing.position.credit_cents == 1000 * found.count("rejected")


BY_REFERENCE, AT_THE_COUNTER = "by its reference", "at the counter"
SAME_LETTER, ANOTHER_LETTER = "the same letter", "another letter"
ANOTHER_AMOUNT = "another letter with another amount"

PURE = {
    "FIN-021": (beyond_what_is_due, ()),
    "FIN-022": (beyond_what_is_due, ()),
    "FIN-024": (beyond_what_is_due, ()),
    "FIN-026": (beyond_what_is_due, ()),
    "FIN-028": (one_rule_after_another, ()),
    "FIN-030": (told_apart, ()),
    "USR-001": (oldest_first, ()),
    "USR-003": (credit_in_turn, ()),
}
STORED = {
    "FIN-032": (undone, ()),
    "USR-005": (delivered_twice, (SAME_LETTER, ANOTHER_LETTER, ANOTHER_AMOUNT)),
    "USR-007": (reversed_on, ()),
    "LAW-001": (declared, (BY_REFERENCE, AT_THE_COUNTER)),
    "LAW-002": (by_law, ()),
}

"""Arrears move by steps that add up to the cent, for any day and knowledge."""

from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryDirectory

import postman
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from postman import ALER, SOLE, hand_in, letter, named, open_house

from azione0.contracts import ledger
from reporting.monitoring.movement import (
    CREDIT,
    PARTS,
    Movement,
    changed_charge,
    moves,
)
from reporting.projections.entry import Question, number_of

HOMES = [named("home", number) for number in range(3)]
BEGINNING = date(2025, 1, 1)


def day(number):
    return BEGINNING + timedelta(days=number)


def said(kind, home, creditor, bill, cents, on, due):
    """Give one letter of a story, each bill and payment under a name of its own."""
    whose = {"household_id": HOMES[home], "creditor_id": creditor}
    charge = {"charge_id": named("charge", bill, home, creditor), **whose}
    payment = {"payment_id": named("payment", bill, home, creditor), **whose}
    payer = "tenant" if cents % 3 else "regional"
    decided = {**whose, "amount_cents": cents, "decision_ref": "1"}
    return {
        "post": lambda: ledger.ChargePosted(
            kind="interest" if bill == 2 else "rent",
            amount_cents=-cents if bill == 3 else cents,
            due_on=day(due),
            effective_on=day(on),
            **charge,
        ),
        "adjust": lambda: ledger.ChargeAdjusted(
            kind="interest" if bill == 2 else "rent",
            amount_cents=cents % 700,
            due_on=day(due),
            effective_on=day(on),
            **charge,
        ),
        "dispute": lambda: ledger.ChargeDisputed(
            grounds="wrong", effective_on=day(on), **charge
        ),
        "resolve": lambda: ledger.DisputeResolved(
            result="reduced",
            amount_cents=cents % 500,
            new_due_on=day(due) if cents % 2 else None,
            effective_on=day(on),
            **charge,
        ),
        "pay": lambda: ledger.PaymentPosted(
            amount_cents=cents,
            value_on=day(on),
            payer=payer,
            effective_on=day(on),
            **payment,
        ),
        "refund": lambda: ledger.PaymentPostingReversed(
            amount_cents=cents,
            value_on=day(on),
            payer=payer,
            effective_on=day(on),
            **payment,
        ),
        "give_up": lambda: ledger.DebtWrittenOff(effective_on=day(on), **decided),
        "revoke": lambda: ledger.DebtWriteOffRevoked(effective_on=day(on), **decided),
    }[kind]()


KINDS = ["post"] * 4 + ["pay"] * 3
KINDS += ["adjust", "dispute", "resolve", "refund", "give_up", "revoke"]
a_letter = some.tuples(
    some.sampled_from(KINDS),
    some.integers(0, 2),
    some.sampled_from([ALER, SOLE]),
    some.integers(0, 3),
    some.integers(1, 900),
    some.integers(0, 200),
    some.integers(0, 220),
)
stories = some.lists(some.tuples(a_letter, some.integers(0, 60)), max_size=25)


def told(story):
    """Write each letter some days after its day; no two of one id."""
    found = {}
    for number, (words, late) in enumerate(story):
        contract = said(*words)
        morning = datetime.combine(contract.effective_on, datetime.min.time(), UTC)
        written = morning + timedelta(days=late, hours=8, seconds=number)
        raw = letter(contract, written, str(number))
        found[raw.headers["ce-id"]] = raw
    return list(found.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories, some.integers(0, 240), some.integers(0, 240), some.integers(0, 280))
def test_opening_and_steps_are_closing_for_any_day_and_knowledge(
    story, first, last, known
):
    first, last = sorted((first, last))
    as_of = day(last)
    known_at = datetime.combine(day(known), datetime.max.time(), UTC)
    window = f"{day(first):%Y-%m}"
    before = date.fromisoformat(f"{window}-01") - timedelta(days=1)
    with TemporaryDirectory() as folder, open_house(folder) as house:
        reporting = hand_in(house, told(story))
        with reporting.store.reading() as session:
            movement = Movement(moves(session, Question(as_of, known_at)))
        movers = movement.movers(window)
        opening = sum(it.opening for it in movers)
        steps = sum(cents for it in movers for cents in it.steps.values())
        # Two ways to the same sums: this one and that of the programme at a glance.
        assert opening + steps == reporting.glance(as_of, known_at).overdue_cents
        assert opening == reporting.glance(before, known_at).overdue_cents
        assert all(it.opening >= 0 and it.closing >= 0 for it in movers)
        assert {part for it in movers for _, part in it.steps} <= {*PARTS, CREDIT}


def test_each_step_is_named_for_what_it_was(tell):
    reporting = tell(
        postman.billed("2025-01-10", 30000, "january"),
        postman.billed("2025-02-10", 20000, "february"),
        postman.paid("2025-02-20", 5000, "own"),
        postman.paid("2025-02-21", 12000, "region", payer="regional"),
        postman.refunded("2025-02-25", 1000, "2025-02-20", "own"),
        postman.decided(ledger.DebtWrittenOff, "2025-02-26", 700),
        postman.adjusted("2025-01-10", 29000, "2025-02-15", "january"),
    )
    with reporting.store.reading() as session:
        movement = Movement(moves(session, Question(date(2025, 2, 28))))
    [mover] = movement.movers("2025-02")
    assert mover.opening == 30000
    assert mover.steps == {
        ("2025-02", "new"): 20000,
        ("2025-02", "corrected"): -1000,
        ("2025-02", "tenant"): -5000,
        ("2025-02", "others"): -12000,
        ("2025-02", "reversed"): 1000,
        ("2025-02", "written_off"): -700,
    }
    assert mover.closing == 32300


def test_what_is_paid_beyond_the_arrears_waits_as_credit_and_is_used(tell):
    reporting = tell(
        postman.billed("2025-01-10", 10000, "january"),
        postman.paid("2025-01-20", 15000),
        postman.billed("2025-02-10", 8000, "february"),
    )
    with reporting.store.reading() as session:
        movement = Movement(moves(session, Question(date(2025, 2, 28))))
    [mover] = movement.movers("2025-01")
    assert mover.steps["2025-01", "credit"] == 5000
    assert mover.steps["2025-02", "credit"] == -5000
    assert mover.closing == 3000


def on(text):
    return number_of(date.fromisoformat(text))


def test_a_charge_disputed_before_it_was_due_enters_when_the_dispute_ends():
    rows = [
        ("h", "c", "ChargePosted", "rent", 32000, on("2025-03-22"), on("2025-03-01")),
        ("h", "c", "ChargeDisputed", "", 0, None, on("2025-03-05")),
        (
            "h",
            "c",
            "DisputeResolved",
            "reduced",
            22000,
            on("2025-05-20"),
            on("2025-04-20"),
        ),
    ]
    assert changed_charge(rows) == [(on("2025-05-21"), "new", 22000)]


def test_a_charge_disputed_after_it_was_due_leaves_and_comes_back_as_a_correction():
    rows = [
        ("h", "c", "ChargePosted", "rent", 32000, on("2025-03-22"), on("2025-03-01")),
        ("h", "c", "ChargeDisputed", "", 0, None, on("2025-04-05")),
        ("h", "c", "DisputeResolved", "reduced", 22000, None, on("2025-04-20")),
    ]
    assert changed_charge(rows) == [
        (on("2025-03-23"), "new", 32000),
        (on("2025-04-05"), "corrected", -32000),
        (on("2025-04-20"), "corrected", 22000),
    ]

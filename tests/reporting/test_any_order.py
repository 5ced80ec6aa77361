"""Letters in any order, any number of times, leave the same figures."""

from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from postman import (
    HOUSEHOLD,
    adjusted,
    arrears_retracted,
    at,
    at_risk,
    billed,
    decided,
    detected,
    hand_in,
    kept,
    letter,
    miss_retracted,
    missed,
    named,
    no_longer_at_risk,
    on,
    open_house,
    opened,
    paid,
    refunded,
    registered,
    reinstated,
    relief,
    rescheduled,
    resumed,
    signed,
    state_change,
)

from azione0.contracts import ledger

LATE = at("2025-10-15T10:00")
LATER = at("2025-10-25T10:00")
OTHER = named("another agreement")
LETTERS = [
    letter(registered("2025-01-01")),
    letter(billed("2025-01-10", 18000, "one")),
    letter(billed("2025-02-10", 18000, "two")),
    letter(adjusted("2025-02-10", 15000, "2025-02-10", "two"), LATE),
    letter(paid("2025-02-20", 5000)),
    letter(refunded("2025-03-20", 5000, "2025-02-20")),
    letter(detected("2025-02-11")),
    letter(arrears_retracted("2025-02-11"), LATE),
    letter(detected("2025-03-21"), LATE),
    letter(opened("2025-02-12")),
    letter(signed("2025-07-01", ["2025-08-31", "2025-09-30"], 9000)),
    letter(missed(1, "2025-09-11", "2025-08-31", 9000)),
    letter(kept(1, "2025-08-28", 9000), LATE),
    letter(miss_retracted(1, "2025-08-28"), LATE),
    letter(state_change(ledger.AgreementBreached, "2025-09-11")),
    letter(state_change(ledger.BreachRetracted, "2025-09-20"), LATE),
    # An agreement that is broken, holds again, and is broken again.
    letter(signed("2025-07-01", ["2025-08-31", "2025-09-30"], 9000, OTHER)),
    letter(state_change(ledger.AgreementBreached, "2025-09-11", OTHER)),
    letter(reinstated("2025-09-20", OTHER)),
    letter(state_change(ledger.AgreementBreached, "2025-10-20", OTHER), LATE),
    letter(state_change(ledger.BreachRetracted, "2025-10-25", OTHER), LATER),
    letter(state_change(ledger.AgreementBreached, "2025-10-21", OTHER), LATER),
    # Its instalments change twice, and it rests twice.
    letter(rescheduled("2025-09-20", {"2025-10-31": 9000}, "catch_up", OTHER)),
    letter(rescheduled("2025-09-20", {"2025-11-30": 9000}, "extend", OTHER), LATE),
    letter(state_change(ledger.AgreementSuspended, "2025-07-10", OTHER)),
    letter(resumed("2025-07-20", OTHER)),
    letter(state_change(ledger.AgreementSuspended, "2025-07-15", OTHER), LATE),
    letter(decided(ledger.DebtWrittenOff, "2025-05-01", 4000)),
    letter(decided(ledger.DebtWriteOffRevoked, "2025-06-01", 4000)),
    letter(decided(ledger.DebtFrozen, "2025-06-02", 4000)),
    letter(decided(ledger.DebtFreezeEnded, "2025-06-03", 4000)),
    letter(relief("2025-09-01", "2025-09-15")),
    letter(at_risk("2025-09-01", "2025-08-31", 9000)),
    letter(no_longer_at_risk("2025-09-01")),
]


def answers(house):
    reporting = house.reporting
    story = reporting.story(HOUSEHOLD)
    return (
        reporting.digest(),
        reporting.glance(on("2025-11-01")),
        reporting.glance(on("2025-11-01"), at("2025-10-01")),
        story,
    )


def expected():
    with TemporaryDirectory() as folder, open_house(folder) as house:
        hand_in(house, LETTERS)
        return answers(house)


EXPECTED = expected()


def test_the_letters_tell_of_all_that_is_compared():
    _, now, before, story = EXPECTED
    assert now.agreement_states == {"active": 1, "breached": 1}
    assert before.agreement_states == {"breached": 1, "active": 1}
    assert {it.broken_on for it in now.agreements} == {None, on("2025-10-21")}
    assert len(story.lines) == len(LETTERS)


def test_the_same_letters_tell_the_same_on_every_store(database_url, tmp_path):
    with open_house(tmp_path, database_url) as house:
        hand_in(house, LETTERS)
        assert answers(house) == EXPECTED


@settings(max_examples=15, deadline=None)
@given(
    order=st.permutations(LETTERS),
    again=st.lists(st.sampled_from(LETTERS), max_size=5),
    size=st.integers(1, 6),
)
def test_any_order_and_any_repetition_gives_the_same_answers(order, again, size):
    with TemporaryDirectory() as folder, open_house(folder) as house:
        raws = [*order, *again]
        for start in range(0, len(raws), size):
            hand_in(house, raws[start : start + size])
        assert answers(house) == EXPECTED

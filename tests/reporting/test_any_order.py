"""Letters in any order, any number of times, leave the same figures."""

from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from postman import (
    HOUSEHOLD,
    adjusted,
    arrears_retracted,
    at,
    billed,
    detected,
    hand_in,
    kept,
    letter,
    miss_retracted,
    missed,
    on,
    open_house,
    opened,
    paid,
    refunded,
    registered,
    signed,
    state_change,
)

from azione0.contracts import ledger

LATE = at("2025-10-15T10:00")
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

"""Money beyond what is due, given to instalments that are still to come."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.account.surplus import NegativeSurplus, UnknownSurplusRule, spread

RULES = ["next", "last", "spread"]
properties = settings(derandomize=True, deadline=None, max_examples=300)
lacking = some.lists(some.integers(0, 400), max_size=12)


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def paid_after_each(
    instalments: list[tuple[str, str]], payments: list[tuple[str, str, str]]
) -> list[list[int]]:
    """What is due is paid first, oldest first; then the rule says where it goes."""
    paid = [0] * len(instalments)
    after = []
    for on, amount, rule in payments:
        left = cents(amount)
        due = [
            date.fromisoformat(day) <= date.fromisoformat(on) for day, _ in instalments
        ]
        for place, (_, wanted) in enumerate(instalments):
            if due[place]:
                part = min(left, cents(wanted) - paid[place])
                paid[place] += part
                left -= part
        later = [place for place in range(len(paid)) if not due[place]]
        gaps = [cents(instalments[place][1]) - paid[place] for place in later]
        for place, part in zip(later, spread(gaps, left, rule), strict=True):
            paid[place] += part
        after.append(list(paid))
    return after


THREE = [("2023-09-16", "100"), ("2023-10-01", "100"), ("2023-10-16", "100")]
FOUR = [
    ("2023-01-01", "125"),
    ("2023-01-16", "125"),
    ("2023-01-31", "125"),
    ("2023-02-15", "125"),
]


@pytest.mark.parametrize(
    ("instalments", "payments", "expected"),
    [
        (THREE, [("2023-09-16", "150", "next")], [["100", "50", "0"]]),
        (THREE, [("2023-09-16", "150", "last")], [["100", "0", "50"]]),
        (THREE, [("2023-09-16", "150", "spread")], [["100", "25", "25"]]),
        (
            THREE,
            [("2023-09-16", "80", "spread"), ("2023-09-20", "180", "spread")],
            [["80", "0", "0"], ["100", "80", "80"]],
        ),
        (
            FOUR,
            [
                ("2023-01-02", "400", "spread"),
                ("2023-01-04", "50", "next"),
                ("2023-01-06", "40", "spread"),
            ],
            [
                ["125", "91.67", "91.67", "91.66"],
                ["125", "125", "108.34", "91.66"],
                ["125", "125", "125", "115"],
            ],
        ),
    ],
    ids=["next", "last", "spread", "late part first", "cents"],
)
def test_surplus_goes_where_a_peer_puts_it(instalments, payments, expected):
    assert paid_after_each(instalments, payments) == [
        [cents(it) for it in row] for row in expected
    ]


@pytest.mark.parametrize(
    ("gaps", "money", "rule", "expected"),
    [
        ([100, 100, 100], 0, "spread", [0, 0, 0]),
        ([100, 100, 100], 1, "spread", [1, 0, 0]),
        ([100, 100, 100], 5, "spread", [2, 2, 1]),
        ([0, 100, 100], 5, "spread", [0, 3, 2]),
        ([1, 100, 100], 100, "spread", [1, 50, 49]),
        ([100, 3, 100, 100], 18, "spread", [5, 3, 5, 5]),
        ([3, 4, 100, 100], 30, "spread", [3, 4, 12, 11]),
        ([5, 5], 11, "spread", [5, 5]),
        ([5, 5], 7, "last", [2, 5]),
        ([5, 5], 7, "next", [5, 2]),
        ([], 7, "spread", []),
        ([], 7, "last", []),
    ],
)
def test_to_the_cent(gaps, money, rule, expected):
    assert spread(gaps, money, rule) == expected


@properties
@given(lacking, some.integers(0, 6000), some.sampled_from(RULES))
def test_nothing_is_lost_and_nobody_gets_more_than_is_lacking(gaps, money, rule):
    shares = spread(gaps, money, rule)
    assert len(shares) == len(gaps)
    assert all(0 <= share <= gap for share, gap in zip(shares, gaps, strict=True))
    assert sum(shares) == min(money, sum(gaps))


@properties
@given(lacking, some.integers(0, 6000))
def test_the_first_are_full_before_the_next_get_anything(gaps, money):
    shares = spread(gaps, money, "next")
    for place, share in enumerate(shares):
        if share:
            assert shares[:place] == gaps[:place]
    assert spread(gaps[::-1], money, "last") == shares[::-1]


@properties
@given(lacking, some.integers(0, 6000))
def test_whoever_is_not_full_gets_the_same_to_the_cent_and_the_first_the_cent(
    gaps, money
):
    shares = spread(gaps, money, "spread")
    open_still = [share for share, gap in zip(shares, gaps, strict=True) if share < gap]
    if open_still:
        level = max(shares)
        assert open_still[-1] >= level - 1
        assert open_still == sorted(open_still, reverse=True)
        assert open_still[0] - open_still[-1] <= 1


@pytest.mark.parametrize("rule", ["credit", "", "Next", "first"])
def test_another_word_is_no_rule(rule):
    with pytest.raises(UnknownSurplusRule, match="next, last or spread"):
        spread([100], 10, rule)


@pytest.mark.parametrize(("gaps", "money"), [([100], -1), ([100, -1], 10)])
def test_less_than_nothing_is_no_surplus(gaps, money):
    for rule in RULES:
        with pytest.raises(NegativeSurplus):
            spread(gaps, money, rule)

"""Decisions about debts that cannot be taken are refused by name."""

import pytest
from refused import (
    CONFLICT,
    NOT_FOUND,
    UNACCEPTED,
    WHY,
    Refused,
    account,
    disputed,
    frozen,
    given_up,
    imputed,
    of_debt,
)
from small_estate import (
    CLOSED,
    DEEP,
    NOBODY,
    OWING,
    SQUARE,
    charge_of,
    payment_of,
)

ORDERS = [
    # disputes and freezes
    disputed("a charge that is none", "NoSuchCharge", charge_id=str(NOBODY)),
    disputed("another's charge", "NoSuchCharge", charge_id=charge_of(DEEP)),
    disputed("before its issue", "BeforeTheCharge", on="2024-12-31"),
    disputed("tomorrow", "NotYet", on="2025-07-02"),
    of_debt(
        "resolved and not disputed",
        "NotDisputed",
        f"/disputes/{charge_of(OWING)}/resolution",
        CONFLICT,
        result="confirmed",
    ),
    of_debt(
        "reduced to more",
        "WrongResolution",
        f"/disputes/{charge_of(SQUARE)}/resolution",
        of=SQUARE,
        result="reduced",
        amount_cents=18001,
    ),
    of_debt(
        "reduced below 0",
        "WrongResolution",
        f"/disputes/{charge_of(SQUARE)}/resolution",
        of=SQUARE,
        result="reduced",
        amount_cents=-1,
    ),
    of_debt(
        "due before it is resolved",
        "WrongResolution",
        f"/disputes/{charge_of(SQUARE)}/resolution",
        of=SQUARE,
        result="confirmed",
        new_due_on="2025-06-30",
    ),
    disputed(
        "disputed twice",
        "AlreadyHeld",
        CONFLICT,
        of=SQUARE,
        charge_id=charge_of(SQUARE),
    ),
    frozen("a charge that is none", "NoSuchCharge", charge_ids=[str(NOBODY)]),
    frozen(
        "one that is disputed",
        "AlreadyHeld",
        CONFLICT,
        of=SQUARE,
        charge_ids=[charge_of(SQUARE)],
    ),
    frozen("10,000 of them", "TooManyNamed", charge_ids=[charge_of(OWING)] * 10_000),
    frozen("until it begins", "WrongTerm", until="2025-07-01"),
    frozen("nothing overdue", "NothingOpen", CONFLICT, on="2025-01-01"),
    of_debt(
        "an end of no freeze",
        "NothingFrozen",
        "/freezes/end",
        CONFLICT,
        decision_ref="D/7",
    ),
    # given up
    given_up("nothing named", "NothingNamed"),
    given_up("nothing", "MoreThanOpen", 0),
    given_up("less than nothing", "MoreThanOpen", -1),
    given_up("more than is open", "MoreThanOpen", 18001),
    given_up("more than is open, in two parts", "MoreThanOpen", 18000, 1),
    given_up("another's charge", "NoSuchCharge", 1, of=DEEP),
    of_debt(
        "a decision that gave up nothing",
        "NotWrittenOff",
        "/write-offs/revocation",
        CONFLICT,
        decision_ref="D/7",
    ),
    of_debt("a notice of no term", "WrongTerm", "/notices", cure_by_on="2025-07-01"),
    of_debt(
        "a notice of nothing", "NothingOpen", "/notices", CONFLICT, on="2025-01-05"
    ),
    # what money is for
    imputed(
        "a payment that is none",
        "NoSuchPayment",
        charge_of(OWING),
        paid=payment_of("nameless"),
    ),
    imputed("a charge that is none", "NoSuchCharge", str(NOBODY)),
    imputed("another's charge", "NoSuchCharge", charge_of(DEEP)),
    imputed("nothing", "NothingNamed"),
    imputed("10,000 charges", "TooManyNamed", *[charge_of(OWING)] * 10_000),
    of_debt(
        "interest below 0",
        "WrongBurden",
        "/terms",
        charge_id=charge_of(OWING),
        secured=True,
        burden=-1,
    ),
    of_debt(
        "interest of the debt itself",
        "WrongBurden",
        "/terms",
        charge_id=charge_of(OWING),
        secured=True,
        burden=10_001,
    ),
    Refused(
        "interest due before it is reckoned",
        UNACCEPTED,
        "WrongTerm",
        account(OWING, "/interest"),
        {"until": "2025-06-30", "due_on": "2025-06-29"},
    ),
    Refused(
        "interest that nobody has borne yet",
        UNACCEPTED,
        "NotYet",
        account(OWING, "/interest"),
        {"until": "2025-07-02", "due_on": "2025-07-31"},
    ),
    Refused(
        "interest on a closed account",
        CONFLICT,
        "ClosedAccount",
        account(CLOSED, "/interest"),
        {"until": "2025-06-30", "due_on": "2025-07-31"},
    ),
    Refused(
        "closed twice", CONFLICT, "ClosedAccount", account(CLOSED, "/closure"), WHY
    ),
    Refused(
        "closed by nobody", NOT_FOUND, "NotFound", account(NOBODY, "/closure"), WHY
    ),
]


@pytest.mark.parametrize("it", ORDERS, ids=str)
def test_an_order_is_refused_by_name_and_changes_nothing(it, still, post_to):
    before = still.everything()
    path, body = it.sent(still)
    assert it.met(post_to(still)(path, who=it.who, **body))
    assert still.everything() == before

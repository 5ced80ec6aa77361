"""Money that cannot be placed, days to come, and questions without an answer."""

import pytest
from refused import (
    CONFLICT,
    NOT_FOUND,
    ON,
    UNACCEPTED,
    WHY,
    Refused,
    account,
)
from small_estate import (
    NOBODY,
    OWING,
    payment_of,
)

NAMELESS = payment_of("nameless")

ORDERS = [
    Refused(
        "placed and never here",
        NOT_FOUND,
        "NotFound",
        f"/waiting/{NOBODY}/placement",
        {**WHY, "tenancy_id": "T1"},
    ),
    Refused(
        "placed with nobody",
        UNACCEPTED,
        "UnknownTenancy",
        f"/waiting/{NAMELESS}/placement",
        {**WHY, "tenancy_id": "T99"},
    ),
    Refused(
        "placed before it was paid",
        UNACCEPTED,
        "PlacedBeforePaid",
        f"/waiting/{NAMELESS}/placement",
        {**WHY, "on": "2025-06-29", "tenancy_id": "T1"},
    ),
    Refused(
        "placed on a closed account",
        CONFLICT,
        "ClosedAccount",
        f"/waiting/{NAMELESS}/placement",
        {**WHY, "tenancy_id": "T3"},
    ),
    Refused("a day to come", UNACCEPTED, "NotYet", "/days", {"day": "2025-07-02"}),
    Refused("a day of no age", UNACCEPTED, "WrongForm", "/days", {"day": "2925-07-01"}),
]

QUESTIONS = [
    Refused(
        "an agreement that is none", NOT_FOUND, "NotFound", f"/agreements/{NOBODY}"
    ),
    Refused("an id that is none", NOT_FOUND, "NotFound", "/agreements/42"),
    Refused(
        "an account that is none",
        NOT_FOUND,
        "NotFound",
        account(NOBODY),
        {"as_of": "2025-06-30"},
    ),
    Refused("an account, of which day", UNACCEPTED, "WrongForm", account(OWING)),
    Refused(
        "29 February 2025",
        UNACCEPTED,
        "WrongForm",
        account(OWING),
        {"as_of": "2025-02-29"},
    ),
    Refused(
        "a day of no age",
        UNACCEPTED,
        "WrongForm",
        account(OWING),
        {"as_of": "2200-01-01"},
    ),
    Refused(
        "an instant of nowhere",
        UNACCEPTED,
        "WrongForm",
        account(OWING),
        {"as_of": "2025-06-30", "known_at": "2025-06-30T10:00:00"},
    ),
    Refused(
        "an account not known yet",
        NOT_FOUND,
        "NotFound",
        account(OWING),
        {"as_of": "2025-06-30", "known_at": "2024-06-30T10:00:00+02:00"},
    ),
    Refused(
        "an instant of no age",
        UNACCEPTED,
        "WrongForm",
        account(OWING),
        {"as_of": "2025-06-30", "known_at": "0001-01-01T00:00:00+10:00"},
    ),
    Refused(
        "an assessment of no debt",
        UNACCEPTED,
        "NothingToRepay",
        account(OWING, "/assessment"),
        {"on": "2025-01-01"},
    ),
    Refused(
        "an assessment in no rhythm",
        UNACCEPTED,
        "UnknownRhythm",
        account(OWING, "/assessment"),
        {**ON, "rhythm": "daily"},
    ),
    Refused(
        "half a cent paid down",
        UNACCEPTED,
        "WrongForm",
        account(OWING, "/assessment"),
        {**ON, "down_payment_cents": "0.5"},
    ),
    Refused(
        "in the place of another household's",
        NOT_FOUND,
        "NotFound",
        account(OWING, "/assessment"),
        {**ON, "supersedes": "{agreed}"},
    ),
    Refused(
        "for whom money is that is none",
        NOT_FOUND,
        "NotFound",
        f"/waiting/{NOBODY}/proposals",
    ),
]


@pytest.mark.parametrize("it", ORDERS, ids=str)
def test_an_order_is_refused_by_name_and_changes_nothing(it, still, post_to):
    before = still.everything()
    path, body = it.sent(still)
    assert it.met(post_to(still)(path, who=it.who, **body))
    assert still.everything() == before


@pytest.mark.parametrize("it", QUESTIONS, ids=str)
def test_a_question_is_refused_by_name(it, still, get_from):
    path, query = it.sent(still)
    assert it.met(get_from(still)(path, **query))

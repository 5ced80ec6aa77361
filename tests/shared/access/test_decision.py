"""Every role, purpose, action, field and relation is decided as the table says."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from access_table import ACTIONS, FIELDS, PURPOSE_OF, may

from azione0.access import Grants, Question, allow, vocabulary
from azione0.access.decision import Disabled, RoleGrant, Share, allow_for_any

DAY = date(2025, 7, 1)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
ONE, TWO = UUID(int=1), UUID(int=2)
PURPOSES = sorted({*PURPOSE_OF.values(), "curiosity"})
CREDITORS = ("creditor_operator", "integration")


def grant(role, /, **changed):
    given = RoleGrant(
        grant_id=ONE,
        actor="ours/anna",
        organisation="ours",
        role=role,
        purposes=frozenset({PURPOSE_OF[role]}),
        since=date(2025, 1, 1),
        creditors=frozenset({"aler-bcm"} if role in CREDITORS else ()),
    )
    return replace(given, **changed)


def share(purpose, /, **changed):
    shared = Share(
        share_id=TWO,
        organisation="ours",
        purpose=purpose,
        fields=frozenset({"economic", "identity", "special"}),
        since=date(2025, 1, 1),
        until=date(2025, 12, 31),
    )
    return replace(shared, **changed)


def question(action="read", fields="none", purpose="support", **changed):
    asked = Question("ours/anna", "ours", action, fields, purpose, DAY)
    return replace(asked, **changed)


OURS, THEIRS = ((date.min, "ours"),), ((date.min, "theirs"),)


def situations(role, purpose):
    """Give what a case may be to us: its facts, what is asked of it, the relations."""
    yield Grants(following=OURS), {}, {"own"}
    yield Grants(holder="ours"), {}, {"own"}
    yield Grants(following=THEIRS, shares=(share(purpose),)), {}, {"shared"}
    by_creditor = {"creditor"} if role in CREDITORS else {"foreign"}
    yield Grants(following=THEIRS), {"creditor": "aler-bcm"}, by_creditor
    yield Grants(following=THEIRS), {"creditor": "amm-sole"}, {"foreign"}
    yield Grants(following=THEIRS), {}, {"foreign"}
    yield Grants(), {"about_case": False}, {"programme"}


def cells():
    for role, purpose, action, fields in product(PURPOSE_OF, PURPOSES, ACTIONS, FIELDS):
        for known, about, relations in situations(role, purpose):
            if relations == {"shared"} and fields == "aggregate":
                continue
            yield role, purpose, action, fields, known, about, relations


def test_the_whole_product_is_decided_as_the_table_says():
    count = allowed = 0
    for role, purpose, action, fields, known, about, relations in cells():
        known_too = replace(known, roles=(grant(role),))
        found = allow(known_too, question(action, fields, purpose, **about))
        expected = purpose == PURPOSE_OF[role] and may(role, action, fields, relations)
        assert found.allowed == expected, (role, purpose, action, fields, relations)
        assert (found.why == "allowed") == found.allowed
        assert (found.grant_id == ONE) == found.allowed
        count += 1
        allowed += found.allowed
    assert count > 60_000
    assert 200 < allowed < 1000


def test_the_words_of_the_code_are_those_of_the_table():
    assert set(vocabulary.ROLES) == set(PURPOSE_OF)
    assert set(vocabulary.ACTIONS) == set(ACTIONS)
    assert set(vocabulary.FIELDS) == set(FIELDS)
    assert set(vocabulary.PURPOSES) == set(PURPOSE_OF.values())
    assert all(vocabulary.PURPOSES.values())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"actor": "ours/carla"}, "no_role"),
        ({"organisation": "theirs"}, "no_role"),
        ({"since": AFTER}, "no_role"),
        ({"until": BEFORE}, "no_role"),
        ({"revoked_on": DAY}, "no_role"),
        ({"purposes": frozenset({"audit"})}, "wrong_purpose"),
        ({"role": "mediator"}, "no_rule"),
        ({"role": "king"}, "no_rule"),
    ],
)
def test_a_grant_of_another_or_of_another_time_allows_nothing(changed, why):
    known = Grants(roles=(grant("case_worker", **changed),), following=OURS)
    found = allow(known, question("work"))
    assert (found.allowed, found.why) == (False, why)


@pytest.mark.parametrize(
    "changed", [{"until": DAY}, {"since": DAY}, {"revoked_on": AFTER}]
)
def test_a_grant_counts_on_its_first_and_on_its_last_day(changed):
    known = Grants(roles=(grant("case_worker", **changed),), following=OURS)
    assert allow(known, question("work")).allowed


def test_without_any_grant_nothing_is_allowed():
    for action, fields, purpose in product(ACTIONS, FIELDS, PURPOSES):
        for about_case in (True, False):
            asked = question(action, fields, purpose, about_case=about_case)
            assert not allow(Grants(following=OURS, holder="ours"), asked).allowed


def test_who_is_disabled_may_nothing_until_enabled_again():
    known = Grants(roles=(grant("auditor"),), following=THEIRS)
    asked = question("read", "economic", "audit")
    for since, enabled, may_read in (
        (DAY, None, False),
        (BEFORE, AFTER, False),
        (BEFORE, DAY, True),
        (AFTER, None, True),
    ):
        disabled = Disabled("ours/anna", since, enabled)
        found = allow(replace(known, disabled=(disabled,)), asked)
        assert found.allowed == may_read
    other = Disabled("ours/carla", BEFORE)
    assert allow(replace(known, disabled=(other,)), asked).allowed


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation": "others"},
        {"purpose": "mediation"},
        {"fields": frozenset({"economic"})},
        {"since": AFTER},
        {"until": BEFORE},
        {"ended_on": DAY},
        {"receiver": "ours/carla"},
    ],
)
def test_what_is_shared_otherwise_is_not_shared(changed):
    known = Grants(
        roles=(grant("case_worker"),),
        following=THEIRS,
        shares=(share("support", **changed),),
    )
    assert not allow(known, question("read", "special")).allowed
    known = replace(known, shares=(share("support", receiver="ours/anna"),))
    found = allow(known, question("read", "special"))
    assert (found.allowed, found.share_id) == (True, TWO)


def test_who_followed_a_case_on_a_day_could_read_it_that_day_and_no_other():
    handed = ((date.min, "theirs"), (DAY, "ours"))
    known = Grants(roles=(grant("case_worker"),), following=handed)
    assert allow(known, question(day=DAY)).allowed
    assert not allow(known, question(day=BEFORE)).allowed


def test_who_names_no_purpose_has_the_first_that_a_grant_allows():
    both = (grant("auditor"), grant("case_worker", grant_id=TWO))
    known = Grants(roles=both, following=OURS)
    found = allow_for_any(known, question("read", "economic", ""))
    assert (found.allowed, found.purpose, found.grant_id) == (True, "support", TWO)
    found = allow_for_any(replace(known, following=THEIRS), question("read", "none"))
    assert (found.allowed, found.purpose, found.grant_id) == (True, "audit", ONE)
    assert allow_for_any(known, question("grant", "none")).why == ("no_rule")

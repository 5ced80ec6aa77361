"""Every role, purpose, action, field and relation is decided as the table says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from access_table import ACTIONS, FIELDS, PURPOSE_OF, is_bound_enough, may
from granted import ACTIVITIES

from azione0.access import Grants, Question, allow, vocabulary
from azione0.access.controllers import Agreement
from azione0.access.decision import (
    Disabled,
    Emergency,
    RoleGrant,
    Share,
    allow_for_any,
)

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
        until=date(2199, 12, 31) if role == "auditor" else None,
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


def agreement(purpose="social_file", **changed):
    made = Agreement(DAY, ONE, purpose, ("comune",), ("ours",), "Nomina 1", DAY)
    return replace(made, **changed)


#: What binds us at the service: we run it, an agreement for everything, nothing.
BINDING = {
    "runs": {"runs": "ours"},
    "bound": {"runs": "comune", "agreements": tuple(map(agreement, ACTIVITIES))},
    "free": {"runs": "comune"},
}


def situations(role, purpose):
    """
    Give what a case may be to us.

    Its facts, what is asked of it, the relations, on what a sharing rests.
    """
    yield Grants(following=OURS), {}, {"own"}, "-"
    yield Grants(holder="ours"), {}, {"own"}, "-"
    for ground in ("agreement", "consent", "duty"):
        shared = (share(purpose, ground=ground),)
        yield Grants(following=THEIRS, shares=shared), {}, {"shared"}, ground
    by_creditor = {"creditor"} if role in CREDITORS else {"foreign"}
    yield Grants(following=THEIRS), {"creditor": "aler-bcm"}, by_creditor, "-"
    yield Grants(following=THEIRS), {"creditor": "amm-sole"}, {"foreign"}, "-"
    yield Grants(following=THEIRS), {}, {"foreign"}, "-"
    yield Grants(), {"about_case": False}, {"programme"}, "-"


def cells(role, purpose):
    for action, fields in product(ACTIONS, FIELDS):
        for known, about, relations, rests_on in situations(role, purpose):
            if relations == {"shared"} and fields == "aggregate":
                continue
            for how, binding in BINDING.items():
                bound = replace(known, roles=(grant(role),), service="intake")
                facts = replace(bound, **binding)
                asked = question(action, fields, purpose, **about)
                yield facts, asked, relations, rests_on, how


@pytest.mark.parametrize("role", PURPOSE_OF)
def test_the_whole_product_is_decided_as_the_table_says(role):
    count = allowed = unbound = 0
    for purpose in PURPOSES:
        for known, asked, relations, rests_on, how in cells(role, purpose):
            found = allow(known, asked)
            [relation] = relations
            by_table = purpose == PURPOSE_OF[role] and may(
                role, asked.action, asked.fields, relations
            )
            enough = is_bound_enough(
                asked.action,
                relation,
                rests_on,
                runs=how == "runs",
                bound=how == "bound",
            )
            cell = (role, asked, relations, rests_on, how)
            assert found.allowed == (by_table and enough), cell
            assert (found.why == "no_agreement") == (by_table and not enough), cell
            assert (found.why == "allowed") == found.allowed
            assert (found.grant_id == ONE) == found.allowed
            count += 1
            allowed += found.allowed
            unbound += found.why == "no_agreement"
    assert count > 20_000
    assert 0 < allowed < 1000
    assert (unbound > 0) == (role not in {"administrator", "board"})


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_from": AFTER, "valid_to": None},
        {"valid_from": date.min, "valid_to": BEFORE},
        {"processors": ("theirs",)},
        {"purpose": "workshops"},
        {"purpose": "oversight"},
        {"purpose": "cv_sharing"},
        {"purpose": "curiosity"},
        # To find and call households is no reason to read what is special of them.
        {"purpose": "arrears_prevention"},
    ],
)
def test_an_agreement_of_another_sort_or_time_binds_to_nothing(changed):
    known = Grants(
        roles=(grant("case_worker"),), following=OURS, service="intake", runs="comune"
    )
    asked = question("read", "special")
    made = (agreement(**changed),)
    assert allow(replace(known, agreements=made), asked).why == "no_agreement"
    assert allow(replace(known, agreements=(*made, agreement())), asked).allowed
    joint = (agreement(controllers=("comune", "ours"), processors=()),)
    assert allow(replace(known, agreements=joint), asked).allowed


def test_a_sharing_by_agreement_ends_with_it_and_one_by_consent_does_not():
    by_agreement, by_consent = share("support"), share("support", ground="consent")
    known = Grants(
        roles=(grant("case_worker"),),
        following=THEIRS,
        shares=(by_agreement,),
        agreements=(agreement(),),
        service="intake",
        runs="comune",
    )
    assert allow(known, question()).allowed
    assert allow(known, question(day=AFTER)).why == "no_agreement"
    both = replace(known, shares=(by_agreement, replace(by_consent, share_id=ONE)))
    assert allow(both, question(day=AFTER)).share_id == ONE


def test_the_glass_is_broken_without_an_agreement_and_opens_reading_alone():
    at = datetime(2025, 7, 1, 10, tzinfo=UTC)
    known = Grants(
        roles=(grant("case_worker"),), following=OURS, service="intake", runs="comune"
    )
    assert allow(known, question("break_glass")).allowed
    assert not allow(known, question(at=at)).allowed
    hour = Emergency("ours/anna", "ours", at, at + timedelta(hours=1))
    broken = replace(known, emergencies=(hour,))
    assert allow(broken, question(at=at)).relation == "emergency"
    assert not allow(broken, question("work", at=at)).allowed
    assert not allow(broken, question(at=hour.until)).allowed


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
    known = Grants(
        roles=(grant("case_worker", **changed),), following=OURS, runs="ours"
    )
    found = allow(known, question("work"))
    assert (found.allowed, found.why) == (False, why)


@pytest.mark.parametrize(
    "changed", [{"until": DAY}, {"since": DAY}, {"revoked_on": AFTER}]
)
def test_a_grant_counts_on_its_first_and_on_its_last_day(changed):
    known = Grants(
        roles=(grant("case_worker", **changed),), following=OURS, runs="ours"
    )
    assert allow(known, question("work")).allowed


def test_without_any_grant_nothing_is_allowed():
    for action, fields, purpose in product(ACTIONS, FIELDS, PURPOSES):
        for about_case in (True, False):
            asked = question(action, fields, purpose, about_case=about_case)
            assert not allow(Grants(following=OURS, holder="ours"), asked).allowed


def test_who_is_disabled_may_nothing_until_enabled_again():
    known = Grants(roles=(grant("auditor"),), following=THEIRS, runs="ours")
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
        runs="ours",
    )
    assert not allow(known, question("read", "special")).allowed
    known = replace(known, shares=(share("support", receiver="ours/anna"),))
    found = allow(known, question("read", "special"))
    assert (found.allowed, found.share_id) == (True, TWO)


def test_who_followed_a_case_on_a_day_could_read_it_that_day_and_no_other():
    handed = ((date.min, "theirs"), (DAY, "ours"))
    known = Grants(roles=(grant("case_worker"),), following=handed, runs="ours")
    assert allow(known, question(day=DAY)).allowed
    assert not allow(known, question(day=BEFORE)).allowed


def test_who_names_no_purpose_has_the_first_that_a_grant_allows():
    both = (grant("auditor"), grant("case_worker", grant_id=TWO))
    known = Grants(roles=both, following=OURS, runs="ours")
    found = allow_for_any(known, question("read", "economic", ""))
    assert (found.allowed, found.purpose, found.grant_id) == (True, "support", TWO)
    found = allow_for_any(replace(known, following=THEIRS), question("read", "none"))
    assert (found.allowed, found.purpose, found.grant_id) == (True, "audit", ONE)
    assert allow_for_any(known, question("grant", "none")).why == ("no_rule")

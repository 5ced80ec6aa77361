"""Matching explains: it says the same as who would compare everyone with everything."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from employment.pathway.esco import UnknownWord, occupations, skills
from employment.pathway.profile import Abilities
from employment.vacancies.matching import Pool, Seeker, Wanted, brings, explain
from employment.vacancies.requirements import (
    AVAILABLE,
    ImpossibleRequirement,
    Requirement,
    check_requirements,
    words_of,
)

ON = date(2025, 3, 3)
VACANCY = UUID(int=7)
FORKLIFT = occupations().search("carrellista")[0].code
WORDS = ["a", "b", "c", "d", "e"]


def seeker(number, words, free=0, agreed=True):  # noqa: FBT002  of a test
    return Seeker(
        UUID(int=number),
        UUID(int=500 + number),
        UUID(int=1000 + number),
        frozenset(words),
        ON + timedelta(days=free),
        agreed,
    )


def wanted(*asked, from_on=ON):
    return Wanted(VACANCY, tuple(Requirement(*it) for it in asked), from_on)


def naive(seekers, asked, most):
    """Compare everyone with everything, and sort."""

    def order(it):
        missing = {"must": 0, "negotiable": 0}
        nice = 0
        for requirement in asked.requirements:
            has = brings(it, requirement.word, asked)
            if requirement.weight == "nice":
                nice += has
            elif not has:
                missing[requirement.weight] += 1
        missing["negotiable"] += not brings(it, AVAILABLE, asked)
        return (missing["must"], missing["negotiable"], -nice, it.person_id)

    return [explain(it, asked) for it in sorted(seekers, key=order)[:most]]


@settings(max_examples=150, deadline=None)
@given(
    people=st.lists(
        st.tuples(st.sets(st.sampled_from(WORDS)), st.integers(-3, 3)), max_size=40
    ),
    asked=st.dictionaries(
        st.sampled_from([*WORDS, "unheard"]),
        st.sampled_from(["must", "nice", "negotiable"]),
        max_size=6,
    ),
    most=st.integers(0, 45),
)
def test_the_index_says_what_a_naive_comparison_says(people, asked, most):
    seekers = [seeker(n, words, free) for n, (words, free) in enumerate(people)]
    offer = wanted(*asked.items())
    assert Pool(seekers).best(offer, most) == naive(seekers, offer, most)


def test_what_fits_what_is_missing_and_what_is_negotiable_is_told():
    offer = wanted(("a", "must"), ("b", "must"), ("c", "negotiable"), ("d", "nice"))
    [match] = Pool([seeker(1, ["a", "e"], free=1)]).best(offer)
    assert match.fits == ("a",)
    assert match.missing == ("b",)
    assert match.negotiable == ("c", AVAILABLE)
    assert match.nice_missing == ("d",)


def test_nobody_is_left_out_for_what_is_missing():
    offer = wanted(("a", "must"))
    found = Pool([seeker(1, []), seeker(2, ["a"])]).best(offer)
    assert [(it.person_id.int, it.missing) for it in found] == [(2, ()), (1, ("a",))]


def test_a_person_brings_all_that_follows_from_the_abilities():
    skill = skills().search("muletto")[0].code
    words = words_of(
        Abilities(
            occupations=[FORKLIFT],
            skills=[skill],
            languages=["it:B1"],
            licences=["forklift"],
            obstacles=["childcare"],
            shifts=["night"],
            places=["017029"],
            least_hours=20,
            most_hours=22,
            available_from=ON,
        )
    )
    assert {"isco:8", "isco:83", "isco:8344", f"occupation:{FORKLIFT}"} <= words
    assert {"language:it:A1", "language:it:B1", "hours:20", "hours:22"} <= words
    assert not words & {"language:it:B2", "hours:23", "hours:19"}
    assert not [it for it in words if "childcare" in it]


@pytest.mark.parametrize(
    ("word", "refusal"),
    [
        ("skill:muletto", UnknownWord),
        ("occupation:1", UnknownWord),
        ("isco:83444", ImpossibleRequirement),
        ("language:it", ImpossibleRequirement),
        ("language:it:C3", ImpossibleRequirement),
        ("licence:Z", ImpossibleRequirement),
        ("shift:always", ImpossibleRequirement),
        ("place:Brescia", ImpossibleRequirement),
        ("hours:0", ImpossibleRequirement),
        ("hours:61", ImpossibleRequirement),
        ("hours:x", ImpossibleRequirement),
        ("age:30", ImpossibleRequirement),
        ("gender:f", ImpossibleRequirement),
        ("", ImpossibleRequirement),
    ],
)
def test_requirements_that_no_list_knows_are_refused(word, refusal):
    with pytest.raises(refusal):
        check_requirements([Requirement(word, "must")])


def test_a_requirement_is_asked_once_and_with_a_weight():
    once = Requirement("licence:B", "must")
    with pytest.raises(ImpossibleRequirement):
        check_requirements([once, Requirement("licence:B", "nice")])
    with pytest.raises(ImpossibleRequirement):
        check_requirements([Requirement("licence:B", "perhaps")])
    with pytest.raises(ImpossibleRequirement):
        check_requirements([Requirement(f"hours:{n}", "nice") for n in range(1, 22)])

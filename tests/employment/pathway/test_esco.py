"""Occupations and skills are found by what people call them in Italian."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment.pathway.esco import (
    UnknownWord,
    check_occupation,
    check_skill,
    occupations,
    skills,
    tokens,
)


def found(text):
    return [it.italian for it in occupations().search(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("muletto", "carrellista"),
        ("CARRELL", "carrellista"),
        ("badante", "assistente familiare"),
        ("oss", "operatore socio-sanitario"),
        ("pulizie", "addetto alle pulizie"),
        ("addetta alle pulizie", "addetto alle pulizie"),
        ("contabilita", "aiuto contabile"),
        ("lavoro d'ufficio", "impiegato d'ufficio"),
        ("elettr", "elettricista"),
        ("8344", "carrellista"),
    ],
)
def test_an_occupation_is_found_by_what_it_is_called(text, first):
    assert found(text)[0] == first


def test_accents_and_capitals_do_not_matter():
    assert tokens("Università, CAFFÈ") == tokens("universita caffe")
    assert skills().search("caffè") == skills().search("CAFFE") != []


@pytest.mark.parametrize("text", ["", "  ", "di", "zzzz", "cuoco zzzz", "'\"%_*"])
def test_what_nobody_is_called_finds_nothing(text):
    assert found(text) == []


def test_every_entry_has_a_code_once_and_is_found_by_its_own_name():
    for words, width in ((occupations(), 4), (skills(), 0)):
        assert len(words.by_code) >= 80
        for it in words.by_code.values():
            assert len(it.isco) == width
            assert it in words.search(it.italian, most=200)


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(text):
    assert len(occupations().search(text)) <= 20


def searched_plainly(text):
    """Say what is found by looking at each entry, one after the other."""
    asked = tokens(text)

    def begins(words):
        return all(any(one.startswith(it) for one in words) for it in asked)

    ranked = []
    for it in occupations().by_code.values():
        own = tokens(it.italian)
        every = [*own, *(t for told in (*it.also, it.isco) for t in tokens(told))]
        if asked and begins(every):
            first = " ".join(own).startswith(" ".join(asked))
            group = 0 if first else 1 if begins(own) else 2
            ranked.append((group, " ".join(own), it.code))
    return [code for _group, _name, code in sorted(ranked)]


WORDS = sorted(
    {word for it in occupations().by_code.values() for word in tokens(it.italian)}
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.integers(1, 8))
def test_what_is_found_is_what_is_found_one_by_one(words, length):
    text = " ".join(it[:length] for it in words)
    found = [it.code for it in occupations().search(text, most=200)]
    assert found == searched_plainly(text)


def test_a_search_takes_less_than_fifty_milliseconds():
    occupations().search("a")
    spent = []
    for text in ("a", "addett", "operatore di", "muletto", "s c"):
        begun = time.perf_counter()
        occupations().search(text)
        skills().search(text)
        spent.append(time.perf_counter() - begun)
    assert max(spent) < 0.05


def test_a_code_of_another_list_is_refused_with_where_to_look():
    skill = next(iter(skills().by_code))
    with pytest.raises(UnknownWord, match="/occupations"):
        check_occupation(skill)
    with pytest.raises(UnknownWord, match="/skills"):
        check_skill("sewing")

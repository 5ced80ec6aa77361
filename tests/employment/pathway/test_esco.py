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

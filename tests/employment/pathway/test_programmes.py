"""Programmes are data: their levels, their lengths, their windows."""

from datetime import date
from uuid import UUID

import pytest

from employment.pathway.pathway import NotDeclared, Pathway
from employment.pathway.programmes import (
    ImpossibleLevel,
    ImpossibleTerms,
    ProgrammeClosed,
    Terms,
    UnknownProgramme,
    check_terms,
    shipped,
)

PERSON, HOUSEHOLD = UUID(int=9), UUID(int=1)
ON = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("code", "path", "band", "months"),
    [("GOL", 4, None, None), ("DUL", None, 1, 3), ("DUL", None, 3, 6)],
)
def test_a_level_has_the_months_of_its_programme(code, path, band, months):
    assert shipped()[code].months_of(path, band) == months


@pytest.mark.parametrize(
    ("code", "path", "band"), [("GOL", None, 3), ("DUL", 2, None), ("GOL", 6, None)]
)
def test_a_level_of_another_programme_is_refused(code, path, band):
    with pytest.raises(ImpossibleLevel, match=code):
        shipped()[code].months_of(path, band)


def test_every_shipped_programme_is_sound_and_says_its_source():
    assert {"GOL", "DUL", "SIL"} <= shipped().keys()
    for terms in shipped().values():
        assert check_terms(terms).source


@pytest.mark.parametrize(
    "wrong",
    [
        Terms("X", "path", {}, needs_declaration=False, source="x"),
        Terms("X", "path", {"one": 3}, needs_declaration=False, source="x"),
        Terms("X", "band", {"1": 0}, needs_declaration=False, source="x"),
        Terms("X", "band", {"1": 61}, needs_declaration=False, source="x"),
        Terms("X", "other", {"1": 3}, needs_declaration=False, source="x"),
        Terms(
            "X",
            "band",
            {"1": 3},
            needs_declaration=False,
            source="x",
            opens_on=date(2025, 2, 1),
            closes_on=date(2025, 1, 1),
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(wrong):
    with pytest.raises(ImpossibleTerms):
        check_terms(wrong)


def test_a_programme_nobody_adopted_is_refused_by_name(desk):
    with pytest.raises(UnknownProgramme, match="PIPOL"):
        desk.open_pathway(PERSON, HOUSEHOLD, "PIPOL", ON)


def test_a_local_programme_counts_once_adopted(desk_on_each_store):
    desk = desk_on_each_store
    levels = {"1": 4}
    desk.adopt_programme("BS-1", "band", levels, "Comune di Brescia", ON)
    pathway = desk.open_pathway(PERSON, HOUSEHOLD, "BS-1", ON)
    desk.assess_profile(pathway, ON, band=1)
    desk.sign_service_pact(pathway, ON)
    found = desk.application.get(Pathway, pathway)
    assert found.planned_end_on(ON) == date(2025, 7, 2)


def test_a_programme_that_has_closed_takes_nobody_more(desk):
    levels = dict.fromkeys("12345")
    desk.adopt_programme(
        "GOL", "path", levels, "closure", ON, closes_on=date(2025, 12, 31)
    )
    desk.open_pathway(PERSON, HOUSEHOLD, "GOL", date(2025, 12, 31))
    with pytest.raises(ProgrammeClosed, match="2025-12-31"):
        desk.open_pathway(UUID(int=10), HOUSEHOLD, "GOL", date(2026, 1, 1))


def test_where_the_programme_wants_the_did_no_pact_is_signed_without(desk):
    pathway = desk.open_pathway(PERSON, HOUSEHOLD, "DUL", ON)
    desk.assess_profile(pathway, ON, band=2)
    with pytest.raises(NotDeclared, match="DID"):
        desk.sign_service_pact(pathway, ON)
    desk.declare_availability(pathway, ON)
    desk.sign_service_pact(pathway, ON)

"""A profile holds codes that are known, and nothing about health."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from employment.pathway.esco import UnknownWord, occupations, skills
from employment.pathway.profile import (
    OBSTACLES,
    Abilities,
    ImpossibleHours,
    ImpossibleProfileWord,
    OlderProfile,
    Profile,
    check_abilities,
)

ON = date(2025, 3, 3)
TOLD = Abilities(
    occupations=[occupations().search("carrellista")[0].code],
    skills=[skills().search("muletto")[0].code],
    languages=["it:B1", "ar:C2"],
    licences=["forklift", "B"],
    obstacles=["childcare"],
    shifts=["day"],
    places=["017029"],
    least_hours=20,
    most_hours=40,
    available_from=ON,
)


def test_codes_are_kept_once_and_in_order():
    told = check_abilities(replace(TOLD, licences=["forklift", "B", "B"]))
    assert told.licences == ["B", "forklift"]
    assert check_abilities(told) == told


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"occupations": ["carrellista"]}, UnknownWord),
        ({"skills": TOLD.occupations}, UnknownWord),
        ({"languages": ["it"]}, ImpossibleProfileWord),
        ({"languages": ["it:B3"]}, ImpossibleProfileWord),
        ({"licences": ["Z"]}, ImpossibleProfileWord),
        ({"obstacles": ["depression"]}, ImpossibleProfileWord),
        ({"shifts": ["always"]}, ImpossibleProfileWord),
        ({"places": ["Brescia"]}, ImpossibleProfileWord),
        ({"least_hours": 0}, ImpossibleHours),
        ({"least_hours": 41}, ImpossibleHours),
        ({"most_hours": 61}, ImpossibleHours),
    ],
)
def test_what_no_list_knows_is_refused(wrong, refusal):
    with pytest.raises(refusal):
        check_abilities(replace(TOLD, **wrong))


def test_no_obstacle_is_an_illness():
    assert not {it for it in OBSTACLES if "health" in it or "disab" in it}


def test_a_profile_is_described_and_described_anew(desk_on_each_store):
    desk = desk_on_each_store
    pathway = desk.open_pathway(UUID(int=9), UUID(int=1), "GOL", ON)
    kept = desk.describe_profile(pathway, TOLD, ON)
    more = replace(TOLD, languages=["it:B2"])
    assert desk.describe_profile(pathway, more, date(2025, 4, 1)) == kept
    assert desk.application.get(Profile, kept).abilities.languages == ["it:B2"]
    with pytest.raises(OlderProfile):
        desk.describe_profile(pathway, TOLD, ON)
    assert len(desk.rows("SELECT person_id FROM profiles_v1")) == 1

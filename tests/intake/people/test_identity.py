"""What is written of a person is checked, and no refusal tells what was written."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.it import codicefiscale

from intake.people.identity import (
    BornLater,
    MissingField,
    UnknownField,
    UnreadableText,
    WrongCodiceFiscale,
    WrongIban,
    checked_fields,
    checked_person,
    flags_of,
)

ON = date(2025, 4, 1)
PLAIN = "RCCMNL83S18D969H"
#: The digits of a code that a namesake's variant turns into letters.
PLACES = (6, 7, 9, 10, 12, 13, 14)
VARIANTS = "LMNPQRSTUV"


def variant(code, places):
    letters = list(code)
    for place in places:
        if letters[place].isdigit():
            letters[place] = VARIANTS[int(letters[place])]
    body = "".join(letters[:15])
    return body + codicefiscale.calc_check_digit(body)


@given(st.sets(st.sampled_from(PLACES)))
def test_every_variant_of_a_code_for_namesakes_is_good_and_tells_the_same(places):
    code = variant(PLAIN, places)
    found = checked_fields({"codice_fiscale": code.lower()}, ON)
    assert found == {"codice_fiscale": code}
    fits = {"codice_fiscale": code, "birth_date": "1983-11-18", "sex": "M"}
    assert flags_of(fits) == []
    assert flags_of(fits | {"sex": "F"}) == ["other_sex"]
    assert flags_of(fits | {"birth_date": "1983-11-19"}) == ["other_birth_date"]


@given(
    st.sampled_from(range(16)), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
)
def test_a_code_with_one_other_letter_is_refused_or_has_its_own_check(place, letter):
    changed = PLAIN[:place] + letter + PLAIN[place + 1 :]
    if changed == PLAIN or codicefiscale.is_valid(changed):
        return
    with pytest.raises(WrongCodiceFiscale) as refused:
        checked_fields({"codice_fiscale": changed}, ON)
    assert changed not in str(refused.value)


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "RCCMNL83S18D969",
        "RCCMNL83S18D969HH",
        "12345678903",
        "ÀCCMNL83S18D969H",
    ],
)
def test_what_is_no_code_of_a_person_is_refused(code):
    if not code.strip():
        with pytest.raises(UnreadableText):
            checked_fields({"codice_fiscale": code or " "}, ON)
        return
    with pytest.raises(WrongCodiceFiscale):
        checked_fields({"codice_fiscale": code}, ON)


def test_nobody_is_born_after_the_day_from_which_they_count():
    assert checked_fields({"birth_date": "2025-04-01"}, ON)
    with pytest.raises(BornLater, match="2025-04-01"):
        checked_fields({"birth_date": "2025-04-02"}, ON)
    with pytest.raises(UnreadableText, match="birth_date"):
        checked_fields({"birth_date": "1980-02-30"}, ON)


def test_a_wrong_iban_is_refused_and_a_right_one_is_kept_compact():
    good = "IT60 X054 2811 1010 0000 0123 456"
    assert checked_fields({"iban": good}, ON) == {"iban": good.replace(" ", "")}
    with pytest.raises(WrongIban):
        checked_fields({"iban": good.replace("60", "61")}, ON)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_a_name_is_kept_in_one_form_or_refused(name):
    try:
        found = checked_fields({"name": name}, ON)
    except UnreadableText:
        return
    assert found["name"] == unicodedata.normalize("NFC", found["name"])
    assert checked_fields(found, ON) == found


@pytest.mark.parametrize("name", ["An\u202ena", "An\u200bna", "An\x00na", "x" * 201])
def test_what_cannot_be_seen_is_refused(name):
    with pytest.raises(UnreadableText) as refused:
        checked_fields({"name": name}, ON)
    assert name not in str(refused.value)


def test_a_person_has_a_surname_and_a_name_and_no_field_of_ones_own():
    with pytest.raises(MissingField, match="surname"):
        checked_person({"name": "Anna"}, ON)
    with pytest.raises(UnknownField, match="no such field: choose one of surname"):
        checked_fields({"nickname": "Nina"}, ON)
    assert checked_fields({"phone": None, "email": ""}, ON) == {}

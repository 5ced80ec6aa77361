"""The short code under which people speak of a household."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from azione0.codes import ALPHABET, household_code


@given(st.uuids())
def test_a_code_is_short_always_the_same_and_spells_no_word(household_id):
    code = household_code(household_id)
    prefix, characters = code[:3], code[3:]
    assert prefix == "A0-"
    assert len(characters) == 5
    assert set(characters) <= set(ALPHABET)
    assert not set(characters) & set("AEIOUYL")
    assert household_code(UUID(str(household_id))) == code


def test_neighbouring_ids_have_different_codes():
    assert len({household_code(UUID(int=number)) for number in range(10_000)}) == 10_000

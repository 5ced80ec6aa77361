"""The check digits of payment notices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.files.notice import NotANotice, is_sound, iuv_of, notice_number

DIGITS = st.text("0123456789", min_size=13, max_size=13)


def test_the_known_number_is_made_of_its_parts():
    assert notice_number("3", "01", "0000000012345") == "301000000001234519"
    assert iuv_of("301000000001234519") == "01000000001234519"


@given(st.sampled_from("03"), DIGITS, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(auxiliary, base, place, difference):
    number = notice_number(auxiliary, "01", base)
    wrong = str((int(number[place]) + difference) % 10)
    assert is_sound(number)
    assert not is_sound(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("number", ["344012345678901233", "399000012345678900"])
def test_public_samples_break_the_rule_and_are_known_to(number):
    assert not is_sound(number)


def test_the_application_code_is_no_part_of_the_iuv():
    assert iuv_of(notice_number("0", "02", "0000000012345"))[:13] == "0000000012345"


@pytest.mark.parametrize("number", ["", "30100000000123451", "3010000000012345x9"])
def test_other_digits_are_no_notice(number):
    assert not is_sound(number)
    with pytest.raises(NotANotice):
        iuv_of(number)

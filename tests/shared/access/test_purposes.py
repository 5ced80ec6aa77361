"""There is one register of purposes, and every word of access is served by it."""

from collections import Counter
from datetime import date

import pytest

from azione0.access.purposes import (
    ACCESS,
    ADMINISTRATION,
    CLASSES,
    GOVERNANCE,
    REGISTER,
    SHARING,
    purposes_on,
    serves,
)
from azione0.access.rules import NO_CASE, RULES
from azione0.contract import SERVICES

ON = date(2025, 7, 1)


def test_a_purpose_stands_once_in_the_register_of_a_day():
    assert set(Counter(it.code for it in purposes_on(ON)).values()) == {1}
    assert purposes_on(date(2023, 12, 31)) == []


@pytest.mark.parametrize("word", ACCESS)
def test_who_asks_about_a_case_asks_for_something_in_the_register(word):
    about_cases = any(it.purpose == word and it.relations - NO_CASE for it in RULES)
    served = any(serves(it.code, kind, word) for it in REGISTER for kind in SERVICES)
    assert served == about_cases
    assert about_cases == (word not in {ADMINISTRATION, GOVERNANCE})


def test_an_activity_is_served_only_where_it_is_done_and_for_what_it_is():
    assert serves("workshops", "workshops", "support")
    assert not serves("workshops", "intake", "support")
    assert not serves("workshops", "workshops", "credit")
    assert not serves("access_log", "intake", "audit")
    assert not serves("curiosity", "intake", "support")


def test_every_line_of_the_register_says_all_that_art_30_asks_for():
    for it in REGISTER:
        assert all([it.name, it.categories, it.recipients, it.subjects, it.retention])
        assert set(it.field_classes) <= set(CLASSES)
        assert {word for _service, word in it.served_by} <= set(ACCESS)
        assert ("revoca" in it.retention) == it.needs_consent
        assert not (it.needs_consent and it.served_by)
    assert all(it.needs_consent for it in REGISTER if it.code in SHARING)

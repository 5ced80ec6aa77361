"""What the ledger said of a household's arrears, before anybody acts on it."""

from datetime import date

import pytest
from front_desk import named

from intake.signals.arrears import Arrears, Stay

WINTER, SPRING, SUMMER = date(2025, 2, 11), date(2025, 4, 11), date(2025, 8, 10)
EPISODE = named("e1")


@pytest.fixture
def arrears():
    return Arrears(id=named("arrears"), household_id=named("household"))


def test_an_episode_stays_in_a_band_until_the_next_or_until_it_is_cleared(arrears):
    arrears.detect(EPISODE, "aler-bcm", 30000, "A", WINTER)
    arrears.change_band(EPISODE, "aler-bcm", 90000, "B", SPRING)
    arrears.clear(EPISODE, "aler-bcm", SUMMER)
    assert list(arrears.stays()) == [
        Stay(EPISODE, "aler-bcm", "A", WINTER, SPRING, 30000),
        Stay(EPISODE, "aler-bcm", "B", SPRING, SUMMER, 90000),
    ]
    assert (arrears.open_episodes, arrears.cleared_on) == ([], SUMMER)


@pytest.mark.parametrize("worse_first", [True, False])
def test_of_two_words_about_one_day_the_worse_counts(arrears, worse_first):
    words = [(90000, "B"), (150000, "C")]
    for cents, band in words[::-1] if worse_first else words:
        arrears.change_band(EPISODE, "aler-bcm", cents, band, SPRING)
    arrears.detect(EPISODE, "aler-bcm", 30000, "A", WINTER)
    assert [stay.band for stay in arrears.stays()] == ["A", "C"]


def test_an_episode_counts_only_once_it_is_detected_and_while_it_is_true(arrears):
    arrears.change_band(EPISODE, "aler-bcm", 90000, "B", SPRING)
    assert list(arrears.stays()) == []
    arrears.detect(EPISODE, "aler-bcm", 30000, "A", WINTER)
    assert len(arrears.open_episodes) == 1
    arrears.retract(EPISODE, "aler-bcm", SUMMER)
    assert (list(arrears.stays()), arrears.open_episodes) == ([], [])

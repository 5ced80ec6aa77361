"""A service may look at a batch of letters before it acts on any of them."""

from functools import singledispatch

import pytest
from diary import Diaries, DiaryService, household, open_office, raw

from azione0.door import desk
from azione0.inbox import Taken


class Foreseeing(DiaryService):
    announce = staticmethod(singledispatch(lambda said: None))
    diaries = desk(Diaries)
    seen: list = []  # noqa: RUF012  one list for all, emptied by the fixture

    def foresee(self, said):
        about = [it.household_id for it in said]
        self.seen.append((about, len(self.diaries.lines())))


@pytest.fixture
def office(database_url):
    opened = open_office(Foreseeing, database_url)
    Foreseeing.seen.clear()
    yield opened
    opened.close()


def test_a_batch_is_seen_once_before_its_first_letter_is_acted_on(office):
    taken = office.inbox.take([raw(1, about=1), raw(2, about=2)])
    assert taken == Taken(done=taken.done)
    assert Foreseeing.seen == [([household(1), household(2)], 0)]
    assert len(office.application.lines()) == 2


def test_what_is_known_held_or_unreadable_is_not_foreseen(office):
    office.inbox.take([raw(1, about=1)])
    Foreseeing.seen.clear()
    unknown = "it.azione0.ledger.InstalmentForgiven.v1"
    office.inbox.take([raw(1, about=1), raw(9, about=3), raw(2, about=4, type=unknown)])
    assert Foreseeing.seen == [([], 1)]


def test_a_service_without_foresight_acts_all_the_same(database_url):
    office = open_office(DiaryService, database_url)
    office.inbox.take([raw(1)])
    assert office.application.lines() == ["letter-1"]
    office.close()

"""
EnrolmentConfirmed, from a link or a waiting list to the story of a household.

workshops/api/links.py → workshops/application/places.py → workshops/labs/workshop.py
    → workshops/labs/enrolment.py → workshops/published.py → reporting/service.py
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from azione0.letter import read
from azione0.store import Cause
from workshops.labs.enrolment import Enrolment
from workshops.labs.invitation import InvitationUnusable, hash_of

H1, H2, H3 = (UUID(int=n) for n in (1, 2, 3))
SPRING, FIRST = date(2025, 3, 1), date(2025, 4, 1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Desk:
    """The workshops of a house, each act under a cause of its own."""

    def __init__(self, house):
        self.house, self.acts = house, 0

    def __getattr__(self, use_case):
        def act(*values, **named):
            self.acts += 1
            with self.house.workshops.transaction(
                Cause("la-rete/anna", f"{self.acts}")
            ):
                return getattr(self.house.workshops, use_case)(*values, **named)

        return act

    def confirmed(self):
        """Give who was told to reporting to have a seat, in order."""
        self.house.deliver()
        page = self.house.office("workshops").relay.page("reporting", 0, 1000)
        said = [read(raw.headers, raw.body).contract for raw in page]
        return [
            it.household_id for it in said if type(it).__name__ == "EnrolmentConfirmed"
        ]


@pytest.fixture
def desk(house_on_each_store):
    return Desk(house_on_each_store)


@pytest.fixture
def lab(desk):
    return desk.schedule_workshop("reuse", "la-rete", 1, [(FIRST, 60)], SPRING)


def test_a_waiting_list_moves_up_and_is_told(desk, lab):
    first = desk.enrol(lab, H1, SPRING)
    for household in (H2, H3):
        desk.enrol(lab, household, SPRING)
    assert desk.confirmed() == [H1]
    desk.leave(first, SPRING)
    assert desk.confirmed() == [H1, H2]
    assert [row[6] for row in desk.house.workshops.notices_owed()] == ["seat_given"]
    desk.change_capacity(lab, 2, SPRING)
    assert desk.confirmed() == [H1, H2, H3]


def test_a_cancelled_workshop_releases_who_was_told_and_gives_nobody_a_seat(desk, lab):
    places = [desk.enrol(lab, household, SPRING) for household in (H1, H2)]
    desk.cancel_workshop(lab, "too_few", SPRING)
    assert desk.confirmed() == [H1]
    states = [desk.house.workshops.get(Enrolment, it).state for it in places]
    assert states == ["released", "released"]
    news = [row[6] for row in desk.house.workshops.notices_owed()]
    assert news == ["workshop_cancelled", "workshop_cancelled"]


def test_a_link_gives_one_place_and_one_letter(desk, lab):
    terms = {"now": NOW, "expires_at": NOW + timedelta(days=7), "on": SPRING}
    desk.invite(lab, H1, hash_of("secret"), **terms)
    desk.enrol_by_link(hash_of("secret"), now=NOW, on=SPRING)
    for token, now in (
        ("secret", NOW),
        ("guessed", NOW),
        ("secret", NOW + timedelta(days=8)),
    ):
        with pytest.raises(InvitationUnusable):
            desk.enrol_by_link(hash_of(token), now=now, on=SPRING)
    assert desk.confirmed() == [H1]

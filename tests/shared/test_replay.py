"""A noun changed and told again the short way is the noun that the library makes."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from creditors import ALER, months
from diary import NOW, Clock
from eventsourcing.domain import OriginatorVersionError
from rent_roll import close, let, sign

from azione0.aggregate import Aggregate, event
from azione0.database import open_database
from azione0.replay import replay
from azione0.store import Cause, Store
from azione0.transcoder import EventMapper

ID = UUID("00000000-0000-4000-8000-0000000be11a")
WINTER = months(date(2025, 1, 10), 4)


class Bell(Aggregate, topic="replay.Bell"):
    class Cast(Aggregate.Created):
        weight: int

    class Rung(Aggregate.Event):
        times: int
        by: str

    class Tuned(Aggregate.Event):
        note: str

        def apply(self, aggregate):
            aggregate.heard.append(f"to {self.note}")
            super().apply(aggregate)

    class Hung(Aggregate.Event):
        tower: str

    class Silenced(Aggregate.Event):
        pass

    @event(Cast)
    def __init__(self, *, id: UUID, weight: int) -> None:
        self.weight = weight
        self.heard: list[object] = []

    @event(Rung)
    def ring(self, times: int, by: str) -> None:
        self.heard.append((times, by))

    @event(Tuned)
    def tune(self, note: str) -> None:
        self.heard.append(note)

    @event(Hung)
    def hang(self, *, tower: str) -> None:
        self.heard.append(tower)

    @event(Silenced)
    def silence(self) -> None:
        self.heard.clear()


def bell():
    made = Bell(id=ID, weight=9)
    made.ring(3, "anna")
    made.tune("A")
    made.hang(tower="west")
    made.ring(by="bruno", times=1)
    return made


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(database_url, clock):
    opened = Store(open_database(database_url), clock=clock)
    yield opened
    opened.close()


def kept(store, noun):
    """Store a noun's events, an hour between them; give them as they are read again."""
    for number, happened in enumerate(noun.collect_events()):
        with store.transaction(Cause("test", f"bell {number}")) as transaction:
            transaction.add([EventMapper().to_stored_event(happened)])
        store.clock.pass_by(hours=1)
    return store.histories([noun.id])[noun.id]


def by_the_library(store, id):
    noun = None
    for stored in store.select_events(id):
        noun = EventMapper().to_domain_event(stored).mutate(noun)
    return noun


def test_every_noun_of_a_lived_year_comes_out_as_the_library_makes_it(house):
    household_id = let(house, WINTER)
    close(house, *(it.replace(day=12) for it in WINTER))
    sign(house, household_id, date(2025, 4, 20), date(2025, 5, 10))
    house.hand_in("ledger", [ALER.payment(date(2025, 5, 9), 10000)])
    close(house, date(2025, 6, 30), date(2025, 9, 1))
    mapper, kinds = EventMapper(), set()
    for office in house.offices.values():
        with office.store.reading() as session:
            ids = [
                row[0]
                for row in session.execute("SELECT DISTINCT originator_id FROM events")
            ]
        for noun_id, past in office.store.histories(ids).items():
            noun = replay(mapper, noun_id, past)
            assert noun == by_the_library(office.store, noun_id)
            kinds.add(type(noun).__name__)
    assert {"Account", "Tenancy", "RepaymentAgreement", "Rulebook", "Task"} <= kinds


def test_an_event_with_ways_of_its_own_goes_them(store):
    past = kept(store, bell())
    told = replay(EventMapper(), ID, past)
    assert told.heard == [(3, "anna"), "A", "to A", "west", (1, "bruno")]
    assert told == by_the_library(store, ID)
    assert (told.version, told.created_on) == (5, NOW)
    assert told.modified_on == NOW + timedelta(hours=4)


def test_an_event_without_fields_is_told_again_too(store):
    made = bell()
    made.silence()
    assert replay(EventMapper(), ID, kept(store, made)).heard == []


def test_a_history_with_a_hole_is_no_history(store):
    first, second, _, *rest = kept(store, bell())
    assert replay(EventMapper(), ID, [first, second]).heard == [(3, "anna")]
    with pytest.raises(OriginatorVersionError):
        replay(EventMapper(), ID, [first, second, rest[-1]])


def test_of_nothing_nothing_is_told(store):
    assert store.histories([ID]) == {}
    assert replay(EventMapper(), ID, ()) is None


def test_a_verb_does_what_the_library_does():
    short, long = Bell(id=ID, weight=9), Bell(id=ID, weight=9)
    short.ring(3, "anna")
    short.ring(by="bruno", times=1)
    short.ring(2, by="carla")
    for times, by in ((3, "anna"), (1, "bruno"), (2, "carla")):
        long.trigger_event(Bell.Rung, times=times, by=by)
    assert short == long
    assert short.version == 4
    events = short.collect_events()
    assert events == long.collect_events()
    assert [(it.times, it.by) for it in events[1:]] == [
        (3, "anna"),
        (1, "bruno"),
        (2, "carla"),
    ]
    assert [type(it) for it in events] == [Bell.Cast, Bell.Rung, Bell.Rung, Bell.Rung]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((3,), {}),
        ((3, "anna", "bruno"), {}),
        ((3, "anna"), {"by": "bruno"}),
        ((3,), {"who": "anna"}),
        ((), {}),
    ],
)
def test_a_verb_said_wrongly_is_refused_and_changes_nothing(args, said):
    made = Bell(id=ID, weight=9)
    made.collect_events()
    with pytest.raises(TypeError, match=r"Bell\.ring"):
        made.ring(*args, **said)
    assert (made.version, made.heard, made.pending_events) == (1, [], [])


def test_a_change_that_fails_has_not_happened():
    made = Bell(id=ID, weight=9)
    made.collect_events()
    made.heard = None
    with pytest.raises(AttributeError):
        made.ring(3, "anna")
    assert (made.version, made.pending_events) == (1, [])

"""Who of several services of a kind hears of a household: who follows it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import singledispatch
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from diary import MISSED, Promise, Promises, break_promises, household, missed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from azione0.access.followers import Fact, following, note_follower
from azione0.addressing import Addressing, addressing_among, told_of
from azione0.broker import topology
from azione0.contracts.intake import ConsentWithdrawn
from azione0.door import desk
from azione0.letter import number_for, read
from azione0.office import Office
from azione0.partners import Partner, default_partners
from azione0.relay import Relay, send
from azione0.settings import Settings

AT = datetime(2026, 1, 1, tzinfo=UTC)
RETE = Partner("workshops-larete", "workshops", "la-rete")
ELEFANTI = Partner("workshops", "workshops", "elefanti-volanti", serves=("*",))
OTHERS = tuple(it for it in default_partners() if it.kind != "workshops")
EVERYBODY = (*OTHERS, ELEFANTI, RETE)
NAMES = {it.name for it in (ELEFANTI, RETE)}
ORGANISATIONS = ("la-rete", "elefanti-volanti", "comune-brescia")


@singledispatch
def announce(said):
    return None


@announce.register
def _(said: Promise.Broken):
    day = MISSED + timedelta(days=said.paid_cents // 2)
    if said.paid_cents % 2:
        return ConsentWithdrawn(
            person_id=said.originator_id,
            household_id=said.household_id,
            purpose="workshop_participation",
            text_version="v1",
            effective_on=day,
        )
    return replace(
        missed(0),
        household_id=said.household_id,
        agreement_id=said.originator_id,
        effective_on=day,
    )


class SpeakerService:
    """Says that instalments were missed and, of odd cents, that consent ended."""

    name = "ledger"
    announce = staticmethod(announce)
    promises = desk(Promises)


def opened(url: str, partners=EVERYBODY) -> Office:
    me = next(it for it in partners if it.kind == "ledger")
    settings = Settings(me, tuple(partners), url, Path(), None, 0, None)
    return Office(SpeakerService, settings, clock=lambda: AT)


@pytest.fixture
def office(database_url):
    found = opened(database_url)
    yield found
    found.close()


def follow(office, number: int, organisation: str, since: date, at: int = 0) -> None:
    fact = Fact(AT + timedelta(hours=at), f"{at}/{since}", since, organisation)
    with office.store.database.writing() as session:
        note_follower(session, household(number), household(number), fact)


def say(office, number: int, after_days: int = 0, *, stops: bool = False) -> None:
    break_promises(office, number, paid_cents=2 * after_days + stops)


def written(relay) -> None:
    while relay.step():
        pass


def heard(relay, name: str) -> list[tuple[UUID, int]]:
    """Give household and day, as days after the first, of all letters to a service."""
    page = relay.page(name, 0, 10_000)
    assert [number_for(it.headers, name) for it in page] == [*range(1, len(page) + 1)]
    letters = [read(it.headers, it.body) for it in page]
    assert len({it.id for it in letters}) == len(letters)
    return [
        (it.contract.household_id, (it.contract.effective_on - MISSED).days)
        for it in letters
    ]


# -- who works for whom


def test_alone_of_its_kind_nobody_is_addressed():
    assert addressing_among(default_partners()).kinds == frozenset()
    assert addressing_among(EVERYBODY).kinds == {"workshops"}
    ledgers = [*OTHERS, Partner("ledger-two", "ledger", "other")]
    assert addressing_among(ledgers).kinds == frozenset()


def test_a_service_works_for_its_own_organisation_and_those_it_serves():
    addressing = addressing_among([replace(RETE, serves=("comune-brescia",)), ELEFANTI])
    assert addressing.serving("la-rete") == {"workshops-larete"}
    assert addressing.serving("comune-brescia") == {"workshops-larete"}
    assert addressing.serving("elefanti-volanti") == {"workshops"}
    assert addressing.serving("acli") == {"workshops"}  # `*`: whoever no other serves
    nobody = addressing_among([RETE, replace(ELEFANTI, serves=())])
    assert nobody.serving("acli") == set()


def test_who_follows_again_has_not_left():
    addressing = Addressing((RETE, ELEFANTI))
    facts = [
        Fact(AT, "a", date(2025, 1, 1), "la-rete"),
        Fact(AT, "b", date(2025, 3, 1), "elefanti-volanti"),
        Fact(AT, "c", date(2025, 6, 1), "la-rete"),
    ]
    ends = addressing.ends(following(facts))
    assert ends == {"workshops-larete": None, "workshops": date(2025, 6, 1)}
    left = [addressing.has_left("workshops", following(facts), day) for _, day in DAYS]
    assert left == [True, False, True]
    assert not addressing.has_left("workshops", (), date(2025, 1, 1))
    assert not addressing.has_left("employment", following(facts), date(2025, 1, 1))


DAYS = [(n, date(2025, n, 15)) for n in (1, 4, 7)]


# -- what is written


def test_nobody_is_written_to_about_a_household_that_nobody_follows(office):
    say(office, 1)
    written(office.relay)
    assert heard(office.relay, "workshops") == []
    assert heard(office.relay, "employment") == [(household(1), 0)]
    follow(office, 1, "la-rete", MISSED)
    written(office.relay)
    assert heard(office.relay, "workshops-larete") == [(household(1), 0)]
    assert heard(office.relay, "workshops") == []
    assert office.relay.step() == 0


def test_a_letter_on_the_day_of_a_hand_over_is_the_new_ones(office):
    follow(office, 1, "la-rete", MISSED - timedelta(days=30))
    follow(office, 1, "elefanti-volanti", MISSED + timedelta(days=5), at=1)
    for day in (4, 5):
        say(office, 1, day)
    written(office.relay)
    assert heard(office.relay, "workshops-larete") == [(household(1), 4)]
    assert heard(office.relay, "workshops") == [(household(1), 4), (household(1), 5)]


def test_what_has_to_stop_reaches_who_followed_before_and_nobody_else(office):
    follow(office, 1, "la-rete", MISSED)
    follow(office, 1, "elefanti-volanti", MISSED + timedelta(days=1), at=1)
    follow(office, 2, "elefanti-volanti", MISSED)
    for number in (1, 2):
        say(office, number, 9, stops=True)
    written(office.relay)
    assert heard(office.relay, "workshops-larete") == [(household(1), 9)]
    assert {about for about, _ in heard(office.relay, "workshops")} == {
        household(1),
        household(2),
    }
    with office.store.reading() as session:
        told = [
            told_of(
                session, addressing_among(EVERYBODY), household(it), ["ledger", *NAMES]
            )
            for it in (1, 2)
        ]
    assert [{*it} for it in told] == [{"ledger", *NAMES}, {"ledger", "workshops"}]


def test_each_gets_a_message_of_its_own_that_the_broker_routes_to_it_alone(office):
    follow(office, 1, "la-rete", MISSED)
    say(office, 1)
    written(office.relay)
    messages, _ = office.relay.unsent()
    assert {it.routing_key: {*_numbered(it)} for it in messages} == {
        "InstalmentMissed": {"ce-seqemployment", "ce-seqintake", "ce-seqreporting"},
        "InstalmentMissed.to.workshops-larete": {"ce-seqworkshopslarete"},
    }
    bound = {
        (it["routing_key"], it["destination"])
        for it in topology(EVERYBODY, server_version=(3, 10))["bindings"]
        if it["source"] == "ledger.events"
    }
    for it in messages:
        reached = {queue for key, queue in bound if key == it.routing_key}
        assert {f"ce-seq{_plain(queue)}" for queue in reached} == {*_numbered(it)}


def _numbered(message) -> list[str]:
    return [it for it in message.raw.headers if it.startswith("ce-seq")]


def _plain(queue: str) -> str:
    return queue.removesuffix(".inbox").replace("-", "")


def test_a_limit_in_the_middle_of_an_event_sends_all_its_messages(office):
    for number in range(5):
        follow(office, number, "la-rete", MISSED)
        say(office, number)
    written(office.relay)
    sent = []
    for _ in range(20):
        send(office.relay, sent.extend, limit=3)
    assert Counter(it.routing_key for it in sent) == {
        "InstalmentMissed": 5,
        "InstalmentMissed.to.workshops-larete": 5,
    }
    assert office.relay.lag() == (0, 0)


def test_a_crash_while_telling_who_takes_over_tells_it_nothing_twice(
    office, monkeypatch
):
    say(office, 1)
    written(office.relay)
    follow(office, 1, "la-rete", MISSED)

    def die(session, told):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("azione0.addressing.note_told", die)
        with pytest.raises(KeyboardInterrupt):
            office.relay.step()
    written(office.relay)
    assert heard(office.relay, "workshops-larete") == [(household(1), 0)]


def test_what_nobody_was_told_is_said_in_the_words_of_the_day_it_is_told(office):
    """Of a letter that only workshops hear nothing is in the book until then."""
    alone = replace_audience(office)
    say(office, 1)
    written(alone)
    follow(office, 1, "la-rete", MISSED)
    written(alone)
    assert heard(alone, "workshops-larete") == [(household(1), 0)]


def replace_audience(office) -> Relay:
    """Give a relay whose only recipients are the two workshops."""
    return Relay(
        office.store,
        announce,
        source="//aler-bcm/ledger",
        recipients={it.name: it.kind for it in (ELEFANTI, RETE)},
        addressing=addressing_among(EVERYBODY),
    )


# -- one becomes two, and two one


def test_the_one_that_was_alone_keeps_what_it_has_and_hears_its_own_from_then_on(
    database_url,
):
    alone = opened(database_url, (*OTHERS, ELEFANTI))
    follow(alone, 1, "la-rete", MISSED)
    follow(alone, 2, "elefanti-volanti", MISSED)
    for number in (1, 2):
        say(alone, number)
    written(alone.relay)
    alone.close()

    two = opened(database_url)
    for number in (1, 2):
        say(two, number, 7)
        say(two, number, 8, stops=True)
    written(two.relay)
    first, second = household(1), household(2)
    # What has to stop it hears of both: it knows of both.
    assert heard(two.relay, "workshops") == [
        *((first, 0), (second, 0), (first, 8)),
        *((second, 7), (second, 8)),
    ]
    assert heard(two.relay, "workshops-larete") == [(first, 0), (first, 7), (first, 8)]
    two.close()

    again = opened(database_url, (*OTHERS, ELEFANTI))
    written(again.relay)
    assert Counter(heard(again.relay, "workshops")) == Counter(
        (it, day) for it in (first, second) for day in (0, 7, 8)
    )
    again.close()


def test_a_service_that_serves_others_from_now_on_hears_what_it_lacks(database_url):
    office = opened(database_url)
    follow(office, 1, "comune-brescia", MISSED)
    say(office, 1)
    written(office.relay)
    assert heard(office.relay, "workshops-larete") == []
    office.close()
    served = replace(RETE, serves=("comune-brescia",))
    office = opened(database_url, (*OTHERS, ELEFANTI, served))
    assert heard(office.relay, "workshops-larete") == [(household(1), 0)]
    say(office, 1, 3)
    written(office.relay)
    assert heard(office.relay, "workshops") == [(household(1), 0)]
    office.close()


# -- in any order

STEP = some.one_of(
    some.tuples(
        some.just("say"),
        some.integers(1, 2),
        some.integers(0, 12),
        some.booleans(),
    ),
    some.tuples(
        some.just("follow"),
        some.integers(1, 2),
        some.integers(-5, 14),
        some.sampled_from(ORGANISATIONS),
    ),
    some.just(("write", 0, 0, False)),
    some.just(("restart", 0, 0, False)),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(some.lists(STEP, max_size=14), some.randoms(use_true_random=False))
def test_in_any_order_each_hears_once_what_it_must_and_nothing_of_others(steps, random):
    """
    The letters and the words about who follows come in any order, with stops.

    In the end everybody has all that the last word gives them; whoever never
    followed a household, by any word that was known on the way, has nothing of it.
    """
    addressing = addressing_among(EVERYBODY)
    said: list[tuple[int, int, bool]] = []
    facts: dict[int, list[Fact]] = {1: [], 2: []}
    ever: dict[int, set[str]] = {1: set(), 2: set()}
    order = random.sample(steps, len(steps))
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.db"
        office = opened(url)
        for place, (what, number, day, more) in enumerate(order):
            if what == "say":
                if (number, day, more) not in said:
                    said.append((number, day, more))
                    say(office, number, day, stops=more)
            elif what == "follow":
                since = MISSED + timedelta(days=day)
                at = steps.index((what, number, day, more))
                if all(it.letter_id != f"{at}/{since}" for it in facts[number]):
                    fact = Fact(AT + timedelta(hours=at), f"{at}/{since}", since, more)
                    facts[number].append(fact)
                    follow(office, number, more, since, at)
                ever[number] |= {*addressing.ends(following(facts[number]))}
            elif what == "write":
                office.relay.step(limit=place + 1)
            else:
                office.close()
                office = opened(url)
        written(office.relay)
        for name in NAMES:
            got = Counter(heard(office.relay, name))
            for number, day, stops in said:
                ends = addressing.ends(following(facts[number]))
                until = ends.get(name, date.min)
                on = MISSED + timedelta(days=day)
                must = name in ends if stops else until is None or on < until
                if must:
                    assert got[household(number), day]
            about = {it for it, _ in got}
            assert about <= {household(it) for it in (1, 2) if name in ever[it]}
        office.close()

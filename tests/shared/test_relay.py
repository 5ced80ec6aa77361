"""Letters go out: what is stored is said to those who need it, in numbered order."""

from functools import singledispatch

import pytest
from diary import (
    Diary,
    SpeakingService,
    announce,
    break_promises,
    household,
    missed,
    open_office,
)

from azione0 import aggregate, letter_book
from azione0.letter import digest, number_header, read
from azione0.relay import (
    NothingIsStoredAs,
    NothingUnsaid,
    Relay,
    UnknownRecipient,
    send,
)
from azione0.store import Cause

HEARS = ("employment", "intake", "reporting", "workshops")


@pytest.fixture
def office(database_url):
    opened = open_office(SpeakingService, database_url)
    yield opened
    opened.close()


@pytest.fixture
def relay(office):
    return office.relay


def numbers(relay, recipient="intake"):
    header = number_header(recipient)
    return [int(it.headers[header]) for it in relay.page(recipient, 0)]


def who(relay, recipient="intake"):
    letters = [read(it.headers, it.body) for it in relay.page(recipient, 0)]
    return [it.contract.household_id for it in letters]


def again(office, **recipients):
    """Start the relay anew, as after a restart with another partners file."""
    return Relay(
        office.store,
        announce,
        source=office.settings.me.source,
        recipients=recipients or office.settings.recipients,
    )


def test_each_recipient_has_numbers_of_its_own_without_gaps(office, relay):
    break_promises(office, 1, 2, 3)
    assert relay.step() == 3
    for recipient in HEARS:
        assert numbers(relay, recipient) == [1, 2, 3]
    assert who(relay) == [household(1), household(2), household(3)]


def test_who_is_not_in_the_audience_gets_nothing(office, relay):
    break_promises(office, 1)
    relay.step()
    assert relay.page("aler", 0) == []


def test_who_is_no_partner_is_refused(relay):
    with pytest.raises(UnknownRecipient):
        relay.page("stranger", 0)


def test_an_event_that_no_aggregate_stores_cannot_be_announced(office):
    class Drawn(aggregate.Aggregate.Event):
        day: int

    @singledispatch
    def says_what_is_never_stored(event: object) -> None:
        return None

    says_what_is_never_stored.register(Drawn, lambda event: None)
    with pytest.raises(NothingIsStoredAs, match="Drawn"):
        Relay(
            office.store,
            says_what_is_never_stored,
            source=office.settings.me.source,
            recipients=office.settings.recipients,
        )


def test_a_page_begins_after_a_number_and_ends_at_its_limit(office, relay):
    break_promises(office, *range(10))
    relay.step()
    page = relay.page("intake", 3, 4)
    assert [it.headers["ce-seqintake"] for it in page] == ["4", "5", "6", "7"]


def test_steps_of_any_size_write_the_same_book(office, relay):
    break_promises(office, *range(7))
    sizes = []
    while read_now := relay.step(limit=3):
        sizes.append(read_now)
    assert sizes == [3, 3, 1]
    assert numbers(relay) == list(range(1, 8))


def test_what_nobody_hears_of_is_passed_over_and_not_even_read(
    office, relay, monkeypatch
):
    def keep_a_diary(*numbers):
        with office.application.transaction(Cause("test", f"keep/{numbers}")):
            office.application.save(
                *(Diary(id=household(it), household_id=household(it)) for it in numbers)
            )

    keep_a_diary(11, 12)
    break_promises(office, 1)
    keep_a_diary(13)
    break_promises(office, 2)
    keep_a_diary(14, 15)
    seen = []
    whole = relay._letter  # noqa: SLF001  what is read comes through here
    monkeypatch.setattr(
        relay, "_letter", lambda event: seen.append(event.id) or whole(event)
    )
    assert [relay.step(limit=1) for _ in range(4)] == [3, 2, 2, 0]
    assert seen == [3, 5]
    assert numbers(relay) == [1, 2]
    assert relay.lag()[0] == 0


def test_what_was_rolled_back_is_never_said(office, relay):
    def give_up():
        with office.application.transaction(Cause("test", "give up")):
            office.application.breaks(1)
            raise KeyError

    with pytest.raises(KeyError):
        give_up()
    break_promises(office, 2)
    relay.step()
    assert who(relay) == [household(2)]


def test_a_crash_before_the_end_of_a_step_writes_nothing_twice(
    office, relay, monkeypatch
):
    break_promises(office, 1, 2)

    def die(session, unsaid):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(letter_book, "note_unsaid", die)
        with pytest.raises(KeyboardInterrupt):
            relay.step()
    assert numbers(relay) == []
    relay.step()
    assert numbers(relay) == [1, 2]


# -- sending


def test_one_message_bears_the_numbers_of_all_its_recipients(office, relay):
    break_promises(office, 1)
    relay.step()
    [message], _ = relay.unsent()
    assert {name for name in message.raw.headers if name.startswith("ce-seq")} == {
        f"ce-seq{recipient}" for recipient in HEARS
    }
    [given] = relay.page("intake", 0)
    assert digest(message.raw.headers, message.raw.body) == digest(
        given.headers, given.body
    )


def test_what_the_bus_did_not_confirm_is_sent_again_as_it_was(office, relay):
    break_promises(office, 1, 2)
    relay.step()
    first = relay.unsent()

    def refuse(messages):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        send(relay, refuse)
    assert relay.unsent() == first
    assert send(relay, lambda messages: None) == 2
    assert relay.unsent()[0] == []


def test_a_limit_in_the_middle_of_an_event_cuts_no_recipient_off(office, relay):
    break_promises(office, *range(5))
    relay.step()
    sent = []
    for _ in range(20):
        send(relay, sent.extend, limit=6)
    assert len(sent) == 5
    assert all(len({*it.raw.headers} & {"ce-seqintake"}) for it in sent)
    assert relay.lag() == (0, 0)


def test_the_lag_counts_what_waits(office, relay):
    break_promises(office, 1, 2)
    assert relay.lag() == (2, 2)
    relay.step()
    assert relay.lag() == (0, 2)


# -- who joins late


def test_a_late_joiner_gets_everything_from_number_one(office, relay):
    break_promises(office, 1, 2)
    relay.step()
    break_promises(office, 3)
    late = again(office, **{"workshops-larete": "workshops"})
    late.step()
    assert numbers(late, "workshops-larete") == [1, 2, 3]
    assert who(late, "workshops-larete") == [household(it) for it in (1, 2, 3)]


def test_a_late_joiner_is_told_what_the_others_were_told(office, relay, monkeypatch):
    break_promises(office, 1)
    relay.step()
    with monkeypatch.context() as patched:
        patched.setattr(
            "diary.missed", lambda number, paid: pytest.fail("said in other words")
        )
        late = again(office, **{"workshops-larete": "workshops"})
    [theirs], [mine] = late.page("workshops", 0), late.page("workshops-larete", 0)
    assert theirs.body == mine.body
    assert digest(theirs.headers, theirs.body) == digest(mine.headers, mine.body)


def test_a_recipient_enrolled_twice_keeps_its_numbers(office, relay):
    break_promises(office, 1)
    relay.step()
    assert numbers(again(office)) == [1]


# -- what cannot be said


def test_an_event_without_words_gets_no_number_and_stops_nobody(office, relay):
    break_promises(office, 1)
    break_promises(office, 2, paid_cents=-1)
    break_promises(office, 3)
    while relay.step(limit=1):
        pass
    assert numbers(relay) == [1, 2]
    assert who(relay) == [household(1), household(3)]
    [unsaid] = relay.unsaid()
    assert (unsaid.event_seq, unsaid.topic) == (2, "diary.Promise.Broken")
    assert unsaid.reason == "Unspeakable: -1 cents were paid"


def test_what_no_reader_would_accept_is_not_said_either(office, relay, monkeypatch):
    break_promises(office, 1, paid_cents=2**60)
    relay.step()
    [unsaid] = relay.unsaid()
    assert unsaid.reason.startswith("BadLetter: ")


def test_an_event_of_a_newer_version_is_said_after_the_upgrade(
    office, relay, monkeypatch
):
    break_promises(office, 1, 2)
    topic = "diary.Promise.Broken"
    known = aggregate._event_classes  # noqa: SLF001  as an older version knows them
    with monkeypatch.context() as patched:
        patched.delitem(known, topic)
        patched.setattr(relay, "_topics", frozenset())
        relay.step()
        assert [it.topic for it in relay.unsaid()] == [topic, topic]
    after = again(office)
    assert after.unsaid() == []
    assert sorted(who(after)) == sorted([household(1), household(2)])
    assert numbers(after) == [1, 2]


def test_a_person_may_ask_for_it_again(office, relay, monkeypatch):
    break_promises(office, 1, paid_cents=-1)
    relay.step()
    assert relay.say_again(1) is False
    assert len(relay.unsaid()) == 1
    with monkeypatch.context() as patched:
        patched.setattr(relay, "_announce", lambda event: missed(1))
        assert relay.say_again(1) is True
    assert relay.unsaid() == []
    assert numbers(relay) == [1]
    with pytest.raises(NothingUnsaid):
        relay.say_again(1)


def test_said_at_last_it_goes_only_to_who_has_not_got_it(office, relay, monkeypatch):
    break_promises(office, 1)
    relay.step()

    def dumb(event):
        raise OSError("no words today")

    with monkeypatch.context() as patched:
        patched.setattr(letter_book, "stretch", lambda session, after, upto: {})
        patched.setattr(Relay, "_letter", lambda relay, event: dumb(event))
        late = again(office, **{"workshops-larete": "workshops"})
        assert len(late.unsaid()) == 1
    late = again(office)
    assert numbers(late, "workshops-larete") == numbers(late, "workshops") == [1]


def test_a_person_may_decide_that_nobody_hears_of_it(office, relay):
    break_promises(office, 1, paid_cents=-1)
    relay.step()
    relay.leave_unsaid(1, by="anna", reason="a test of the till")
    assert again(office).unsaid() == []
    with pytest.raises(NothingUnsaid):
        relay.say_again(1)
    with office.store.reading() as session:
        [[left_by]] = session.execute("SELECT left_by FROM unsaid")
    assert left_by.startswith("anna at 2026-01-01T00:00:00")

"""Letters come in: each kept, each acted on once, whatever comes between."""

import pytest
from diary import NOW, SOURCE, TROUBLE, Clock, DiaryService, open_office, raw
from eventsourcing.persistence import IntegrityError, OperationalError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from azione0 import inbox as inbox_module
from azione0.contract import UnknownContract
from azione0.inbox import MOST_ATTEMPTS, NoGap
from azione0.letter import Raw
from azione0.store import Transaction

UNKNOWN = "it.azione0.ledger.InstalmentForgiven.v1"
ANOTHER = "//solco-brescia/employment"


@pytest.fixture
def moving():
    return Clock()


@pytest.fixture
def office(database_url, moving):
    TROUBLE.clear()
    opened = open_office(DiaryService, database_url, moving)
    yield opened
    opened.close()
    TROUBLE.clear()


@pytest.fixture
def inbox(office):
    return office.inbox


def lines(office):
    return office.application.lines()


def states(office):
    return {it.position: it.state for it in office.parking.letters()}


# -- once


def test_a_letter_is_acted_on_once_however_often_it_comes(office, inbox):
    for times in (1, 50):
        inbox.take([raw(1)] * times)
    assert lines(office) == ["letter-1"]
    assert inbox.census() == {"done": 1, "quarantined": 0}


def test_copies_in_a_batch_and_after_it_are_counted_as_known(inbox):
    taken = inbox.take([raw(1), raw(1), raw(1)])
    assert (taken.done.total(), taken.known) == (1, 2)
    assert inbox.take([raw(1)]).known == 1


def test_a_letter_under_the_id_of_another_is_kept_apart(office, inbox):
    inbox.take([raw(1)])
    taken = inbox.take([raw(1, paid_cents=5)])
    assert taken.quarantined == 1
    assert lines(office) == ["letter-1"]
    [kept] = office.parking.quarantined()
    assert kept.letter_id == "letter-1"
    assert "under this id before" in kept.reason


def test_one_id_from_two_publishers_is_two_letters(office, inbox):
    inbox.take([raw(1, id="a"), raw(1, id="a", source=ANOTHER)])
    assert lines(office) == ["a", "a"]


# -- in order


def test_a_late_letter_is_not_a_duplicate(office, inbox):
    for number in (1, 3, 2):
        inbox.take([raw(number, about=number)])
    assert lines(office) == ["letter-1", "letter-2", "letter-3"]


def test_letters_behind_a_gap_are_held_and_others_go_on(office, inbox):
    taken = inbox.take([raw(2), raw(4), raw(1, id="b", source=ANOTHER)])
    assert (taken.held, lines(office)) == (2, ["b"])
    assert inbox.last_number(SOURCE) == 0

    assert inbox.take([raw(1)]).released == 1
    assert lines(office) == ["b", "letter-1", "letter-2"]
    assert inbox.census() == {"done": 3, "held": 1, "quarantined": 0}


def test_a_shuffled_window_is_acted_on_to_the_last(office, inbox):
    shuffled = [(number * 37) % 64 + 1 for number in range(64)]
    for start in range(0, 64, 5):
        inbox.take([raw(it, about=it % 3) for it in shuffled[start : start + 5]])
    assert len(lines(office)) == inbox.last_number(SOURCE) == 64
    assert inbox.census() == {"done": 64, "quarantined": 0}


def test_a_letter_that_fails_still_fills_its_gap(office, inbox):
    inbox.take([raw(2, about=2), raw(3, about=3)])
    TROUBLE.add("letter-1")
    inbox.take([raw(1, about=1)])
    assert lines(office) == ["letter-2", "letter-3"]
    assert inbox.census() == {"done": 2, "retrying": 1, "quarantined": 0}


def test_another_letter_under_a_number_gone_by_is_kept_apart(office, inbox):
    inbox.take([raw(1), raw(2)])
    inbox.take([raw(1, id="other")])
    assert lines(office) == ["letter-1", "letter-2"]
    assert len(office.parking.quarantined()) == 1


def test_two_letters_held_under_one_number_do_not_stop_the_rest(office, inbox):
    inbox.take([raw(2), raw(2, id="other"), raw(3)])
    inbox.take([raw(1)])
    assert lines(office) == ["letter-1", "letter-2", "letter-3"]
    assert inbox.census() == {"done": 3, "quarantined": 1}


def test_a_person_may_pass_a_gap_and_is_remembered(office, inbox):
    inbox.take([raw(1), raw(4), raw(5)])
    taken = inbox.skip_gap(SOURCE, by="anna", reason="their disk is gone")

    assert taken.released == 2
    assert lines(office) == ["letter-1", "letter-4", "letter-5"]
    with office.store.reading() as session:
        assert session.execute(
            "SELECT source, first_number, last_number, decided_by FROM skipped"
        ) == [(SOURCE, 2, 3, "anna")]


def test_no_gap_is_passed_where_nothing_is_held(inbox):
    inbox.take([raw(1)])
    with pytest.raises(NoGap):
        inbox.skip_gap(SOURCE, by="anna", reason="none")
    assert inbox.last_number(SOURCE) == 1


# -- failing


def test_a_failing_letter_leaves_no_trace_and_stops_nobody_else(office, inbox):
    TROUBLE.add("letter-2")
    taken = inbox.take([raw(1, about=1), raw(2, about=2), raw(3, about=3)])
    assert taken.failed == 1
    assert lines(office) == ["letter-1", "letter-3"]
    assert office.application.diary(2) is None


def test_letters_about_the_same_household_wait_behind_it(office, inbox):
    TROUBLE.add("letter-1")
    taken = inbox.take([raw(1), raw(2), raw(3), raw(4, about=2)])
    assert taken.waiting == 2
    assert states(office) == {1: "retrying", 2: "waiting", 3: "waiting"}


def test_what_waited_goes_on_when_the_first_has_succeeded(office, inbox, moving):
    TROUBLE.add("letter-1")
    inbox.take([raw(1), raw(2), raw(3)])
    TROUBLE.clear()
    moving.pass_by(seconds=2)
    assert inbox.retry_due(moving()).done.total() == 3
    assert states(office) == {}


def test_letters_let_go_together_wait_when_the_first_fails(office, inbox):
    TROUBLE.add("letter-2")
    inbox.take([raw(2), raw(3), raw(4)])
    inbox.take([raw(1, about=2)])
    assert lines(office) == ["letter-1"]
    assert sorted(states(office).values()) == ["retrying", "waiting", "waiting"]


def test_a_letter_is_tried_at_most_once_a_second(inbox, moving):
    TROUBLE.add("letter-1")
    tries = inbox.take([raw(1)]).failed
    for _ in range(50):
        moving.pass_by(milliseconds=100)
        tries += inbox.retry_due(moving()).failed
    assert 2 <= tries <= 5


def test_after_growing_delays_a_letter_is_parked_with_its_reason(office, inbox, moving):
    TROUBLE.add("letter-1")
    inbox.take([raw(1)])
    delays = []
    for _ in range(MOST_ATTEMPTS - 1):
        [failing] = office.parking.letters()
        delays.append((failing.due_at - moving()).total_seconds())
        moving.now = failing.due_at
        inbox.retry_due(moving())
    [parked] = office.parking.letters()
    assert delays == sorted(delays)
    assert 1 <= delays[0] <= 1.25
    assert parked.state == "parked"
    assert parked.reason == "Trouble: letter letter-1"
    assert inbox.retry_due(moving.now.replace(year=2030)).failed == 0


def test_a_key_that_is_always_there_already_is_a_failure_and_no_race(
    office, inbox, moving, monkeypatch
):
    def conflict(letter):
        raise IntegrityError("the same key again")

    monkeypatch.setitem(inbox.handlers, raw(1).headers["ce-type"], conflict)
    inbox.take([raw(1)])
    for _ in range(MOST_ATTEMPTS):
        moving.pass_by(hours=2)
        inbox.retry_due(moving())
    assert states(office) == {1: "parked"}


def test_a_reason_that_no_database_would_keep_is_written_out(
    office, inbox, monkeypatch
):
    def strange(letter):
        raise ValueError("\0 and \ud800")

    monkeypatch.setitem(inbox.handlers, raw(1).headers["ce-type"], strange)
    inbox.take([raw(1)])
    [failing] = office.parking.letters()
    assert failing.reason == r"ValueError: \0 and \ud800"


def test_what_the_database_cannot_do_is_no_fault_of_the_letter(
    office, inbox, monkeypatch
):
    def away(letter):
        raise OperationalError("the server is away")

    monkeypatch.setitem(inbox.handlers, raw(1).headers["ce-type"], away)
    with pytest.raises(OperationalError):
        inbox.take([raw(1)])
    assert inbox.census() == {"quarantined": 0}


def test_a_mistake_in_a_statement_is_parked_on_both_databases(office, inbox):
    def misspelt(letter):
        office.store.current().session.execute("SELECT wisdom FROM lines_v1")

    inbox.handlers = {raw(1).headers["ce-type"]: misspelt}
    inbox.take([raw(1)])
    assert states(office) == {1: "retrying"}


def test_one_by_one_only_when_a_batch_fails(office, inbox, monkeypatch):
    sizes = []
    whole = inbox.take_whole

    def counting(raws):
        sizes.append(len(raws))
        return whole(raws)

    monkeypatch.setattr(inbox, "take_whole", counting)
    inbox.take([raw(it) for it in (1, 2, 3)])
    TROUBLE.add("letter-5")
    inbox.take([raw(it, about=it) for it in (4, 5)])
    assert sizes == [3, 2, 1, 1]


def test_a_rolled_back_batch_leaves_no_memory(office, inbox):
    inbox.take([raw(1)])
    TROUBLE.add("letter-2")
    inbox.take([raw(2)])
    inbox.take([raw(3, about=2)])
    TROUBLE.clear()
    assert office.application.diary(1).lines == {"letter-1"}
    with office.store.transaction():
        assert office.application.diary(1).lines == {"letter-1"}


# -- killed in between


class Killed(BaseException):
    """Stands for the end of the process."""


def test_killed_before_the_commit_a_letter_is_acted_on_when_it_comes_again(
    office, inbox, monkeypatch
):
    def die(row, position, now):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(inbox_module, "_inbox_row", die)
        with pytest.raises(Killed):
            inbox.take([raw(1)])
    assert lines(office) == []
    inbox.take([raw(1)])
    assert lines(office) == ["letter-1"]


def test_killed_after_the_commit_a_letter_that_comes_again_is_known(
    office, inbox, monkeypatch
):
    def die(transaction):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("azione0.store.Transaction.committed", die)
        with pytest.raises(Killed):
            inbox.take([raw(1)])
    assert inbox.take([raw(1)]).known == 1
    assert lines(office) == ["letter-1"]
    assert office.application.diary(1).lines == {"letter-1"}


def test_a_reaction_run_again_makes_the_same_ids(office, inbox, monkeypatch):
    def ids():
        return [it.event_id for it in office.store.select_notifications(1, 10)]

    seen = []
    finish = Transaction.finish

    def die(transaction):
        seen.extend(
            (event.originator_id, event.originator_version, cause.id)
            for event, cause in finish(transaction)
        )
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("azione0.store.Transaction.finish", die)
        with pytest.raises(Killed):
            inbox.take([raw(1)])
    inbox.take([raw(1)])
    again = [
        (it.originator_id, it.originator_version, it.causation_id)
        for it in office.store.select_notifications(1, 10)
    ]
    assert again == seen
    assert len(set(ids())) == 2


# -- what is no letter


def test_a_message_without_an_id_is_kept_under_the_hash_of_its_bytes(office, inbox):
    broken = raw(1)
    del broken.headers["ce-id"]
    for _ in range(2):
        inbox.take([broken, raw(1)])
    assert inbox.census() == {"done": 1, "quarantined": 1}


@example({"ce-source": "//a\0b"}, None)
@example({"ce-source": "//a\0b/c"}, None)
@example({"ce-source": "//a/\ud800"}, None)
@example({"ce-id": "\ud800"}, None)
@example({"ce-type": "\0"}, b"\0")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.sampled_from(list(raw(1).headers)), st.text(max_size=30), min_size=1
    ),
    st.one_of(st.none(), st.binary(max_size=50)),
)
def test_no_message_stops_the_inbox(inbox, headers, body):
    whole = raw(1)
    strange = Raw({**whole.headers, **headers}, whole.body if body is None else body)
    before = sum(inbox.census().values())
    taken = inbox.take([strange])
    known = taken.known
    assert sum(inbox.census().values()) - before <= 1
    assert known or taken.done or taken.quarantined or taken.parked or taken.held


def test_letters_of_an_unknown_contract_go_on_after_an_upgrade(
    database_url, moving, monkeypatch
):
    TROUBLE.clear()
    TROUBLE.add("letter-3")
    known = inbox_module.letters.contract_for

    def older(type_name):
        raise UnknownContract(f"no contract is called {type_name!r}")

    with monkeypatch.context() as patched:
        patched.setattr(inbox_module.letters, "contract_for", older)
        before = open_office(DiaryService, database_url, moving)
        taken = before.inbox.take([raw(it) for it in (1, 2, 3, 4)])
        assert (taken.parked, lines(before)) == (4, [])
        before.close()
    assert inbox_module.letters.contract_for is known

    after = open_office(DiaryService, database_url, moving)
    after.inbox.retry_due(moving())
    assert lines(after) == ["letter-1", "letter-2"]
    assert states(after) == {3: "retrying", 4: "waiting"}
    after.close()
    TROUBLE.clear()


def test_an_unknown_contract_holds_up_its_household_only(office, inbox):
    unknown = raw(1)
    unknown.headers["ce-type"] = UNKNOWN
    inbox.take([unknown, raw(2, about=1), raw(3, about=2)])
    assert lines(office) == ["letter-3"]
    assert states(office) == {1: "parked", 2: "waiting"}
    assert office.parking.letters()[0].received_at == NOW


def test_what_is_numbered_for_others_alone_is_not_kept(office):
    """A queue that is bound to too much must not make anybody act, or remember."""
    for_another = raw(None, id="theirs", seqworkshops="7")
    taken = office.inbox.take([for_another, raw(1)])
    assert (taken.strayed, taken.done.total(), taken.held) == (1, 1, 0)
    assert lines(office) == ["letter-1"]
    # Given with our number later it is acted on, and fills its place.
    again = office.inbox.take([raw(2, id="theirs", seqworkshops="7")])
    assert (again.strayed, again.done.total()) == (0, 1)
    assert lines(office) == ["letter-1", "theirs"]
    assert office.inbox.census() == {"done": 2, "quarantined": 0}


def test_what_bears_no_number_at_all_is_a_creditors_and_is_acted_on(office):
    assert office.inbox.take([raw(None, id="bill")]).done.total() == 1

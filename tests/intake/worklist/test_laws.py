"""What holds of every worklist: one total order, whatever was heard first."""

from datetime import date, timedelta
from itertools import pairwise
from tempfile import TemporaryDirectory

from front_desk import NOW, FrontOffice, detected, eased, letter
from hypothesis import given, settings
from hypothesis import strategies as st
from test_any_order import LETTERS, SECOND

from azione0.contracts import ledger
from intake.governance.figures import Adopted, Book
from intake.shelves import worklist as shelf
from intake.worklist.facts import Contact, Eviction, Facts, OpenTask
from intake.worklist.priority import CRITERIA, prioritise
from intake.worklist.row import row_on, stretches

START = date(2025, 1, 1)
DAYS = st.dates(START, date(2025, 3, 1))
KINDS = ("answer_eviction", "call", "first_contact", "propose_relief", "review_breach")
TASKS = st.builds(
    lambda urgency, since_on, days, kind: OpenTask(
        urgency, since_on + timedelta(days=days), kind, since_on, kind
    ),
    st.integers(1, 5),
    DAYS,
    st.integers(0, 40),
    st.sampled_from(KINDS),
)
CONTACTS = st.builds(
    Contact,
    DAYS,
    st.integers(1, 9),
    st.sampled_from(("phone", "door", "letter")),
    st.just("no_answer"),
    st.just("la-rete"),
    st.just("la-rete/anna"),
)
FACTS = st.builds(
    Facts,
    household_id=st.uuids(),
    case_id=st.none(),
    status=st.sampled_from(("identified", "in_charge", "suspended")),
    since_on=DAYS,
    follows=st.lists(
        st.tuples(DAYS, st.sampled_from(("la-rete", "aler"))), max_size=2
    ).map(lambda it: tuple(sorted(it))),
    workers=st.just(()),
    building_id=st.just("torre"),
    band=st.sampled_from(("", "A", "B", "C", "D")),
    owed_cents=st.integers(0, 2000),
    minors=st.lists(st.tuples(DAYS, st.none() | st.integers(0, 3)), max_size=3).map(
        lambda told: tuple(sorted(dict(told).items()))
    ),
    tasks=st.lists(TASKS, max_size=3).map(tuple),
    evictions=st.lists(
        st.builds(Eviction, st.just("noticed"), DAYS, st.none() | DAYS), max_size=2
    ).map(tuple),
    agreements=st.lists(
        st.sampled_from(("active", "broken", "suspended")), max_size=2
    ).map(tuple),
    contacts=st.lists(CONTACTS, max_size=3).map(tuple),
)
NAMES = ("worklist_soon_days", "worklist_silence_days", "cooldown_phone_days")
BOOKS = st.lists(
    st.builds(
        Adopted,
        DAYS,
        st.sampled_from(("v1", "v2")),
        st.sampled_from(NAMES),
        st.integers(0, 40).map(str),
    ),
    max_size=4,
    unique_by=lambda it: (it.effective_from, it.policy_version, it.name),
).map(Book)


@given(FACTS, BOOKS, st.dates(START, date(2025, 7, 1)))
def test_the_rows_kept_are_those_reckoned_on_each_day(facts, book, day):
    rows = [*stretches(facts, book)]
    assert rows[0].from_on == date.min
    assert rows[-1].until_on == date.max
    for one, following in pairwise(rows):
        assert one.until_on == following.from_on
        assert one.row != following.row
    floor = max(
        facts.since_on,
        facts.last_contact.on if facts.last_contact else date.min,
    )
    [held] = [it for it in rows if it.from_on <= day < it.until_on]
    assert held.row == row_on(facts, max(day, floor), book)


@given(st.lists(FACTS, min_size=2, max_size=6), BOOKS, DAYS)
def test_the_order_is_that_of_the_published_classes(facts, book, day):
    placed = [prioritise(it, day, book) for it in facts]
    by_classes = sorted(
        placed, key=lambda it: ([one.rank for one in it.placed], it.presses_on)
    )
    by_order = sorted(placed, key=lambda it: it.order)
    assert [it.order for it in by_classes] == [it.order for it in by_order]
    for it in placed:
        assert [one.criterion for one in it.placed] == [name for name, _ in CRITERIA]
        assert it.order < 2**63


MORE = [
    *LETTERS,
    *(
        letter(it, recorded_at=NOW + timedelta(hours=9))
        for it in (
            detected(SECOND, "e9", on=date(2025, 2, 12), band="D", cents=400000),
            eased(ledger.AgreementSuperseded, SECOND, on=date(2025, 12, 1)),
            ledger.EvictionStepRecorded(
                household_id=SECOND,
                creditor_id="aler-bcm",
                step="filed",
                amount_cents=400000,
                deadline_on=date(2025, 12, 9),
                effective_on=date(2025, 11, 9),
            ),
        )
    ),
]


def rows_after(raws):
    with TemporaryDirectory() as folder:
        return rows_on({"AZIONE0_DATA": folder}, raws)


def rows_on(environ, raws):
    office = FrontOffice(environ)
    office.target()
    for raw in raws:
        office.hand_in([raw])
    told = _rows(office)
    with office.command() as intake:
        intake.reckon_worklist()
    assert _rows(office) == told
    office.house.close()
    return told


def _rows(office):
    with office.intake.store.reading() as session:
        kept = session.execute(
            "SELECT * FROM worklist_v1 ORDER BY household_id, from_on"
        )
        told = session.execute(
            "SELECT * FROM worklist_told_v1 ORDER BY household_id, from_on"
        )
        heard = shelf.page(session, date(2025, 12, 1), NOW)
        signals = session.execute(
            "SELECT * FROM signal_lines_v1 ORDER BY effective_on, signal_id"
        )
    return [kept, told], heard, signals


EXPECTED = rows_after(MORE)


def test_the_letters_make_a_list_worth_comparing():
    kept, heard, signals = EXPECTED
    assert len(heard.rows) == 2
    assert len(kept[0]) == len(kept[1]) >= 2
    assert len(signals) >= 6
    assert heard.rows[0].told["decided_by"] == "eviction"


def test_the_list_is_the_same_on_every_store(database_url, tmp_path):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_INTAKE_DB": database_url}
    assert rows_on(environ, MORE) == EXPECTED


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(MORE))))
def test_whatever_was_heard_first_the_list_is_one_and_the_same(told):
    assert rows_after([MORE[it] for it in told]) == EXPECTED

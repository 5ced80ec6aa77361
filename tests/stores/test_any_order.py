"""
The same letters in any order, any number of times, in batches of any size.

They end in the same inbox and in the same effects, on both databases: for a
diary, whose letters are numbered and about four households, one of which brings
a letter that fails at first; and for the real ledger, by what it owes and says
when the last day is closed.
"""

from contextlib import contextmanager
from datetime import date
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg
import pytest
from creditors import ADMINISTRATOR, ALER, HOUSEHOLD, months, registered
from diary import SOURCE, TROUBLE, Clock, DiaryService, open_office, raw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azione0.house import House
from azione0.store import Cause
from ledger.account.account import Account, account_id
from ledger.agreement.agreement import RepaymentAgreement

LETTERS = [raw(it, about=it % 4) for it in range(1, 13)]
STRANGERS = [
    raw(None, id=f"free {it}", about=it, source="//solco-brescia/employment")
    for it in range(4)
]
FAILING = "letter-6"

LAST_DAY = date(2025, 9, 1)
SIGNED_ON = date(2025, 5, 2)
BEFORE = [
    registered(("ALER-BCM", "T1"), ("COND-SOLE", "C9")),
    ALER.tenancy(),
    *(ALER.bill(due) for due in months(date(2025, 1, 5), 4)),
]
CURRENT = months(date(2025, 5, 5), 4)
AFTER = [
    ADMINISTRATOR.tenancy("C9"),
    *(ALER.bill(due, iuv=str(due)) for due in CURRENT),
    *(ALER.payment(due, 18000, iuv=str(due)) for due in CURRENT),
    ADMINISTRATOR.bill(date(2025, 5, 10), 9000, tenancy_id="C9", kind="service"),
    ADMINISTRATOR.payment(date(2025, 6, 12), 4000, tenancy_id="C9"),
    # Paid before the agreement, and told after it.
    ALER.payment(date(2025, 2, 10), 18000, payment_id="early"),
    ALER.payment(date(2025, 6, 5), 7000, payment_id="first instalment"),
    ALER.payment(date(2025, 6, 20), 25000, payment_id="taken back"),
    ALER.refund("taken back", date(2025, 6, 20), 25000, on=date(2025, 7, 15)),
    ALER.payment(date(2025, 8, 25), 18000, payment_id="late"),
    ALER.take_back("T1-rent-2025-03-05", date(2025, 8, 1)),
]
CLOSES = [date(2025, 5, 20), date(2025, 6, 30), date(2025, 8, 3)]


class Place:
    """New, empty databases of one kind, each gone after its use."""

    def __init__(self, url: str | None) -> None:
        self._server = url

    @contextmanager
    def database(self):
        if self._server is None:
            with TemporaryDirectory() as folder:
                yield f"sqlite:///{folder}/store.db"
            return
        # One database, emptied each time: to make one takes longer than the test.
        with psycopg.connect(self._server, autocommit=True) as operator:
            operator.execute("DROP SCHEMA public CASCADE")
            operator.execute("CREATE SCHEMA public")
        yield self._server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request):
    if request.param == "sqlite":
        return Place(None)
    return Place(request.getfixturevalue("postgres_url"))


def batches(letters, size):
    return [letters[it : it + size] for it in range(0, len(letters), size)]


def diary_after(place, raws, size):
    clock = Clock()
    TROUBLE.add(FAILING)
    with place.database() as url:
        office = open_office(DiaryService, url, clock)
        for batch in batches(raws, size):
            office.inbox.take(batch)
        # Mended, and as much later as any letter may have been put off.
        TROUBLE.clear()
        clock.pass_by(hours=2)
        office.inbox.retry_due(clock())
        diaries = office.application
        seen = (
            office.inbox.census(),
            office.inbox.last_number(SOURCE),
            diaries.lines(),
            [sorted(diaries.diary(it).lines) for it in range(4)],
        )
        office.close()
    return seen


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_diary_holds_the_same_lines(place, data):
    letters = LETTERS + STRANGERS
    order = data.draw(st.permutations(letters))
    again = data.draw(st.lists(st.sampled_from(letters), max_size=8))
    size = data.draw(st.integers(1, 20))
    assert diary_after(place, [*order, *again], size) == DIARY


DIARY = (
    {"done": 16, "quarantined": 0},
    12,
    sorted([f"letter-{it}" for it in range(1, 13)] + [f"free {it}" for it in range(4)]),
    [
        sorted([f"letter-{it}" for it in range(1, 13) if it % 4 == of] + [f"free {of}"])
        for of in range(4)
    ],
)


def ledger_after(place, raws, size, closes):
    with place.database() as url:
        environ = {"AZIONE0_LEDGER_DB": url}
        with House(environ, clock=Clock(), kinds=("ledger",)) as house:
            ledger = house.ledger
            house.hand_in("ledger", BEFORE)
            close(ledger, SIGNED_ON)
            agreement_id = agree(ledger)
            waiting = list(closes)
            for batch in batches(raws, size):
                house.hand_in("ledger", batch)
                if waiting:
                    close(ledger, waiting.pop(0))
            close(ledger, LAST_DAY)
            return (
                house.office("ledger").inbox.census(),
                [ledger.standing(HOUSEHOLD, it, LAST_DAY) for it in CREDITORS],
                [said_of(ledger, it) for it in CREDITORS],
                agreement(ledger, agreement_id),
            )


CREDITORS = ("ALER-BCM", "COND-SOLE")


def close(ledger, day):
    with ledger.transaction(Cause("timer", f"close/{day}")):
        ledger.close_day(day)


def agree(ledger) -> UUID:
    with ledger.transaction(Cause("operator", "agree")):
        agreement_id = ledger.propose_agreement(
            HOUSEHOLD,
            "ALER-BCM",
            instalment_cents=7000,
            first_due_on=date(2025, 6, 5),
            on=SIGNED_ON,
        )
        ledger.sign_agreement(agreement_id, on=SIGNED_ON, signatory_roles=["tenant"])
    return agreement_id


def said_of(ledger, creditor_id):
    account = ledger.get(Account, account_id(HOUSEHOLD, creditor_id))
    return {
        detected_on: (said.band, said.cleared_on)
        for detected_on, said in account.episodes.items()
    }


def agreement(ledger, agreement_id):
    found = ledger.get(RepaymentAgreement, agreement_id)
    return found.state, found.paid, found.missed, found.completed_on


@pytest.fixture(scope="module")
def in_order():
    return ledger_after(Place(None), AFTER, len(AFTER), [])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_the_ledger_owes_and_says_the_same(place, in_order, data):
    order = data.draw(st.permutations(AFTER))
    again = data.draw(st.lists(st.sampled_from(BEFORE + AFTER), max_size=5))
    size = data.draw(st.integers(1, 14))
    closes = data.draw(st.sets(st.sampled_from(CLOSES)).map(sorted))
    assert ledger_after(place, [*order, *again], size, closes) == in_order


def test_the_story_has_something_to_forget(in_order):
    """Were nothing owed, missed or unsaid here, its order could not matter."""
    _, [rent, costs], said, (state, paid, missed, _) = in_order
    assert rent.overdue_cents > 0
    assert costs.overdue_cents == 5000
    assert said[0]
    assert (state, bool(paid), bool(missed)) == ("breached", True, True)

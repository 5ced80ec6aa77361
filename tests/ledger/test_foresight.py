"""A batch of letters asks a few questions, not a few for each of its letters."""

from collections import Counter
from datetime import date
from uuid import UUID, uuid5

import pytest
from creditors import ALER, months, registered

from azione0.contracts import intake
from azione0.house import House
from azione0.store import Cause
from ledger.account.account import Account, account_id
from ledger.rulebook import RULEBOOK_ID, Rulebook

NAMES = UUID("00000000-0000-4000-8000-00000000f02e")
BILLED = months(date(2025, 1, 10), 3)
CLOSED_ON = date(2025, 2, 15)


def home(number):
    return uuid5(NAMES, str(number))


def tenancy(number):
    return f"T{number}"


def iuv(number, due_on):
    return f"{due_on:%y%m}{number}"


def bill(number, due_on):
    return ALER.bill(due_on, tenancy_id=tenancy(number), iuv=iuv(number, due_on))


def payment(number, due_on, cents=18000, **told):
    return ALER.payment(
        due_on,
        cents,
        tenancy_id=None,
        payment_id=f"{number}/{due_on}",
        iuv=iuv(number, due_on),
        channel="pagopa",
        **told,
    )


@pytest.fixture
def house(database_url, clock):
    environ = {"AZIONE0_LEDGER_DB": database_url}
    with House(environ, clock=clock, kinds=("ledger",)) as opened:
        yield opened


@pytest.fixture
def asked(monkeypatch, house):
    with house.ledger.store.reading() as session:
        kind = type(session)
    run, seen = kind.execute, Counter()

    def counted(self, statement, values=()):
        seen[statement.split()[0]] += 1
        return run(self, statement, values)

    monkeypatch.setattr(kind, "execute", counted)
    return seen


def hear(house, letters):
    taken = house.hand_in("ledger", list(letters))
    assert not taken.failed, house.office("ledger").parking.letters()


def let(house, numbers):
    hear(
        house,
        (
            registered((ALER.creditor_id, tenancy(it)), household_id=home(it))
            for it in numbers
        ),
    )


def close(house, day):
    with house.ledger.transaction(Cause("timer", f"close/{day}")):
        house.ledger.close_day(day)


def open_cents(house, number):
    account = house.ledger.get(Account, account_id(home(number), ALER.creditor_id))
    return sum(account.open_as_said.values())


def a_life(house, numbers):
    """Three months of bills; some are paid, before and after a day is closed."""
    let(house, numbers)
    first, second, third = BILLED
    hear(house, (bill(it, first) for it in numbers))
    hear(house, (payment(it, first) for it in numbers if it % 2))
    hear(house, (bill(it, second) for it in numbers))
    close(house, CLOSED_ON)
    hear(house, (payment(it, second) for it in numbers if it % 3))
    hear(house, (bill(it, third) for it in numbers))
    hear(house, (payment(it, third, iur=f"R{it}") for it in numbers))


def test_three_times_as_many_letters_ask_no_more_questions(house, asked):
    a_life(house, range(20))
    few = Counter(asked)
    assert [open_cents(house, it) for it in range(4)] == [36000, 0, 18000, 18000]
    asked.clear()
    a_life(house, range(100, 160))
    assert few["SELECT"] > 0
    # PostgreSQL is asked once in its life for the types of each table's columns.
    assert all(asked[word] <= few[word] for word in asked)


def test_money_that_came_before_its_bill_in_one_batch_is_posted(house):
    let(house, [1])
    due_on = BILLED[0]
    hear(house, [payment(1, due_on), bill(1, due_on)])
    assert open_cents(house, 1) == 0
    assert house.ledger.waiting() == []


def test_a_payment_told_twice_in_one_batch_counts_once(house):
    let(house, [1])
    first, second, _ = BILLED
    hear(
        house,
        [
            bill(1, first),
            bill(1, second),
            payment(1, first, letter_id="the bank"),
            payment(1, first, letter_id="pagoPA", iur="R1"),
        ],
    )
    account = house.ledger.get(Account, account_id(home(1), ALER.creditor_id))
    assert len(account.books.payments) == 1
    assert open_cents(house, 1) == 18000


def test_what_waits_for_its_household_in_a_batch_is_posted_with_it(house):
    due_on = BILLED[0]
    hear(house, [bill(1, due_on), payment(1, due_on)])
    assert len(house.ledger.waiting()) == 2
    let(house, [1])
    assert open_cents(house, 1) == 0
    assert house.ledger.waiting() == []


def test_figures_adopted_among_other_letters_reach_every_account(house):
    let(house, [1])
    first, second, third = BILLED
    hear(house, [bill(1, first), bill(1, second), payment(1, second)])
    late = ALER.payment(date(2025, 3, 1), 18000, tenancy_id=tenancy(1))
    hear(house, [late, bill(1, third)])
    close(house, date(2025, 3, 5))
    account = house.ledger.get(Account, account_id(home(1), ALER.creditor_id))
    assert not account.episodes

    adopted = intake.PolicyParametersAdopted(
        policy_version="strict",
        parameters=(intake.Parameter(name="detection_months", value="1"),),
        effective_from=date(2025, 1, 1),
        effective_on=date(2025, 3, 5),
    )
    hear(house, [payment(1, third), ALER.letter(adopted)])
    close(house, date(2025, 3, 6))
    account = house.ledger.get(Account, account_id(home(1), ALER.creditor_id))
    [said] = account.episodes.values()
    assert said.cleared_on == date(2025, 3, 1)


def test_the_legal_rate_of_a_new_year_reaches_the_rules_by_letter(house):
    let(house, [1])
    adopted = intake.PolicyParametersAdopted(
        policy_version="tasso-2027",
        parameters=(intake.Parameter(name="legal_interest_bp_2027", value="125"),),
        effective_from=date(2026, 12, 15),
        effective_on=date(2026, 12, 15),
    )
    hear(house, [ALER.letter(adopted)])
    rules = house.ledger.get(Rulebook, RULEBOOK_ID).rules
    assert rules.legal_rates().on(date(2027, 3, 1)).basis_points == 125

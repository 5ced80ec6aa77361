"""29 February and the nights on which clocks change are days like others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from small_estate import ALER, CREDITOR_ID, DEBT, OWING, Estate, an_estate

from azione0.store import Cause
from ledger.agreement.agreement import RepaymentAgreement

LEAP_DAY = date(2028, 2, 29)
CLOCKS_FORWARD, CLOCKS_BACK = date(2026, 3, 29), date(2026, 10, 25)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def estate(database_url, tmp_path) -> Iterator[Estate]:
    with an_estate(tmp_path, database_url) as opened:
        yield opened


def overdue(estate: Estate, day: date) -> int:
    return estate.ledger.standing(OWING, CREDITOR_ID, day).overdue_cents


def close(estate: Estate, day: date) -> None:
    with estate.ledger.transaction(Cause("test", f"close/{day}")):
        estate.ledger.close_day(day)


@pytest.mark.parametrize("day", [LEAP_DAY, CLOCKS_FORWARD, CLOCKS_BACK], ids=str)
def test_a_bill_falls_due_is_paid_and_is_judged_on_it(estate, day):
    estate.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    estate.office.inbox.take([ALER.bill(day, 18000, issued_on=day)])
    close(estate, day)
    assert overdue(estate, day) == DEBT
    assert overdue(estate, day + ONE_DAY) == DEBT + 18000
    estate.office.inbox.take([ALER.payment(day, 18000, payment_id="that day")])
    assert estate.office.parking.letters() == []
    close(estate, day + ONE_DAY)
    assert overdue(estate, day + ONE_DAY) == DEBT


@pytest.mark.parametrize("day", [LEAP_DAY, CLOCKS_FORWARD, CLOCKS_BACK], ids=str)
def test_each_has_its_grace_and_not_an_hour_more(estate, day):
    agreement_id = agreed(estate, day, first_due_on=day, rhythm="weekly")
    grace = timedelta(days=10)
    close(estate, day + grace)
    assert missed(estate, agreement_id) == []
    close(estate, day + grace + ONE_DAY)
    assert missed(estate, agreement_id) == [day + grace + ONE_DAY]


def test_instalments_at_the_end_of_the_month_meet_the_leap_day(estate):
    agreement_id = agreed(
        estate, date(2028, 1, 1), first_due_on=date(2028, 1, 31), rhythm="monthly"
    )
    due_days = [it.due_on for it in agreement(estate, agreement_id).instalments]
    assert due_days[:3] == [date(2028, 1, 31), LEAP_DAY, date(2028, 3, 31)]
    assert date(2029, 2, 28) in due_days


def test_the_hour_that_comes_twice_is_two_hours(estate):
    estate.now = datetime(2026, 10, 25, 1, tzinfo=UTC)
    day = CLOCKS_BACK - ONE_DAY
    estate.office.inbox.take([ALER.payment(day, 18000, payment_id="at night")])

    def asked(known_at: str) -> int:
        answer = estate.client.get(
            f"/api/households/{OWING}/accounts/{CREDITOR_ID}",
            query_string={"as_of": str(day), "known_at": known_at},
            headers={"Authorization": "Bearer ask"},
        )
        return int(answer.json["overdue_cents"])

    assert asked("2026-10-25T02:30:00+02:00") == DEBT
    assert asked("2026-10-25T02:30:00+01:00") == DEBT - 18000


def test_today_begins_at_midnight_in_rome(estate):
    for instant, today in (
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, tzinfo=UTC), CLOCKS_FORWARD),
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), CLOCKS_BACK),
        (datetime(2026, 10, 25, 23, tzinfo=UTC), CLOCKS_BACK + ONE_DAY),
    ):
        estate.now = instant
        assert estate.ledger.today() == today


def agreed(estate: Estate, on: date, *, first_due_on: date, rhythm: str) -> UUID:
    with estate.ledger.transaction(Cause("aler/anna", f"agree/{on}")):
        made = estate.ledger.propose_agreement(
            OWING, CREDITOR_ID, first_due_on=first_due_on, on=on, count=20,
            rhythm=rhythm,
        )  # fmt: skip
        estate.ledger.sign_agreement(made, on=on, signatory_roles=["tenant"])
    return UUID(str(made))


def agreement(estate: Estate, agreement_id: UUID) -> RepaymentAgreement:
    return estate.ledger.get(RepaymentAgreement, agreement_id)


def missed(estate: Estate, agreement_id: UUID) -> list[date]:
    found = agreement(estate, agreement_id).missed
    return [it.missed_on for it in found.values()]

"""
What always holds of the whole ledger, whatever letters came and whatever was decided.

Stories are drawn at random (`telling.py`); the laws of one account stand in `laws.py`.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from laws import (
    conserved,
    counted_once,
    of_one_status,
    said_as_derived,
    told,
    within_limits,
)
from servers import POSTGRES
from telling import Heard, Teller, open_story, some_steps

from ledger.account.account import Account, account_id
from ledger.account.standing import Standing
from ledger.agreement.agreement import RepaymentAgreement
from ledger.tenancy import Tenancy

whole = settings(max_examples=150, derandomize=True, deadline=None)
Answers = dict[object, object]


def days_around(teller: Teller) -> list[date]:
    return [teller.today + timedelta(it) for it in (-90, -20, 0, 30)]


def standings(
    teller: Teller, as_of: date, known_at: datetime | None
) -> dict[UUID, Standing]:
    """How each account stands, of those known at an instant."""
    found = {}
    for household_id, creditor_id in teller.ledger.accounts():
        key = account_id(household_id, creditor_id)
        if known_at is None or teller.ledger.as_known_at(Account, key, known_at):
            found[key] = teller.ledger.standing(
                household_id, creditor_id, as_of, known_at
            )
    return found


def answers(teller: Teller, days: list[date], known_at: datetime | None) -> Answers:
    """Everything that can be asked, with the knowledge of an instant or of now."""
    given: Answers = {
        (day, key): told(standing)
        for day in days
        for key, standing in standings(teller, day, known_at).items()
    }
    ledger = teller.ledger
    for agreement_id in teller.agreements:
        agreement = (
            ledger.get(RepaymentAgreement, agreement_id)
            if known_at is None
            else ledger.as_known_at(RepaymentAgreement, agreement_id, known_at)
        )
        if agreement is not None:
            given[agreement_id] = (
                agreement.state,
                agreement.paid,
                agreement.missed,
                agreement.breaches,
                agreement.schedule_now,
                agreement.pauses,
            )
    return given


def live(teller: Teller, steps: list[tuple[str, int, int, int]]) -> None:
    """Tell a story, and ask on the way what will be asked again."""
    asked: list[tuple[datetime, list[date], Answers]] = []
    for step in steps:
        teller.tell(step)
        if step[0] == "remember":
            now, days = teller.clock(), days_around(teller)
            then = answers(teller, days, None)
            assert answers(teller, days, now) == then
            asked.append((now, days, then))
            adds_up(teller, now)
    teller.clock.pass_by(seconds=1)
    closed(teller)
    adds_up(teller, teller.clock())
    for known_at, days, then in asked:
        assert answers(teller, days, known_at) == then


def adds_up(teller: Teller, known_at: datetime) -> None:
    """Each bill and payment stands in one place, and each account adds up."""
    nouns = list(teller.nouns(known_at))
    for as_of in days_around(teller):
        charged: Counter[str] = Counter()
        received: Counter[str] = Counter()
        for noun in nouns:
            if isinstance(noun, Account):
                books = noun.books
                charged[noun.creditor_id] += sum(
                    it.cents
                    for it in books.charges_on(as_of)
                    if it.effective_on <= as_of
                    and it.id in teller.bills  # not the ledger's own interest
                    and not books.amendments.get(it.id)
                )
                received[noun.creditor_id] += sum(
                    it.cents for it in books.payments_on(as_of) if it.value_on <= as_of
                )
        apart = waiting(nouns, as_of)
        for creditor_id, said in heard(teller.payments, as_of, known_at).items():
            assert said == received[creditor_id] + apart[creditor_id, "payment"]
        amended = {
            charge_id
            for noun in nouns
            if isinstance(noun, Account)
            for charge_id in noun.books.amendments
        }
        bills = {it: one for it, one in teller.bills.items() if it not in amended}
        for creditor_id, said in heard(bills, as_of, known_at).items():
            assert said == charged[creditor_id] + apart[creditor_id, "charge"]


def heard(things: dict[UUID, Heard], as_of: date, known_at: datetime) -> Counter[str]:
    """What the letters say, by creditor, in euro cents."""
    said: Counter[str] = Counter()
    for it in things.values():
        said[it.creditor_id] += it.cents if it.counts(as_of, known_at) else 0
    return said


def waiting(nouns: list, as_of: date) -> Counter[tuple[str, str]]:
    """What stands on no account: kept for its household, or without a name."""
    found: Counter[tuple[str, str]] = Counter()
    placed: set[UUID] = set()
    for noun in nouns:
        if isinstance(noun, Account):
            placed |= noun.books.payments.keys()
        elif isinstance(noun, Tenancy) and noun.household_id is None:
            ends = {it.id for it in noun.charge_ends if it.on <= as_of}
            ends |= {it.id for it in noun.payment_ends if it.on <= as_of}
            for it in noun.kept:
                is_charge = hasattr(it, "effective_on")
                placed.add(it.id)
                counts_on = it.effective_on if is_charge else it.value_on
                if counts_on <= as_of and it.id not in ends:
                    kind = "charge" if is_charge else "payment"
                    found[noun.creditor_id, kind] += it.cents
    for noun in nouns:
        if isinstance(noun, Account | Tenancy) or noun.id in placed:
            continue
        paid = noun.payment
        if paid and paid.value_on <= as_of < (noun.reversed_on or date.max):
            found[noun.creditor_id, "payment"] += paid.cents
    return found


def closed(teller: Teller) -> None:
    """After a day is closed, what was said is what follows, and nothing is left."""
    day = teller.today
    teller.close(day)
    assert teller.close(day) == 0
    ledger = teller.ledger
    agreements = {it: ledger.get(RepaymentAgreement, it) for it in teller.agreements}
    for key, standing in standings(teller, day, None).items():
        account = ledger.get(Account, key)
        conserved(account.books, standing)
        within_limits(account.books, standing)
        counted_once(account.books, standing)
        of_one_status(standing)
        if account.paid_until <= day:
            said_as_derived(account, agreements, standing)
    told_to_others(teller)


def told_to_others(teller: Teller) -> None:
    """Whatever was said can be put into words."""
    relay = teller.house.office("ledger").relay
    while relay.step():
        pass
    assert [it.reason for it in relay.unsaid()] == []


@whole
@given(some_steps)
def test_the_laws_hold_whatever_is_told(steps):
    with TemporaryDirectory() as folder, open_story({"AZIONE0_DATA": folder}) as teller:
        live(teller, steps)


@pytest.mark.postgres
@settings(max_examples=5, derandomize=True, deadline=None)
@given(some_steps)
def test_the_laws_hold_on_postgresql(steps):
    with (
        POSTGRES.database() as url,
        TemporaryDirectory() as folder,
        open_story({"AZIONE0_DATA": folder, "AZIONE0_LEDGER_DB": url}) as teller,
    ):
        live(teller, steps)

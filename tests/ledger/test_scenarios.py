"""Stories of the domain, told to the ledger alone by letters and commands."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from creditors import ADMINISTRATOR, ALER, HOUSEHOLD, NOW, days, months, registered

from azione0 import letter
from azione0.contracts import intake
from azione0.house import House
from azione0.letter import Raw
from azione0.store import Cause
from ledger.account.account import Account, account_id
from ledger.agreement.agreement import RepaymentAgreement
from ledger.published import announce

OPERATOR = Cause(actor="operator", id="command")


class Books:
    """The ledger, driven as the story goes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ledger = house.ledger
        self.commands = 0

    def hear(self, *letters: Raw) -> None:
        taken = self.house.hand_in("ledger", letters)
        assert not taken.failed, self.house.office("ledger").parking.letters()

    def close(self, *closed: date) -> None:
        for day in closed:
            with self.ledger.transaction(Cause("timer", f"close/{day}")):
                self.ledger.close_day(day)

    def agree(
        self, on: date, first_due_on: date, cents: int, supersedes: UUID | None = None
    ) -> UUID:
        self.commands += 1
        with self.ledger.transaction(Cause("operator", f"command/{self.commands}")):
            agreement_id = self.ledger.propose_agreement(
                HOUSEHOLD,
                "ALER-BCM",
                instalment_cents=cents,
                first_due_on=first_due_on,
                on=on,
                supersedes=supersedes,
            )
            self.ledger.sign_agreement(agreement_id, on=on, signatory_roles=["tenant"])
        return agreement_id

    def agreement(self, agreement_id: UUID) -> RepaymentAgreement:
        return self.ledger.get(RepaymentAgreement, agreement_id)

    def account(self, creditor_id: str = "ALER-BCM") -> Account:
        return self.ledger.get(Account, account_id(HOUSEHOLD, creditor_id))

    def standing(self, as_of: date, creditor_id: str = "ALER-BCM"):
        return self.ledger.standing(HOUSEHOLD, creditor_id, as_of)

    def said(self, name: str) -> list:
        return [
            event
            for event in self.house.office("ledger").store.select_notifications(
                start=1, limit=100_000
            )
            if event.topic.endswith(f".{name}")
        ]

    def letter(self, name: str):
        """What others hear of the first event of that name."""
        return announce(self.first(name))

    def first(self, name: str):
        return self.event(self.said(name)[0])

    def event(self, stored):
        return self.ledger.mapper.to_domain_event(stored)


@pytest.fixture
def books(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Books]:
    with House(
        {"AZIONE0_DATA": str(tmp_path)}, clock=clock, kinds=("ledger",)
    ) as house:
        opened = Books(house)
        opened.hear(registered())
        yield opened


def test_1_a_debt_is_repaid_in_sixteen_instalments(books: Books) -> None:
    bills = months(date(2025, 1, 10), 23)
    books.hear(*(ALER.bill(due, iuv=str(due)) for due in bills))
    books.close(*days(date(2025, 1, 1), date(2025, 2, 11)))
    detected = books.first("ArrearsDetected")
    assert detected.effective_on == date(2025, 2, 11)
    assert detected.overdue_cents == 36000
    assert (detected.effective_on - detected.oldest_due_on).days == 32
    books.close(date(2025, 6, 30))
    agreement_id = books.agree(date(2025, 7, 1), date(2025, 8, 10), 7000)
    instalments = books.agreement(agreement_id).instalments
    assert [it.amount_cents for it in instalments] == [7000] * 15 + [3000]
    assert instalments[-1].due_on == date(2026, 11, 10)

    for due in bills[6:]:
        books.hear(ALER.payment(due, 18000, iuv=str(due)))
        books.close(due)
    for it in instalments:
        books.hear(ALER.payment(it.due_on, it.amount_cents))
        books.close(it.due_on)
    books.close(date(2026, 11, 11))

    agreement = books.agreement(agreement_id)
    assert agreement.state == "completed"
    assert agreement.completed_on == date(2026, 11, 10)
    assert len(agreement.paid) == 16
    assert not agreement.missed
    [episode] = books.account().episodes.values()
    assert episode.cleared_on == date(2026, 11, 10)
    assert (episode.cleared_on - date(2025, 2, 11)).days == 637


@pytest.mark.parametrize("second", [3000, 2950])
def test_2_an_instalment_in_two_parts_is_paid_late_but_in_time(
    books: Books, second: int
) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 6)))
    books.close(date(2025, 6, 30))
    agreement_id = books.agree(date(2025, 7, 1), date(2025, 9, 10), 7000)
    books.hear(ALER.payment(date(2025, 9, 8), 4000))
    books.hear(ALER.payment(date(2025, 9, 19), second))
    books.close(date(2025, 9, 21))

    agreement = books.agreement(agreement_id)
    assert agreement.paid[1].days_late == 9
    assert not agreement.missed


def test_3_money_too_early_waits_for_what_falls_due(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 6)))
    books.close(date(2025, 8, 31))
    books.agree(date(2025, 9, 1), date(2025, 10, 10), 7000)
    books.hear(ALER.bill(date(2025, 10, 10)), ALER.bill(date(2025, 11, 10)))
    books.hear(ALER.payment(date(2025, 10, 5), 50000))

    assert books.standing(date(2025, 10, 5)).position.credit_cents == 50000
    assert books.standing(date(2025, 10, 10)).position.credit_cents == 25000
    assert books.standing(date(2025, 11, 10)).position.credit_cents == 0


def test_4_a_payment_may_come_before_its_bill(books: Books) -> None:
    books.hear(
        ALER.payment(
            date(2025, 11, 3), 18000, tenancy_id=None, iuv="30100", payment_id="P"
        )
    )
    [waiting] = books.ledger.waiting()
    assert waiting.cents == 18000

    books.hear(ALER.bill(date(2025, 11, 10), iuv="30100"))
    assert books.ledger.waiting() == []
    books.close(date(2025, 12, 31))
    [line] = books.standing(date(2025, 12, 31)).position.lines
    assert line.on == date(2025, 11, 3)
    assert not books.said("ArrearsDetected")


def _breached_and_renegotiated(books: Books) -> tuple[UUID, UUID]:
    books.hear(ALER.bill(date(2025, 1, 10), 240000))
    books.close(date(2025, 2, 28))
    first = books.agree(date(2025, 3, 1), date(2025, 3, 31), 10000)
    for it in books.agreement(first).instalments[:5]:
        books.hear(ALER.payment(it.due_on, it.amount_cents))
    books.close(*days(date(2025, 9, 9), date(2025, 11, 4)))
    second = books.agree(date(2025, 11, 5), date(2025, 11, 30), 5000, first)
    return first, second


def test_5_two_months_missed_break_the_agreement(books: Books) -> None:
    first, second = _breached_and_renegotiated(books)
    missed = [
        books.ledger.mapper.to_domain_event(it).effective_on
        for it in books.said("InstalmentMissed")
    ]
    assert missed == [date(2025, 9, 11), date(2025, 10, 11)]
    breached = books.first("AgreementBreached")
    assert breached.effective_on == date(2025, 10, 11)
    assert breached.outstanding_cents == 190000
    assert len(books.agreement(first).paid) == 5
    assert books.agreement(first).state == "superseded"
    new = books.agreement(second)
    assert len(new.instalments) == 38
    assert new.instalments[-1].due_on == date(2028, 12, 31)


def test_5_a_strict_policy_breaks_it_at_the_first_miss(books: Books) -> None:
    with books.ledger.transaction(OPERATOR):
        books.ledger.adopt_policy(
            "strict", {"breach_consecutive": "1"}, date(2025, 1, 1)
        )
    books.hear(ALER.bill(date(2025, 1, 10), 240000))
    agreement_id = books.agree(date(2025, 3, 1), date(2025, 8, 31), 10000)
    books.close(date(2025, 9, 30))
    assert books.agreement(agreement_id).breached_on == date(2025, 9, 11)


def _death(on: date) -> Raw:
    said = intake.HouseholdChanged(
        household_id=HOUSEHOLD, kind="death", effective_on=on
    )
    return letter.write(
        said,
        id=f"death on {on}",
        source="//test/intake",
        recorded_at=NOW,
        correlation_id="test",
        causation_id="test",
    )


@pytest.mark.parametrize("known_after", [date(2025, 6, 16), date(2025, 11, 30)])
def test_6_after_a_death_nothing_is_missed_however_late_it_is_known(
    books: Books, known_after: date
) -> None:
    books.hear(ALER.bill(date(2024, 7, 10), 90000))
    books.close(date(2024, 8, 14))
    agreement_id = books.agree(date(2024, 8, 15), date(2024, 8, 31), 3000)
    for it in books.agreement(agreement_id).instalments[:10]:
        books.hear(ALER.payment(it.due_on, it.amount_cents))
    books.close(*months(date(2025, 6, 15), 3), known_after)
    books.hear(_death(date(2025, 6, 15)))
    books.close(date(2025, 12, 31))

    agreement = books.agreement(agreement_id)
    assert len(agreement.instalments) == 30
    assert len(agreement.paid) == 10
    assert (agreement.state, agreement.missed) == ("suspended", {})
    suspended = books.first("AgreementSuspended")
    assert (suspended.effective_on, suspended.outstanding_cents) == (
        date(2025, 6, 15),
        60000,
    )


def test_6_what_was_signed_after_a_death_does_not_rest(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 60000))
    books.close(date(2025, 7, 19))
    agreement_id = books.agree(date(2025, 7, 20), date(2025, 8, 31), 3000)
    books.hear(_death(date(2025, 6, 15)))
    assert books.agreement(agreement_id).state == "active"


def test_8_arrears_that_come_back_are_a_relapse(books: Books) -> None:
    books.hear(*(ALER.bill(due, 21000) for due in months(date(2024, 11, 10), 2)))
    books.close(date(2025, 1, 31))
    books.hear(ALER.payment(date(2025, 2, 28), 42000))
    books.close(date(2025, 2, 28))
    books.hear(*(ALER.bill(due, 21000) for due in months(date(2025, 9, 10), 2)))
    books.close(*days(date(2025, 9, 1), date(2025, 10, 12)))

    first, second = sorted(
        books.account().episodes.values(), key=lambda it: it.episode.detected_on
    )
    assert first.cleared_on == date(2025, 2, 28)
    assert second.episode.detected_on == date(2025, 10, 11)
    assert second.episode.overdue_cents == 42000
    assert second.episode.days_since_last_clear == 225
    assert second.id != first.id


def test_10_the_same_money_is_posted_once(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 30000))
    paid = {"iuv": "30100", "iur": "R1", "letter_id": "a"}
    books.hear(ALER.payment(date(2025, 2, 1), 15000, **paid))
    books.hear(ALER.payment(date(2025, 2, 1), 15000, **paid))
    books.hear(
        ALER.payment(date(2025, 2, 1), 15000, iuv="30100", iur="R1", payment_id="other")
    )
    forged = books.house.hand_in(
        "ledger", [ALER.payment(date(2025, 2, 1), 15500, **paid)]
    )
    assert forged.quarantined == 1
    position = books.standing(date(2025, 3, 1)).position
    assert sum(position.open_cents.values()) == 15000


def test_11_a_payment_that_arrives_late_unsays_the_miss(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 240000))
    books.close(date(2025, 7, 31))
    agreement_id = books.agree(date(2025, 8, 1), date(2025, 8, 31), 10000)
    books.close(*days(date(2025, 9, 1), date(2025, 9, 19)))
    assert set(books.agreement(agreement_id).missed) == {1}

    books.hear(ALER.payment(date(2025, 8, 28), 10000))
    books.close(date(2025, 9, 20))
    agreement = books.agreement(agreement_id)
    assert agreement.missed == {}
    assert agreement.paid[1].days_late == 0
    assert len(books.said("InstalmentMissRetracted")) == 1


def test_12_a_settlement_taken_back_leaves_a_credit(books: Books) -> None:
    books.hear(
        ALER.bill(
            date(2025, 6, 30),
            64000,
            kind="settlement",
            charge_id="S1",
            issued_on=date(2025, 6, 1),
        )
    )
    books.hear(ALER.payment(date(2025, 7, 5), 20000))
    before = books.standing(date(2025, 7, 10))
    assert before.overdue_cents == 44000

    books.hear(ALER.take_back("S1", date(2025, 6, 30)))
    books.hear(
        ALER.bill(
            date(2025, 8, 15),
            41000,
            kind="settlement",
            charge_id="S2",
            issued_on=date(2025, 7, 16),
        )
    )
    after = books.standing(date(2025, 7, 10))
    assert after.overdue_cents == 0
    assert after.position.credit_cents == 20000
    due = books.standing(date(2025, 8, 15)).position
    assert due.credit_cents == 0
    assert (
        sum(
            due.open_cents[it.id]
            for it in books.account().books.charges_on(date(2025, 8, 15))
        )
        == 21000
    )


def test_15_a_refunded_debit_is_arrears_from_the_refund_on(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 3, 10), 2)))
    books.hear(ALER.payment(date(2025, 4, 10), 36000, payment_id="SDD"))
    books.close(*days(date(2025, 4, 1), date(2025, 5, 19)))
    assert not books.said("ArrearsDetected")

    books.hear(ALER.refund("SDD", date(2025, 4, 10), 36000, on=date(2025, 5, 20)))
    books.close(date(2025, 5, 20), date(2025, 5, 21))
    # The first bill was late until 10 April; the episode is the refund's.
    assert books.first("ArrearsDetected").effective_on == date(2025, 5, 20)


def test_15_a_refunded_instalment_opens_a_completed_agreement_again(
    books: Books,
) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 20000))
    books.close(date(2025, 2, 28))
    agreement_id = books.agree(date(2025, 3, 1), date(2025, 3, 31), 10000)
    books.hear(
        ALER.payment(date(2025, 3, 31), 10000),
        ALER.payment(date(2025, 4, 30), 10000, payment_id="SDD"),
    )
    books.close(date(2025, 5, 1))
    assert books.agreement(agreement_id).state == "completed"

    books.hear(ALER.refund("SDD", date(2025, 4, 30), 10000, on=date(2025, 5, 20)))
    books.close(date(2025, 5, 20))
    agreement = books.agreement(agreement_id)
    assert (agreement.state, set(agreement.paid)) == ("active", {1})
    assert set(agreement.missed) == {2}
    paid = books.letter("InstalmentPaymentRetracted")
    assert (paid.number, paid.paid_on, paid.effective_on) == (
        2,
        date(2025, 4, 30),
        date(2025, 5, 20),
    )
    completed = books.letter("CompletionRetracted")
    assert (completed.outstanding_cents, completed.tenancy_id) == (10000, "T1")

    books.hear(ALER.payment(date(2025, 5, 25), 10000))
    books.close(date(2025, 5, 26))
    assert books.agreement(agreement_id).state == "completed"
    assert len(books.said("AgreementCompleted")) == 2


def test_16_a_regional_contribution_pays_the_account_like_any_money(
    books: Books,
) -> None:
    services = [
        ALER.bill(due, 6000, kind="service") for due in months(date(2025, 1, 5), 12)
    ]
    books.hear(*services, ALER.bill(date(2024, 11, 10), 198000))
    books.close(date(2025, 12, 14))
    before = books.standing(date(2025, 12, 14))
    books.hear(ALER.payment(date(2025, 12, 15), 270000, payer="regional"))
    books.close(date(2025, 12, 15))
    after = books.standing(date(2025, 12, 15))
    assert before.overdue_cents - after.overdue_cents == 270000
    assert (after.overdue_cents, after.position.credit_cents) == (0, 0)
    assert books.letter("PaymentPosted").payer == "regional"


def test_17_two_creditors_never_share_money(books: Books) -> None:
    books.hear(registered(("ALER-BCM", "T1"), ("COND-SOLE", "S1")))
    books.hear(
        ALER.bill(date(2025, 1, 10), 9500),
        ADMINISTRATOR.bill(date(2025, 1, 10), 11000, tenancy_id="S1", kind="service"),
        ADMINISTRATOR.payment(date(2025, 1, 10), 11000, tenancy_id="S1"),
    )
    assert sum(books.standing(date(2025, 2, 1)).position.open_cents.values()) == 9500
    condominium = books.standing(date(2025, 2, 1), "COND-SOLE").position
    assert sum(condominium.open_cents.values()) == 0


def test_a_day_closed_twice_says_nothing_twice(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 4)))
    books.close(date(2025, 5, 1))
    stored = len(books.said("ArrearsDetected"))
    head = books.house.office("ledger").store.max_notification_id()
    books.close(date(2025, 5, 1), date(2025, 5, 1), date(2025, 4, 1))
    assert books.house.office("ledger").store.max_notification_id() == head
    assert stored == 1


def test_a_bill_waits_until_its_household_is_known(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), tenancy_id="T2"))
    books.hear(ALER.payment(date(2025, 1, 9), 18000, tenancy_id="T2"))
    assert {it.kind for it in books.ledger.waiting()} == {"rent", "payment"}

    books.hear(registered(("ALER-BCM", "T1"), ("ALER-BCM", "T2")))
    assert books.ledger.waiting() == []
    position = books.standing(date(2025, 1, 31)).position
    assert list(position.open_cents.values()) == [0]
    assert position.credit_cents == 0


def test_the_review_day_is_the_next_one_that_matters(books: Books) -> None:
    due = date(2025, 1, 10)
    books.hear(ALER.bill(due))
    books.close(date(2025, 1, 5))
    assert books.standing(date(2025, 1, 5)).next_review_on == due
    assert books.standing(due).next_review_on == due + timedelta(days=1)


OTHER = UUID("77777777-2222-4333-8444-555555555555")


def test_bills_and_money_follow_a_tenancy_to_the_household_it_belongs_to(
    books: Books,
) -> None:
    bills = months(date(2024, 12, 10), 5)
    books.hear(*(ALER.bill(due, iuv=str(due)) for due in bills))
    books.hear(ALER.payment(bills[0], 18000, iuv=str(bills[0]), payment_id="first"))
    books.hear(ALER.payment(date(2025, 2, 10), 5000, payment_id="second"))
    books.hear(ALER.take_back(f"T1-rent-{bills[4]}", bills[4]))
    books.close(date(2025, 5, 1))
    here = books.standing(date(2025, 5, 1))
    assert here.overdue_cents == 49000
    assert len(here.episodes) == 1

    books.hear(registered(household_id=OTHER))
    books.close(date(2025, 5, 2))
    left = books.standing(date(2025, 5, 2))
    assert (left.overdue_cents, left.episodes) == (0, [])
    there = books.ledger.standing(OTHER, "ALER-BCM", date(2025, 5, 2))
    assert there.overdue_cents == here.overdue_cents
    assert there.episodes == here.episodes
    books.hear(ALER.refund("second", date(2025, 2, 10), 5000, on=date(2025, 5, 3)))

    books.hear(registered(("ALER-BCM", "T1"), ("ALER-BCM", "T9")))
    books.close(date(2025, 5, 4))
    back = books.standing(date(2025, 5, 4))
    assert back.overdue_cents == here.overdue_cents + 5000
    assert books.ledger.standing(OTHER, "ALER-BCM", date(2025, 5, 4)).episodes == []


def test_figures_adopted_for_a_day_that_is_over_judge_anew(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.close(date(2025, 1, 31), date(2025, 3, 31))
    assert len(books.account().episodes) == 1
    with books.ledger.transaction(OPERATOR):
        books.ledger.adopt_policy("mild", {"detection_months": "3"}, date(2025, 1, 1))
    books.close(date(2025, 4, 1))
    assert books.account().episodes == {}


def test_a_third_agreement_may_take_the_place_of_a_second(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 60000))
    books.close(date(2025, 2, 28))
    first = books.agree(date(2025, 3, 1), date(2025, 3, 31), 10000)
    second = books.agree(date(2025, 3, 10), date(2025, 3, 31), 6000, first)
    third = books.agree(date(2025, 3, 20), date(2025, 3, 31), 5000, second)
    assert books.agreement(third).debt_cents == 60000
    assert books.agreement(second).state == "superseded"


def test_a_reversal_that_comes_first_is_told_when_the_payment_comes(
    books: Books,
) -> None:
    books.hear(ALER.bill(date(2025, 1, 10)))
    books.hear(ALER.refund("SDD", date(2025, 1, 9), 18000, on=date(2025, 2, 1)))
    books.hear(ALER.payment(date(2025, 1, 9), 18000, payment_id="SDD"))
    told = [announce(books.event(it)) for it in books.said("PaymentReversed")]
    assert [it.effective_on for it in told if it] == [date(2025, 2, 1)]


def test_a_charge_taken_back_before_it_comes_is_told_when_it_comes(
    books: Books,
) -> None:
    books.hear(ALER.take_back("C1", date(2025, 2, 1)))
    books.hear(ALER.bill(date(2025, 1, 10), charge_id="C1"))
    told = [announce(books.event(it)) for it in books.said("ChargeEnded")]
    assert [it.effective_on for it in told if it] == [date(2025, 2, 1)]


def test_arrears_paid_before_the_day_was_closed_are_told_all_the_same(
    books: Books,
) -> None:
    books.close(date(2025, 1, 1))
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.hear(ALER.payment(date(2025, 3, 5), 36000))
    books.close(date(2025, 3, 31))
    [episode] = books.account().episodes.values()
    assert episode.cleared_on == date(2025, 3, 5)


def test_figures_for_a_later_day_put_off_no_review(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.close(date(2025, 1, 31))
    with books.ledger.transaction(OPERATOR):
        books.ledger.adopt_policy("mild", {"detection_months": "3"}, date(2025, 6, 1))
    books.close(date(2025, 2, 28))
    assert len(books.account().episodes) == 1

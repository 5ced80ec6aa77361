"""What letters say of a household on any day, whatever the order in which they came."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postman import (
    AGREEMENT,
    ALER,
    CASE,
    EPISODE,
    HOUSEHOLD,
    SOLE,
    adjusted,
    arrears_retracted,
    at,
    billed,
    cleared,
    detected,
    hand_in,
    letter,
    named,
    on,
    open_house,
    paid,
    refunded,
)

from azione0.contracts import intake, ledger
from reporting.histories.account import POSTED, Account, Allotted, Place, Said
from reporting.histories.episodes import courses, relapsed
from reporting.histories.told import histories
from reporting.projections.entry import question
from reporting.validation.incidence import Course


def registered(day, building="torre", **other):
    return intake.HouseholdRegistered(
        household_id=other.pop("household", HOUSEHOLD),
        dwelling_id="1",
        building_id=building,
        tenancies=(),
        effective_on=on(day),
        **other,
    )


def disputed(day, name="bill"):
    return ledger.ChargeDisputed(
        charge_id=named("charge", name),
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        grounds="wrong",
        effective_on=on(day),
    )


def resolved(day, cents, new_due, name="bill"):
    return ledger.DisputeResolved(
        charge_id=named("charge", name),
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        result="reduced",
        amount_cents=cents,
        new_due_on=on(new_due),
        effective_on=on(day),
    )


def given_up(day, cents, *, again=False):
    said = ledger.DebtWriteOffRevoked if again else ledger.DebtWrittenOff
    return said(
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        amount_cents=cents,
        decision_ref="d",
        effective_on=on(day),
    )


def allocated(day, payment, *lines, said=ledger.PaymentAllocated):
    return said(
        payment_id=named("payment", payment),
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        lines=tuple(
            ledger.AllocationLine(
                component="principal",
                amount_cents=cents,
                charge_id=named("charge", name),
            )
            for name, cents in lines
        ),
        rule="oldest_1193",
        effective_on=on(day),
    )


def account_closed(day, creditor=ALER, reason="moved"):
    return ledger.AccountClosed(
        household_id=HOUSEHOLD,
        creditor_id=creditor,
        balance_cents=0,
        reason=reason,
        effective_on=on(day),
    )


def taken(day):
    return intake.CaseTakenInCharge(
        case_id=CASE,
        household_id=HOUSEHOLD,
        pact_id=named("pact"),
        operator_id="o",
        goals=(),
        effective_on=on(day),
    )


def signed(day):
    return ledger.AgreementSigned(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        debt_cents=100,
        charge_ids=(),
        down_payment_cents=100,
        instalments=(),
        interest_policy="none",
        signed_on=on(day),
        signatory_roles=("tenant",),
        effective_on=on(day),
    )


MONEY = [
    billed("2025-01-10", 18_000),
    billed("2025-02-10", 18_000, "february"),
    billed("2025-03-10", 7_000, "services", SOLE),
    billed("2025-02-20", 3_000, "late", issued="2025-03-15"),
    billed("2025-04-10", -2_500, "settled"),
    adjusted("2025-02-10", 15_000, "2025-03-01", "february"),
    disputed("2025-03-05"),
    resolved("2025-04-20", 12_000, "2025-05-20"),
    paid("2025-02-15", 9_000),
    refunded("2025-04-02", 9_000, "2025-02-15"),
    paid("2025-03-20", 50_000, "large"),
    paid("2025-05-25", 4_000, "regional", payer="regional"),
    given_up("2025-06-01", 1_000),
    given_up("2025-06-10", 1_000, again=True),
]
DAYS = [date(2025, 1, 1) + timedelta(days=it) for it in range(0, 200, 3)]


def told(house, as_of=None, known_at=None):
    with house.office("reporting").store.reading() as session:
        return histories(session, question(as_of, known_at))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_overdue_is_what_the_programme_at_a_glance_says(
    tmp_path, database_url, seed
):
    """The same money by another way: `glance` adds up rows of a table, day by day."""
    letters = [letter(it) for it in [registered("2024-12-01"), *MONEY]]
    Random(seed).shuffle(letters)
    with open_house(tmp_path, database_url) as house:
        hand_in(house, letters)
        ours = told(house).households[HOUSEHOLD].overdue(DAYS)
        theirs = [house.reporting.glance(as_of=it).overdue_cents for it in DAYS]
    assert ours == theirs
    assert len(set(ours)) > 6


def test_letters_twice_and_in_any_order_tell_one_history(tmp_path):
    letters = [letter(it) for it in [registered("2024-12-01"), *MONEY]]
    found = []
    for name, order in (("one", letters), ("two", [*letters[::-1], *letters])):
        with open_house(tmp_path / name) as house:
            house.hand_in("reporting", order)
            found.append(told(house).households[HOUSEHOLD].overdue(DAYS))
    assert found[0] == found[1]


def test_what_was_known_then_is_what_is_told_then(house, tell):
    tell(registered("2024-12-01"), billed("2025-01-10", 18_000))
    hand_in(house, [letter(paid("2025-01-20", 18_000), written=at("2025-03-01"))])
    late = [date(2025, 2, 1)]
    before = told(house, known_at=at("2025-02-28")).households[HOUSEHOLD]
    assert before.overdue(late) == [18_000]
    assert told(house).households[HOUSEHOLD].overdue(late) == [0]
    as_of = told(house, as_of=date(2025, 1, 15)).households[HOUSEHOLD]
    assert as_of.overdue(late) == [18_000]


def test_a_household_is_there_from_its_first_day_to_its_last(house, tell):
    tell(
        registered("2025-01-05"),
        billed("2025-01-10", 100),
        billed("2025-01-10", 100, "services", SOLE),
        account_closed("2025-03-01"),
    )
    days = [date(2025, 1, 4), date(2025, 1, 31), date(2025, 3, 31), date(2025, 4, 30)]
    # One of two accounts is closed: somebody still lives there.
    assert told(house).households[HOUSEHOLD].overdue(days) == [None, 200, 200, 200]
    tell(account_closed("2025-04-01", SOLE, "deceased"))
    history = told(house).households[HOUSEHOLD]
    assert history.overdue(days) == [None, 200, 200, None]
    assert history.left() == (on("2025-04-01"), "deceased")


@pytest.mark.parametrize(
    ("outcome", "left"), [("resolved", None), ("moved", ("2025-02-01", "moved"))]
)
def test_a_case_closed_ends_a_history_only_if_nobody_is_left(
    house, tell, outcome, left
):
    tell(
        registered("2025-01-05"),
        intake.CaseClosed(
            case_id=CASE,
            household_id=HOUSEHOLD,
            outcome=outcome,
            effective_on=on("2025-02-01"),
        ),
    )
    found = told(house).households[HOUSEHOLD].left()
    assert found == (left and (on(left[0]), left[1]))


def test_the_age_of_a_debt_is_that_of_the_oldest_charge_not_paid(house, tell):
    tell(
        registered("2024-12-01"),
        billed("2024-12-10", 100, "old"),
        billed("2025-02-10", 100, "new"),
        paid("2025-02-20", 100),
        # First it is said to pay the new one, then the old one and what is left.
        allocated("2025-02-20", "payment", ("new", 60)),
    )
    assert told(house).households[HOUSEHOLD].debt_age(on("2025-03-31")) == 3
    hand_in(
        house,
        [
            letter(
                allocated("2025-02-20", "payment", ("old", 60)),
                written=at("2025-02-21"),
            ),
            letter(
                allocated(
                    "2025-02-20", "payment", ("old", 40), said=ledger.CreditApplied
                ),
                written=at("2025-02-22"),
            ),
        ],
    )
    history = told(house).households[HOUSEHOLD]
    assert history.debt_age(on("2025-03-31")) == 1
    assert history.debt_age(on("2025-02-15")) == 2
    assert history.debt_age(on("2024-12-10")) is None
    tell(refunded("2025-04-02", 100, "2025-02-20"))
    assert told(house).households[HOUSEHOLD].debt_age(on("2025-04-30")) == 4


def test_the_band_is_the_one_last_said_of_arrears_that_stand(house, tell):
    tell(
        registered("2024-12-01"),
        detected("2025-02-11"),
        ledger.ArrearsBandChanged(
            episode_id=EPISODE,
            household_id=HOUSEHOLD,
            creditor_id=ALER,
            overdue_cents=90_000,
            band="B",
            effective_on=on("2025-05-01"),
        ),
        cleared("2025-08-01"),
    )
    history = told(house).households[HOUSEHOLD]
    days = ("2025-02-10", "2025-02-11", "2025-05-01", "2025-08-01")
    assert [history.band(on(it)) for it in days] == [None, "A", "B", None]
    tell(arrears_retracted("2025-09-01"))
    assert told(house).households[HOUSEHOLD].band(on("2025-05-01")) is None
    # Whoever asks what was known before hears of the arrears.
    before = told(house, known_at=at("2025-08-31")).households[HOUSEHOLD]
    assert before.band(on("2025-05-01")) == "B"


def test_what_a_household_was_like_is_what_was_known_to_hold_that_day(house, tell):
    tell(
        registered("2024-12-01", adults=2),
        registered("2025-03-01", adults=2, minors=1, rent_area="ACCESS"),
        signed("2025-02-01"),
        taken("2025-04-01"),
    )
    history = told(house).households[HOUSEHOLD]
    before, after = (history.at_home(on(it)) for it in ("2025-02-01", "2025-03-01"))
    assert (before.size, before.rent_area) == (2, None)
    assert (after.size, after.rent_area) == (3, "ACCESS")
    assert [history.had_plan(on(it)) for it in ("2025-02-01", "2025-02-02")] == [
        False,
        True,
    ]
    assert history.in_charge_since == on("2025-04-01")


def test_a_wait_ends_by_clearing_by_leaving_or_not_yet(house, tell):
    tell(registered("2024-12-01"), billed("2025-01-10", 100), detected("2025-02-11"))
    until = on("2025-06-11")

    def waited(as_of=until):
        return [it for _, it in courses(told(house, as_of=as_of), as_of)]

    assert waited() == [Course(120, None)]
    tell(account_closed("2025-05-02", reason="deceased"))
    assert waited() == [Course(80, "left")]
    tell(cleared("2025-04-02"))
    assert waited() == [Course(50, "cleared")]
    assert waited(on("2025-03-01")) == [Course(18, None)]
    tell(arrears_retracted("2025-09-01"))
    assert waited() == []


def test_only_who_was_watched_for_a_year_relapses_or_does_not(house, tell):
    again = named("again")
    tell(
        registered("2024-12-01"),
        detected("2025-02-11"),
        cleared("2025-03-01"),
        detected("2025-09-01", episode=again, is_relapse=True),
    )

    def counted(day):
        return relapsed(told(house, as_of=on(day)), on(day))

    # Relapsed already, yet nobody else of that age could be seen not to: it waits.
    assert counted("2025-12-31") == (0, 0, 1)
    assert counted("2026-03-01") == (1, 1, 0)
    tell(arrears_retracted("2026-04-01", again))
    assert counted("2026-04-30") == (0, 1, 0)


CENTS = st.integers(-500, 2_000)
OFFSETS = st.integers(0, 40)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(CENTS, OFFSETS, OFFSETS), max_size=8),
    st.lists(st.tuples(st.integers(-900, 900), OFFSETS), max_size=8),
)
def test_many_days_at_once_are_each_day_alone(charges, payments):
    first = date(2025, 1, 1)

    def day(many):
        return first + timedelta(days=many)

    account = Account()
    for number, (cents, due, issued) in enumerate(charges):
        place = Place(day(issued), at("2025-01-01"), str(number))
        said = Said(POSTED, place, cents, day(due))
        account.charges[named(number)].append(said)
    account.taken_off = [(day(many), cents) for cents, many in payments]
    days = [day(it) for it in range(45)]
    alone = [
        max(
            0,
            sum(
                cents
                for cents, due, issued in charges
                if day(due) < it and day(issued) <= it
            )
            - sum(cents for cents, many in payments if day(many) <= it),
        )
        for it in days
    ]
    assert account.overdue(days) == alone


def test_what_paid_nothing_yet_leaves_a_debt_as_old_as_it_is():
    account = Account()
    place = Place(on("2025-01-01"), at("2025-01-01"), "a")
    account.charges[named("charge")].append(Said(POSTED, place, 50, on("2025-01-10")))
    later = Place(on("2025-06-01"), at("2025-01-01"), "b")
    account.allotted.append(
        Allotted(named("payment"), later, True, ((named("charge"), 50),))  # noqa: FBT003
    )
    assert account.oldest_due(on("2025-05-31")) == on("2025-01-10")
    assert account.oldest_due(on("2025-06-01")) is None

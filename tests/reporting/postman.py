"""Letters about one household, and a reporting service that takes them in."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from azione0.contracts import intake, ledger
from azione0.house import House
from azione0.letter import write

_NAMES = UUID("22222222-3333-4444-8555-666666666666")
ALER, SOLE = "aler-bcm", "condominio-sole"
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def named(*parts):
    """Give the same id for the same name, whenever it is asked."""
    return uuid5(_NAMES, "/".join(map(str, parts)))


HOUSEHOLD = named("household")
AGREEMENT = named("agreement")
EPISODE = named("episode")
CASE = named("case")


def on(text):
    return date.fromisoformat(text)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def letter(contract, written=None, name=""):
    """Write a letter on the morning of its day, or at `written`."""
    morning = datetime.combine(contract.effective_on, datetime.min.time(), UTC)
    recorded_at = written or morning + timedelta(hours=8)
    return write(
        contract,
        id=str(named("letter", contract, recorded_at, name)),
        source=f"//aler-bcm/{contract.promise.publisher}",
        recorded_at=recorded_at,
        correlation_id="c",
        causation_id="c",
    )


def open_house(tmp_path, database_url=""):
    environ = {"AZIONE0_DATA": str(tmp_path)}
    if database_url:
        environ["AZIONE0_REPORTING_DB"] = database_url
    return House(environ, clock=lambda: NOW, kinds=("reporting",))


def hand_in(house, raws):
    """Hand in letters; a failing one fails the test."""
    taken = house.hand_in("reporting", raws)
    assert (taken.failed, taken.parked, taken.quarantined) == (0, 0, 0), [
        row.reason for row in house.office("reporting").parking.letters()
    ]
    return house.reporting


# What the others say, with what matters here as arguments.


def billed(day, cents, name="bill", creditor=ALER, issued=None, household=HOUSEHOLD):
    return ledger.ChargePosted(
        charge_id=named("charge", name),
        household_id=household,
        creditor_id=creditor,
        kind="rent",
        amount_cents=cents,
        due_on=on(day),
        effective_on=on(issued or day),
    )


def adjusted(day, cents, effective, name="bill"):
    return ledger.ChargeAdjusted(
        charge_id=named("charge", name),
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        kind="rent",
        amount_cents=cents,
        due_on=on(day),
        effective_on=on(effective),
    )


def paid(day, cents, name="payment", creditor=ALER, payer="tenant"):
    return ledger.PaymentPosted(
        payment_id=named("payment", name),
        household_id=HOUSEHOLD,
        creditor_id=creditor,
        amount_cents=cents,
        value_on=on(day),
        payer=payer,
        effective_on=on(day),
    )


def refunded(day, cents, value, name="payment"):
    return ledger.PaymentPostingReversed(
        payment_id=named("payment", name),
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        amount_cents=cents,
        value_on=on(value),
        payer="tenant",
        effective_on=on(day),
    )


def detected(day, cents=36000, episode=EPISODE, **other):
    return ledger.ArrearsDetected(
        episode_id=episode,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        overdue_cents=cents,
        oldest_due_on=on(day),
        months_equiv=Decimal("2.00"),
        band="A",
        is_relapse=other.pop("is_relapse", False),
        effective_on=on(day),
        **other,
    )


def arrears_retracted(day, episode=EPISODE):
    return ledger.ArrearsRetracted(
        episode_id=episode,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        cause="payment",
        effective_on=on(day),
    )


def cleared(day, episode=EPISODE):
    return ledger.ArrearsCleared(
        episode_id=episode,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        cleared_on=on(day),
        effective_on=on(day),
    )


def signed(day, due_days, cents, agreement=AGREEMENT):
    return ledger.AgreementSigned(
        agreement_id=agreement,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        debt_cents=cents * len(due_days),
        charge_ids=(),
        down_payment_cents=0,
        instalments=tuple(
            ledger.Instalment(number=number, due_on=on(due), amount_cents=cents)
            for number, due in enumerate(due_days, 1)
        ),
        interest_policy="none",
        signed_on=on(day),
        signatory_roles=("tenant",),
        effective_on=on(day),
    )


def kept(number, day, cents, days_late=0):
    return ledger.InstalmentPaid(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        number=number,
        paid_on=on(day),
        amount_cents=cents,
        days_late=days_late,
        effective_on=on(day),
    )


def missed(number, day, due, cents, received=0):
    return ledger.InstalmentMissed(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        number=number,
        due_on=on(due),
        due_cents=cents,
        paid_cents=received,
        shortfall_cents=cents - received,
        consecutive=1,
        in_12_months=1,
        effective_on=on(day),
    )


def payment_retracted(number, paid_on, day):
    return ledger.InstalmentPaymentRetracted(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        number=number,
        paid_on=on(paid_on),
        effective_on=on(day),
    )


def miss_retracted(number, day):
    return ledger.InstalmentMissRetracted(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        number=number,
        by_payment_id=named("payment", "late"),
        effective_on=on(day),
    )


def state_change(shape, day, agreement=AGREEMENT, cents=0):
    return shape(
        agreement_id=agreement,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        outstanding_cents=cents,
        reason="misses",
        effective_on=on(day),
    )


def registered(day, building="torre-cimabue", household=HOUSEHOLD):
    return intake.HouseholdRegistered(
        household_id=household,
        dwelling_id="A1",
        building_id=building,
        tenancies=(intake.Tenancy(creditor_id=ALER, tenancy_id="1"),),
        effective_on=on(day),
    )


def opened(day, household=HOUSEHOLD, case=CASE):
    return intake.CaseOpened(
        case_id=case,
        household_id=household,
        organisation_id="comune-brescia",
        effective_on=on(day),
    )


def taken_in_charge(day):
    return intake.CaseTakenInCharge(
        case_id=CASE,
        household_id=HOUSEHOLD,
        pact_id=named("pact"),
        operator_id="op-1",
        goals=("keep_home",),
        effective_on=on(day),
    )


def resumed(day, agreement=AGREEMENT):
    return ledger.AgreementResumed(
        agreement_id=agreement,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        outstanding_cents=0,
        effective_on=on(day),
    )


def reinstated(day, agreement=AGREEMENT, catch_up=None):
    return ledger.AgreementReinstated(
        agreement_id=agreement,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        outstanding_cents=0,
        catch_up_by_on=on(catch_up or day),
        effective_on=on(day),
    )


def rescheduled(day, instalments, kind="extend", agreement=AGREEMENT):
    """Change the instalments, {due day: cents} in the order of their numbers."""
    return ledger.AgreementRescheduled(
        agreement_id=agreement,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        kind=kind,
        instalments=tuple(
            ledger.Instalment(number=number, due_on=on(due), amount_cents=cents)
            for number, (due, cents) in enumerate(instalments.items(), 1)
        ),
        reason="job_ended",
        effective_on=on(day),
    )


def decided(shape, day, cents):
    """Give a debt up, or freeze it, or the opposite."""
    return shape(
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        amount_cents=cents,
        decision_ref="2026/3",
        effective_on=on(day),
    )


def at_risk(day, due, cents):
    return ledger.AgreementAtRisk(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        facts=("instalment_in_grace", "late_last_time"),
        next_due_on=on(due),
        next_due_cents=cents,
        effective_on=on(day),
    )


def no_longer_at_risk(day):
    return ledger.AgreementNoLongerAtRisk(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        effective_on=on(day),
    )


def relief(day, by, affordable=4000):
    return ledger.ReliefProposed(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        cause="job_ended",
        proposal="lower_instalment",
        affordable_cents=affordable,
        review_by_on=on(by),
        effective_on=on(day),
    )


def account_closed(day, cents, reason="deceased"):
    return ledger.AccountClosed(
        household_id=HOUSEHOLD,
        creditor_id=ALER,
        balance_cents=cents,
        reason=reason,
        effective_on=on(day),
    )

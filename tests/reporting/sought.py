"""An estate of two buildings told in letters, with groups of every size."""

from datetime import date, timedelta

from postman import ALER, named

from azione0.contracts import employment, intake, ledger, workshops

BUILDINGS = ("torre-cimabue", "sole", "smeraldo")
ORGANISATIONS = ("la-rete", "elefanti-volanti")
BEGINNING = date(2025, 1, 10)


def household(number):
    return named("estate", number)


def told(people):
    """
    Tell of people, each a building, an organisation, a stage and a month.

    Stages are 0 (only sought) to 4 (with an agreement); whoever is in charge goes to
    a workshop, and every third one of them has a job.
    """
    for number, (building, organisation, stage, month) in enumerate(people):
        home, case = household(number), named("case", number)
        on = BEGINNING + timedelta(days=30 * month)
        yield intake.HouseholdRegistered(
            household_id=home,
            dwelling_id=f"D{number}",
            building_id=BUILDINGS[building],
            tenancies=(),
            effective_on=BEGINNING,
        )
        yield from _money(number, home, on)
        yield intake.CaseOpened(
            case_id=case,
            household_id=home,
            organisation_id=ORGANISATIONS[organisation],
            effective_on=on,
        )
        if stage:
            yield intake.ContactAttempted(
                case_id=case,
                household_id=home,
                channel="door",
                outcome="refused" if stage == 1 else "reached",
                attempt_number=1,
                effective_on=on,
            )
        if stage > 2:
            yield from _in_charge(number, home, case, on)
        if stage == 4:
            yield _signed(number, home, on)


def _money(number, home, on):
    yield ledger.ChargePosted(
        charge_id=named("charge", number),
        household_id=home,
        creditor_id=ALER,
        kind="rent",
        amount_cents=10000 + 7 * number,
        due_on=on,
        effective_on=on,
    )
    if number % 2:
        yield ledger.PaymentPosted(
            payment_id=named("payment", number),
            household_id=home,
            creditor_id=ALER,
            amount_cents=3000 + 11 * number,
            value_on=on + timedelta(days=40),
            payer="tenant" if number % 7 else "regional",
            effective_on=on + timedelta(days=40),
        )


def _in_charge(number, home, case, on):
    yield intake.CaseTakenInCharge(
        case_id=case,
        household_id=home,
        pact_id=named("pact", number),
        operator_id=f"worker-{number % 3}",
        goals=(),
        effective_on=on,
    )
    if number % 5 == 0:
        yield intake.CaseClosed(
            case_id=case,
            household_id=home,
            outcome="resolved",
            effective_on=on + timedelta(days=50),
        )
    lab = named("lab")
    yield workshops.WorkshopScheduled(
        workshop_id=lab,
        kind="family_budget",
        sessions=1,
        minutes=120,
        starts_on=BEGINNING,
        effective_on=BEGINNING,
    )
    yield workshops.SessionAttended(
        enrolment_id=named("enrolment", number),
        workshop_id=lab,
        household_id=home,
        session_number=1,
        minutes=120,
        present=bool(number % 4),
        effective_on=on + timedelta(days=5),
    )
    if number % 3 == 0:
        yield employment.JobPlaced(
            placement_id=named("placement", number),
            household_id=home,
            person_id=named("person", number),
            pathway_id=named("pathway", number),
            contract_kind="permanent",
            start_on=on,
            hours_band="30_or_more",
            qualifying=bool(number % 2),
            effective_on=on,
        )


def _signed(number, home, on):
    return ledger.AgreementSigned(
        agreement_id=named("agreement", number),
        household_id=home,
        creditor_id=ALER,
        debt_cents=10000,
        charge_ids=(),
        down_payment_cents=0,
        instalments=(
            ledger.Instalment(
                number=1, due_on=on + timedelta(days=90), amount_cents=10000
            ),
        ),
        interest_policy="none",
        signed_on=on,
        signatory_roles=("tenant",),
        effective_on=on,
    )

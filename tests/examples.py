"""
One canonical example of every contract, all from one household's story.

The household lives in Torre Cimabue and owes rent to ALER; its second
creditor administers condominium Sole. Nothing here is about anybody real.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts import (
    aler,
    condominium,
    employment,
    intake,
    ledger,
    reporting,
    workshops,
)
from azione0.contracts.intake import Parameter, Tenancy
from azione0.contracts.ledger import AllocationLine, Instalment
from azione0.contracts.reporting import IndicatorValue


def numbered(number: int) -> UUID:
    return UUID(f"00000000-0000-4000-8000-{number:012d}")


HOUSEHOLD = numbered(1)
PERSON = numbered(2)
CASE = numbered(3)
PACT = numbered(4)
CHARGE = numbered(5)
PAYMENT = numbered(6)
EPISODE = numbered(7)
AGREEMENT = numbered(8)
BUDGET = numbered(9)
WORKSHOP = numbered(10)
ENROLMENT = numbered(11)
PATHWAY = numbered(12)
PLACEMENT = numbered(13)
TRAINEESHIP = numbered(14)
COMMITMENT = numbered(15)
NEW_AGREEMENT = numbered(16)
DEFINITION = numbered(17)

ALER = "aler-bcm"
SOLE = "condominio-sole"
TENANCY = "0012345"
DETECTED = date(2025, 2, 11)
SIGNED = date(2025, 7, 1)
INSTALMENTS = tuple(
    Instalment(
        number=number,
        due_on=date(2025 + (number + 6) // 12, (number + 6) % 12 + 1, 10),
        amount_cents=7000 if number < 16 else 3000,
    )
    for number in range(1, 17)
)


def of_a_creditor(words, creditor_id: str) -> list[Contract]:
    tenancy = {"creditor_id": creditor_id, "tenancy_id": TENANCY}
    charge = {
        **tenancy,
        "kind": "rent",
        "amount_cents": 18000,
        "issued_on": date(2024, 12, 20),
        "due_on": date(2025, 1, 10),
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 1, 31),
        "iuv": "01000000001234519",
    }
    payment = {
        **tenancy,
        "payment_id": "F2025-11/3",
        "amount_cents": 18000,
        "value_on": date(2025, 11, 3),
        "channel": "pagopa",
        "payer": "tenant",
        "iuv": "01000000001234519",
        "iur": "IUR2025110300001",
        "line_index": 1,
    }
    return [
        words.TenancyRegistered(
            **tenancy,
            dwelling_id="TC-04-17",
            building_id="torre-cimabue",
            valid_from=date(2018, 3, 1),
            effective_on=date(2018, 3, 1),
        ),
        words.TenancyEnded(
            **tenancy,
            valid_to=date(2027, 2, 28),
            effective_on=date(2027, 3, 1),
        ),
        words.ChargeIssued(
            **charge, charge_id="2025-01/1", effective_on=date(2024, 12, 20)
        ),
        words.ChargeCorrected(
            **{**charge, "amount_cents": 17000},
            charge_id="2025-01/2",
            replaces="2025-01/1",
            reason="wrong_area",
            effective_on=date(2024, 12, 20),
        ),
        words.ChargeReversed(
            **tenancy,
            charge_id="2025-01/2",
            reason="issued_twice",
            effective_on=date(2024, 12, 20),
        ),
        words.PaymentReceived(**payment, effective_on=date(2025, 11, 3)),
        words.PaymentReversed(
            **payment, reason="refunded", effective_on=date(2025, 11, 20)
        ),
    ]


def of_a_partner(words, day: date) -> list[Contract]:
    kept = {
        "case_id": CASE,
        "household_id": HOUSEHOLD,
        "commitment_id": COMMITMENT,
        "effective_on": day,
    }
    return [
        words.CommitmentKept(**kept),
        words.CommitmentMissed(**kept),
        words.SubjectErasureConfirmed(
            person_id=PERSON, household_id=HOUSEHOLD, effective_on=day
        ),
    ]


INTAKE = [
    intake.TargetDefinitionAdopted(
        definition_id=DEFINITION,
        buildings=("torre-cimabue", "sole", "smeraldo"),
        bands=("B", "C", "D"),
        valid_from=date(2025, 1, 1),
        effective_on=date(2025, 1, 1),
    ),
    intake.PolicyParametersAdopted(
        policy_version="2025-01",
        parameters=(
            Parameter(name="grace_days", value="10"),
            Parameter(name="breach_policy.consecutive", value="2"),
        ),
        effective_from=date(2025, 1, 1),
        effective_on=date(2025, 1, 1),
    ),
    intake.HouseholdRegistered(
        household_id=HOUSEHOLD,
        dwelling_id="TC-04-17",
        building_id="torre-cimabue",
        tenancies=(Tenancy(creditor_id=ALER, tenancy_id=TENANCY),),
        adults=2,
        minors=1,
        rent_area="PROTECTION",
        effective_on=date(2025, 1, 1),
    ),
    intake.HouseholdChanged(
        household_id=HOUSEHOLD,
        kind="succession",
        new_holder_id=PERSON,
        effective_on=date(2025, 7, 20),
    ),
    intake.CaseOpened(
        case_id=CASE,
        household_id=HOUSEHOLD,
        organisation_id="la-rete",
        effective_on=date(2025, 2, 12),
    ),
    intake.ContactAttempted(
        case_id=CASE,
        household_id=HOUSEHOLD,
        channel="door",
        outcome="reached",
        attempt_number=2,
        effective_on=date(2025, 2, 20),
    ),
    intake.NeedsAssessed(
        case_id=CASE,
        household_id=HOUSEHOLD,
        matrix_version="1",
        scores=(
            intake.NeedScore(domain="housing", score=2),
            intake.NeedScore(domain="work", score=1),
        ),
        effective_on=date(2025, 2, 27),
    ),
    intake.CaseReviewed(
        case_id=CASE,
        household_id=HOUSEHOLD,
        decision="go_on",
        effective_on=date(2025, 6, 1),
    ),
    intake.CaseTakenInCharge(
        case_id=CASE,
        household_id=HOUSEHOLD,
        pact_id=PACT,
        operator_id="op-07",
        goals=("keep_the_home", "find_work"),
        effective_on=date(2025, 3, 1),
    ),
    intake.CaseAssigned(
        case_id=CASE,
        household_id=HOUSEHOLD,
        from_organisation_id="la-rete",
        to_organisation_id="elefanti-volanti",
        from_on=date(2025, 6, 1),
        effective_on=date(2025, 6, 1),
    ),
    intake.FaultAssessed(
        case_id=CASE,
        household_id=HOUSEHOLD,
        fault="NO_FAULT",
        decision_ref="2025/14",
        effective_on=date(2025, 4, 2),
    ),
    intake.ConsentGiven(
        person_id=PERSON,
        household_id=HOUSEHOLD,
        purpose="employment_matching",
        text_version="3",
        effective_on=date(2025, 3, 1),
    ),
    intake.ConsentWithdrawn(
        person_id=PERSON,
        household_id=HOUSEHOLD,
        purpose="employment_matching",
        text_version="3",
        effective_on=date(2025, 9, 15),
    ),
    intake.ControllersAgreed(
        agreement_id=DEFINITION,
        purpose="social_file",
        controllers=("aler-bcm", "comune-brescia"),
        processors=("la-rete",),
        valid_to=date(2026, 12, 31),
        effective_on=date(2025, 1, 1),
    ),
    intake.ControllersAgreementEnded(
        agreement_id=DEFINITION, effective_on=date(2026, 6, 30)
    ),
    intake.SubjectErased(
        person_id=PERSON,
        household_id=HOUSEHOLD,
        legal_ground="claims_ended",
        effective_on=date(2036, 12, 1),
    ),
    intake.CaseClosed(
        case_id=CASE,
        household_id=HOUSEHOLD,
        outcome="resolved",
        reason="debt_repaid",
        effective_on=date(2026, 11, 11),
    ),
]

OWED = {"household_id": HOUSEHOLD, "creditor_id": ALER}
IN_ARREARS = {**OWED, "episode_id": EPISODE}
AGREED = {**OWED, "agreement_id": AGREEMENT}
SPLIT = (
    AllocationLine(component="principal", charge_id=CHARGE, amount_cents=18000),
    AllocationLine(
        component="principal",
        agreement_id=AGREEMENT,
        instalment_number=1,
        amount_cents=7000,
    ),
)

LEDGER = [
    ledger.ChargePosted(
        **OWED,
        charge_id=CHARGE,
        kind="rent",
        amount_cents=18000,
        due_on=date(2025, 1, 10),
        effective_on=date(2024, 12, 20),
    ),
    ledger.ChargeAdjusted(
        **OWED,
        charge_id=CHARGE,
        kind="rent",
        amount_cents=17000,
        due_on=date(2025, 1, 10),
        effective_on=date(2024, 12, 20),
    ),
    ledger.ChargeDisputed(
        **OWED,
        charge_id=CHARGE,
        grounds="wrong_area",
        effective_on=date(2025, 3, 5),
    ),
    ledger.DisputeResolved(
        **OWED,
        charge_id=CHARGE,
        result="reduced",
        amount_cents=17000,
        new_due_on=date(2025, 5, 20),
        effective_on=date(2025, 4, 20),
    ),
    ledger.PaymentPosted(
        **OWED,
        payment_id=PAYMENT,
        amount_cents=25000,
        value_on=date(2025, 8, 10),
        payer="tenant",
        effective_on=date(2025, 8, 10),
    ),
    ledger.PaymentPostingReversed(
        **OWED,
        payment_id=PAYMENT,
        amount_cents=25000,
        value_on=date(2025, 8, 10),
        payer="tenant",
        effective_on=date(2025, 9, 20),
    ),
    ledger.PaymentAllocated(
        **OWED,
        payment_id=PAYMENT,
        lines=SPLIT,
        rule="by_law",
        effective_on=date(2025, 8, 10),
    ),
    ledger.CreditApplied(
        **OWED,
        payment_id=PAYMENT,
        lines=SPLIT[1:],
        rule="by_law",
        effective_on=date(2025, 8, 10),
    ),
    ledger.AccountClosed(
        **OWED,
        balance_cents=-4200,
        reason="moved",
        effective_on=date(2027, 3, 1),
    ),
    ledger.ArrearsDetected(
        **IN_ARREARS,
        overdue_cents=36000,
        oldest_due_on=date(2025, 1, 10),
        months_equiv=Decimal("2.00"),
        band="A",
        is_relapse=False,
        tenancy_id=TENANCY,
        effective_on=DETECTED,
    ),
    ledger.ArrearsRetracted(
        **IN_ARREARS,
        cause="payment_arrived_late",
        tenancy_id=TENANCY,
        effective_on=DETECTED,
    ),
    ledger.ArrearsBandChanged(
        **IN_ARREARS,
        overdue_cents=54000,
        band="B",
        effective_on=date(2025, 3, 11),
    ),
    ledger.ArrearsCleared(
        **IN_ARREARS,
        cleared_on=date(2026, 11, 10),
        effective_on=date(2026, 11, 10),
    ),
    ledger.NoticeOfDefaultServed(
        **OWED,
        served_on=date(2025, 3, 20),
        cure_by_on=date(2025, 4, 19),
        amount_cents=54000,
        effective_on=date(2025, 3, 20),
    ),
    ledger.AgreementProposed(
        **AGREED,
        debt_cents=108000,
        down_payment_cents=0,
        instalments=INSTALMENTS,
        affordability_ref=str(BUDGET),
        effective_on=date(2025, 6, 20),
    ),
    ledger.AgreementSigned(
        **AGREED,
        debt_cents=108000,
        charge_ids=(CHARGE,),
        down_payment_cents=0,
        instalments=INSTALMENTS,
        interest_policy="none",
        signed_on=SIGNED,
        signatory_roles=("tenant", "creditor"),
        tenancy_id=TENANCY,
        effective_on=SIGNED,
    ),
    ledger.InstalmentPaid(
        **AGREED,
        number=1,
        paid_on=date(2025, 8, 10),
        amount_cents=7000,
        days_late=0,
        effective_on=date(2025, 8, 10),
    ),
    ledger.InstalmentPaymentRetracted(
        **AGREED,
        number=1,
        paid_on=date(2025, 8, 10),
        effective_on=date(2025, 9, 22),
    ),
    ledger.InstalmentMissed(
        **AGREED,
        number=2,
        due_on=date(2025, 9, 10),
        due_cents=7000,
        paid_cents=2000,
        shortfall_cents=5000,
        consecutive=1,
        in_12_months=1,
        effective_on=date(2025, 9, 21),
    ),
    ledger.InstalmentMissRetracted(
        **AGREED,
        number=2,
        by_payment_id=PAYMENT,
        effective_on=date(2025, 9, 21),
    ),
    ledger.AgreementBreached(
        **AGREED,
        outstanding_cents=101000,
        reason="consecutive_misses",
        tenancy_id=TENANCY,
        effective_on=date(2025, 10, 21),
    ),
    ledger.BreachRetracted(
        **AGREED,
        outstanding_cents=94000,
        reason="payment_arrived_late",
        tenancy_id=TENANCY,
        effective_on=date(2025, 10, 21),
    ),
    ledger.AgreementReinstated(
        **AGREED,
        outstanding_cents=101000,
        catch_up_by_on=date(2025, 12, 10),
        tenancy_id=TENANCY,
        effective_on=date(2025, 11, 5),
    ),
    ledger.AgreementTerminated(
        **AGREED,
        outstanding_cents=94000,
        reason="household_asked",
        tenancy_id=TENANCY,
        effective_on=date(2025, 11, 5),
    ),
    ledger.AgreementSuspended(
        **AGREED,
        outstanding_cents=94000,
        reason="holder_died",
        effective_on=date(2025, 6, 15),
    ),
    ledger.AgreementResumed(
        **AGREED,
        outstanding_cents=94000,
        effective_on=date(2025, 9, 1),
    ),
    ledger.AgreementRescheduled(
        **AGREED,
        kind="skip",
        instalments=(
            *INSTALMENTS[:2],
            *INSTALMENTS[3:],
            Instalment(number=17, due_on=date(2026, 12, 10), amount_cents=7000),
        ),
        reason="job_ended",
        effective_on=date(2025, 9, 24),
    ),
    ledger.AgreementSuperseded(
        **AGREED,
        outstanding_cents=94000,
        reason="renegotiated",
        superseded_by=NEW_AGREEMENT,
        effective_on=date(2025, 11, 5),
    ),
    ledger.AgreementCompleted(
        **AGREED,
        outstanding_cents=0,
        tenancy_id=TENANCY,
        effective_on=date(2026, 11, 10),
    ),
    ledger.CompletionRetracted(
        **AGREED,
        outstanding_cents=7000,
        reason="late_fact",
        tenancy_id=TENANCY,
        effective_on=date(2026, 11, 24),
    ),
    ledger.ReliefProposed(
        **AGREED,
        cause="job_ended",
        proposal="lower_instalment",
        affordable_cents=4000,
        review_by_on=date(2025, 9, 26),
        effective_on=date(2025, 9, 12),
    ),
    ledger.AgreementAtRisk(
        **AGREED,
        facts=("instalment_due_soon_unpaid", "means_worsened"),
        next_due_on=date(2025, 10, 10),
        next_due_cents=7000,
        effective_on=date(2025, 10, 5),
    ),
    ledger.AgreementNoLongerAtRisk(**AGREED, effective_on=date(2025, 10, 8)),
    ledger.DebtFrozen(
        **OWED,
        amount_cents=54000,
        decision_ref="2025/14",
        until_on=date(2026, 4, 1),
        effective_on=date(2025, 4, 2),
    ),
    ledger.DebtFreezeEnded(
        **OWED,
        amount_cents=54000,
        decision_ref="2025/30",
        effective_on=date(2025, 12, 1),
    ),
    ledger.DebtWrittenOff(
        **OWED,
        amount_cents=54000,
        decision_ref="2026/3",
        effective_on=date(2026, 4, 1),
    ),
    ledger.DebtWriteOffRevoked(
        **OWED,
        amount_cents=54000,
        decision_ref="2026/3",
        effective_on=date(2026, 5, 4),
    ),
    ledger.EvictionStepRecorded(
        **OWED,
        step="grace_term",
        amount_cents=320000,
        deadline_on=date(2025, 9, 8),
        effective_on=date(2025, 6, 10),
    ),
    ledger.SubjectErasureConfirmed(
        person_id=PERSON, household_id=HOUSEHOLD, effective_on=date(2036, 12, 2)
    ),
]

LIVED_ON = {
    "budget_id": BUDGET,
    "household_id": HOUSEHOLD,
    "month": "2025-06",
    "affordable_cents": 7000,
    "residual_cents": 14000,
    "rent_to_income": Decimal("0.1565"),
    "sustainability": Decimal("0.1217"),
}
ENROLLED = {
    "enrolment_id": ENROLMENT,
    "workshop_id": WORKSHOP,
    "household_id": HOUSEHOLD,
}

WORKSHOPS = [
    workshops.BudgetAgreed(**LIVED_ON, effective_on=date(2025, 6, 18)),
    workshops.BudgetReviewed(
        **LIVED_ON, discipline=Decimal("0.82"), effective_on=date(2025, 9, 24)
    ),
    workshops.WorkshopScheduled(
        workshop_id=WORKSHOP,
        kind="family_budget",
        sessions=6,
        minutes=120,
        starts_on=date(2025, 4, 7),
        effective_on=date(2025, 3, 20),
    ),
    workshops.EnrolmentConfirmed(
        **ENROLLED, kind="family_budget", effective_on=date(2025, 3, 24)
    ),
    workshops.SessionAttended(
        **ENROLLED,
        session_number=1,
        minutes=120,
        present=True,
        effective_on=date(2025, 4, 7),
    ),
    workshops.WorkshopCompleted(
        **ENROLLED,
        kind="family_budget",
        sessions_attended=5,
        minutes_attended=600,
        minutes_planned=720,
        effective_on=date(2025, 5, 19),
    ),
    workshops.WorkshopCompletionRetracted(
        **ENROLLED,
        kind="family_budget",
        reason="too_little_attended",
        effective_on=date(2025, 5, 19),
    ),
    workshops.CommunityHoursGiven(
        hours_id=numbered(71),
        kind="volunteering",
        minutes=90,
        given_on=date(2025, 5, 17),
        household_id=HOUSEHOLD,
        effective_on=date(2025, 5, 17),
    ),
    *of_a_partner(workshops, date(2025, 5, 19)),
]

ON_THE_WAY = {"pathway_id": PATHWAY, "household_id": HOUSEHOLD, "person_id": PERSON}
HIRED = {"placement_id": PLACEMENT, "household_id": HOUSEHOLD, "person_id": PERSON}

EMPLOYMENT = [
    employment.PathwayOpened(
        **ON_THE_WAY, programme_code="GOL", effective_on=date(2025, 3, 10)
    ),
    employment.ProfileAssessed(
        **ON_THE_WAY, programme_code="GOL", path=4, effective_on=date(2025, 3, 17)
    ),
    employment.ServicePactSigned(
        **ON_THE_WAY,
        programme_code="GOL",
        signed_on=date(2025, 3, 24),
        effective_on=date(2025, 3, 24),
    ),
    employment.TraineeshipStarted(
        **ON_THE_WAY,
        traineeship_id=TRAINEESHIP,
        start_on=date(2025, 4, 1),
        planned_end_on=date(2025, 9, 30),
        effective_on=date(2025, 4, 1),
    ),
    employment.TraineeshipProlonged(
        **ON_THE_WAY,
        traineeship_id=TRAINEESHIP,
        planned_end_on=date(2025, 9, 30),
        effective_on=date(2025, 9, 29),
    ),
    employment.TraineeshipEnded(
        **ON_THE_WAY,
        traineeship_id=TRAINEESHIP,
        end_on=date(2025, 5, 2),
        effective_on=date(2025, 5, 2),
    ),
    employment.JobPlaced(
        **HIRED,
        pathway_id=PATHWAY,
        contract_kind="fixed_term",
        start_on=date(2025, 5, 5),
        planned_end_on=date(2025, 11, 4),
        hours_band="30_or_more",
        qualifying=True,
        effective_on=date(2025, 5, 5),
    ),
    employment.RetentionConfirmed(
        **HIRED,
        checkpoint_days=30,
        status="retained",
        effective_on=date(2025, 6, 4),
    ),
    employment.JobEnded(
        **HIRED,
        end_on=date(2025, 9, 11),
        days_worked=130,
        effective_on=date(2025, 9, 11),
    ),
    *of_a_partner(employment, date(2025, 9, 12)),
]

REPORTING = [
    reporting.SubjectErasureConfirmed(
        person_id=PERSON, household_id=HOUSEHOLD, effective_on=date(2036, 12, 2)
    ),
    reporting.IndicatorSnapshotPublished(
        indicator_set_version="2025-01",
        as_of=date(2026, 6, 30),
        as_known_at=datetime(2026, 7, 10, 8, tzinfo=UTC),
        values=(
            IndicatorValue(
                code="k3_adherence", value=Decimal("0.714"), counted=7, missing=0
            ),
            IndicatorValue(code="k9_job_entry", counted=3, missing=1),
        ),
        effective_on=date(2026, 6, 30),
    ),
]

EXAMPLES: dict[type[Contract], Contract] = {
    type(example): example
    for example in (
        *INTAKE,
        *LEDGER,
        *WORKSHOPS,
        *EMPLOYMENT,
        *REPORTING,
        *of_a_creditor(aler, ALER),
        *of_a_creditor(condominium, SOLE),
    )
}

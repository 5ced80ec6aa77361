"""
What the programme did, as facts to count: bills, arrears, cases, hours, jobs.

A row is one countable fact of one letter, in columns that mean the same for every
kind of it:

- `kind`: the contract's name, or one of the kinds named below;
- `thing`: what it is about, and `other` the second thing that it names;
- `household_id`, `creditor_id`: whose it is; absent where the letter names none;
- `detail`: its one word, such as a payer, an outcome, an organisation;
- `amount`: euro cents or minutes; `number`: a count that goes with it;
- `counts_on`: the day that the thing itself names (due, paid, first day of work);
- `day`, `known`: from which day it counts, and when it was written down.

Days are whole numbers from 1970-01-01 and instants whole microseconds (`entry`), so
that one SQL text adds them alike in SQLite, PostgreSQL and DuckDB. Agreements and
what payments covered have projections of their own.
"""

from azione0.contracts import employment, intake, ledger, workshops
from reporting.projections.entry import (
    COUNTED_ORIGIN,
    COUNTED_ORIGIN_COLUMNS,
    Projection,
)
from reporting.projections.telling import (
    UNKNOWN,
    Fact,
    fact,
    months_after,
    rows,
    ten_thousandths,
    told,
)

#: So many calendar months after a household was taken in charge, on `counts_on`.
MONTHS_IN_CHARGE = "MonthsInCharge"
HORIZONS = (3, 6, 12, 24)
#: Why a case was closed, where a reason is given.
CLOSED_FOR = "ClosedFor"
#: In which band an episode of arrears is, whoever says so.
BAND = "Band"
#: One whole figure of a policy, from `counts_on` on.
FIGURE = "Figure"

# Households, cases, consents.

told(intake.CaseOpened, "case_id", detail="organisation_id")
told(intake.CaseAssigned, "case_id", detail="to_organisation_id", counts_on="from_on")
told(intake.ContactAttempted, "case_id", detail="outcome", number="attempt_number")
told(intake.ConsentGiven, "person_id", detail="purpose")
told(intake.ConsentWithdrawn, "person_id", detail="purpose")


told(intake.CaseReviewed, "case_id", detail="decision")


@fact(intake.NeedsAssessed)
def _(said: intake.NeedsAssessed) -> list[Fact]:
    return [
        Fact(
            thing=said.case_id,
            detail=f"{said.matrix_version}.{it.domain}",
            number=it.score,
        )
        for it in said.scores
    ]


@fact(intake.HouseholdRegistered)
def _(said: intake.HouseholdRegistered) -> list[Fact]:
    return [
        Fact(
            thing=said.household_id,
            detail=said.building_id,
            amount=(said.adults or 0) + (said.minors or 0),
            number=UNKNOWN if said.adults is None else said.adults,
        )
    ]


@fact(intake.CaseTakenInCharge)
def _(said: intake.CaseTakenInCharge) -> list[Fact]:
    since = said.effective_on
    return [
        Fact(thing=said.case_id, counts_on=since),
        *(
            Fact(
                kind=MONTHS_IN_CHARGE,
                thing=said.case_id,
                number=months,
                counts_on=months_after(since, months),
            )
            for months in HORIZONS
        ),
    ]


@fact(intake.CaseClosed)
def _(said: intake.CaseClosed) -> list[Fact]:
    closed = Fact(thing=said.case_id, detail=said.outcome)
    if said.reason is None:
        return [closed]
    return [closed, Fact(kind=CLOSED_FOR, thing=said.case_id, detail=said.reason)]


@fact(intake.PolicyParametersAdopted)
def _(said: intake.PolicyParametersAdopted) -> list[Fact]:
    return [
        Fact(
            kind=FIGURE,
            detail=it.name,
            amount=int(it.value),
            counts_on=said.effective_from,
        )
        for it in said.parameters
        if it.value.isdecimal()
    ]


# Money and arrears. What is taken back has a negative amount.

told(
    ledger.ChargePosted,
    "charge_id",
    detail="kind",
    amount="amount_cents",
    counts_on="due_on",
)
told(
    ledger.ChargeAdjusted,
    "charge_id",
    detail="kind",
    amount="amount_cents",
    counts_on="due_on",
)
told(ledger.ChargeDisputed, "charge_id")
told(
    ledger.DisputeResolved,
    "charge_id",
    detail="result",
    amount="amount_cents",
    counts_on="new_due_on",
)
told(
    ledger.PaymentPosted,
    "payment_id",
    detail="payer",
    amount="amount_cents",
    counts_on="value_on",
)
told(ledger.DebtWrittenOff, amount="amount_cents")
told(ledger.AccountClosed, detail="reason", amount="balance_cents")
told(ledger.ArrearsRetracted, "episode_id", detail="cause")
told(ledger.ArrearsCleared, "episode_id", counts_on="cleared_on")
told(
    ledger.EvictionStepRecorded,
    detail="step",
    amount="amount_cents",
    counts_on="deadline_on",
)


@fact(ledger.PaymentPostingReversed)
def _(said: ledger.PaymentPostingReversed) -> list[Fact]:
    return [
        Fact(
            thing=said.payment_id,
            detail=said.payer,
            amount=-said.amount_cents,
            counts_on=said.value_on,
        )
    ]


@fact(ledger.DebtWriteOffRevoked)
def _(said: ledger.DebtWriteOffRevoked) -> list[Fact]:
    return [Fact(amount=-said.amount_cents)]


@fact(ledger.ArrearsDetected)
def _(said: ledger.ArrearsDetected) -> list[Fact]:
    days = said.days_since_last_clear
    return [
        Fact(
            thing=said.episode_id,
            detail="relapse" if said.is_relapse else "first",
            amount=said.overdue_cents,
            number=UNKNOWN if days is None else days,
            counts_on=said.oldest_due_on,
        ),
        _band(said),
    ]


@fact(ledger.ArrearsBandChanged)
def _(said: ledger.ArrearsBandChanged) -> list[Fact]:
    return [_band(said)]


def _band(said: ledger.ArrearsDetected | ledger.ArrearsBandChanged) -> Fact:
    return Fact(
        kind=BAND, thing=said.episode_id, detail=said.band, amount=said.overdue_cents
    )


# Budgets, workshops, commitments. Shares are kept in ten-thousandths.

told(workshops.BudgetAgreed, "budget_id", detail="month", amount="affordable_cents")
told(
    workshops.WorkshopScheduled,
    "workshop_id",
    detail="kind",
    amount="minutes",
    number="sessions",
    counts_on="starts_on",
)
told(workshops.EnrolmentConfirmed, "workshop_id", other="enrolment_id", detail="kind")
told(
    workshops.WorkshopCompleted,
    "workshop_id",
    other="enrolment_id",
    detail="kind",
    amount="minutes_attended",
    number="sessions_attended",
)
for _desk in (workshops, employment):
    told(_desk.CommitmentKept, "commitment_id", other="case_id")
    told(_desk.CommitmentMissed, "commitment_id", other="case_id")


@fact(workshops.CommunityHoursGiven)
def _(said: workshops.CommunityHoursGiven) -> list[Fact]:
    return [
        Fact(
            thing=said.hours_id,
            other=said.guest_id,
            detail=said.kind,
            amount=said.minutes,
            number=said.given_on.year * 100 + said.given_on.month,
            counts_on=said.given_on,
        )
    ]


@fact(workshops.BudgetReviewed)
def _(said: workshops.BudgetReviewed) -> list[Fact]:
    return [
        Fact(
            thing=said.budget_id,
            detail=said.month,
            amount=said.affordable_cents,
            number=ten_thousandths(said.discipline),
        )
    ]


@fact(workshops.SessionAttended)
def _(said: workshops.SessionAttended) -> list[Fact]:
    return [
        Fact(
            thing=said.workshop_id,
            other=said.enrolment_id,
            detail="present" if said.present else "absent",
            amount=said.minutes if said.present else 0,
            number=said.session_number,
        )
    ]


# Work.

told(employment.PathwayOpened, "pathway_id", other="person_id", detail="programme_code")
told(
    employment.ServicePactSigned,
    "person_id",
    other="pathway_id",
    detail="programme_code",
    counts_on="signed_on",
)
told(
    employment.TraineeshipStarted,
    "traineeship_id",
    other="person_id",
    counts_on="start_on",
)
told(
    employment.TraineeshipEnded, "traineeship_id", other="person_id", counts_on="end_on"
)
told(
    employment.RetentionConfirmed,
    "placement_id",
    other="person_id",
    detail="status",
    number="checkpoint_days",
)
told(
    employment.JobEnded,
    "placement_id",
    other="person_id",
    amount="days_worked",
    counts_on="end_on",
)


@fact(employment.ProfileAssessed)
def _(said: employment.ProfileAssessed) -> list[Fact]:
    return [
        Fact(
            thing=said.pathway_id,
            other=said.person_id,
            detail=said.programme_code,
            number=said.path or said.band or UNKNOWN,
        )
    ]


@fact(employment.JobPlaced)
def _(said: employment.JobPlaced) -> list[Fact]:
    return [
        Fact(
            thing=said.placement_id,
            other=said.person_id,
            detail=said.contract_kind,
            amount=int(said.qualifying),
            counts_on=said.start_on,
        )
    ]


FACTS = Projection(
    name="facts_v1",
    definition=(
        "kind text NOT NULL, thing uuid, other uuid, household_id uuid, "
        "creditor_id text NOT NULL, detail text NOT NULL, amount bigint NOT NULL, "
        f"number bigint NOT NULL, counts_on bigint, {COUNTED_ORIGIN_COLUMNS}"
    ),
    own_columns=(
        "kind",
        "thing",
        "other",
        "household_id",
        "creditor_id",
        "detail",
        "amount",
        "number",
        "counts_on",
    ),
    rows=rows,
    index="kind",
    origin=COUNTED_ORIGIN,
)

"""Letters of two households by lot, with every way in which a fact is taken back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from postman import ALER, SOLE, letter, named

from azione0.contracts import employment, intake, ledger, workshops

FIRST, LAST = date(2024, 1, 1), date(2026, 6, 30)
HOMES = [named("home", it) for it in "ab"]
CREDITORS = [ALER, SOLE]
DAYS = (LAST - FIRST).days


class some:  # noqa: N801  it reads as the library's strategies do
    """What can be drawn; a seed draws it, for shrinking whole tales takes minutes."""

    @staticmethod
    def integers(least, most):
        return lambda chance: chance.randint(least, most)

    @staticmethod
    def booleans():
        return lambda chance: chance.random() < 0.5

    @staticmethod
    def sampled_from(choices):
        return lambda chance: chance.choice(choices)


def day_of(number):
    return FIRST + timedelta(days=number)


def tale(seed):  # noqa: C901  one story after another
    """Give letters, each written down on some day after its own, no two at once."""
    told = []
    chance = Random(seed)

    def draw(what):
        return what(chance)

    numbers = some.integers(0, DAYS)
    few = some.integers(0, 3)

    def day(after=0):
        return day_of(
            min(DAYS, after + draw(some.integers(0, DAYS - min(after, DAYS))))
        )

    def tell(shape, on, **said):
        late = draw(some.sampled_from((0, 0, 1, 40, 400)))
        told.append((shape(effective_on=on, **said), late))

    for home in HOMES:
        case = {"case_id": named("case", home), "household_id": home}
        opened = draw(some.integers(0, 300))
        adults = draw(some.sampled_from((None, 0, 2)))
        tell(
            intake.HouseholdRegistered,
            day_of(opened),
            household_id=home,
            dwelling_id="1",
            building_id="B",
            tenancies=(),
            adults=adults,
        )
        tell(intake.CaseOpened, day_of(opened), organisation_id="la-rete", **case)
        taken = draw(some.sampled_from((None, opened + draw(some.integers(0, 200)))))
        if taken is not None:
            tell(
                intake.CaseTakenInCharge,
                day_of(taken),
                pact_id=named("pact"),
                operator_id="x",
                goals=(),
                **case,
            )
        if draw(some.booleans()):
            since = day(opened + 1)
            tell(
                intake.CaseAssigned,
                since,
                from_on=since,
                to_organisation_id="elefanti-volanti",
                from_organisation_id="la-rete",
                **case,
            )
        for number in range(draw(few)):
            outcome = draw(some.sampled_from(("reached", "no_answer")))
            tell(
                intake.ContactAttempted,
                day(opened),
                channel="door",
                outcome=outcome,
                attempt_number=number + 1,
                **case,
            )
            scores = [intake.NeedScore(domain="work", score=draw(some.integers(1, 5)))]
            tell(
                intake.NeedsAssessed,
                day(opened),
                matrix_version="1",
                scores=tuple(scores),
                **case,
            )
            tell(intake.CaseReviewed, day(opened), decision="go_on", **case)
        if draw(some.booleans()):
            outcome = draw(some.sampled_from(("resolved", "moved", "deceased")))
            reason = draw(some.sampled_from((None, "arrears_retracted", "other")))
            tell(intake.CaseClosed, day(opened), outcome=outcome, reason=reason, **case)
        for creditor in CREDITORS:
            _money(draw, tell, day, home, creditor)
        _agreements(draw, tell, day, home)
        _work_and_workshops(draw, tell, day, home)
    if draw(some.booleans()):
        on = day_of(draw(numbers))
        tell(
            intake.PolicyParametersAdopted,
            on,
            policy_version="2",
            effective_from=on,
            parameters=(intake.Parameter(name="grace_days", value="3"),),
        )
    order = chance.sample(told, len(told))
    return [
        letter(contract, _written(contract, late, place))
        for place, (contract, late) in enumerate(order)
    ]


def _written(contract, late, place):
    morning = datetime.combine(contract.effective_on, datetime.min.time(), UTC)
    return morning + timedelta(days=late, hours=8, seconds=place)


def _money(draw, tell, day, home, creditor):  # noqa: C901, PLR0912  one story after another
    whose = {"household_id": home, "creditor_id": creditor}
    few = some.integers(0, 3)
    for number in range(draw(some.integers(0, 4))):
        charge = {"charge_id": named("charge", home, creditor, number), **whose}
        due = day()
        cents = draw(some.sampled_from((10_000, 18_000)))
        kind = draw(some.sampled_from(("rent", "service", "settlement")))
        issued = due - timedelta(days=draw(some.integers(0, 30)))
        tell(
            ledger.ChargePosted,
            issued,
            kind=kind,
            amount_cents=cents,
            due_on=due,
            **charge,
        )
        if draw(some.booleans()):
            tell(
                ledger.ChargeAdjusted,
                day(),
                kind=kind,
                due_on=day(),
                amount_cents=draw(some.sampled_from((0, 9_000))),
                **charge,
            )
        if draw(some.booleans()):
            tell(ledger.ChargeDisputed, day(), grounds="wrong", **charge)
            if draw(some.booleans()):
                tell(
                    ledger.DisputeResolved,
                    day(),
                    result="reduced",
                    amount_cents=8_000,
                    new_due_on=draw(some.sampled_from((None, due))),
                    **charge,
                )
        for turn in range(draw(few)):
            payment = {"payment_id": named("payment", home, creditor, number, turn)}
            payer = draw(some.sampled_from(("tenant", "regional")))
            paid = {"amount_cents": cents, "payer": payer, **payment, **whose}
            value = due + timedelta(days=draw(some.integers(-20, 30)))
            tell(ledger.PaymentPosted, value, value_on=value, **paid)
            line = ledger.AllocationLine(
                component="principal",
                amount_cents=draw(some.sampled_from((cents, cents - 100, 5_000))),
                charge_id=charge["charge_id"],
            )
            for lines in ((line,), ()):
                if draw(some.booleans()):
                    tell(
                        ledger.PaymentAllocated,
                        value,
                        lines=lines,
                        rule="declared",
                        **payment,
                        **whose,
                    )
            if draw(some.booleans()):
                tell(
                    ledger.CreditApplied,
                    value,
                    lines=(line,),
                    rule="credit",
                    **payment,
                    **whose,
                )
            if draw(some.booleans()):
                tell(ledger.PaymentPostingReversed, day(), value_on=value, **paid)
    if draw(some.booleans()):
        tell(
            ledger.DebtWrittenOff, day(), amount_cents=4_000, decision_ref="d", **whose
        )
    for number in range(draw(few)):
        episode = {"episode_id": named("episode", home, creditor, number), **whose}
        since = day()
        tell(
            ledger.ArrearsDetected,
            since,
            overdue_cents=1,
            oldest_due_on=since,
            months_equiv=Decimal(2),
            band="A",
            is_relapse=number > 0,
            **episode,
        )
        if draw(some.booleans()):
            end = day((since - FIRST).days)
            tell(ledger.ArrearsCleared, end, cleared_on=end, **episode)
        if draw(some.integers(0, 3)) == 0:
            tell(ledger.ArrearsRetracted, day(), cause="late_payment", **episode)
    for _ in range(draw(few)):
        step = draw(some.sampled_from(("noticed", "filed", "averted", "executed")))
        tell(
            ledger.EvictionStepRecorded,
            day(),
            step=step,
            amount_cents=draw(some.sampled_from((1, 2))),
            **whose,
        )
    if draw(some.integers(0, 4)) == 0:
        tell(ledger.AccountClosed, day(), balance_cents=0, reason="moved", **whose)


def _agreements(draw, tell, day, home):
    for number in range(draw(some.integers(0, 2))):
        agreement = {
            "agreement_id": named("agreement", home, number),
            "household_id": home,
            "creditor_id": ALER,
        }
        signed = day()
        dues = [signed + timedelta(days=30 * it) for it in (1, 2, 3)]
        plan = tuple(
            ledger.Instalment(number=it + 1, due_on=due, amount_cents=7_000)
            for it, due in enumerate(dues)
        )
        tell(
            ledger.AgreementSigned,
            signed,
            debt_cents=21_000,
            charge_ids=(),
            down_payment_cents=0,
            instalments=plan,
            interest_policy="none",
            signed_on=signed,
            signatory_roles=("tenant",),
            **agreement,
        )
        for it in plan:
            one = {"number": it.number, **agreement}
            late = draw(some.integers(-5, 20))
            paid_on = it.due_on + timedelta(days=late)
            if draw(some.booleans()):
                tell(
                    ledger.InstalmentPaid,
                    paid_on,
                    paid_on=paid_on,
                    amount_cents=7_000,
                    days_late=late,
                    **one,
                )
                if draw(some.integers(0, 3)) == 0:
                    tell(
                        ledger.InstalmentPaymentRetracted, day(), paid_on=paid_on, **one
                    )
            if draw(some.booleans()):
                paid = draw(some.sampled_from((0, 3_000)))
                tell(
                    ledger.InstalmentMissed,
                    it.due_on + timedelta(days=11),
                    due_on=it.due_on,
                    due_cents=7_000,
                    paid_cents=paid,
                    shortfall_cents=7_000 - paid,
                    consecutive=1,
                    in_12_months=1,
                    **one,
                )
                if draw(some.booleans()):
                    tell(ledger.InstalmentMissRetracted, day(), **one)
        state = {"outstanding_cents": 1, **agreement}
        for _ in range(draw(some.integers(0, 4))):
            shape, more = draw(
                some.sampled_from(
                    (
                        (ledger.AgreementBreached, {"reason": "missed"}),
                        (ledger.BreachRetracted, {"reason": "late_payment"}),
                        (ledger.AgreementReinstated, {"catch_up_by_on": LAST}),
                        (ledger.AgreementTerminated, {"reason": "decided"}),
                        (ledger.AgreementSuspended, {"reason": "death"}),
                        (ledger.AgreementCompleted, {}),
                        (ledger.CompletionRetracted, {"reason": "refund"}),
                    )
                )
            )
            tell(shape, day(), **more, **state)
        if draw(some.integers(0, 2)) == 0:
            moved = tuple(
                ledger.Instalment(
                    number=it.number,
                    due_on=it.due_on + timedelta(days=15),
                    amount_cents=draw(some.sampled_from((0, 7_000))),
                )
                for it in plan
            )
            tell(
                ledger.AgreementRescheduled,
                day(),
                kind="move",
                instalments=moved,
                reason="agreed",
                **agreement,
            )


def _work_and_workshops(draw, tell, day, home):  # noqa: C901  one story after another
    person = {"person_id": named("person", home), "household_id": home}
    way = {"pathway_id": named("pathway", home), **person}
    if draw(some.booleans()):
        on = day()
        tell(
            employment.ServicePactSigned, on, programme_code="GOL", signed_on=on, **way
        )
        tell(employment.ProfileAssessed, on, programme_code="GOL", path=1, **way)
    for shape in (intake.ConsentWithdrawn, intake.ConsentGiven):
        if draw(some.booleans()):
            tell(
                shape, day(), purpose="employment_matching", text_version="1", **person
            )
    for number in range(draw(some.integers(0, 2))):
        job = {"placement_id": named("job", home, number), **person}
        start = day()
        tell(
            employment.JobPlaced,
            start,
            start_on=start,
            contract_kind="permanent",
            hours_band="30_or_more",
            qualifying=draw(some.booleans()),
            pathway_id=way["pathway_id"],
            **job,
        )
        for days in (30, 90, 180):
            if draw(some.booleans()):
                status = draw(some.sampled_from(("retained", "not_retained")))
                tell(
                    employment.RetentionConfirmed,
                    start + timedelta(days=days),
                    checkpoint_days=days,
                    status=status,
                    **job,
                )
    lab = {"workshop_id": named("lab", home)}
    if draw(some.booleans()):
        on = day()
        tell(
            workshops.WorkshopScheduled,
            on,
            kind="family_budget",
            sessions=5,
            minutes=120,
            starts_on=on,
            **lab,
        )
    for number in range(draw(some.integers(0, 6))):
        present = draw(some.booleans())
        tell(
            workshops.SessionAttended,
            day(),
            enrolment_id=named("seat", home),
            household_id=home,
            session_number=number % 5,
            present=present,
            minutes=90 if present else 0,
            **lab,
        )
    budget = {
        "budget_id": named("budget", home),
        "household_id": home,
        "affordable_cents": 1,
        "residual_cents": 1,
    }
    for _ in range(draw(some.integers(0, 3))):
        on = day()
        told = draw(some.sampled_from((None, Decimal("0.8"), Decimal("0.25"))))
        tell(
            workshops.BudgetReviewed, on, month=f"{on:%Y-%m}", discipline=told, **budget
        )
    if draw(some.booleans()):
        on = day()
        tell(workshops.BudgetAgreed, on, month=f"{on:%Y-%m}", **budget)
    hours = {"hours_id": named("hours", home), "kind": "volunteering"}
    whose = draw(
        some.sampled_from(({"household_id": home}, {"guest_id": named("guest")}))
    )
    for _ in range(draw(some.integers(0, 2))):
        minutes = draw(some.sampled_from((0, 60, 90)))
        tell(
            workshops.CommunityHoursGiven,
            day(),
            minutes=minutes,
            given_on=FIRST,
            **hours,
            **whose,
        )

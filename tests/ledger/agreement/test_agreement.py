"""An agreement, verb by verb: signed, kept, missed, broken, unsaid, replaced."""

from uuid import UUID

import pytest
from bookkeeping import charge, day, named, plan

from ledger.agreement.agreement import AlreadySigned, NobodySigned, RepaymentAgreement
from ledger.agreement.breach import Judgement, Missed, Paid

DEBT = charge("2025-01-10", 20000)
AGREED = plan([DEBT], "2025-03-01", "2025-03-31", 10000)
HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
TODAY = day("2025-06-01")


@pytest.fixture
def proposed() -> RepaymentAgreement:
    made = RepaymentAgreement(
        id=AGREED.agreement_id,
        household_id=HOUSEHOLD,
        creditor_id="ALER-BCM",
        tenancy_id="T1",
        debt_cents=20000,
        charge_ids=[DEBT.id],
        down_payment_cents=0,
        instalments=list(AGREED.instalments),
        affordability_ref=None,
        policy_version="proj-1",
        supersedes=None,
        effective_on=day("2025-03-01"),
        rhythm="monthly",
        proposed_by="aler/anna",
        needs_approval=False,
    )
    made.collect_events()
    return made


@pytest.fixture
def signed(proposed: RepaymentAgreement) -> RepaymentAgreement:
    proposed.sign(day("2025-03-01"), ["tenant"])
    proposed.collect_events()
    return proposed


def paid(number: int, on: str = "2025-03-31", late: int = 0) -> Paid:
    return Paid(number, day(on), 10000, late, named("payment", number))


def missed(number: int, consecutive: int = 1) -> Missed:
    due_on = AGREED.instalments[number - 1].due_on
    return Missed(number, due_on, TODAY, 10000, 0, consecutive, consecutive)


def conclude(agreement: RepaymentAgreement, **judged) -> list[str]:
    agreement.conclude(Judgement(**judged), TODAY)
    return [type(it).__name__ for it in agreement.collect_events()]


def test_signing_gives_the_plan_for_the_account(proposed):
    assert proposed.state == "proposed"
    assert proposed.sign(day("2025-03-01"), ["tenant", "creditor"]) == AGREED
    assert (proposed.state, proposed.running) == ("active", True)


def test_it_is_signed_once(signed):
    with pytest.raises(AlreadySigned):
        signed.sign(day("2025-03-02"), ["tenant"])


def test_nobody_signs_for_the_tenant(proposed):
    with pytest.raises(NobodySigned):
        proposed.sign(day("2025-03-01"), ["creditor", "operator"])
    assert proposed.state == "proposed"


def test_what_was_said_is_not_said_again(signed):
    judged = {"paid": {1: paid(1)}, "missed": {2: missed(2)}}
    assert conclude(signed, **judged) == ["InstalmentMissed", "InstalmentPaid"]
    assert conclude(signed, **judged) == []


def test_a_miss_that_is_none_is_retracted_by_the_payment(signed):
    conclude(signed, missed={1: missed(1)})
    signed.conclude(Judgement(paid={1: paid(1)}), TODAY)
    retracted, _ = signed.collect_events()
    assert retracted.by_payment_id == named("payment", 1)
    assert signed.missed == {}


def test_a_miss_with_other_figures_is_said_again(signed):
    conclude(signed, missed={1: missed(1), 2: missed(2, consecutive=2)})
    assert conclude(signed, missed={2: missed(2, consecutive=1)}) == [
        "InstalmentMissRetracted",
        "InstalmentMissRetracted",
        "InstalmentMissed",
    ]
    assert signed.missed[2].consecutive == 1


def test_a_payment_that_moves_is_unsaid_and_said_again(signed):
    conclude(signed, paid={1: paid(1)})
    signed.conclude(Judgement(paid={1: paid(1, "2025-04-02", late=2)}), TODAY)
    unsaid, again = signed.collect_events()
    assert (unsaid.number, unsaid.paid_on) == (1, day("2025-03-31"))
    assert again.paid.days_late == 2


def test_a_breach_is_unsaid_and_said_again_on_its_new_day(signed):
    assert conclude(signed, breaches={day("2025-05-11"): None}) == ["AgreementBreached"]
    assert signed.state == "breached"
    assert conclude(signed, breaches={day("2025-05-20"): None}) == [
        "BreachRetracted",
        "AgreementBreached",
    ]
    assert conclude(signed) == ["BreachRetracted"]
    assert signed.state == "active"


def test_a_completion_is_unsaid_when_it_is_none(signed):
    assert conclude(signed, completed_on=day("2025-05-01")) == ["AgreementCompleted"]
    assert (signed.state, signed.running) == ("completed", False)
    assert conclude(signed, outstanding_cents=500) == ["CompletionRetracted"]
    assert (signed.state, signed.running) == ("active", True)


def test_it_rests_from_the_earliest_day_said(signed):
    for on in ("2025-05-01", "2025-06-01", "2025-04-01"):
        signed.suspend(day(on), "death", 20000)
    assert [it.effective_on for it in signed.collect_events()] == [
        day("2025-05-01"),
        day("2025-04-01"),
    ]
    assert (signed.state, signed.running) == ("suspended", True)


@pytest.mark.parametrize(("on", "lasts"), [("2025-02-28", False), ("2025-03-01", True)])
def test_it_lasts_from_its_signing(signed, on, lasts):
    assert signed.lasts(day(on)) is lasts


def test_it_lasts_until_it_is_replaced_and_through_a_breach(signed):
    conclude(signed, breaches={day("2025-05-11"): None})
    assert signed.lasts(day("2025-05-20"))
    signed.supersede(named("new"), day("2025-05-25"), 20000)
    assert signed.lasts(day("2025-05-24"))
    assert not signed.lasts(day("2025-05-25"))
    assert signed.state == "superseded"


def test_a_proposal_and_a_completed_agreement_are_not_superseded(proposed):
    proposed.supersede(named("new"), day("2025-03-01"), 20000)
    assert proposed.state == "proposed"
    proposed.sign(day("2025-03-01"), ["tenant"])
    conclude(proposed, completed_on=day("2025-05-01"))
    proposed.supersede(named("new"), day("2025-05-25"), 0)
    assert proposed.state == "completed"


def test_a_rest_with_a_known_end_is_over_on_that_day_and_said_once(signed):
    signed.pause(day("2025-04-01"), day("2025-04-20"), "illness", 20000)
    signed.pause(day("2025-05-10"), day("2025-05-20"), "illness", 20000)
    signed.collect_events()
    signed.conclude(Judgement(), day("2025-04-19"))
    assert signed.collect_events() == []
    for _ in range(2):
        signed.conclude(Judgement(), day("2025-05-01"))
    [resumed] = signed.collect_events()
    assert resumed.effective_on == day("2025-04-20")
    assert signed.pauses[1].until == day("2025-05-20")

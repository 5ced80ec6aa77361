"""The story of a household, from letters and from what was done here."""

from datetime import date, timedelta

from front_desk import NOW, detected, letter, named

from azione0.contracts import ledger

VALUE = date(2025, 3, 4)


def posted(household_id):
    return ledger.PaymentPosted(
        payment_id=named("payment"),
        household_id=household_id,
        creditor_id="aler-bcm",
        amount_cents=18000,
        value_on=VALUE,
        payer="tenant",
        effective_on=VALUE,
    )


def test_a_story_joins_what_was_heard_and_what_was_done(office):
    household_id = office.household()
    office.target()
    office.reached_case(household_id)
    office.tell(posted(household_id))
    story = office.intake.story(household_id)
    assert [it.said for it in story] == [
        "Registered",
        "ArrearsDetected",
        "Opened",
        "TaskWanted",
        "TaskWanted",
        "PaymentPosted",
        "ContactAttempted",
    ]
    payment = story[5]
    assert (payment.who, payment.amount_cents) == ("//ledger-org/ledger", 18000)
    assert payment.reference == str(named("payment"))
    assert story[6].who == "operatrice"


def test_what_no_person_decided_says_by_which_figures_it_was(office):
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"first_contact_days": "9"}, date(2025, 1, 1))
    household_id = office.household()
    target_id = office.target()
    office.tell(detected(household_id))
    because = {it.said: it.because for it in office.intake.story(household_id)}
    assert because["Opened"] == f"{target_id}; signal_threshold_cents=0 (proposal)"
    assert because["TaskWanted"] == "first_contact_days=9 (2025/1)"
    [task] = office.intake.tasks()
    assert (task.figure, task.policy_version) == ("first_contact_days=9", "2025/1")


def test_a_story_can_be_told_as_of_a_day_and_as_known_at_an_instant(office):
    household_id = office.household()
    late = letter(posted(household_id), recorded_at=NOW + timedelta(days=9))
    office.tell(detected(household_id))
    office.hand_in([late])

    def said(**asked):
        return [it.said for it in office.intake.story(household_id, **asked)]

    assert said() == ["Registered", "ArrearsDetected", "PaymentPosted"]
    assert said(as_of=VALUE - timedelta(days=1)) == ["Registered", "ArrearsDetected"]
    assert said(known_at=NOW) == ["Registered", "ArrearsDetected"]


def test_nobody_elses_letters_are_in_a_story(office):
    first, second = office.household("T1", "D1"), office.household("T2", "D2")
    office.tell(posted(first))
    assert [it.said for it in office.intake.story(second)] == ["Registered"]


def test_a_letter_that_waits_for_an_earlier_one_is_not_told_yet(office):
    household_id = office.household()
    early = letter(posted(household_id))
    early.headers["ce-seqintake"] = "2"
    office.hand_in([early])
    assert [it.said for it in office.intake.story(household_id)] == ["Registered"]

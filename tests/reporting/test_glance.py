"""The programme at a glance, as of a day and as known at an instant."""

from datetime import date

from postman import (
    ALER,
    EPISODE,
    HOUSEHOLD,
    SOLE,
    adjusted,
    arrears_retracted,
    at,
    billed,
    cleared,
    decided,
    detected,
    hand_in,
    letter,
    named,
    on,
    opened,
    paid,
    refunded,
    registered,
    taken_in_charge,
)

from azione0.contracts import employment, ledger, workshops


def test_what_is_overdue_is_what_is_past_due_and_unpaid(tell):
    reporting = tell(
        billed("2025-01-10", 18000, "january", issued="2024-12-20"),
        billed("2025-02-10", 18000, "february", issued="2025-01-20"),
        paid("2025-01-31", 5000),
    )
    glance = reporting.glance
    assert glance(on("2025-01-10")).overdue_cents == 0
    assert glance(on("2025-01-11")).overdue_cents == 18000
    assert glance(on("2025-02-11")).overdue_cents == 31000
    assert glance(on("2025-02-11")).bills_cents == 36000
    assert glance(on("2025-02-11")).paid_cents == 5000


def test_what_others_pay_for_a_tenant_is_not_paid_by_it(tell):
    reporting = tell(
        billed("2025-01-10", 300000),
        paid("2025-02-01", 270000, "contribution", payer="regional"),
        paid("2025-02-02", 3000, "own"),
        paid("2025-02-03", 2000, "debit"),
        refunded("2025-02-20", 2000, "2025-02-03", "debit"),
    )
    before, after = (reporting.glance(on(it)) for it in ("2025-02-10", "2025-02-20"))
    assert (before.paid_cents, before.self_paid_cents) == (275000, 5000)
    assert (after.paid_cents, after.self_paid_cents) == (273000, 3000)
    assert after.overdue_cents == 27000


def test_a_credit_with_one_creditor_never_pays_another(tell):
    reporting = tell(
        billed("2025-01-10", 9500, "rent"),
        billed("2025-01-10", 11000, "services", creditor=SOLE),
        paid("2025-01-09", 30000, creditor=SOLE),
    )
    assert reporting.glance(on("2025-02-01")).overdue_cents == 9500


def test_a_settlement_corrected_later_is_seen_with_the_knowledge_of_then(house):
    """Scenario 12: reversed on 15 July, counting from 30 June."""
    reporting = hand_in(
        house,
        [
            letter(billed("2025-06-30", 64000, "settlement", issued="2025-06-01")),
            letter(paid("2025-07-05", 20000)),
            letter(
                adjusted("2025-06-30", 0, "2025-06-30", "settlement"),
                at("2025-07-15T09:00"),
            ),
            letter(billed("2025-08-15", 41000, "corrected", issued="2025-07-16")),
        ],
    )
    then, later = at("2025-07-10T23:00"), at("2025-07-20T23:00")
    assert reporting.glance(on("2025-07-10"), then).overdue_cents == 44000
    assert reporting.glance(on("2025-07-10"), later).overdue_cents == 0
    assert reporting.glance(on("2025-08-16"), at("2025-09-01")).overdue_cents == 21000


def test_a_refunded_payment_is_owed_again_from_the_day_of_the_refund(tell):
    """Scenario 15: never backdated."""
    reporting = tell(
        billed("2025-04-10", 18000),
        paid("2025-04-10", 18000),
        refunded("2025-05-20", 18000, "2025-04-10"),
    )
    assert reporting.glance(on("2025-05-19")).overdue_cents == 0
    assert reporting.glance(on("2025-05-20")).overdue_cents == 18000


def test_a_debt_given_up_is_owed_again_from_the_day_that_is_revoked(tell):
    reporting = tell(
        billed("2025-01-10", 18000),
        paid("2025-02-01", 5000),
        decided(ledger.DebtWrittenOff, "2025-04-01", 13000),
        decided(ledger.DebtWriteOffRevoked, "2025-05-04", 13000),
    )
    days = ("2025-03-31", "2025-04-01", "2025-05-03", "2025-05-04")
    overdue = [reporting.glance(on(day)).overdue_cents for day in days]
    assert overdue == [13000, 0, 0, 13000]
    assert reporting.glance(on("2025-05-04")).paid_cents == 5000


def test_a_frozen_debt_is_overdue_all_the_same(tell):
    """It is left in peace, and owed; only a dispute takes it out."""
    reporting = tell(
        billed("2025-01-10", 18000),
        decided(ledger.DebtFrozen, "2025-04-01", 18000),
        decided(ledger.DebtFreezeEnded, "2025-05-04", 18000),
    )
    days = ("2025-03-31", "2025-04-01", "2025-05-04")
    overdue = [reporting.glance(on(day)).overdue_cents for day in days]
    assert overdue == [18000] * 3


def test_a_disputed_charge_is_not_overdue_until_the_dispute_is_resolved(tell):
    """Scenario 13: 320 euros disputed, 220 due on the new day."""
    dispute = {
        "charge_id": named("charge", "bill"),
        "household_id": HOUSEHOLD,
        "creditor_id": ALER,
    }
    reporting = tell(
        billed("2025-03-22", 32000, issued="2025-03-01"),
        ledger.ChargeDisputed(
            grounds="wrong_area", effective_on=on("2025-03-05"), **dispute
        ),
        ledger.DisputeResolved(
            result="reduced",
            amount_cents=22000,
            new_due_on=on("2025-05-20"),
            effective_on=on("2025-04-20"),
            **dispute,
        ),
    )
    overdue = [
        reporting.glance(on(day)).overdue_cents
        for day in ("2025-04-01", "2025-04-21", "2025-05-21")
    ]
    assert overdue == [0, 0, 22000]


def test_a_retracted_episode_counts_until_its_retraction_is_known(house):
    reporting = hand_in(
        house,
        [
            letter(detected("2025-02-11"), at("2025-02-11T08:00")),
            letter(arrears_retracted("2025-03-20"), at("2025-02-20T08:00")),
        ],
    )
    before = reporting.glance(on("2025-02-28"), at("2025-02-19"))
    after = reporting.glance(on("2025-02-28"), at("2025-02-21"))
    assert (before.episodes, before.retracted_episodes) == (1, 0)
    assert (after.episodes, after.retracted_episodes) == (0, 1)


def test_a_retracted_relapse_is_no_relapse(tell):
    reporting = tell(
        detected("2025-02-11"),
        cleared("2025-02-28"),
        detected("2025-10-11", episode=named("second"), is_relapse=True),
        arrears_retracted("2025-10-20", episode=named("second")),
    )
    glance = reporting.glance(on("2025-12-01"))
    assert (glance.episodes, glance.cleared_episodes, glance.relapses) == (1, 1, 0)


def test_an_episode_detected_again_after_its_retraction_stands(house):
    reporting = hand_in(
        house,
        [
            letter(detected("2025-02-11"), at("2025-02-11T08:00")),
            letter(arrears_retracted("2025-02-11"), at("2025-02-20T08:00")),
            letter(detected("2025-05-20"), at("2025-05-20T08:00")),
        ],
    )
    assert reporting.glance(on("2025-06-01")).open_episodes == 1


def test_take_up_is_counted_in_households_and_bears_its_n(tell):
    other = named("another household")
    reporting = tell(
        opened("2025-02-12"),
        opened("2025-02-12", household=other, case=named("another case")),
        taken_in_charge("2025-03-01"),
    )
    take_up = {it.code: it for it in reporting.glance(on("2025-04-01")).indicators}
    assert str(take_up["K1-take-up"].value) == "0.5000"
    assert take_up["K1-take-up"].counted == 2
    assert take_up["K1-agreement"].value == 0


def test_a_checkpoint_that_nobody_confirmed_is_missing_and_not_failed(tell):
    job = {
        "placement_id": named("job"),
        "household_id": HOUSEHOLD,
        "person_id": named("person"),
    }
    reporting = tell(
        employment.JobPlaced(
            pathway_id=named("pathway"),
            contract_kind="permanent",
            start_on=on("2025-05-05"),
            hours_band="30_or_more",
            qualifying=True,
            effective_on=on("2025-05-05"),
            **job,
        ),
        employment.RetentionConfirmed(
            checkpoint_days=30,
            status="retained",
            effective_on=on("2025-06-04"),
            **job,
        ),
    )
    found = {it.code: it for it in reporting.glance(on("2025-08-10")).indicators}
    assert (found["K10-30"].value, found["K10-30"].missing) == (1, 0)
    assert (found["K10-90"].value, found["K10-90"].missing) == (None, 1)
    assert (found["K10-180"].counted, found["K10-180"].missing) == (0, 0)


def test_the_dose_leaves_out_workshops_whose_plan_is_unknown(tell):
    def session(workshop, minutes):
        return workshops.SessionAttended(
            enrolment_id=named("enrolment", workshop),
            workshop_id=named(workshop),
            household_id=HOUSEHOLD,
            session_number=1,
            minutes=minutes,
            present=minutes > 0,
            effective_on=on("2025-04-07"),
        )

    reporting = tell(
        workshops.WorkshopScheduled(
            workshop_id=named("budget"),
            kind="family_budget",
            sessions=6,
            minutes=120,
            starts_on=on("2025-04-07"),
            effective_on=on("2025-03-01"),
        ),
        session("budget", 90),
        session("unheard of", 60),
    )
    glance = reporting.glance(on("2025-05-01"))
    assert (glance.minutes_attended, glance.minutes_planned) == (90, 120)
    dose = glance.indicators[-1]
    assert (str(dose.value), dose.missing) == ("0.7500", 1)


def test_a_building_is_the_one_that_was_registered_last(tell):
    reporting = tell(
        billed("2025-01-10", 18000),
        detected("2025-02-11", episode=EPISODE),
        registered("2025-01-01", "torre-cimabue"),
        registered("2025-06-01", "sole"),
    )
    [before] = reporting.glance(on("2025-03-01")).buildings
    [after] = reporting.glance(date(2025, 7, 1)).buildings
    assert (before.building_id, before.overdue_cents) == ("torre-cimabue", 18000)
    assert (after.building_id, after.open_episodes) == ("sole", 1)


def test_what_is_not_known_of_a_building_is_shown_as_such(tell):
    [unknown] = tell(billed("2025-01-10", 18000)).glance(on("2025-03-01")).buildings
    assert (unknown.building_id, unknown.overdue_cents) == ("", 18000)

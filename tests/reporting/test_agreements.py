"""Agreements kept and missed, scenario by scenario."""

from postman import (
    at,
    hand_in,
    kept,
    letter,
    miss_retracted,
    missed,
    on,
    payment_retracted,
    signed,
    state_change,
)

from azione0.contracts import intake, ledger
from reporting.agreement import by_month
from reporting.indicators.shares import adherence, amount_adherence

MONTH_ENDS = [
    "2025-03-31",
    "2025-04-30",
    "2025-05-31",
    "2025-06-30",
    "2025-07-31",
    "2025-08-31",
    "2025-09-30",
    "2025-10-31",
]


def breached_after_two_misses():
    return [
        signed("2025-03-01", MONTH_ENDS, 10000),
        *(kept(number, MONTH_ENDS[number - 1], 10000) for number in range(1, 6)),
        missed(6, "2025-09-11", "2025-08-31", 10000),
        missed(7, "2025-10-11", "2025-09-30", 10000, received=2500),
        state_change(ledger.AgreementBreached, "2025-10-11", cents=190000),
    ]


def test_adherence_closes_at_the_breach(tell):
    """Scenario 5: five of seven, 71.4 %."""
    found = tell(*breached_after_two_misses()).agreements(on("2025-12-31"))
    assert (adherence(found).counted, str(adherence(found).value)) == (7, "0.7143")
    assert found[0].state == "breached"


def test_euros_count_what_had_come_in_by_the_end_of_grace(tell):
    found = tell(*breached_after_two_misses()).agreements(on("2025-12-31"))
    assert amount_adherence(found).counted == 70000
    assert str(amount_adherence(found).value) == "0.7500"


def test_a_superseded_agreement_still_counts_as_breached(tell):
    reporting = tell(
        *breached_after_two_misses(),
        state_change(ledger.AgreementSuperseded, "2025-11-05"),
    )
    [agreement] = reporting.agreements(on("2025-12-31"))
    assert agreement.state == "superseded"
    assert agreement.breached_on == on("2025-10-11")


def test_a_miss_counts_until_its_retraction_is_known(house):
    """Scenario 11: a payment of 28 August arrives on 20 September."""
    reporting = hand_in(
        house,
        [
            letter(signed("2025-08-01", ["2025-08-31"], 10000)),
            letter(missed(1, "2025-09-11", "2025-08-31", 10000)),
            letter(kept(1, "2025-08-28", 10000), at("2025-09-20T10:00")),
            letter(miss_retracted(1, "2025-10-20"), at("2025-09-20T10:00")),
        ],
    )
    [before] = reporting.agreements(on("2025-09-30"), at("2025-09-19"))
    [after] = reporting.agreements(on("2025-09-30"), at("2025-09-21"))
    assert str(adherence([before]).value) == "0.0000"
    assert str(adherence([after]).value) == "1.0000"
    assert after.instalments[1].on_time
    assert not after.instalments[1].missed


def test_a_retracted_breach_leaves_the_agreement_active(tell):
    reporting = tell(
        *breached_after_two_misses(),
        state_change(ledger.BreachRetracted, "2025-10-20"),
    )
    [agreement] = reporting.agreements(on("2025-12-31"))
    assert agreement.state == "active"


def test_what_is_said_in_the_place_of_what_was_unsaid_stands(house):
    """A fact that came late: missed by other figures, and broken earlier."""
    again = at("2025-10-20")
    reporting = hand_in(
        house,
        [
            *map(letter, breached_after_two_misses()),
            letter(miss_retracted(6, "2025-10-20"), again),
            letter(missed(6, "2025-09-11", "2025-08-31", 10000, received=4000), again),
            letter(state_change(ledger.BreachRetracted, "2025-10-20"), again),
            letter(state_change(ledger.AgreementBreached, "2025-09-11"), again),
        ],
    )
    [agreement] = reporting.agreements(on("2025-12-31"))
    assert agreement.breached_on == on("2025-09-11")
    assert agreement.instalments[6].paid_by_grace_cents == 4000


def test_an_instalment_paid_within_grace_is_late_and_kept(tell):
    """Scenario 2: paid nine days late, no miss."""
    reporting = tell(
        signed("2025-09-01", ["2025-09-10"], 7000),
        kept(1, "2025-09-19", 7000, days_late=9),
    )
    [agreement] = reporting.agreements(on("2025-10-01"))
    assert agreement.instalments[1].late
    assert agreement.kept
    assert str(adherence([agreement]).value) == "1.0000"


def test_an_instalment_is_judged_only_when_its_grace_is_over(tell):
    reporting = tell(
        signed("2025-09-01", ["2025-09-10"], 7000), kept(1, "2025-09-05", 7000)
    )
    assert adherence(reporting.agreements(on("2025-09-20"))).counted == 0
    assert adherence(reporting.agreements(on("2025-09-21"))).counted == 1


def test_the_grace_is_that_of_the_policy_in_force_at_signing(tell):
    reporting = tell(
        intake.PolicyParametersAdopted(
            policy_version="2",
            parameters=(intake.Parameter(name="grace_days", value="0"),),
            effective_from=on("2025-01-01"),
            effective_on=on("2025-01-01"),
        ),
        signed("2025-09-01", ["2025-09-10"], 7000),
        kept(1, "2025-09-05", 7000),
    )
    assert adherence(reporting.agreements(on("2025-09-11"))).counted == 1


def test_an_instalment_paid_after_its_miss_is_cured_but_still_missed(tell):
    reporting = tell(
        signed("2025-09-01", ["2025-09-10"], 7000),
        missed(1, "2025-09-21", "2025-09-10", 7000),
        kept(1, "2025-10-02", 7000, days_late=22),
    )
    [agreement] = reporting.agreements(on("2025-12-01"))
    assert agreement.instalments[1].cured
    assert str(adherence([agreement]).value) == "0.0000"


def test_an_instalment_paid_twice_over_has_its_last_payment(house):
    """The first payment was refunded; what counts is what was said last."""
    reporting = hand_in(
        house,
        [
            letter(signed("2025-09-01", ["2025-09-10"], 7000)),
            letter(kept(1, "2025-09-12", 7000, days_late=2), at("2025-09-12")),
            letter(kept(1, "2025-09-09", 7000, days_late=-1), at("2025-09-15")),
        ],
    )
    before = reporting.agreements(known_at=at("2025-09-14"))[0].instalments[1]
    after = reporting.agreements()[0].instalments[1]
    assert (before.late, after.late) == (True, False)
    assert after.on_time


def test_months_count_what_was_due_in_them(tell):
    found = tell(*breached_after_two_misses()).agreements(on("2025-12-31"))
    counted = {it.month: (it.on_time, it.missed) for it in by_month(found)}
    assert counted[on("2025-07-01")] == (1, 0)
    assert counted[on("2025-08-01")] == (0, 1)
    assert on("2025-10-01") not in counted


def test_instalments_that_came_before_their_agreement_wait_for_it(tell):
    first = tell(kept(1, "2025-09-05", 7000))
    assert first.agreements() == []
    [agreement] = tell(signed("2025-09-01", ["2025-09-10"], 7000)).agreements()
    assert agreement.instalments[1].paid_on == on("2025-09-05")


def test_a_completed_agreement_counts_what_was_paid_ahead(tell):
    reporting = tell(
        signed("2025-09-01", ["2025-09-10", "2025-10-10"], 7000),
        kept(1, "2025-09-05", 7000),
        kept(2, "2025-09-05", 7000),
        state_change(ledger.AgreementCompleted, "2025-09-05"),
    )
    [agreement] = reporting.agreements(on("2025-09-06"))
    assert (agreement.state, len(agreement.settled)) == ("completed", 2)


def test_a_payment_that_is_unsaid_leaves_an_instalment_neither_paid_nor_missed(tell):
    reporting = tell(
        signed("2025-09-01", ["2025-09-10"], 7000),
        kept(1, "2025-09-09", 7000),
        payment_retracted(1, "2025-09-09", "2025-09-15"),
    )
    [agreement] = reporting.agreements(on("2025-12-31"))
    assert agreement.instalments[1].paid_on is None
    assert not agreement.instalments[1].missed
    assert agreement.settled == []


def test_an_instalment_paid_otherwise_is_paid_on_its_new_day(tell):
    reporting = tell(
        signed("2025-09-01", ["2025-09-10"], 7000),
        kept(1, "2025-09-09", 7000),
        payment_retracted(1, "2025-09-09", "2025-09-15"),
        kept(1, "2025-09-12", 7000, days_late=2),
    )
    [agreement] = reporting.agreements(on("2025-12-31"))
    assert agreement.instalments[1].paid_on == on("2025-09-12")
    assert agreement.instalments[1].late


def test_a_completion_counts_until_it_is_unsaid(house):
    reporting = hand_in(
        house,
        [
            letter(signed("2025-09-01", ["2025-09-10"], 7000)),
            letter(kept(1, "2025-09-09", 7000)),
            letter(state_change(ledger.AgreementCompleted, "2025-09-09")),
            letter(
                state_change(ledger.CompletionRetracted, "2025-09-15"),
                at("2025-09-15T10:00"),
            ),
        ],
    )
    [before] = reporting.agreements(on("2025-12-31"), at("2025-09-14"))
    [after] = reporting.agreements(on("2025-12-31"), at("2025-09-16"))
    assert (before.state, after.state) == ("completed", "active")

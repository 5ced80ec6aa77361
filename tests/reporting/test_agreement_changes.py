"""Agreements that rest, change, break, hold again or are ended by a decision."""

import pytest
from postman import (
    AGREEMENT,
    at,
    hand_in,
    kept,
    letter,
    missed,
    named,
    on,
    reinstated,
    rescheduled,
    resumed,
    signed,
    state_change,
)

from azione0.contracts import ledger
from reporting.indicators.shares import adherence, amount_adherence, breach

AUTUMN = ["2025-09-10", "2025-10-10", "2025-11-10"]


def states(reporting, *days):
    return [reporting.agreements(on(day))[0].state for day in days]


def shares(found):
    return {it.code: (str(it.value), it.counted) for it in breach(found)}


def rests(day):
    return state_change(ledger.AgreementSuspended, day)


def breaks(day, agreement=AGREEMENT):
    return state_change(ledger.AgreementBreached, day, agreement)


def unbroken(day):
    return state_change(ledger.BreachRetracted, day)


def test_an_agreement_rests_until_the_day_it_goes_on(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000), rests("2025-09-15"), resumed("2025-11-01")
    )
    days = ("2025-09-14", "2025-09-15", "2025-10-31", "2025-11-01")
    assert states(reporting, *days) == ["active", "suspended", "suspended", "active"]


def test_an_agreement_that_goes_on_can_rest_again(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        rests("2025-09-15"),
        resumed("2025-10-01"),
        rests("2025-10-20"),
    )
    days = ("2025-10-01", "2025-10-20")
    assert states(reporting, *days) == ["active", "suspended"]


def test_a_rest_told_later_is_not_ended_by_what_was_written_before_it(house):
    """A rest until July was agreed; in April a death lets it rest without an end."""
    written = at("2025-03-01T08:00")
    reporting = hand_in(
        house,
        [
            letter(signed("2025-01-01", AUTUMN, 7000), written),
            letter(rests("2025-03-01"), written),
            letter(resumed("2025-07-01"), written),
            letter(rests("2025-04-01"), at("2025-04-02T08:00")),
        ],
    )
    assert states(reporting, "2025-08-01") == ["suspended"]
    [before] = reporting.agreements(on("2025-08-01"), at("2025-04-01"))
    assert before.state == "active"


def test_an_agreement_that_goes_on_rests_again_from_the_day_agreed_before(house):
    written = at("2025-02-20T08:00")
    reporting = hand_in(
        house,
        [
            letter(signed("2025-01-01", AUTUMN, 7000)),
            letter(rests("2025-03-01"), written),
            letter(rests("2025-08-01"), written),
            letter(resumed("2025-04-01")),
        ],
    )
    assert states(reporting, "2025-05-01", "2025-08-01") == ["active", "suspended"]


def test_a_past_rest_that_is_told_with_its_end_is_over(house):
    written = at("2025-05-01T08:00")
    reporting = hand_in(
        house,
        [
            letter(signed("2025-01-01", AUTUMN, 7000)),
            letter(rests("2025-03-01"), written),
            letter(resumed("2025-04-01"), written),
        ],
    )
    assert states(reporting, "2025-03-15", "2025-05-02") == ["suspended", "active"]


def test_a_broken_agreement_that_holds_again_is_active(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        breaks("2025-10-21"),
        reinstated("2025-11-05"),
    )
    days = ("2025-10-20", "2025-10-21", "2025-11-04", "2025-11-05")
    assert states(reporting, *days) == ["active", "breached", "breached", "active"]


def test_a_breach_counts_among_the_signed_though_the_agreement_holds_again(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        breaks("2025-10-21"),
        reinstated("2025-11-05"),
    )
    found = reporting.agreements(on("2025-12-01"))
    assert shares(found) == {"K5": ("1.0000", 1), "K5-completion": ("None", 0)}


def test_an_agreement_can_break_again_after_it_held_again(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        breaks("2025-10-21"),
        reinstated("2025-11-05"),
        breaks("2025-12-21"),
    )
    [agreement] = reporting.agreements(on("2026-01-01"))
    assert (agreement.state, agreement.broken_on) == ("breached", on("2025-12-21"))


def test_a_retraction_takes_back_the_breach_before_it_and_no_earlier_one(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        breaks("2025-10-21"),
        reinstated("2025-11-05"),
        breaks("2025-12-21"),
        unbroken("2026-01-08"),
    )
    [agreement] = reporting.agreements(on("2026-02-01"))
    assert agreement.state == "active"
    assert agreement.breached_on == on("2025-10-21")
    # Asked of a day before the second breach, the first one still counts.
    [then] = reporting.agreements(on("2025-12-01"))
    assert then.breached_on == on("2025-10-21")


def test_a_breach_taken_back_at_the_instant_it_was_said_is_none(house):
    written = at("2025-10-21T08:00")
    reporting = hand_in(
        house,
        [
            letter(signed("2025-09-01", AUTUMN, 7000)),
            letter(breaks("2025-10-21"), written),
            letter(unbroken("2025-10-21"), written),
        ],
    )
    [agreement] = reporting.agreements(on("2025-12-01"))
    assert (agreement.state, agreement.breached_on) == ("active", None)


def test_a_cure_goes_with_the_breach_that_is_taken_back(house):
    """The money that cured it was refunded: the breach is said anew, without an end."""
    refund = at("2025-11-03T08:00")
    reporting = hand_in(
        house,
        [
            letter(signed("2025-09-01", AUTUMN, 7000)),
            letter(breaks("2025-10-21")),
            letter(reinstated("2025-10-25")),
            letter(unbroken("2025-11-03"), refund),
            letter(breaks("2025-10-21"), refund),
        ],
    )
    assert states(reporting, "2025-12-01") == ["breached"]
    [before] = reporting.agreements(on("2025-12-01"), at("2025-11-02"))
    assert before.state == "active"


def test_what_comes_after_a_breach_counts_again_once_the_agreement_holds(tell):
    told = [
        signed("2025-09-01", AUTUMN, 7000),
        kept(1, "2025-09-09", 7000),
        missed(2, "2025-10-21", "2025-10-10", 7000),
        breaks("2025-10-21"),
        kept(3, "2025-11-10", 7000),
    ]
    assert adherence(tell(*told).agreements(on("2025-12-01"))).counted == 2
    again = tell(reinstated("2025-11-05")).agreements(on("2025-12-01"))
    assert (adherence(again).counted, str(adherence(again).value)) == (3, "0.6667")


def test_an_agreement_ended_by_a_decision_is_over_and_not_broken(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        kept(1, "2025-09-09", 7000),
        kept(2, "2025-09-09", 7000),
        state_change(ledger.AgreementTerminated, "2025-10-15"),
    )
    assert states(reporting, "2025-10-14", "2025-10-15") == ["active", "terminated"]
    found = reporting.agreements(on("2025-12-01"))
    assert shares(found) == {"K5": ("0.0000", 1), "K5-completion": ("0.0000", 1)}
    assert adherence(found).counted == 1


def test_completion_is_of_all_that_ended_each_once(tell):
    """K5: one completed, two broken, of which one then ended, one ended, one not."""
    names = ("completed", "broken", "given up", "ended", "running")
    completed, broken, given_up, ended, running = (
        named("agreement", it) for it in names
    )
    reporting = tell(
        *(
            signed("2025-09-01", AUTUMN, 7000, agreement=it)
            for it in (completed, broken, given_up, ended, running)
        ),
        breaks("2025-10-21", completed),
        reinstated("2025-10-25", completed),
        state_change(ledger.AgreementCompleted, "2025-11-10", completed),
        breaks("2025-10-21", broken),
        breaks("2025-10-21", given_up),
        state_change(ledger.AgreementTerminated, "2025-11-01", given_up),
        state_change(ledger.AgreementTerminated, "2025-11-01", ended),
    )
    found = reporting.agreements(on("2025-12-01"))
    assert shares(found) == {"K5": ("0.6000", 5), "K5-completion": ("0.2500", 4)}
    counted = reporting.glance(on("2025-12-01")).agreement_states
    assert counted == {"completed": 1, "breached": 1, "terminated": 2, "active": 1}


def test_instalments_are_those_that_were_agreed_last(house):
    longer = {"2025-09-10": 7000, "2025-10-10": 3500, "2025-11-10": 3500}
    longest = {**longer, "2025-12-10": 1000, "2026-01-10": 1000}
    reporting = hand_in(
        house,
        [
            letter(signed("2025-09-01", AUTUMN[:2], 7000)),
            letter(rescheduled("2025-10-01", longer)),
            letter(rescheduled("2025-11-01", longest), at("2025-11-01T10:00")),
        ],
    )

    def promised(day, known=None):
        [agreement] = reporting.agreements(on(day), known and at(known))
        return [(f"{it.due_on}", it.cents) for it in agreement.instalments.values()]

    assert promised("2025-09-30") == [("2025-09-10", 7000), ("2025-10-10", 7000)]
    assert promised("2025-10-01") == [*longer.items()]
    assert promised("2025-11-01") == [*longest.items()]
    assert promised("2025-11-01", "2025-11-01T09:00") == [*longer.items()]


def test_an_instalment_moved_is_judged_by_its_new_day(tell):
    reporting = tell(
        signed("2025-09-01", AUTUMN, 7000),
        rescheduled("2025-09-05", dict.fromkeys(["2025-09-30", *AUTUMN[1:]], 7000)),
        kept(1, "2025-09-28", 7000, days_late=-2),
    )
    assert adherence(reporting.agreements(on("2025-10-10"))).counted == 0
    assert adherence(reporting.agreements(on("2025-10-11"))).counted == 1


def test_an_instalment_that_is_skipped_is_neither_kept_nor_missed(tell):
    skipped = {"2025-09-10": 7000, "2025-10-10": 0, "2025-11-10": 7000}
    reporting = tell(
        signed("2025-09-01", AUTUMN[:2], 7000),
        rescheduled("2025-10-01", skipped, kind="skip"),
        kept(1, "2025-09-09", 7000),
        kept(2, "2025-10-01", 0),
    )
    assert adherence(reporting.agreements(on("2025-11-01"))).counted == 1


def test_a_miss_stays_as_it_was_when_what_is_overdue_is_to_be_caught_up(tell):
    caught_up = {"2025-09-10": 2000, "2025-10-10": 7000, "2025-12-10": 5000}
    reporting = tell(
        signed("2025-09-01", AUTUMN[:2], 7000),
        missed(1, "2025-09-21", "2025-09-10", 7000, received=2000),
        rescheduled("2025-10-01", caught_up, kind="catch_up"),
        kept(2, "2025-10-10", 7000),
        kept(3, "2025-12-10", 5000),
    )
    found = reporting.agreements(on("2026-01-01"))
    assert (adherence(found).counted, str(adherence(found).value)) == (3, "0.6667")
    assert amount_adherence(found).counted == 19000
    assert str(amount_adherence(found).value) == "0.7368"


@pytest.mark.parametrize("later_first", [False, True])
def test_of_two_schedules_from_one_day_the_one_written_later_counts(house, later_first):
    told = [
        letter(rescheduled("2025-10-01", {"2025-10-10": 5000}), at("2025-10-01T08:00")),
        letter(rescheduled("2025-10-01", {"2025-10-20": 5000}), at("2025-10-01T09:00")),
    ]
    raws = [letter(signed("2025-09-01", AUTUMN, 7000)), *told]
    [agreement] = hand_in(house, raws[::-1] if later_first else raws).agreements()
    assert [f"{it.due_on}" for it in agreement.instalments.values()] == ["2025-10-20"]

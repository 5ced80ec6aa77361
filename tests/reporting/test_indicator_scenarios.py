"""The domain's scenarios, and what the indicators must say of them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from click.testing import CliRunner
from postman import (
    CASE,
    HOUSEHOLD,
    adjusted,
    arrears_retracted,
    billed,
    cleared,
    detected,
    hand_in,
    letter,
    named,
    on,
    opened,
    paid,
    taken_in_charge,
)

from azione0.commands import main
from azione0.contracts import employment, intake, ledger
from azione0.store import Cause
from reporting.costs import BadCosts, Cost, costs_from, standing

PERSON = named("person")
WHO = {"person_id": PERSON, "household_id": HOUSEHOLD}


def figures(reporting, day, known_at=None):
    return {it.code: it.figure for it in reporting.indicators(on(day), known_at)}


def test_9_a_withdrawn_consent_censors_who_has_no_job_yet(tell):
    reporting = tell(
        employment.ServicePactSigned(
            pathway_id=named("pathway"),
            programme_code="GOL",
            signed_on=on("2025-05-01"),
            effective_on=on("2025-05-01"),
            **WHO,
        ),
        intake.ConsentWithdrawn(
            purpose="employment_matching",
            text_version="3",
            effective_on=on("2025-09-15"),
            **WHO,
        ),
    )
    before, after = (
        figures(reporting, it)["K9"] for it in ("2025-09-14", "2025-09-15")
    )
    assert (before.value, before.n, before.censored) == (0, 1, 0)
    assert (after.value, after.n, after.censored) == (None, 0, 1)


def test_9_a_job_found_before_the_withdrawal_counts(tell):
    reporting = tell(
        employment.ServicePactSigned(
            pathway_id=named("pathway"),
            programme_code="GOL",
            signed_on=on("2025-05-01"),
            effective_on=on("2025-05-01"),
            **WHO,
        ),
        employment.JobPlaced(
            placement_id=named("job"),
            pathway_id=named("pathway"),
            contract_kind="permanent",
            start_on=on("2025-09-14"),
            hours_band="30_or_more",
            qualifying=True,
            effective_on=on("2025-09-14"),
            **WHO,
        ),
        intake.ConsentWithdrawn(
            purpose="employment_matching",
            text_version="3",
            effective_on=on("2025-09-15"),
            **WHO,
        ),
    )
    entry = figures(reporting, "2025-12-31")["K9"]
    assert (entry.value, entry.n, entry.censored) == (1, 1, 0)


def test_16_a_contribution_lowers_what_is_owed_and_not_what_tenants_paid(tell):
    reporting = tell(
        billed("2024-06-10", 198_000, "prior"),
        billed("2025-03-10", 72_000, "services"),
        taken_in_charge("2025-07-01"),
        paid("2025-12-15", 270_000, payer="regional"),
    )
    told = figures(reporting, "2026-01-01")
    assert (told["K2-6"].numerator, told["K2-6"].denominator) == (270_000, 270_000)
    assert (told["K2b-6"].numerator, told["K2b-6"].denominator) == (0, 270_000)
    assert (told["K2-6"].value, told["K2b-6"].value) == (1, 0)
    assert figures(reporting, "2025-12-31")["K2-6"].immature == 1


def test_a_bill_taken_back_after_the_beginning_was_paid_by_nobody(tell):
    reporting = tell(
        billed("2025-01-10", 30_000, "wrong"),
        billed("2025-02-10", 20_000, "right"),
        taken_in_charge("2025-03-01"),
        adjusted("2025-01-10", 0, "2025-05-01", "wrong"),
        paid("2025-06-01", 5_000),
    )
    told = figures(reporting, "2025-09-01")
    assert told["K2-6"].numerator == 35_000
    assert told["K2b-6"].numerator == 5_000


def test_a_retracted_episode_counts_nowhere_once_that_is_known(house):
    reporting = hand_in(
        house,
        [
            letter(detected("2025-02-11")),
            letter(cleared("2025-02-28")),
            letter(detected("2025-10-11", episode=named("again"), is_relapse=True)),
            letter(arrears_retracted("2025-11-01", episode=named("again"))),
        ],
    )
    told = figures(reporting, "2026-03-01")
    assert (told["K7"].denominator, told["K8"].value, told["K8"].n) == (1, 0, 1)
    before = figures(reporting, "2026-03-01", datetime(2025, 10, 20, tzinfo=UTC))
    assert (before["K7"].denominator, before["K8"].value) == (2, 1)


def test_a_death_ends_the_watch_and_cures_nobody(tell):
    """Scenario 6: the survival time is censored on the day of the death."""
    reporting = tell(
        detected("2025-02-11"),
        opened("2025-02-12"),
        intake.CaseClosed(
            case_id=CASE,
            household_id=HOUSEHOLD,
            outcome="deceased",
            effective_on=on("2025-06-15"),
        ),
    )
    [row] = reporting.behind("K7", on("2025-12-31"))[1]
    assert (row.part, row.whole) == (0, (on("2025-06-15") - on("2025-02-11")).days)


def evicted(step, day, cents=320_000):
    return ledger.EvictionStepRecorded(
        household_id=HOUSEHOLD,
        creditor_id="aler-bcm",
        step=step,
        amount_cents=cents,
        effective_on=on(day),
    )


def test_18_an_eviction_averted_counts_until_that_is_unsaid(house):
    steps = [
        letter(evicted("filed", "2025-04-15")),
        letter(evicted("averted", "2025-09-05")),
        letter(evicted("filed", "2025-09-20")),
    ]
    reporting = hand_in(house, steps[:2])
    averted = figures(reporting, "2025-09-30")["K11"]
    assert (averted.numerator, averted.denominator) == (1, 1)
    hand_in(house, steps[2:])
    unsaid = figures(reporting, "2025-09-30")["K11"]
    assert (unsaid.value, unsaid.n, unsaid.immature) == (None, 0, 1)


# 14. A case passes to another organisation.


def handed_over():
    whose = {"case_id": CASE, "household_id": HOUSEHOLD}
    return [
        intake.CaseOpened(
            organisation_id="la-rete", effective_on=on("2025-02-12"), **whose
        ),
        taken_in_charge("2025-03-01"),
        intake.CaseAssigned(
            from_organisation_id="la-rete",
            to_organisation_id="elefanti-volanti",
            from_on=on("2025-06-01"),
            effective_on=on("2025-06-01"),
            **whose,
        ),
    ]


def state(reporting, costs, day):
    with reporting.transaction(Cause("test", f"costs/{day}")):
        return reporting.state_costs(costs, on(day))


def spent(organisation, cents, first="2025-01-01", last="2025-06-30"):
    return Cost(organisation, "hours", on(first), on(last), cents)


def test_14_the_cost_of_a_case_is_split_by_the_day_of_the_hand_over(tell):
    reporting = tell(*handed_over())
    state(
        reporting,
        [spent("la-rete", 92_000), spent("elefanti-volanti", 30_000)],
        "2025-07-01",
    )
    told = figures(reporting, "2025-06-30")
    rows = reporting.behind("K12", on("2025-06-30"))[1]
    assert {it.grp: it.whole for it in rows} == {"la-rete": 92, "elefanti-volanti": 30}
    assert told["K12"].value == 122_000
    assert told["K12-la-rete"].value == Fraction(92_000 * 122, 92)
    assert told["K12-elefanti-volanti"].value == Fraction(30_000 * 122, 30)
    assert figures(reporting, "2025-05-31")["K12"].why == "no_costs", "not over yet"


def test_without_costs_there_is_no_cost_per_case_rather_than_none(tell):
    told = figures(tell(*handed_over()), "2025-12-31")
    for code in ("K12", "K12-recovered"):
        assert (told[code].value, told[code].why) == (None, "no_costs")


def test_a_euro_recovered_is_one_that_the_household_paid(tell):
    reporting = tell(
        billed("2025-01-10", 50_000),
        *handed_over(),
        paid("2025-04-01", 20_000),
        paid("2025-04-02", 10_000, "other", payer="charity"),
    )
    state(reporting, [spent("la-rete", 5_000)], "2025-07-01")
    recovered = figures(reporting, "2025-12-31")["K12-recovered"]
    assert (recovered.numerator, recovered.denominator) == (5_000, 20_000)
    assert recovered.value == Decimal("0.25")


def test_a_cost_stated_anew_replaces_that_of_its_period(house, tell):
    reporting = tell(*handed_over())
    assert state(reporting, [spent("la-rete", 92_000)], "2025-07-01") == 1
    assert state(reporting, [spent("la-rete", 92_000)], "2025-07-02") == 0
    assert state(reporting, [spent("la-rete", 61_000)], "2025-07-03") == 1
    assert [it.cents for it in reporting.costs()] == [61_000]
    assert reporting.costs(known_at=datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_only_periods_that_are_over_cost():
    first = [spent("la-rete", 1), spent("la-rete", 2, "2025-07-01", "2025-12-31")]
    assert [it.cents for it in standing([first], date(2025, 7, 1))] == [1]
    assert [it.cents for it in standing([first], date(2025, 12, 31))] == [1, 2]


HEAD = "organisation_id,kind,first_on,last_on,cents\n"


@pytest.mark.parametrize(
    "text",
    [
        "organisation,cents\nla-rete,1\n",
        f"{HEAD}la-rete,hours,2025-01-01,2025-01-31,-1\n",
        f"{HEAD}la-rete,hours,2025-02-01,2025-01-31,1\n",
        f"{HEAD}la-rete,hours,2025-01-01,2025-01-31,12.50\n",
        f"{HEAD}la-rete,hours,2025-01-01\n",
        f"{HEAD}" + "la-rete,hours,2025-01-01,2025-01-31,1\n" * 2,
    ],
)
def test_a_file_of_costs_that_cannot_be_is_refused_whole(text):
    with pytest.raises(BadCosts):
        costs_from(text)


def test_costs_are_loaded_from_a_file(tmp_path, monkeypatch):
    file = tmp_path / "costs.csv"
    file.write_text(f"{HEAD}la-rete,hours,2025-01-01,2025-01-31,1250\n")
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    loaded = CliRunner().invoke(main, ["reporting", "load-costs", str(file)])
    assert loaded.exit_code == 0, loaded.output
    assert "1 nuovi" in loaded.output

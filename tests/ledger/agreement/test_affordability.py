"""Whether a household can carry an agreement, by what instalment, and why."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from ledger.agreement.affordability import Assessment, assess
from ledger.agreement.rhythm import UnknownRhythm, monthly_cents
from ledger.agreement.schedule import NothingToRepay, schedule
from ledger.household import Affordability
from ledger.policy import Policy

BUDGET_ID = UUID(int=7)
POLICY = Policy()
RHYTHMS = [
    "monthly",
    "weekly",
    "fortnightly",
    "four_weekly",
    "every_30_days",
    "every_45_days",
    "one_off",
]
ROUTES = ("solidarity_contribution", "no_fault_commission", "freeze", "income_plan")
OTHER_WAYS = (
    "non sostenibile: contributo di solidarietà, commissione sulla morosità "
    "incolpevole o congelamento, e un piano per il reddito"
)
properties = settings(derandomize=True, deadline=None, max_examples=300)


def budget(cents: int) -> Affordability:
    return Affordability(BUDGET_ID, cents, date(2025, 6, 20))


def assessed(
    debt: int, means: int | None, others: int = 0, policy: Policy = POLICY, **asked
) -> Assessment:
    return assess(
        debt,
        affordability=None if means is None else budget(means),
        committed_cents=others,
        policy=policy,
        **asked,
    )


def test_seventy_euro_a_month_repay_1080_in_sixteen():
    found = assessed(108_000, 7000)
    assert found.verdict == "sustainable"
    assert (found.instalment_cents, found.count) == (7000, 16)
    assert (found.freeze_cents, found.margin_cents, found.routes) == (0, 0, ())
    made = schedule(
        108_000, instalment_cents=7000, first_due_on=date(2025, 8, 10), policy=POLICY
    )
    assert [it.amount_cents for it in made] == [7000] * 15 + [3000]


def test_what_goes_to_other_agreements_is_not_there_for_this_one():
    found = assessed(108_000, 12_000, 4800)
    assert (found.available_cents, found.instalment_cents) == (7200, 7000)
    assert (found.margin_cents, found.count) == (200, 16)


def test_a_down_payment_is_not_spread():
    found = assessed(108_000, 7000, down_payment_cents=38_000)
    assert (found.rest_cents, found.count) == (70_000, 10)


def test_a_debt_smaller_than_the_instalment_is_paid_at_once():
    found = assessed(6301, 7000)
    assert (found.instalment_cents, found.count, found.margin_cents) == (6301, 1, 699)
    small = assessed(1234, 2000)
    assert (small.verdict, small.instalment_cents) == ("sustainable", 1234)


@pytest.mark.parametrize(
    ("debt", "verdict", "freeze"),
    [
        (180_000, "sustainable", 0),
        (180_001, "partial_freeze", 1),
        (200_000, "partial_freeze", 20_000),
    ],
)
def test_what_sixty_instalments_do_not_repay_is_frozen(debt, verdict, freeze):
    found = assessed(debt, 3000)
    assert (found.verdict, found.count, found.freeze_cents) == (verdict, 60, freeze)
    assert found.margin_cents == 0


@pytest.mark.parametrize(
    ("means", "others"), [(2999, 0), (0, 0), (7000, 4001), (7000, 9000), (2500, 0)]
)
def test_below_the_least_there_are_other_ways(means, others):
    found = assessed(108_000, means, others)
    assert (found.verdict, found.routes) == ("not_sustainable", ROUTES)
    assert found.available_cents == means - others
    assert (found.instalment_cents, found.count, found.margin_cents) == (None,) * 3
    assert found.freeze_cents == 0


def test_without_a_least_nothing_is_still_no_instalment():
    anything = Policy(min_instalment_cents=0)
    assert assessed(108_000, 0, policy=anything).verdict == "not_sustainable"
    assert assessed(108_000, 1, policy=anything).instalment_cents == 1


def test_without_a_budget_nothing_is_said():
    found = assessed(108_000, None, 2000)
    assert found.verdict == "unknown"
    assert (found.available_cents, found.instalment_cents, found.count) == (None,) * 3
    assert "affordable_cents" not in {it.name for it in found.facts}


def test_a_week_carries_what_its_month_leaves():
    found = assessed(108_000, 7000, rhythm="weekly")
    assert (found.instalment_cents, found.count) == (1500, 72)
    assert found.margin_cents == 500


def test_a_step_never_takes_an_instalment_below_the_least():
    odd = Policy(min_instalment_cents=3200)
    assert assessed(108_000, 3300, policy=odd).instalment_cents == 3300
    assert assessed(108_000, 3700, policy=odd).instalment_cents == 3500
    assert assessed(108_000, 3100, rhythm="weekly").instalment_cents == 715
    assert assessed(108_000, 7250, step_cents=100).instalment_cents == 7200


def test_what_is_too_much_at_once_can_be_paid_by_the_month():
    found = assessed(108_000, 7000, rhythm="one_off")
    assert (found.verdict, found.routes) == (
        "not_sustainable",
        ("monthly_instalments",),
    )
    assert assessed(7000, 7000, rhythm="one_off").verdict == "sustainable"
    poor = assessed(108_000, 2000, rhythm="one_off")
    assert poor.routes == ROUTES
    assert assessed(108_000, 3000, rhythm="weekly").routes == ("monthly_instalments",)


@pytest.mark.parametrize(("debt", "down"), [(0, 0), (-1, 0), (5000, 5000), (5000, -1)])
def test_there_is_no_plan_for_no_debt(debt, down):
    with pytest.raises(NothingToRepay):
        assessed(debt, 7000, down_payment_cents=down)


def test_a_word_that_is_no_rhythm_is_refused():
    with pytest.raises(UnknownRhythm):
        assessed(5000, 7000, rhythm="daily")
    with pytest.raises(UnknownRhythm):
        assessed(5000, None, rhythm="daily")


def test_it_says_what_it_rests_on():
    adopted = Policy(version="2025-2", min_instalment_cents=2500, max_instalments=48)
    found = assessed(108_000, 7000, 1500, adopted, down_payment_cents=8000)
    assert {it.name: (it.value, it.source, it.reference) for it in found.facts} == {
        "debt_cents": (108_000, "account", ""),
        "down_payment_cents": (8000, "proposal", ""),
        "committed_cents": (1500, "agreements", ""),
        "instalment_step_cents": (500, "policy", "2025-2"),
        "min_instalment_cents": (2500, "policy", "2025-2"),
        "max_instalments": (48, "policy", "2025-2"),
        "affordable_cents": (7000, "budget", str(BUDGET_ID)),
    }
    assert {it.on for it in found.facts} == {None, date(2025, 6, 20)}


def shown(found: Assessment) -> list[tuple[str, str, str]]:
    return [(it.name, it.formula, it.value) for it in found.steps()]


def test_it_shows_its_reckoning(monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "it")
    least = "rata minima 30,00 € al mese, al massimo 60 mesi (proj-1)"
    assert shown(assessed(108_000, 9000, 1800)) == [
        ("debito - acconto", "", "1.080,00 €"),
        (
            "A",
            "quanto può versare al mese, dal bilancio concordato il 20/06/2025",
            "90,00 €",
        ),
        ("P", "rate di altri piani", "18,00 €"),
        ("disponibile", "A - P", "72,00 €"),
        ("rata", "la più alta entro il disponibile, per difetto a 5,00 €", "70,00 €"),
        (
            "n",
            "(debito - acconto) / rata, per eccesso",
            "16 (15 · 70,00 € + 30,00 €)",
        ),
        ("margine", "A - P - 70,00 €", "2,00 €"),
        ("esito", least, "sostenibile"),
    ]
    assert shown(assessed(108_000, None)) == [
        ("debito - acconto", "", "1.080,00 €"),
        ("esito", least, "non valutabile: manca un bilancio concordato"),
    ]
    assert [it[0] for it in shown(assessed(108_000, 1000))] == [
        "debito - acconto",
        "A",
        "P",
        "disponibile",
        "esito",
    ]


@pytest.mark.parametrize(
    ("debt", "means", "rhythm", "result"),
    [
        (200_000, 3000, "monthly", "sostenibile se si congelano 200,00 €"),
        (
            200_000,
            2900,
            "monthly",
            OTHER_WAYS,
        ),
        (
            200_000,
            9000,
            "one_off",
            "non sostenibile a questo ritmo: proporre rate mensili",
        ),
    ],
)
def test_it_says_in_words_what_is_left_to_do(monkeypatch, debt, means, rhythm, result):
    monkeypatch.setenv("AZIONE0_LANG", "it")
    assert assessed(debt, means, rhythm=rhythm).steps()[-1].value == result


def test_equal_instalments_are_counted_as_such(monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "it")
    counted = {it.name: it.value for it in assessed(200_000, 3000).steps()}
    assert counted["n"] == "60 (60 · 30,00 €)"


@properties
@given(
    some.integers(1, 1_000_000),
    some.integers(0, 60_000),
    some.integers(0, 60_000),
    some.integers(0, 30_000),
    some.sampled_from(RHYTHMS),
    some.sampled_from([1, 3000, 3200, 5000]),
    some.sampled_from([1, 12, 60]),
)
def test_what_is_advised_is_allowed_and_within_the_means(
    debt, means, others, down, rhythm, least, months
):
    assume(debt > down)
    policy = Policy(min_instalment_cents=least, max_instalments=months)
    found = assessed(
        debt, means, others, policy, down_payment_cents=down, rhythm=rhythm
    )
    if found.verdict == "not_sustainable":
        if found.routes == ROUTES:
            assert means - others < max(1, min(least, debt - down))
        else:
            assert rhythm != "monthly"
            assert assessed(
                debt, means, others, policy, down_payment_cents=down
            ).verdict in ("sustainable", "partial_freeze")
        return
    made = schedule(
        debt - found.freeze_cents,
        instalment_cents=found.instalment_cents,
        first_due_on=date(2025, 8, 31),
        policy=policy,
        rhythm=rhythm,
        down_payment_cents=down,
    )
    in_rhythm = [it for it in made if it.number]
    assert len(in_rhythm) == found.count
    heaviest = max(monthly_cents(it.amount_cents, rhythm) for it in in_rhythm)
    assert heaviest + found.margin_cents == means - others
    assert found.margin_cents >= 0
    assert (found.freeze_cents > 0) is (found.verdict == "partial_freeze")

"""A budget day by day, its envelopes, what-ifs and versions, over HTTP."""

from datetime import date
from uuid import UUID

from azione0.store import Cause

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
BUDGET = {
    "household_id": HOUSEHOLD,
    "month": "2025-04-15",
    "lines": [
        {
            "category": "work",
            "amount_cents": 115000,
            "day": 27,
            "source": "cooperative",
            "evidence": "payslip",
            "confidence": "documented",
        },
        {"category": "rent", "amount_cents": 18000, "day": 5},
        {"category": "food", "amount_cents": 78000},
        {"category": "debt_service", "amount_cents": 5000, "day": 15},
    ],
    "floor_cents": 0,
    "on": "2025-04-15",
}


def drafted(ask, **change):
    made = ask.post("/budgets", BUDGET | change)
    assert made.status_code == 201, made.json
    return made.json["id"]


def refused(answer):
    assert answer.status_code == 422, answer.json
    return answer.json["type"].rpartition(".")[2]


def test_a_budget_is_followed_by_day_by_month_and_by_pay(ask):
    address = f"/budgets/{drafted(ask)}/days"
    found = ask.get(
        f"{address}?first_on=2025-04-01&last_on=2025-05-31&in_hand_cents=50000"
    ).json
    assert [it["spent_cents"] for it in found["months"]] == [101000, 101000]
    assert [it["first_on"] for it in found["pay_periods"]] == [
        "2025-04-01",
        "2025-04-27",
        "2025-05-27",
    ]
    assert len(found["days"]) == 61
    assert sum(it["income_cents"] for it in found["days"]) == 230000
    assert found["pay_periods"][0]["without_money"] == 14
    assert refused(ask.get(f"{address}?first_on=2025-04-02&last_on=2025-04-01")) == (
        "TooManyDays"
    )


def test_the_essential_bills_have_their_envelopes_first(ask):
    address = f"/budgets/{drafted(ask)}/envelopes"
    filled = ask.get(f"{address}?first_on=2025-04-27&last_on=2025-05-26").json
    assert [it["category"] for it in filled] == ["rent", "food", "debt_service"]
    assert sum(it["short_cents"] for it in filled) == 0


def test_what_if_is_judged_and_not_stored(ask, office):
    budget = drafted(ask)
    with office.store.reading() as session:
        before = session.execute("SELECT count(*) FROM events")
    asked = {
        "suppositions": [
            {"kind": "new_job", "amount_cents": 85000},
            {"kind": "new_instalment", "amount_cents": 4000},
        ]
    }
    found = ask.post(f"/budgets/{budget}/what-if", asked).json
    assert found["as_it_is"]["affordable_cents"] == 7000
    assert found["supposed"]["residual_cents"] == 14000 + 85000 - 4000
    with office.store.reading() as session:
        assert session.execute("SELECT count(*) FROM events") == before
    wrong = {"suppositions": [{"kind": "new_line", "amount_cents": 1}]}
    assert refused(ask.post(f"/budgets/{budget}/what-if", wrong)) == "ImpossibleLine"


def test_the_worked_example_is_repaid_in_sixteen_instalments(ask):
    address = f"/budgets/{drafted(ask)}/repayment"
    found = ask.get(f"{address}?debt_cents=108000").json
    steps = {it["name"]: it["value"] for it in found.pop("steps")}
    assert (steps["A"], steps["n"], steps["ultima rata"]) == (
        "70,00 €",
        "16",
        "30,00 €",
    )
    assert found == {
        "count": 16,
        "instalment_cents": 7000,
        "last_cents": 3000,
        "frozen_cents": 0,
    }
    some = ask.get(f"{address}?debt_cents=108000&down_cents=8000&most=10").json
    assert (some["count"], some["frozen_cents"]) == (10, 30000)
    assert refused(ask.get(f"{address}?debt_cents=1&down_cents=2")) == "ImpossibleDebt"


def test_a_budget_is_compared_before_and_after_the_lab(ask):
    lab = ask.post(
        "/workshops",
        {
            "kind": "family_budget",
            "organisation_id": "la-rete",
            "capacity": 5,
            "sessions": [{"on": "2025-05-06", "minutes": 60}],
            "on": "2025-04-01",
        },
    ).json["id"]
    asked = {"household_id": HOUSEHOLD, "on": "2025-04-02"}
    place = ask.post(f"/workshops/{lab}/enrolments", asked).json["id"]
    around = f"/enrolments/{place}/budgets"
    assert ask.get(around).json == {"before": None, "after": None}
    budget = drafted(ask)
    ask.post(f"/budgets/{budget}/agreement", {"on": "2025-04-15"})
    thrifty = [*BUDGET["lines"][:2], BUDGET["lines"][2] | {"amount_cents": 70000}]
    reviewed = {"month": "2025-05-01", "lines": thrifty, "on": "2025-06-03"}
    assert ask.post(f"/budgets/{budget}/reviews", reviewed).status_code == 200
    found = ask.get(around).json
    assert found["before"]["affordable_cents"] == 7000
    assert found["after"]["affordable_cents"] == 13500
    assert found["after"]["discipline"] == "0.8713"
    versions = ask.get(f"/households/{HOUSEHOLD}/budget-versions").json
    assert [it["state"] for it in versions] == ["agreed", "reviewed"]


def test_lines_that_cannot_be_are_refused(ask):
    for wrong in ({"day": 32}, {"source": "my uncle"}, {"evidence": "Busta!"}):
        lines = [BUDGET["lines"][1] | wrong]
        assert refused(ask.post("/budgets", BUDGET | {"lines": lines})) == (
            "ImpossibleLine"
        )
    many = [BUDGET["lines"][1]] * 301
    assert refused(ask.post("/budgets", BUDGET | {"lines": many})) == "ImpossibleLine"


def test_an_instalment_falls_on_its_day(ask, office):
    workshops = office.application
    with workshops.transaction(Cause("ledger", "signed")):
        workshops.note_agreement(
            UUID(int=5),
            UUID(HOUSEHOLD),
            date(2025, 4, 1),
            None,
            [(1, date(2025, 5, 10), 7000)],
        )
    address = f"/budgets/{drafted(ask)}/days?first_on=2025-05-09&last_on=2025-05-11"
    spent = [it["spent_cents"] for it in ask.get(address).json["days"]]
    assert spent[1] - spent[2] == 7000

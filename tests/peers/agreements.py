"""
How other systems see an agreement kept, broken, at rest and changed.

Their figures: an instalment that may be late for t days is missed on the t-th, so
its grace is t - 1; one miss breaks an agreement, and what was missed being paid
lets it hold again.
"""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from creditors import ALER, HOUSEHOLD
from peers.cases import Case, cents, day, euro
from peers.desk import AS_ANNA, CREDITOR, Desk

from ledger.account.ageing import delinquency
from ledger.agreement.changes import move, skip
from ledger.agreement.rhythm import full_months
from ledger.agreement.schedule import schedule
from ledger.policy import Policy

RHYTHMS = {"4 weekly": "four_weekly"}
STATES = {"active": "live"}
ONE_DAY = timedelta(days=1)
SOONER, LATER = "as soon as can be", "as late as can be"


def kept_and_broken(case: Case, desk: Desk, when: str) -> None:
    """
    A balance at each check; what it went down by was paid since the one before.

    When between the two is not said, so it must not matter.
    """
    terms, checks = case["input"]["agreement"], list(case["input"]["checks"])
    expected = list(case["expected"]["results"])
    if "prior_state" in terms:
        prior = terms["prior_state"]
        checks.insert(0, {**checks[0], "balance": prior["checked_balance"]})
        expected.insert(0, {**prior, "on": checks[0]["on"]})
    desk.adopt(
        grace_days=terms["tolerance_days"] - 1,
        breach_consecutive=1,
        breach_cure="when_caught_up",
        paid_tolerance_cents=0,
        counts_current_bills=0,
        min_instalment_cents=1,
        surplus_rule="next" if checks[-1]["balance"] == "0" else "credit",
    )
    start, balance = day(terms["start_date"]), cents(terms["starting_balance"])
    down_on = day(terms.get("initial_payment_date", terms["start_date"]))
    signed_on = min(start, down_on) - ONE_DAY
    desk.hear(ALER.bill(signed_on - timedelta(40), balance))
    agreement_id = desk.agree(
        signed_on,
        instalment_cents=cents(terms["amount"]),
        rhythm=RHYTHMS.get(terms["frequency"], terms["frequency"]),
        first_due_on=start,
        down_payment_cents=cents(terms.get("initial_payment_amount", "0")),
        down_payment_on=down_on if "initial_payment_date" in terms else None,
    )
    last_on = signed_on
    for check, wanted in zip(checks, expected, strict=True):
        on, now = day(check["on"]), cents(check["balance"])
        if now < balance:
            value_on = min(last_on + ONE_DAY, on) if when == SOONER else on
            assert not desk.hear(ALER.payment(value_on, balance - now)).failed
        desk.close(on)
        found = {"on": check["on"], "state": _state(desk, agreement_id)}
        if "expected_balance" in wanted:
            judgement = desk.standing(on).judgements[agreement_id]
            found["expected_balance"] = euro(judgement.expected_cents)
        assert found == {it: wanted[it] for it in found}
        last_on, balance = on, now


def _state(desk: Desk, agreement_id: UUID) -> str:
    state = desk.agreement(agreement_id).state
    return STATES.get(state, state)


def calendar_months(case: Case) -> None:
    pairs = [(day(since), day(until)) for since, until in case["input"]["pairs"]]
    assert [full_months(*it) for it in pairs] == case["expected"]["full_months"]


def equal_parts(case: Case) -> None:
    given = case["input"]
    instalments = schedule(
        cents(given["principal"]),
        count=given["n"],
        multiple_of_cents=cents(given["multiple_of"]),
        rhythm=f"every_{given['every_days']}_days",
        first_due_on=day(given["start"]) + timedelta(given["every_days"]),
        policy=Policy(min_instalment_cents=1),
    )
    assert _told(instalments) == case["expected"]["instalments"]


def _told(instalments) -> list[list[str]]:
    return [[str(it.due_on), euro(it.amount_cents)] for it in instalments]


def _agreed(desk: Desk, promised: list[list[str]], rhythm: str) -> UUID:
    """Sign just these instalments for one debt of as much."""
    desk.adopt(
        breach_cure="when_caught_up", min_instalment_cents=1, counts_current_bills=0
    )
    first = day(promised[0][0])
    desk.hear(ALER.bill(first - timedelta(60), sum(cents(it) for _, it in promised)))
    agreement_id = desk.agree(
        first - timedelta(20),
        instalment_cents=cents(promised[0][1]),
        rhythm=rhythm,
        first_due_on=first,
    )
    assert _told(desk.agreement(agreement_id).schedule_now) == promised
    return agreement_id


def changed(case: Case, desk: Desk) -> None:
    agreement_id = _agreed(desk, case["input"]["instalments"], "monthly")
    request = case["input"]["request"]
    [number] = [
        it.number
        for it in desk.agreement(agreement_id).schedule_now
        if it.due_on == day(request["from_"])
    ]
    change = (
        partial(skip, number=number)
        if "skip" in request
        else partial(move, number=number, due_on=day(request["new_due"]))
    )
    with desk.command() as ledger:
        ledger.change_agreement(
            agreement_id, change, on=day("2023-07-20"), reason="asked_for"
        )
    now = desk.agreement(agreement_id).schedule_now
    assert _told(now) == case["expected"]["instalments"]
    assert euro(sum(it.amount_cents for it in now)) == case["expected"]["total"]


def at_rest(case: Case, desk: Desk) -> None:
    """The peer calls the day on which it goes on the last one of its rest."""
    given = case["input"]
    agreement_id = _agreed(desk, given["instalments"], "every_15_days")
    [[since, until]] = [[day(it) for it in pause] for pause in given["pauses"]]
    with desk.command() as ledger:
        ledger.pause_agreement(
            agreement_id, since=since, until=until, reason="asked_for"
        )
    found = []
    for as_of in map(day, given["as_of"]):
        standing = desk.standing(as_of)
        [plan] = standing.plans
        paid = standing.paid_of(agreement_id)
        late = delinquency(
            [
                (it.due_on, it.amount_cents - paid.get(it.number, 0))
                for it in plan.schedule_on(as_of)
            ],
            as_of,
            given["grace_days"],
            plan.pauses,
        )
        found.append(
            {
                "past_due_days": late.past_due_days,
                "delinquent_days": late.delinquent_days,
                "pause_active": any(
                    it.since <= as_of <= it.until for it in plan.pauses
                ),
                "amount": euro(late.total_cents),
            }
        )
    assert found == case["expected"]["results"]


class Rests:
    """The attempts at a rest that the peer refuses, each over HTTP."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.today = desk.ledger.today()
        self.since = self.today - timedelta(10)
        desk.adopt(min_instalment_cents=1, surplus_rule="next")

    def overlapping(self):
        agreement_id = self._signed()
        self._pause(agreement_id, self.since, self.today)
        return self._pause(agreement_id, self.since + ONE_DAY, None)

    def without_a_rest(self):
        return self._resume(self._signed(), on=self.today)

    def on_another_day(self):
        agreement_id = self._signed()
        self._pause(agreement_id, self.since, None)
        return self._resume(agreement_id, on=self.today - ONE_DAY)

    def resumed_until(self):
        agreement_id = self._signed()
        self._pause(agreement_id, self.since, None)
        return self._resume(agreement_id, on=self.today, until=self.today + ONE_DAY)

    def only_proposed(self):
        self._owe()
        with self.desk.command() as ledger:
            agreement_id = ledger.propose_agreement(
                HOUSEHOLD, CREDITOR, on=self.since, **self._terms()
            )
        return self._pause(agreement_id, self.since, None)

    def paid_and_more(self):
        agreement_id = self._signed()
        self.desk.hear(ALER.payment(self.since, 150000))
        self.desk.close(self.today)
        assert self.desk.agreement(agreement_id).state == "completed"
        assert self.desk.standing(self.today).position.credit_cents == 50000
        return self._pause(agreement_id, self.since, None)

    def another_action(self):
        return self._post(self._signed(), "holiday", on=self.today)

    def before_the_debt(self):
        return self._pause(self._signed(), self.since - timedelta(100), None)

    def known_late(self):
        return self._pause(self._signed(), self.today - timedelta(2), None)

    def _owe(self) -> None:
        self.desk.hear(ALER.bill(self.since - timedelta(60), 100000))

    def _terms(self) -> dict:
        return {"instalment_cents": 25000, "first_due_on": self.today + timedelta(20)}

    def _signed(self) -> UUID:
        self._owe()
        return self.desk.agree(self.since, **self._terms())

    def _pause(self, agreement_id: UUID, since: date, until: date | None):
        return self._post(
            agreement_id, "pause", since=since, until=until, reason="asked_for"
        )

    def _resume(self, agreement_id: UUID, **days: date):
        return self._post(agreement_id, "resumption", **days)

    def _post(self, agreement_id: UUID, verb: str, **said: object):
        return self.desk.http.post(
            f"/api/agreements/{agreement_id}/{verb}",
            json={
                name: str(it) if isinstance(it, date) else it
                for name, it in said.items()
            },
            headers=AS_ANNA,
        )


#: What is attempted, and the name of the refusal (of the API itself where bare).
ATTEMPTS = {
    "pause overlapping an existing pause": (Rests.overlapping, "PausesOverlap"),
    "resume without an active pause": (Rests.without_a_rest, "NotPaused"),
    "resume dated other than today": (Rests.on_another_day, "ResumedOnAnotherDay"),
    "resume carrying an end date": (Rests.resumed_until, "until"),
    "pause on a proposal not yet active": (Rests.only_proposed, "NotActive"),
    "pause on a closed or overpaid agreement": (Rests.paid_and_more, "NotActive"),
    "action other than PAUSE/RESUME": (Rests.another_action, "404"),
    "pause starting before the debt existed": (
        Rests.before_the_debt,
        "PauseBeforeSigning",
    ),
    "pause from a day that is over": (Rests.known_late, ""),
}


def no_rests(case: Case, desk: Desk, attempt: str) -> None:
    results = dict(
        zip(case["input"]["attempts"], case["expected"]["results"], strict=True)
    )
    do, name = ATTEMPTS[attempt]
    answer = do(Rests(desk))
    if results.get(attempt) == "rejected":
        assert 400 <= answer.status_code < 500
        assert name in f"{answer.status_code} {answer.json}"
    else:
        assert answer.status_code == 200, answer.json


PURE = {"HCK-015": (calendar_months, ()), "FIN-001": (equal_parts, ())}
STORED = {
    **{
        f"HCK-{number:03}": (kept_and_broken, (SOONER, LATER))
        for number in (1, 2, 3, 6, 7, 10, 11)
    },
    "FIN-006": (at_rest, ()),
    "FIN-008": (no_rests, tuple(ATTEMPTS)),
    "FIN-015": (changed, ()),
    "FIN-017": (changed, ()),
}

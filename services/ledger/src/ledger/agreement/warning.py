"""
Which facts say that an agreement may be missed soon: a reason to call, no score.

Something must be unpaid now, or fall due within the days of warning after a sign
of difficulty. Each fact is named, so that who calls knows why. Source: policy
parameters `warning_days`, `grace_days`, `breach_consecutive`,
`breach_in_12_months`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ledger.account.detection import BILL_KINDS
from ledger.account.facts import Instalment, Plan, grace_ends
from ledger.account.standing import OVERDUE, Standing
from ledger.agreement.breach import Judgement
from ledger.policy import Rules

DUE_SOON, IN_GRACE, IN_PART = (
    "instalment_due_soon_unpaid",
    "instalment_in_grace",
    "instalment_part_paid",
)
ONE_MORE, LATE_BEFORE = "one_more_miss_breaks", "late_last_time"
BILL_UNPAID, MEANS_WORSENED = "current_bill_unpaid", "means_worsened"


@dataclass(frozen=True, slots=True)
class Risk:
    """
    The facts, in a fixed order; none if there is nothing to warn of.

    `due_on` and `cents` are of the instalment that is next to be paid.
    """

    facts: tuple[str, ...]
    due_on: date
    cents: int


def risk_of(
    plan: Plan, standing: Standing, rules: Rules, *, means_worsened: bool
) -> Risk:
    """Say which facts speak of a miss to come, at the close of the standing's day."""
    today = standing.as_of
    got = standing.paid_of(plan.agreement_id)
    judgement = standing.judgements[plan.agreement_id]
    next_one = _next(plan, got, judgement, rules)
    if next_one is None:
        return Risk((), today, 0)
    policy = rules.at(next_one.due_on)
    left = next_one.amount_cents - got.get(next_one.number, 0)
    short = left - standing.position.credit_cents > policy.paid_tolerance_cents
    missed = list(judgement.missed.values())
    signs = {
        IN_PART: bool(got.get(next_one.number)),
        ONE_MORE: bool(missed)
        and (
            missed[-1].consecutive + 1 >= policy.breach_consecutive
            or missed[-1].in_12_months + 1 >= policy.breach_in_12_months
        ),
        LATE_BEFORE: any(
            it.days_late > 0
            for number, it in judgement.paid.items()
            if number == next_one.number - 1
        ),
        MEANS_WORSENED: means_worsened,
    }
    soon = next_one.due_on - timedelta(policy.warning_days) <= today
    urgent = {
        DUE_SOON: short and soon and today <= next_one.due_on and any(signs.values()),
        IN_GRACE: short and next_one.due_on < today,
        BILL_UNPAID: policy.counts_current_bills and _bill_in_grace(standing, rules),
    }
    facts = {**urgent, **signs} if any(urgent.values()) else {}
    return Risk(
        tuple(name for name, holds in facts.items() if holds), next_one.due_on, left
    )


def _next(
    plan: Plan, got: dict[int, int], judgement: Judgement, rules: Rules
) -> Instalment | None:
    """Give the first instalment neither missed nor paid, but for the tolerance."""
    for it in plan.schedule_on(judgement.as_of):
        if it.number in judgement.missed and it.due_on <= judgement.as_of:
            continue
        left = it.amount_cents - got.get(it.number, 0)
        if left > rules.at(it.due_on).paid_tolerance_cents:
            return it
    return None


def _bill_in_grace(standing: Standing, rules: Rules) -> bool:
    """Whether a current bill is unpaid and its grace not over."""
    return any(
        it.status == OVERDUE
        and it.charge.kind in BILL_KINDS
        and grace_ends(
            it.charge.owed_on,
            rules.at(it.charge.due_on).grace_days,
            (),
            standing.as_of,
        )
        is None
        for it in standing.open_charges
    )

"""
How many instalments a debt takes: the affordable amount, and what is left at the end.

Advice to whoever proposes an agreement; the ledger alone makes one. Source: the
programme's method, `n = ceil((debt - down payment) / A)`; more than the most
instalments means that part of the debt is to be frozen.
"""

from dataclasses import dataclass

from azione0.words import _
from workshops.budgets.indices import Step, euro


@dataclass(frozen=True, slots=True)
class Repayment:
    """
    `count` instalments, all of `instalment_cents` but the last, of `last_cents`.

    `frozen_cents` is what the most instalments leave over. Nothing is proposed
    (`count` 0) when nothing can be repaid, or nothing is owed.
    """

    count: int
    instalment_cents: int
    last_cents: int
    frozen_cents: int


def repay(
    debt_cents: int, affordable_cents: int, *, down_cents: int = 0, most: int = 60
) -> Repayment:
    """
    Divide a debt into instalments that can be borne, in euro cents.

    `ImpossibleDebt` for amounts below zero, or more paid down than is owed.
    """
    if not 0 <= down_cents <= debt_cents or affordable_cents < 0 or most < 1:
        raise ImpossibleDebt(
            f"{debt_cents} cents of which {down_cents} are paid down, in at most "
            f"{most} instalments: give a debt, and no more paid down than is owed"
        )
    left = debt_cents - down_cents
    if not left or not affordable_cents:
        return Repayment(0, affordable_cents, 0, left)
    count = min(-(-left // affordable_cents), most)
    repaid = min(left, count * affordable_cents)
    last = repaid - (count - 1) * affordable_cents
    return Repayment(count, affordable_cents, last, left - repaid)


def explain(debt_cents: int, down_cents: int, plan: Repayment) -> tuple[Step, ...]:
    """Show how a debt is divided, step by step."""
    last = euro(plan.last_cents)
    steps = [
        Step(_("debito"), _("quanto si deve"), euro(debt_cents)),
        Step(_("acconto"), _("quanto si versa subito"), euro(down_cents)),
        Step("A", _("rata sostenibile del bilancio"), euro(plan.instalment_cents)),
    ]
    if plan.count:
        steps += [
            Step("n", _("(debito - acconto) / A, per eccesso"), str(plan.count)),
            Step(_("ultima rata"), _("quanto resta dopo le altre"), last),
        ]
    frozen = euro(plan.frozen_cents)
    steps.append(Step(_("da congelare"), _("quanto le rate non coprono"), frozen))
    return tuple(steps)


class ImpossibleDebt(Exception):
    """A debt that cannot be, or less than what was paid down."""

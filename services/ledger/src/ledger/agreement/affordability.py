"""
Whether a household can carry an agreement, and the instalment that it could pay.

What it can pay a month was reckoned with it in its budget; here that is held
against the debt, what it pays under other agreements, and the parameters. The
result advises, and says what it rests on: a person decides (art. 22 GDPR).
"""

from dataclasses import dataclass
from datetime import date

from azione0.words import _
from ledger.agreement.rhythm import (
    MONTHLY,
    ONE_OFF,
    monthly_cents,
    most_cents,
    most_instalments,
)
from ledger.agreement.schedule import left_to_repay
from ledger.files.amounts import euro
from ledger.household import Affordability
from ledger.policy import Policy

SUSTAINABLE = "sustainable"
PARTIAL_FREEZE = "partial_freeze"
NOT_SUSTAINABLE = "not_sustainable"
UNKNOWN = "unknown"

#: What is left to do where no instalment can be carried.
WITHOUT_INSTALMENTS = (
    "solidarity_contribution",
    "no_fault_commission",
    "freeze",
    "income_plan",
)
#: What is left to do where only this rhythm is too much at once.
IN_MONTHS = ("monthly_instalments",)
STEP_CENTS = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that was used, in cents or a count, and where it is from."""

    name: str
    value: int
    source: str
    reference: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reckoning: its name, its formula and what it gives."""

    name: str
    formula: str
    value: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    Whether an agreement can be carried, by what instalment, and why.

    `verdict`: `sustainable`; `partial_freeze`, if `freeze_cents` of the debt are
    left in peace; `not_sustainable`, and then `routes` says what remains; `unknown`
    without a budget. `available_cents` a month are left beside other agreements,
    and `margin_cents` beside this one too. The instalment is one of `rhythm`;
    `count` of them repay the debt, the last with what is left over.
    """

    verdict: str
    rhythm: str
    rest_cents: int
    available_cents: int | None = None
    instalment_cents: int | None = None
    count: int | None = None
    freeze_cents: int = 0
    margin_cents: int | None = None
    routes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """Show the reckoning line by line, in the language in use."""
        used = {it.name: it for it in self.facts}
        result = Step(
            _("esito"),
            _("rata minima {least} al mese, al massimo {most} mesi ({version})").format(
                least=euro(used["min_instalment_cents"].value),
                most=used["max_instalments"].value,
                version=used["max_instalments"].reference,
            ),
            self._result(),
        )
        debt = Step(_("debito - acconto"), "", euro(self.rest_cents))
        if self.available_cents is None:
            return debt, result
        budget = used["affordable_cents"]
        means = (
            debt,
            Step(
                "A",
                _(
                    "quanto può versare al mese, dal bilancio concordato il {day}"
                ).format(day=f"{budget.on:%d/%m/%Y}"),
                euro(budget.value),
            ),
            Step("P", _("rate di altri piani"), euro(used["committed_cents"].value)),
            Step(_("disponibile"), "A - P", euro(self.available_cents)),
        )
        if self.instalment_cents is None or self.margin_cents is None:
            return *means, result
        a_month = monthly_cents(self.instalment_cents, self.rhythm)
        return (
            *means,
            Step(
                _("rata"),
                _("la più alta entro il disponibile, per difetto a {step}").format(
                    step=euro(used["instalment_step_cents"].value)
                ),
                euro(self.instalment_cents),
            ),
            Step("n", _("(debito - acconto) / rata, per eccesso"), self._count()),
            Step(_("margine"), f"A - P - {euro(a_month)}", euro(self.margin_cents)),
            result,
        )

    def _count(self) -> str:
        each, count = self.instalment_cents or 0, self.count or 0
        last = self.rest_cents - self.freeze_cents - each * (count - 1)
        if last == each:
            return f"{count} ({count} · {euro(each)})"
        return f"{count} ({count - 1} · {euro(each)} + {euro(last)})"

    def _result(self) -> str:
        if self.verdict == SUSTAINABLE:
            return _("sostenibile")
        if self.verdict == PARTIAL_FREEZE:
            return _("sostenibile se si congelano {amount}").format(
                amount=euro(self.freeze_cents)
            )
        if self.verdict == UNKNOWN:
            return _("non valutabile: manca un bilancio concordato")
        if self.routes == IN_MONTHS:
            return _("non sostenibile a questo ritmo: proporre rate mensili")
        return _(
            "non sostenibile: contributo di solidarietà, commissione sulla morosità "
            "incolpevole o congelamento, e un piano per il reddito"
        )


def assess(
    debt_cents: int,
    *,
    affordability: Affordability | None,
    committed_cents: int,
    policy: Policy,
    down_payment_cents: int = 0,
    rhythm: str = MONTHLY,
    step_cents: int = STEP_CENTS,
) -> Assessment:
    """
    Give the largest instalment that the household can carry, and how many.

    `committed_cents` is what instalments of other agreements come to in a month.
    The instalment is rounded down to `step_cents`, unless that takes it below the
    least; a debt smaller than it is paid at once. `NothingToRepay`. Source: policy
    parameters `min_instalment_cents`, `max_instalments`.
    """
    rest = left_to_repay(debt_cents, down_payment_cents)
    most = most_instalments(policy.max_instalments, rhythm)
    facts = [
        Fact("debt_cents", debt_cents, "account"),
        Fact("down_payment_cents", down_payment_cents, "proposal"),
        Fact("committed_cents", committed_cents, "agreements"),
        Fact("instalment_step_cents", step_cents, "policy", policy.version),
        Fact(
            "min_instalment_cents",
            policy.min_instalment_cents,
            "policy",
            policy.version,
        ),
        Fact("max_instalments", policy.max_instalments, "policy", policy.version),
    ]
    if affordability is None:
        return Assessment(UNKNOWN, rhythm, rest, facts=tuple(facts))
    facts.append(
        Fact(
            "affordable_cents",
            affordability.cents,
            "budget",
            str(affordability.budget_id),
            affordability.agreed_on,
        )
    )
    available = affordability.cents - committed_cents
    least = min(policy.min_instalment_cents, rest)
    instalment = _instalment(available, rest, least, rhythm, step_cents)
    if instalment is None:
        return Assessment(
            NOT_SUSTAINABLE,
            rhythm,
            rest,
            available,
            routes=IN_MONTHS if available >= max(1, least) else WITHOUT_INSTALMENTS,
            facts=tuple(facts),
        )
    freeze = max(0, rest - most * instalment)
    return Assessment(
        PARTIAL_FREEZE if freeze else SUSTAINABLE,
        rhythm,
        rest,
        available,
        instalment,
        most if freeze else -(-rest // instalment),
        freeze,
        available - monthly_cents(instalment, rhythm),
        facts=tuple(facts),
    )


def _instalment(
    available: int, rest: int, least: int, rhythm: str, step: int
) -> int | None:
    """Give the largest instalment within the means; nothing if it is too small."""
    exact = min(rest, most_cents(available, rhythm))
    if rhythm == ONE_OFF:
        return rest if exact == rest else None
    stepped = exact if exact == rest else exact // step * step
    return next(
        (
            it
            for it in (stepped, exact)
            if it > 0 and monthly_cents(it, rhythm) >= least
        ),
        None,
    )

"""
How a budget is judged: what housing weighs, what is left, what can be repaid.

Every step is shown with its formula, so that the household can follow it and
an operator can sign it: the result advises, a person decides (art. 22 GDPR).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from azione0.words import _
from workshops.budgets.lines import Figures

PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class AffordabilityRules:
    """
    The figures of the method, by version. Cents, months' shares as fractions.

    Source: the programme's proposal; the shares of income follow the Comune di
    Milano (one eighth of mean monthly income up to an ISEE-ERP of 14,000 euro,
    a fifth beyond it), the least instalment the Bolzano collection rule.
    """

    version: str = "progetto-1"
    share_of_residual: Fraction = Fraction(1, 2)
    share_of_low_income: Fraction = Fraction(1, 8)
    share_of_income: Fraction = Fraction(1, 5)
    low_isee_erp_cents: int = 14_000_00
    step_cents: int = 5_00
    least_instalment_cents: int = 30_00
    stress: Fraction = Fraction(3, 10)
    overburden: Fraction = Fraction(4, 10)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reckoning: its name, its formula and what it gives."""

    name: str
    formula: str
    value: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    What a month's figures say, in cents and in shares of the income.

    Shares are absent where there is no income; `housing_weight` is `normal`,
    `stress` or `overburden`; not `sustainable` below the least instalment.
    """

    rent_to_income: Decimal | None
    residual_cents: int
    sustainability: Decimal | None
    affordable_cents: int
    sustainable: bool
    housing_weight: str
    steps: tuple[Step, ...]


def assess(
    month: Figures, isee_erp_cents: int | None, rules: AffordabilityRules
) -> Assessment:
    """
    Judge one month; without an ISEE-ERP the smaller share of income is taken.

    `A = floor to 5 euro of max(0, min(R/2, c·Y))`. Source: domain method of the
    programme, with `rules`.
    """
    residual = (
        month.income_cents
        - month.housing_cents
        - max(month.essentials_cents, month.floor_cents)
        - month.debts_cents
    )
    low = isee_erp_cents is None or isee_erp_cents <= rules.low_isee_erp_cents
    share = rules.share_of_low_income if low else rules.share_of_income
    of_residual = rules.share_of_residual * residual
    of_income = share * month.income_cents
    bearable = max(Fraction(0), min(of_residual, of_income))
    affordable = int(bearable // rules.step_cents) * rules.step_cents
    sustainable = affordable >= rules.least_instalment_cents
    weight = _weight(month, rules)
    rent_to_income = _share(month.housing_cents, month.income_cents)
    sustainability = _share(residual, month.income_cents)
    steps = (
        Step(
            "Y",
            _("reddito netto medio degli ultimi 12 mesi"),
            euro(month.income_cents),
        ),
        Step("H", _("canone e servizi del mese"), euro(month.housing_cents)),
        Step(
            "E",
            _("spese essenziali dichiarate, casa esclusa"),
            euro(month.essentials_cents),
        ),
        Step("M", _("soglia di sussistenza, casa esclusa"), euro(month.floor_cents)),
        Step("D", _("rate di altri debiti"), euro(month.debts_cents)),
        Step("RTI", "H / Y", _percent(rent_to_income)),
        Step("R", "Y - H - max(E, M) - D", euro(residual)),
        Step("S", "R / Y", _percent(sustainability)),
        Step("R/2", f"{rules.share_of_residual} · R", euro(of_residual)),
        Step("c·Y", f"{share} · Y", euro(of_income)),
        Step(
            "A",
            _("il minore dei due, mai sotto zero, per difetto a 5 euro"),
            euro(affordable),
        ),
        Step(
            _("esito"),
            _("confronto con la rata minima di {least}").format(
                least=euro(rules.least_instalment_cents)
            ),
            _("sostenibile") if sustainable else _("non sostenibile"),
        ),
    )
    return Assessment(
        rent_to_income, residual, sustainability, affordable, sustainable, weight, steps
    )


def discipline(planned: dict[str, int], actual: dict[str, int]) -> Decimal | None:
    """
    Say how well a budget was kept: 1 exactly, 0 at worst; `None` without a plan.

    `1 - Σ|actual - planned| / Σ planned`, over all categories of spending.
    """
    total = sum(planned.values())
    if not total:
        return None
    strayed = sum(
        abs(actual.get(category, 0) - planned.get(category, 0))
        for category in {*planned, *actual}
    )
    return max(Decimal(0), _quantised(1 - Fraction(strayed, total)))


def _weight(month: Figures, rules: AffordabilityRules) -> str:
    if not month.income_cents:
        return "overburden" if month.housing_cents else "normal"
    share = Fraction(month.housing_cents, month.income_cents)
    if share > rules.overburden:
        return "overburden"
    return "stress" if share > rules.stress else "normal"


def _share(part_cents: int, whole_cents: int) -> Decimal | None:
    return _quantised(Fraction(part_cents, whole_cents)) if whole_cents else None


def _quantised(share: Fraction) -> Decimal:
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(PLACES, ROUND_HALF_UP)


def euro(cents: Fraction | int) -> str:
    """Write euro cents as `70,00 €`, rounded half up."""
    exact = Fraction(cents)
    amount = Decimal(exact.numerator) / Decimal(exact.denominator) / 100
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP)} €".replace(".", ",")


def _percent(share: Decimal | None) -> str:
    if share is None:
        return _("non calcolabile: nessun reddito")
    return f"{(share * 100).quantize(Decimal('0.01'))} %".replace(".", ",")

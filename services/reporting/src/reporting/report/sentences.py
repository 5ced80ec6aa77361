"""What the report says of its figures, in sentences that can be false."""

from dataclasses import dataclass
from decimal import Decimal

from azione0.words import _
from reporting.amounts import two_places, whole_euros
from reporting.report import safe
from reporting.report.findings import Findings
from reporting.validation.interval import Interval

#: How a design is called in a row, and what it cannot tell.
NAMES = {
    "staircase": "ingresso a scalini",
    "differences": "differenza nelle differenze",
    "matched": "confronto abbinato",
    "interrupted": "serie interrotta",
    "before_after": "prima e dopo",
}
CANNOT_TELL = {
    "staircase": "effetti molto diversi fra uno scalino e l'altro",
    "differences": "ciò che da allora è cambiato solo da una parte",
    "matched": "ciò in cui chi è venuto differisce e che nessuno ha annotato",
    "interrupted": "il programma da ogni altra cosa cominciata in quei mesi",
    "before_after": "la causa: si entra nel mese peggiore, e dopo si risale comunque",
}
SILENT = {
    "staircase": "manca uno scalino seguito a lungo, con edifici non ancora raggiunti",
    "differences": "servono due edifici raggiunti e due non ancora, seguiti insieme",
    "matched": "servono dieci nuclei per parte, di due edifici, che si somiglino",
    "interrupted": "servono otto mesi prima e otto dopo, senza mesi vuoti",
    "before_after": "servono cinque nuclei visti due volte",
}
#: A p-value below it is called a sign of a difference. Chosen, as everywhere, by habit.
SIGN = 0.05
LEAST_SAID = Decimal("0.01")
FEW_DRAWS = 20
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Row:
    """One design: its figure in cents, and whether its interval may be believed."""

    code: str
    value: float | None
    interval: Interval | None
    counted: str
    note: str
    valid: bool


def rows(found: Findings) -> list[Row]:
    """Give a row for each design that the plan asks for, the surest first."""
    made = {
        "staircase": _staircase,
        "differences": _differences,
        "matched": _matched,
        "interrupted": _interrupted,
        "before_after": _before_after,
    }
    return [
        make(found) or Row(code, None, None, "", _(SILENT[code]), valid=False)
        for code, make in made.items()
        if code in found.plan.designs
    ]


def main_title(found: Findings) -> str:
    """Say in one sentence what the surest design found."""
    sure = next((it for it in rows(found) if it.valid and it.interval), None)
    if sure is None or sure.value is None or sure.interval is None:
        return _("Con questi dati nessun confronto valido dà un intervallo")
    return effect_said(sure.value, sure.interval)


def effect_said(value: float, interval: Interval) -> str:
    """Say an effect on arrears with its interval, and no more than it allows."""
    inside = {"low": money(interval.low), "high": money(interval.high)}
    if interval.high < 0:
        said = _(
            "Dove il programma è arrivato la morosità è più bassa di {value} per "
            "nucleo (al 95 %: da {low} a {high})"
        )
        return said.format(
            value=money(-value), low=money(-interval.high), high=money(-interval.low)
        )
    if interval.low > 0:
        said = _(
            "Dove il programma è arrivato la morosità è più alta di {value} per "
            "nucleo (al 95 %: da {low} a {high})"
        )
        return said.format(value=money(value), **inside)
    return _(
        "Non si vede se la morosità cambi dove il programma è arrivato: l'intervallo "
        "va da {low} a {high} e contiene lo zero"
    ).format(**inside)


def naive_title(found: Findings) -> str:
    """Warn of the plain before and after, beside what a comparison finds."""
    change = found.before_after
    if change is None:
        return ""
    text = (
        _(
            "Chi è in carico deve {value} in meno del mese prima: da solo questo non "
            "dice perché"
        )
        if change.mean.value < 0
        else _(
            "Chi è in carico deve {value} in più del mese prima: da solo questo non "
            "dice perché"
        )
    )
    return text.format(value=money(abs(change.mean.value)))


def alike_title(found: Findings) -> str:
    """Say whether both sides moved alike before, and how sure that is."""
    alike = found.alike
    if alike is None:
        return _("Non si può controllare se prima le due parti si muovevano insieme")
    within = alike.draw.interval
    if within is None:
        return _(
            "Prima le due parti differivano di {value} al mese; con {possible} "
            "assegnazioni possibili non c'è intervallo"
        ).format(value=money(alike.effect.value), possible=alike.draw.possible)
    text = (
        _(
            "Prima le due parti si muovevano in modo diverso: {value} al mese (da "
            "{low} a {high}), e il confronto va letto con prudenza"
        )
        if not within.covers(0)
        else _(
            "Prima non si vede che le due parti si muovessero in modo diverso: {value} "
            "al mese (da {low} a {high})"
        )
    )
    return text.format(
        value=money(alike.effect.value), low=money(within.low), high=money(within.high)
    )


def cure_title(found: Findings) -> str:
    """Say how long arrears last."""
    cure = found.cure
    if cure is None:
        return _("Nessuna morosità è cominciata nei mesi del piano")
    if cure.everybody.median is None:
        return _("Più di metà delle morosità cominciate non si è ancora sanata")
    return _("Metà delle morosità si sana entro {days} giorni").format(
        days=round(cure.everybody.median)
    )


def compared_title(found: Findings) -> str:
    """Say whether arrears last otherwise where the programme was."""
    cure = found.cure
    if cure is None or cure.compared is None:
        return ""
    p = _chance(cure.compared.p)
    if cure.compared.p < SIGN:
        text = _(
            "Dove il programma era arrivato le morosità durano diversamente (log-rank, "
            "p {p}); che ne sia la causa non segue"
        )
    else:
        text = _(
            "Non si vede che le morosità durino diversamente dove il programma era "
            "arrivato (log-rank, p {p})"
        )
    return text.format(p=p)


def between(interval: Interval) -> str:
    """Write an interval of cents."""
    return _("da {low} a {high}").format(
        low=money(interval.low), high=money(interval.high)
    )


def money(cents: float) -> str:
    """Write cents as whole euro, for no figure here is surer than that."""
    return whole_euros(round(cents / 100)).replace("-", MINUS)


def _staircase(found: Findings) -> Row | None:
    it = found.staircase
    if it is None:
        return None
    counted = _("{steps} scalini, {buildings} edifici").format(
        steps=it.steps, buildings=it.buildings
    )
    return Row(
        "staircase",
        it.effect,
        it.draw.interval,
        counted,
        _drawn(it.draw.possible, it.draw.p, none=it.draw.interval is None),
        valid=True,
    )


def _differences(found: Findings) -> Row | None:
    it = found.differences
    if it is None:
        return None
    counted = _("{here} edifici raggiunti, {there} non ancora").format(
        here=it.reached_buildings, there=it.not_yet_buildings
    )
    note = _drawn(it.draw.possible, it.draw.p, none=it.draw.interval is None)
    return Row(
        "differences", it.effect.value, it.draw.interval, counted, note, valid=True
    )


def _matched(found: Findings) -> Row | None:
    it = found.matched
    if it is None:
        return None
    counted = _("{pairs} coppie, {buildings} edifici").format(
        pairs=safe.alone(len(it.pairs)), buildings=it.clusters
    )
    note = (
        _("tratti in equilibrio")
        if it.balanced
        else _("restano tratti non in equilibrio: si confrontano nuclei diversi")
    )
    return Row(
        "matched",
        it.effect.value,
        it.effect.interval,
        counted,
        note,
        valid=it.balanced,
    )


def _interrupted(found: Findings) -> Row | None:
    it = found.interrupted
    if it is None:
        return None
    counted = _("{before} mesi prima, {after} dopo").format(
        before=it.before, after=it.after
    )
    note = _("un salto nel mese di arrivo, senza confronto")
    return Row(
        "interrupted", it.level.value, it.level.interval, counted, note, valid=False
    )


def _before_after(found: Findings) -> Row | None:
    it = found.before_after
    if it is None:
        return None
    seen, missing = safe.line([it.counted, it.missing])
    counted = _("{counted} nuclei, {missing} non più visti").format(
        counted=seen, missing=missing
    )
    note = _("senza confronto: non è un effetto")
    return Row(
        "before_after", it.mean.value, it.mean.interval, counted, note, valid=False
    )


def _drawn(possible: int, p: float, *, none: bool) -> str:
    if possible < FEW_DRAWS:
        return _(
            "{possible} assegnazioni possibili: sotto {least} non c'è intervallo"
        ).format(possible=possible, least=FEW_DRAWS)
    if none:
        return _("le assegnazioni sono poche: solo p = {p}").format(p=_chance(p))
    return _("permutazioni degli edifici")


def _chance(p: float) -> str:
    """Write a p with two decimals, and no smaller than they can say."""
    return f"< {two_places(LEAST_SAID)}" if p < LEAST_SAID else two_places(Decimal(p))

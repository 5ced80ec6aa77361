"""The report's pictures, each from one finding; nothing where there is nothing."""

from azione0.words import _
from reporting.report import safe, sentences
from reporting.report.charts import Bar, Frame, Line, bars, lines
from reporting.report.cure import Cure
from reporting.report.findings import Findings
from reporting.report.look import Curve
from reporting.validation.survival import Survival

CENTS = 100
#: Days at which those still watched are counted below a curve.
AT_RISK = (0, 180, 365, 730, 1095)
LEAST_SHOWN = 5


def effects(found: Findings) -> str:
    """Draw every design's figure with its interval, in euro."""
    shown = [
        Bar(
            _(sentences.NAMES[it.code]),
            None if it.value is None else it.value / CENTS,
            it.interval.low / CENTS if it.interval else None,
            it.interval.high / CENTS if it.interval else None,
            why=_("nessuna stima"),
            hollow=not (it.valid and it.interval),
        )
        for it in sentences.rows(found)
    ]
    frame = Frame(
        title=_("Che cosa trova ciascun disegno"),
        said=_("Stime e intervalli; i cerchi vuoti non sono confronti validi."),
        across=_("euro di morosità per nucleo, con l'intervallo al 95 %"),
        up="",
    )
    return bars(frame, shown)


def around(found: Findings) -> str:
    """Draw arrears by months from when the programme reached a building."""
    if found.around is None:
        return ""
    frame = Frame(
        title=_("La morosità media intorno all'arrivo del programma"),
        said=_("Media per mese; la linea tratteggiata è il mese di arrivo."),
        across=_("mesi dall'arrivo nell'edificio"),
        up=_("euro per nucleo"),
        mark=-0.5,
        mark_said=_("arrivo"),
    )
    return lines(frame, [_line(_("edifici raggiunti"), found.around)])


def sides(found: Findings) -> str:
    """Draw arrears of the first step and of those not reached yet, by month."""
    if found.here is None or found.there is None or found.step is None:
        return ""
    frame = Frame(
        title=_("La morosità media nei primi edifici raggiunti e in quelli non ancora"),
        said=_("Due linee per mese; la linea tratteggiata è l'arrivo nei primi."),
        across=_("mesi dal primo del piano"),
        up=_("euro per nucleo"),
        mark=found.step - 0.5,
        mark_said=_("arrivo"),
    )
    drawn = [
        _line(_("raggiunti"), found.here),
        _line(_("non ancora"), found.there),
    ]
    return lines(frame, drawn)


def waits(cure: Cure) -> str:
    """Draw the share still in arrears as days go by, with who is still watched."""
    groups = [
        (_("raggiunti"), cure.reached),
        (_("non ancora"), cure.not_yet),
    ]
    known = [(name, it) for name, it in groups if it and it.counted >= LEAST_SHOWN]
    if not known:
        known = [(_("tutti"), cure.everybody)]
    frame = Frame(
        title=_("Quota di morosità non ancora sanate"),
        said=_("Curve di Kaplan-Meier con la banda al 95 %."),
        across=_("giorni dalla rilevazione"),
        up=_("ancora in morosità"),
        least=0,
        most=1,
        share=True,
    )
    risk = [
        _("{name}: osservati a {days} giorni: {counts}").format(
            name=name,
            days=", ".join(map(str, AT_RISK)),
            counts=", ".join(safe.alone(it) for it in curve.at_risk(AT_RISK)),
        )
        for name, curve in known
    ]
    return lines(frame, [_steps(name, it) for name, it in known], risk)


def ends(cure: Cure) -> str:
    """Draw the share that had each end by each day."""
    drawn = [
        Line(
            name, [(0.0, 0.0), *((it.time, it.share) for it in found.steps)], steps=True
        )
        for name, found in (
            (_("sanata"), cure.cleared),
            (_("nucleo non più presente"), cure.left),
        )
        if found is not None and found.ended >= LEAST_SHOWN
    ]
    if not drawn:
        return ""
    frame = Frame(
        title=_("Come finiscono le morosità"),
        said=_("Incidenza cumulativa: chi muore o si trasferisce non può più sanare."),
        across=_("giorni dalla rilevazione"),
        up=_("quota con quell'esito"),
        least=0,
        most=1,
        share=True,
    )
    return lines(frame, drawn)


def _line(name: str, curve: Curve) -> Line:
    return Line(
        name,
        [
            (float(place), cents / CENTS)
            for place, cents in zip(curve.places, curve.cents.tolist(), strict=True)
        ],
    )


def _steps(name: str, curve: Survival) -> Line:
    # Beyond this so few are watched that the curve would tell of single households.
    shown = [it for it in curve.steps if it.at_risk >= LEAST_SHOWN]
    inside = [(it.time, it.interval) for it in shown if it.interval]
    return Line(
        name,
        [(0.0, 1.0), *((it.time, it.survival) for it in shown)],
        steps=True,
        low=[(time, it.low) for time, it in inside],
        high=[(time, it.high) for time, it in inside],
    )

"""The sentence over each view: what its figures say, as far as they may be told."""

from decimal import Decimal

from azione0.words import _
from reporting.amounts import euros, number, percent
from reporting.monitoring.grouping import ALL
from reporting.monitoring.release import Released


def headline(table: Released) -> str:
    """Say in one sentence what a view shows; its title where too little is told."""
    known = {
        column.code: cell
        for line in table.lines
        if line.key == ALL
        for column, cell in zip(table.columns, line.cells, strict=True)
        if cell is not None
    }
    speak = _SPEAKERS.get(table.code.partition("-")[0])
    said = speak(table, known) if speak else ""
    return said or table.title


def _funnel(_table: Released, known: dict[str, int]) -> str:
    sought = known.get("targeted")
    if not sought:
        return ""
    if "agreement" in known:
        return _(
            "Su {sought} nuclei cercati, {signed} hanno un piano di rientro"
        ).format(sought=number(sought), signed=number(known["agreement"]))
    return _("Sono stati cercati {sought} nuclei").format(sought=number(sought))


def _waterfall(_table: Released, known: dict[str, int]) -> str:
    if not {"opening", "closing"} <= known.keys():
        return ""
    before, after = known["opening"], known["closing"]
    if before == after:
        return _("In dodici mesi la morosità è rimasta a {after}").format(
            after=euros(after)
        )
    said = (
        _("In dodici mesi la morosità è scesa da {before} a {after}")
        if after < before
        else _("In dodici mesi la morosità è salita da {before} a {after}")
    )
    return said.format(before=euros(before), after=euros(after))


def _plans(_table: Released, known: dict[str, int]) -> str:
    signed = known.get("signed")
    if not signed:
        return ""
    if "breached" in known:
        return _("Su {signed} piani firmati, {breached} sono decaduti").format(
            signed=number(signed), breached=number(known["breached"])
        )
    return _("Sono stati firmati {signed} piani di rientro").format(
        signed=number(signed)
    )


def _work(_table: Released, known: dict[str, int]) -> str:
    people = known.get("people")
    if not people:
        return ""
    if "qualifying" in known:
        return _(
            "Su {people} persone seguite, {placed} hanno un lavoro che conta"
        ).format(people=number(people), placed=number(known["qualifying"]))
    return _("Sono seguite {people} persone verso il lavoro").format(
        people=number(people)
    )


def _dose(_table: Released, known: dict[str, int]) -> str:
    if "dose" not in known:
        return ""
    return _("È stato frequentato il {share} del tempo offerto nei laboratori").format(
        share=percent(Decimal(known["dose"]) / 10_000)
    )


def _workload(_table: Released, known: dict[str, int]) -> str:
    if "in_charge" not in known:
        return ""
    return _("Sono in carico {count} nuclei").format(count=number(known["in_charge"]))


def _cohorts(table: Released, known: dict[str, int]) -> str:
    if not known.get("at_first") or "later" not in known:
        return ""
    months = table.code.partition("-")[2]
    left = Decimal(known["later"]) / Decimal(known["at_first"])
    return _("Dopo {months} mesi resta scaduto il {share} di quanto lo era").format(
        months=months, share=percent(left)
    )


_SPEAKERS = {
    "funnel": _funnel,
    "waterfall": _waterfall,
    "plans": _plans,
    "work": _work,
    "dose": _dose,
    "workload": _workload,
    "cohorts": _cohorts,
}

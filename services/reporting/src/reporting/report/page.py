"""The validation report as one page, in words and pictures; it asks nobody anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from azione0 import pdf
from azione0.templates import templates
from azione0.words import _, language
from reporting import amounts
from reporting.histories.told import Estate
from reporting.model import ASKED
from reporting.report import pictures, safe, sentences
from reporting.report.findings import Findings
from reporting.report.given import Programme
from reporting.report.look import Reduction
from reporting.report.spent import Spent
from reporting.validation.fidelity import Component
from reporting.validation.panel import NEVER

INSTALL = "pip install 'azione0-reporting[report]'"
COMPONENTS = {
    Component.CONTACT: "contatto entro 30 giorni",
    Component.ASSESSMENT: "valutazione entro 45 giorni",
    Component.PACT: "patto",
    Component.BUDGET: "bilancio familiare",
    Component.SESSIONS: "quattro incontri o più",
    Component.PLAN: "piano di rientro",
    Component.LABOUR_PROFILE: "profilo lavorativo",
    Component.REVIEW: "revisione ogni tre mesi",
}
#: What no letter carries, so that nobody here can count it.
NOT_TOLD = (Component.ASSESSMENT, Component.REVIEW)
TRAITS = {
    "debt_age": "età del debito",
    "rent_area": "area di canone (ISEE)",
    "size": "persone nel nucleo",
    "earlier_plan": "piano precedente",
    "arrears_before": "morosità del mese prima",
}
ASSUMED = {
    "deadweight": "sarebbe successo comunque",
    "attribution": "merito di altri",
    "drop": "calo all'anno",
    "discount": "tasso di sconto",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """When the plan was registered, and whether nothing could be seen by then."""

    at: datetime
    before: bool


@dataclass(frozen=True, eq=False)
class Report:
    """
    All that one report says.

    `as_of` the last day counted, `known_at` the last instant of knowing, `made_on` the
    day of making. `sheet` is what a person wrote of the place, by field.
    """

    as_of: date
    known_at: datetime
    made_on: date
    estate: Estate
    found: Findings
    programme: Programme
    registered: Registered | None
    spent: Spent | None
    sheet: Mapping[str, str]

    @property
    def invented(self) -> bool:
        """Say whether any letter was never sent by anybody."""
        return self.estate.invented > 0


def report_page(it: Report) -> str:
    """Write the report as an HTML page that prints well."""
    found = it.found
    return (
        _environment()
        .get_template("report.html")
        .render(
            it=it,
            found=found,
            plan=found.plan,
            rows=sentences.rows(found),
            language=language(),
            figures={
                name: Markup(svg)  # noqa: S704  drawn here, every text in it escaped
                for name, svg in _figures(found).items()
            },
            sample=_sample(it),
            reductions=[(it, *_reduction(it)) for it in found.reductions],
            components=_components(it.programme),
            balance=found.matched.balance if found.matched else (),
            sheet=[(_(ASKED[name]), value) for name, value in it.sheet.items()],
            unknown=[
                _(ASKED[name])
                for name in ASKED
                if name not in {*it.sheet, *FROM_LETTERS}
            ],
            cannot=sentences_that_cannot(it),
        )
    )


#: What of the sheet of a place the letters themselves say.
FROM_LETTERS = ("as_of", "creditor_split", "households_in_arrears", "arrears_cents")


def to_pdf(html: str) -> bytes:
    """Print the page; `PdfNotInstalled` says what is missing."""
    return pdf.to_pdf(html, install=INSTALL)


def sentences_that_cannot(it: Report) -> list[str]:
    """Give what cannot be concluded from these data, one sentence each."""
    found, said = it.found, []
    draws = [each.draw for each in (found.staircase, found.differences) if each]
    if any(each.possible < sentences.FEW_DRAWS for each in draws):
        said.append(
            _(
                "Gli edifici sono pochi: le assegnazioni possibili sono meno di "
                "{least}, e un intervallo non si può dare."
            ).format(least=sentences.FEW_DRAWS)
        )
    said += [
        _("{name}: non distingue {what}.").format(
            name=_(sentences.NAMES[code]), what=_(sentences.CANNOT_TELL[code])
        )
        for code in sentences.NAMES
        if code in found.plan.designs
    ]
    late = [each.months for each in found.reductions if each.immature]
    if late:
        said.append(
            _(
                "A {months} mesi alcune prese in carico sono troppo recenti: non sono "
                "contate, e chi è entrato prima può somigliare poco a chi entra ora."
            ).format(months=", ".join(map(str, late)))
        )
    if found.matched and not found.matched.balanced:
        said.append(
            _("Il confronto abbinato lascia tratti diversi oltre 0,1: non è valido.")
        )
    said.append(
        _(
            "Le cause della morosità, la salute e la valutazione dei bisogni non sono "
            "nelle lettere: nessun confronto ne tiene conto."
        )
    )
    said.append(
        _(
            "Chi lascia la casa non è più osservato; se parte perché deve molto, la "
            "morosità media di chi resta scende senza che nessuno abbia pagato."
        )
    )
    return said


def _figures(found: Findings) -> dict[str, str]:
    figures = {
        "effects": pictures.effects(found),
        "around": pictures.around(found),
        "sides": pictures.sides(found),
    }
    if found.cure:
        figures["waits"] = pictures.waits(found.cure)
        figures["ends"] = pictures.ends(found.cure)
    return figures


def _sample(it: Report) -> list[list[str]]:
    """Give households sought by step of their building, watched to the end or not."""
    panel = it.found.seen.panel
    start = [panel.reached[home] for home in panel.building.tolist()]
    there = (panel.values[:, -1] == panel.values[:, -1]).tolist()
    places = [*it.found.steps, *([NEVER] if NEVER in panel.reached else [])]
    counts = [
        [
            sum(s == place and t for s, t in zip(start, there, strict=True)),
            sum(s == place and not t for s, t in zip(start, there, strict=True)),
        ]
        for place in places
    ]
    names = [
        _("mai, nei mesi del piano")
        if place == NEVER
        else _("dal mese {place}").format(place=place)
        for place in places
    ]
    return [
        [name, *cells]
        for name, cells in zip([*names, _("tutti")], safe.table(counts), strict=True)
    ]


def _reduction(it: Reduction) -> tuple[list[str], str]:
    counts = safe.line([it.counted, it.missing, it.immature])
    hidden = counts[0] == safe.HIDDEN or it.share is None
    said = safe.HIDDEN if hidden else amounts.percent(_decimal(it.share or 0.0))
    return counts, said


def _components(programme: Programme) -> list[tuple[str, str, str]]:
    if programme.fidelity is None:
        return []
    found = []
    for component, (delivered, required) in programme.fidelity.given.items():
        if component in NOT_TOLD:
            found.append((_(COMPONENTS[component]), _("nessuna lettera lo dice"), ""))
            continue
        given, missed = safe.line([delivered, required - delivered])
        found.append((_(COMPONENTS[component]), given, missed))
    return found


def _decimal(value: float) -> Decimal:
    return Decimal(value)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return templates(
        "reporting.report",
        day=amounts.day,
        moment=amounts.moment,
        euros=amounts.euros,
        number=amounts.number,
        percent=lambda value: amounts.percent(_decimal(value)),
        money=sentences.money,
        between=sentences.between,
        alone=safe.alone,
        share=safe.share,
        said=sentences,
        name_of=lambda code: _(sentences.NAMES[code]),
        cannot_tell=lambda code: _(sentences.CANNOT_TELL[code]),
        trait=lambda name: _(TRAITS[name]),
        assumption=lambda name: _(ASSUMED[name]),
        two=lambda value: amounts.two_places(_decimal(value)),
    )

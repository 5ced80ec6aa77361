"""The programme at a glance, on a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.words import _
from reporting.amounts import euros, number, percent
from reporting.glance import UNKNOWN_BUILDING, Building, Glance
from reporting.indicators.shares import Indicator
from reporting.pages.story import asked

INDICATORS = {
    "K1-contact": "Nuclei raggiunti, su quelli cercati",
    "K1-take-up": "Nuclei presi in carico, su quelli cercati",
    "K1-agreement": "Nuclei con piano di rientro, su quelli in carico",
    "K3": "Rate pagate entro la tolleranza",
    "K4": "Euro ricevuti entro la tolleranza, su quelli dovuti",
    "K5": "Piani decaduti, su quelli firmati",
    "K5-completion": "Piani completati, su quelli finiti",
    "K9": "Persone assunte, su quelle con patto di servizio",
    "K10-30": "Ancora al lavoro dopo 30 giorni",
    "K10-90": "Ancora al lavoro dopo 90 giorni",
    "K10-180": "Ancora al lavoro dopo 180 giorni",
    "K10-365": "Ancora al lavoro dopo 365 giorni",
    "K13": "Minuti di laboratorio frequentati, su quelli previsti",
}
#: Indicators whose denominator is euro cents.
IN_CENTS = ("K4",)
STATES = {
    "active": "in corso",
    "completed": "completati",
    "breached": "decaduti",
    "suspended": "sospesi",
    "superseded": "sostituiti",
    "terminated": "chiusi per decisione",
}


def show_glance(console: Console, glance: Glance) -> None:
    """Print the figures, the indicators with their n, and the buildings."""
    console.print(Text(_("Il programma in uno sguardo"), "bold"))
    if said := asked(glance.question):
        console.print(Text(said, "dim"))
    for table in (_figures(glance), _indicators(glance.indicators)):
        console.print()
        console.print(table)
    if glance.buildings:
        console.print()
        console.print(_buildings(glance.buildings))


def _figures(glance: Glance) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column()
    table.add_row(
        _("Nuclei"),
        _("{households} seguiti, {overdue} con importi scaduti").format(
            households=glance.households, overdue=glance.overdue_households
        ),
    )
    table.add_row(
        _("Bollette"),
        _("{bills} emesse per {billed}; pagati {paid}; scaduti {overdue}").format(
            bills=number(glance.bills),
            billed=euros(glance.bills_cents),
            paid=euros(glance.paid_cents),
            overdue=euros(glance.overdue_cents),
        ),
    )
    table.add_row(
        _("Morosità"),
        _(
            "{episodes} episodi: {open} aperti, {cleared} sanati, "
            "{relapses} ricadute; {retracted} ritirati"
        ).format(
            episodes=glance.episodes,
            open=glance.open_episodes,
            cleared=glance.cleared_episodes,
            relapses=glance.relapses,
            retracted=glance.retracted_episodes,
        ),
    )
    table.add_row(
        _("Casi"),
        _(
            "{cases} aperti, {contacted} nuclei raggiunti, {in_charge} in carico, "
            "{closed} chiusi"
        ).format(
            cases=glance.cases,
            contacted=glance.contacted,
            in_charge=glance.in_charge,
            closed=glance.closed,
        ),
    )
    states = ", ".join(
        f"{glance.agreement_states[state]} {_(name)}" for state, name in STATES.items()
    )
    table.add_row(
        _("Piani di rientro"),
        _("{signed} firmati: {states}").format(
            signed=len(glance.agreements), states=states
        ),
    )
    table.add_row(
        _("Rate"),
        _("{due} maturate: {kept} rispettate, {missed} mancate").format(
            due=number(glance.instalments_due),
            kept=number(glance.instalments_kept),
            missed=number(glance.instalments_missed),
        ),
    )
    table.add_row(
        _("Laboratori"),
        _("{attended} ore frequentate su {planned}").format(
            attended=number(glance.minutes_attended // 60),
            planned=number(glance.minutes_planned // 60),
        ),
    )
    table.add_row(
        _("Lavoro"),
        _("{jobs} assunzioni di {people} persone; {ended} finite").format(
            jobs=glance.jobs, people=glance.people_placed, ended=glance.jobs_ended
        ),
    )
    return table


def _indicators(indicators: Iterable[Indicator]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("Indicatore"))
    table.add_column(_("Valore"), justify="right")
    table.add_column("n", justify="right")
    table.add_column(_("mancanti"), justify="right")
    for it in indicators:
        counted = euros(it.counted) if it.code in IN_CENTS else number(it.counted)
        name = f"{it.code.partition('-')[0]}  {_(INDICATORS[it.code])}"
        table.add_row(name, percent(it.value), counted, str(it.missing))
    return table


def _buildings(buildings: Iterable[Building]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("Edificio"))
    for title in (
        _("Nuclei"),
        _("Scaduto"),
        _("Episodi aperti"),
        _("In carico"),
        _("Piani in corso"),
    ):
        table.add_column(title, justify="right")
    for it in buildings:
        name = it.building_id
        if name == UNKNOWN_BUILDING:
            name = _("non ancora noto")
        table.add_row(
            name,
            str(it.households),
            euros(it.overdue_cents),
            str(it.open_episodes),
            str(it.in_charge),
            str(it.active_agreements),
        )
    return table

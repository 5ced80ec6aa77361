"""`azione0 worklist`: whom to work with first, why, and what to do next."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from azione0.access.declared import Declared, row_of
from azione0.commands.admitting import admit, visible
from azione0.commands.opening import clock, open_office
from azione0.commands.showing import show
from azione0.words import _
from intake.sentences import action_in_words, class_in_words
from intake.shelves.worklist import WorkLine

ROME = ZoneInfo("Europe/Rome")
DAY = click.DateTime(["%Y-%m-%d"])
LIST = Declared("list", "economic")


@click.command(
    "worklist",
    help=_(
        "La lista di lavoro: chi seguire per primo, perché, e che cosa fare. L'ordine "
        "segue criteri pubblicati, senza punteggi."
    ),
)
@click.option("--on", type=DAY, help=_("Il giorno; se manca, oggi."))
@click.option("--organisation", metavar="ID", help=_("Solo di questa organizzazione."))
@click.option("--worker", metavar="ID", help=_("Solo di questo operatore."))
@click.option("--building", metavar="ID", help=_("Solo di questo edificio."))
@click.option("--status", help=_("Solo i casi in questo stato."))
@click.option("--action", help=_("Solo con questa prossima azione."))
@click.option("--due-by", type=DAY, help=_("Solo ciò che scade entro il giorno."))
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
def command(
    on: datetime | None,
    organisation: str | None,
    worker: str | None,
    building: str | None,
    status: str | None,
    action: str | None,
    due_by: datetime | None,
    limit: int,
    offset: int,
) -> None:
    """Show a page of the worklist."""
    day = on.date() if on else clock().astimezone(ROME).date()
    with open_office("intake") as office:
        operator = admit(office, "worklist", LIST, is_noted=False)
        page = office.application.worklist(
            day,
            organisation_id=organisation,
            worker=worker,
            building_id=building,
            status=status,
            action=action,
            due_by=due_by.date() if due_by else None,
            limit=limit,
            offset=offset,
        )
        rows = visible(office, operator, LIST, page.rows, row_of)
    titles = (
        _("Nucleo"),
        _("Perché"),
        _("Che cosa fare"),
        _("Entro"),
        _("Non prima del"),
        _("Ente"),
        _("Operatore"),
        _("Edificio"),
        _("Ci lavora ora"),
    )
    show(titles, map(_cells, rows), _("Nessun nucleo da seguire."))
    told = _("{shown} di {total}, al {day}; regola {rule}.")
    sentence = told.format(
        shown=len(rows), total=page.total, day=page.day, rule=page.rule
    )
    click.echo(sentence, err=True)


def _cells(line: WorkLine) -> tuple[object, ...]:
    told = line.told
    why = (class_in_words(it["criterion"], it["label"]) for it in told["classes"])
    return (
        line.code,
        ", ".join(filter(None, why)),
        action_in_words(told["action"]),
        told["due_on"],
        told["not_before_on"],
        line.organisation_id,
        line.worker,
        line.building_id,
        line.claimed_by,
    )

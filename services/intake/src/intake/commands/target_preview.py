"""`azione0 intake target-preview FILE`: whom criteria would select, before a draft."""

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from marshmallow import ValidationError

from azione0.access.declared import Declared, row_of
from azione0.commands.admitting import admit, visible
from azione0.commands.opening import clock, open_office
from azione0.commands.showing import show
from azione0.words import _
from intake.forms.governance import Wanted
from intake.governance.target import Criteria, Exclusion, criteria
from intake.signals.preview import summary

ROME = ZoneInfo("Europe/Rome")
LIST, FIGURES = Declared("list", "none"), Declared("figures", "aggregate")


@click.command(
    "target-preview",
    help=_(
        "Chi sarebbe selezionato dai criteri di un file TOML: organisation_id, "
        "buildings, bands, valid_from; creditors, rent_areas, excluded se servono."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help=_("Il giorno; se manca, oggi.")
)
@click.option(
    "--board",
    is_flag=True,
    help=_("Solo i numeri, per la cabina di regia: nessun numero sotto 5."),
)
def command(file: Path, on: datetime | None, *, board: bool) -> None:
    """Preview criteria."""
    wanted = read_criteria(file)
    day = on.date() if on else clock().astimezone(ROME).date()
    with open_office("intake") as office:
        asked = FIGURES if board else LIST
        operator = admit(office, "intake target-preview", asked, is_noted=board)
        seen = office.application.preview_criteria(wanted, day)
        found = [] if board else visible(office, operator, LIST, seen.found, row_of)
    told = summary(seen)
    if not board:
        titles = (_("Nucleo"), _("Edificio"), _("Fascia"), _("Area"), _("Dal"))
        rows = (
            (it.code, it.building_id, it.band, it.rent_area, it.since) for it in found
        )
        show(titles, rows, _("Nessun nucleo sarebbe selezionato."))
        return
    cells = [
        (what, it.name, it.households)
        for what, group in (
            (_("Edificio"), told.by_building),
            (_("Fascia"), told.by_band),
            (_("Area"), told.by_rent_area),
            (_("Esclusi"), told.excluded),
        )
        for it in group
    ]
    every = (_("Tutti"), "", told.households)
    heads = (_("Per"), _("Quale"), _("Nuclei"))
    show(heads, [every, *cells], _("Nessun nucleo sarebbe selezionato."))


def read_criteria(file: Path) -> Criteria:
    """Read criteria from a TOML file; `WrongCriteria` says what is wrong in it."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        plain = json.loads(json.dumps(told, default=str))
        held: Any = Wanted().load(plain)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise WrongCriteria(f"{file.name}: {wrong}") from None
    except ValidationError as wrong:
        raise WrongCriteria(f"{file.name}: {wrong.messages}") from None
    excluded = [Exclusion(**it) for it in held.pop("excluded")]
    return criteria(**held, excluded=excluded)


class WrongCriteria(Exception):
    """A file of criteria that cannot be read, and what is wrong in it."""

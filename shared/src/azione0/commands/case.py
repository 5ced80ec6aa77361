"""
`azione0 case`: one household's story, line by line, across the five services.

As of a day, and with what was known at an instant: the same question that an
auditor asks.
"""

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import click
from rich.console import Console

from azione0.commands.opening import open_application
from azione0.words import _

ROME = ZoneInfo("Europe/Rome")


class Instant(click.ParamType[datetime]):
    """A day (its last moment, in Rome) or an instant; without an offset, in Rome."""

    name = "instant"

    def convert(
        self,
        value: str | datetime,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Read `2025-07-10`, `2025-07-10T09:30` or `2025-07-10T09:30:00+02:00`."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2025-07-10"):
                return datetime.combine(date.fromisoformat(value), time.max, ROME)
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                _("{value}: un istante come 2025-07-10T09:30").format(value=value)
            )
        return found if found.tzinfo else found.replace(tzinfo=ROME)


@click.command(name="case", help=_("Racconta la storia di un nucleo, riga per riga."))
@click.argument("household", metavar="ID")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Che cosa contava fino a quel giorno."),
)
@click.option(
    "--known-at",
    type=Instant(),
    help=_("Che cosa si sapeva in quell'istante (o alla fine di quel giorno)."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Risponde in JSON."))
def command(
    household: str,
    as_of: datetime | None,
    known_at: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Tell the story of a household: by its code, its id or one of its cases."""
    day = as_of.date() if as_of else None
    with open_application("reporting") as reporting:
        household_id = reporting.find_household(household)
        if as_json:
            story = reporting.story(household_id, day, known_at)
            click.echo(json.dumps(story.plain(), ensure_ascii=False, indent=1))
            return
        reporting.render_story(Console(), household_id, as_of=day, known_at=known_at)

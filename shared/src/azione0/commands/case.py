"""
`azione0 case`: one household's story, line by line, across the five services.

As of a day, and with what was known at an instant: the same question that an
auditor asks. `--private` asks each service for its own events too.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import click
from rich.console import Console

from azione0.access.declared import Declared, Named
from azione0.audit.case import difference, gather
from azione0.commands.admitting import admit
from azione0.commands.opening import open_application, open_office
from azione0.commands.ways import begun_here, ways
from azione0.words import _

ROME = ZoneInfo("Europe/Rome")
READ = Declared("read", "economic")


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
@click.option(
    "--private",
    "is_private",
    is_flag=True,
    help=_("Chiede a ogni servizio i suoi fatti: chi, perché, con quali regole."),
)
@click.option(
    "--diff-as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Mostra che cosa cambia rispetto a quell'altro giorno."),
)
@click.option(
    "--diff-known-at",
    type=Instant(),
    help=_("Mostra che cosa cambia rispetto a quanto si sapeva in quell'istante."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Risponde in JSON."))
def command(
    household: str,
    as_of: datetime | None,
    known_at: datetime | None,
    diff_as_of: datetime | None,
    diff_known_at: datetime | None,
    *,
    is_private: bool,
    as_json: bool,
) -> None:
    """Tell the story of a household: by its code, its id or one of its cases."""
    asked = Asked(_day(as_of), known_at)
    other = None
    if diff_as_of or diff_known_at:
        other = Asked(_day(diff_as_of) or asked.as_of, diff_known_at or known_at)
    if is_private or other:
        tell_private(household_of(household), asked, other, as_json=as_json)
        return
    with open_office("reporting") as office:
        reporting = office.application
        household_id = reporting.find_household(household)
        admit(office, "case", READ, Named(household_id))
        if as_json:
            story = reporting.story(household_id, asked.as_of, known_at)
            click.echo(json.dumps(story.plain(), ensure_ascii=False, indent=1))
            return
        reporting.render_story(
            Console(), household_id, as_of=asked.as_of, known_at=known_at
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """As of which day, and with the knowledge of which instant."""

    as_of: date | None
    known_at: datetime | None

    def __str__(self) -> str:
        day = f"{self.as_of}" if self.as_of else _("oggi")
        known = self.known_at.isoformat() if self.known_at else _("ora")
        return _("alla data {day}, con quanto si sapeva {known}").format(
            day=day, known=known
        )


def tell_private(
    household_id: UUID, asked: Asked, other: Asked | None, *, as_json: bool
) -> None:
    """Print every service's own events, or what differs from another question."""
    with ways("case --private") as found:
        now = gather(household_id, found, asked.as_of, asked.known_at)
        before = (
            gather(household_id, found, other.as_of, other.known_at) if other else None
        )
    for partner, why in now.silent.items():
        said = _("{partner} non risponde: {why}").format(partner=partner.name, why=why)
        click.echo(said, err=True)
    if before is None:
        lines = [(" ", it) for it in now.lines()]
        title = f"{asked}"
    else:
        lines = list(difference(before.lines(), now.lines()))
        title = _("{now}, rispetto a: {before}").format(now=asked, before=other)
    if as_json:
        told = [{"change": mark.strip(), **asdict(it)} for mark, it in lines]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return
    click.echo(
        _("Nucleo {household}: {title}").format(household=household_id, title=title)
    )
    for mark, it in lines:
        click.echo(f"{mark} {it.effective_on} {it.service:<11} {it.name} · {it.actor}")
        click.echo(f"    {_('scritto il')} {it.recorded_at.isoformat()}, n. {it.seq}")
        told_why = (
            (_("motivo"), it.reason),
            (_("regola"), it.rule),
            (_("versione delle regole"), it.rule_version),
        )
        reasons = "; ".join(f"{name} {held}" for name, held in told_why if held)
        if reasons:
            click.echo(f"    {reasons}")
        click.echo(f"    {it.said}")


def household_of(text: str) -> UUID:
    """Give a household's id: by its code, its id or one of its cases."""
    if not any(it.me.kind == "reporting" for it in begun_here()):
        with suppress(ValueError):
            return UUID(text)
    with open_application("reporting") as reporting:
        found: UUID = reporting.find_household(text)
        return found


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None

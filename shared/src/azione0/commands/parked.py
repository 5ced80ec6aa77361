"""
`azione0 parked`: letters that a service could not act on, and what to do with them.

Nothing leaves by itself, and nothing is thrown away: a person looks, and lets a
letter be tried again, or puts it aside with a reason that stays written.
"""

import getpass
import json

import click

from azione0.commands.opening import clock, open_office, service_argument
from azione0.commands.showing import show
from azione0.inbox import NoGap
from azione0.words import _

position_argument = click.argument("position", type=click.IntRange(min=1))


@click.group("parked", help=_("Lettere che un servizio non ha potuto trattare."))
def command() -> None:
    """Look first, then decide."""


@command.command("list", help=_("Elenca le lettere ferme, dalla più vecchia."))
@service_argument
def parked(service: str) -> None:
    """List what is parked, retried, waiting or held, and what is in quarantine."""
    with open_office(service) as office:
        letters = office.parking.letters()
        quarantined = office.parking.quarantined()
    show(
        (
            _("Posto"),
            _("Stato"),
            _("Tipo"),
            _("Mittente"),
            _("Tentativi"),
            _("Prossimo"),
            _("Motivo"),
        ),
        [
            *(
                (
                    it.position,
                    it.state,
                    it.type,
                    it.source,
                    it.attempts,
                    it.due_at.isoformat(timespec="seconds") if it.due_at else "",
                    it.reason,
                )
                for it in letters
            ),
            *(
                ("", "quarantine", it.letter_id, it.source, "", "", it.reason)
                for it in quarantined
            ),
        ],
        _("Nessuna lettera ferma."),
    )


@command.command("show", help=_("Mostra una lettera com'è arrivata."))
@service_argument
@position_argument
def show_one(service: str, position: int) -> None:
    """Print a letter as JSON: its headers, and its body as text."""
    with open_office(service) as office:
        headers, body = office.parking.show(position)
    text = body.decode("utf-8", "backslashreplace")
    whole = {"headers": json.loads(headers), "body": text}
    click.echo(json.dumps(whole, indent=2, ensure_ascii=False))


@command.command("retry", help=_("Fa riprovare una lettera, adesso."))
@service_argument
@position_argument
def retry(service: str, position: int) -> None:
    """Let a letter be tried again, here and now."""
    with open_office(service) as office:
        office.parking.retry(position, now=clock())
        office.inbox.retry_due(clock())
        still = [it for it in office.parking.letters() if it.position == position]
    if still:
        raise click.ClickException(
            _("La lettera {position} è ancora ferma: {reason}").format(
                position=position, reason=still[0].reason
            )
        )
    click.echo(_("La lettera {position} è stata trattata.").format(position=position))


@command.command("skip", help=_("Va oltre un vuoto che nessuno può più colmare."))
@service_argument
@click.argument("source")
@click.option("--reason", required=True, metavar=_("TESTO"), help=_("Perché."))
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi decide; se manca, l'utente di questa macchina."),
)
def skip(service: str, source: str, reason: str, by: str) -> None:
    """Go on without letters that a publisher cannot give any more."""
    with open_office(service) as office:
        try:
            taken = office.inbox.skip_gap(source, by=by, reason=reason)
        except NoGap:
            raise click.ClickException(
                _("Nessuna lettera di {source} aspetta dietro un vuoto.").format(
                    source=source
                )
            ) from None
    click.echo(_("Lettere che ora vanno avanti: {count}.").format(count=taken.released))


@command.command("discard", help=_("Mette da parte una lettera per sempre."))
@service_argument
@position_argument
@click.option("--reason", required=True, metavar=_("TESTO"), help=_("Perché."))
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi decide; se manca, l'utente di questa macchina."),
)
def discard(service: str, position: int, reason: str, by: str) -> None:
    """Put a letter aside; those that waited behind it go on."""
    with open_office(service) as office:
        office.parking.discard(position, by=by, reason=reason, now=clock())
        office.inbox.retry_due(clock())
    click.echo(_("La lettera {position} è messa da parte.").format(position=position))

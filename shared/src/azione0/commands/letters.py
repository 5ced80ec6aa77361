"""
`azione0 letters`: who has written to whom on this machine, and who lags behind.

Events that could not be put into words are listed too; a person lets one be
tried again, or decides that nobody hears of it.
"""

import getpass
import os
from collections.abc import Iterator

import click

from azione0.commands.opening import (
    has_begun,
    installed_here,
    open_office,
    service_argument,
)
from azione0.commands.showing import show
from azione0.office import Office
from azione0.relay import Unsaid
from azione0.settings import settings_for
from azione0.words import _

Row = tuple[str, str, int, int | str, int | str]


event_argument = click.argument("event", type=click.IntRange(min=1))


@click.group(
    "letters",
    help=_("Mostra chi aspetta lettere da chi, e quante."),
    invoke_without_command=True,
)
@click.pass_context
def command(context: click.Context) -> None:
    """Compare the publishers' letter books with the recipients' inboxes."""
    if context.invoked_subcommand is None:
        _compare()


@command.command("again", help=_("Riprova a scrivere le lettere di un evento."))
@service_argument
@event_argument
def again(service: str, event: int) -> None:
    """Try once more to put an event into words."""
    with open_office(service) as office:
        still = _waiting(office, event)
        # To open a service is to try again already.
        said = not still or office.relay.say_again(event)
    if not said:
        raise click.ClickException(
            _("L'evento {event} non si può ancora scrivere: {reason}").format(
                event=event, reason=still[0].reason
            )
        )
    click.echo(_("L'evento {event} non è fermo.").format(event=event))


@command.command("leave", help=_("Decide che un evento non si comunica a nessuno."))
@service_argument
@event_argument
@click.option("--reason", required=True, metavar=_("TESTO"), help=_("Perché."))
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi decide; se manca, l'utente di questa macchina."),
)
def leave(service: str, event: int, reason: str, by: str) -> None:
    """Leave an event unsaid for good."""
    with open_office(service) as office:
        if not _waiting(office, event):
            raise click.ClickException(
                _("L'evento {event} non è fermo.").format(event=event)
            )
        office.relay.leave_unsaid(event, by=by, reason=reason)
    click.echo(_("L'evento {event} non sarà comunicato.").format(event=event))


def _waiting(office: Office, event: int) -> list[Unsaid]:
    return [it for it in office.relay.unsaid() if it.event_seq == event]


def _compare() -> None:
    taken: dict[tuple[str, str], int] = {}
    written: list[tuple[str, str, str, int]] = []
    delays: list[tuple[str, int, int, str]] = []
    unsaid: list[tuple[str, int, str, str]] = []
    for kind in installed_here():
        if not has_begun(settings_for(kind, os.environ)):
            continue
        with open_office(kind) as office:
            name, source = office.settings.me.name, office.settings.me.source
            written += [(name, source, *rest) for rest in _written(office)]
            taken |= {(name, sender): last for sender, last in _taken(office)}
            delays.append((name, *office.relay.lag(), _states(office)))
            unsaid += [
                (name, it.event_seq, it.topic, it.reason)
                for it in office.relay.unsaid()
            ]
    show(
        (_("Da"), _("A"), _("Scritte"), _("Prese"), _("In attesa")),
        [_row(*it, taken=taken) for it in written],
        _("Nessun servizio ha ancora scritto lettere su questa macchina."),
    )
    click.echo()
    show(
        (
            _("Servizio"),
            _("Eventi da scrivere"),
            _("Eventi da confermare"),
            _("Lettere ferme"),
        ),
        delays,
        _("Nessun servizio è ancora partito su questa macchina."),
    )
    if unsaid:
        click.echo()
        show(
            (_("Servizio"), _("Evento"), _("Tipo"), _("Non si può scrivere perché")),
            unsaid,
            "",
        )


def _row(
    name: str,
    source: str,
    recipient: str,
    last: int,
    *,
    taken: dict[tuple[str, str], int],
) -> Row:
    here = any(owner == recipient for owner, _sender in taken)
    if not here:
        # The recipient's inbox is on another machine: only it knows.
        return name, recipient, last, "?", "?"
    got = taken.get((recipient, source), 0)
    return name, recipient, last, got, last - got


def _written(office: Office) -> list[tuple[str, int]]:
    with office.store.reading() as session:
        rows = session.execute(
            "SELECT recipient, last_number FROM recipients "
            "WHERE last_number > 0 ORDER BY recipient"
        )
    return [(str(recipient), int(last)) for recipient, last in rows]


def _taken(office: Office) -> Iterator[tuple[str, int]]:
    with office.store.reading() as session:
        rows = session.execute("SELECT source, last_number FROM senders")
    # A service that has taken nothing yet is here all the same.
    yield "", 0
    for source, last in rows:
        yield str(source), int(last)


def _states(office: Office) -> str:
    census = office.inbox.census()
    open_ones = {
        state: count
        for state, count in census.items()
        if count and state not in ("done", "discarded")
    }
    return ", ".join(f"{state} {count}" for state, count in sorted(open_ones.items()))

"""`azione0 letters`: who has written to whom on this machine, and who lags behind."""

import os
from collections.abc import Iterator

import click

from azione0.commands.opening import has_begun, installed_here, open_office
from azione0.commands.showing import show
from azione0.office import Office
from azione0.settings import settings_for
from azione0.words import _

Row = tuple[str, str, int, int | str, int | str]


@click.command(help=_("Mostra chi aspetta lettere da chi, e quante."))
def command() -> None:
    """Compare the publishers' letter books with the recipients' inboxes."""
    taken: dict[tuple[str, str], int] = {}
    written: list[tuple[str, str, str, int]] = []
    delays: list[tuple[str, int, int, str]] = []
    for kind in installed_here():
        if not has_begun(settings_for(kind, os.environ)):
            continue
        with open_office(kind) as office:
            name, source = office.settings.me.name, office.settings.me.source
            written += [(name, source, *rest) for rest in _written(office)]
            taken |= {(name, sender): last for sender, last in _taken(office)}
            delays.append((name, *office.relay.lag(), _states(office)))
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

"""
`azione0 access`: who may do what in a service, recorded in its own store.

Who has the machine begins; what they grant stands there under their name.
"""

import getpass
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import click

from azione0.access.vocabulary import ACTIONS, FIELDS, PURPOSES, ROLES
from azione0.commands.admitting import WHY
from azione0.commands.opening import clock, open_office, service_argument
from azione0.commands.showing import show
from azione0.letter import ROME
from azione0.office import Office
from azione0.store import Cause
from azione0.words import _

actor_argument = click.argument("actor", metavar=_("ATTORE"))
day_type = click.DateTime(["%Y-%m-%d"])
by_option = click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi decide; se manca, l'utente di questa macchina."),
)
on_option = click.option(
    "--on", type=day_type, help=_("Da quale giorno; se manca, da oggi.")
)


@click.group("access", help=_("Chi può vedere e fare che cosa in un servizio."))
def command() -> None:
    """Record it; it is never told to anybody."""


@command.command("grant", help=_("Dà un ruolo a un attore."))
@service_argument
@actor_argument
@click.option("--organisation", required=True, help=_("Per quale organizzazione."))
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option(
    "--purpose",
    "purposes",
    multiple=True,
    type=click.Choice(tuple(PURPOSES)),
    help=_("Per quali finalità; se manca, per tutte quelle del ruolo."),
)
@click.option(
    "--creditor",
    "creditors",
    multiple=True,
    help=_("Per quali creditori agisce, per i ruoli del creditore."),
)
@click.option("--from", "since", type=day_type, help=_("Dal giorno; o da oggi."))
@click.option("--until", type=day_type, help=_("Fino a quel giorno compreso."))
@by_option
def grant(
    service: str,
    actor: str,
    organisation: str,
    role: str,
    purposes: Sequence[str],
    creditors: Sequence[str],
    since: datetime | None,
    until: datetime | None,
    by: str,
) -> None:
    """Record a role, and print the id of the grant."""
    with open_office(service) as office, office.store.transaction(_cause(by)):
        grant_id = office.access.grant_role(
            actor,
            organisation,
            role,
            purposes=purposes,
            creditors=creditors,
            since=(since or _today()).date(),
            until=until.date() if until else None,
        )
    click.echo(str(grant_id))


@command.command("revoke", help=_("Revoca un ruolo, dal suo identificativo."))
@service_argument
@actor_argument
@click.argument("grant_id", metavar="ID", type=click.UUID)
@on_option
@by_option
def revoke(
    service: str, actor: str, grant_id: UUID, on: datetime | None, by: str
) -> None:
    """Record that a role is taken back."""
    with open_office(service) as office, office.store.transaction(_cause(by)):
        office.access.revoke_role(actor, grant_id, (on or _today()).date())
    click.echo(_("Revocato."))


@command.command("disable", help=_("Disabilita un attore, qualunque ruolo abbia."))
@service_argument
@actor_argument
@on_option
@by_option
def disable(service: str, actor: str, on: datetime | None, by: str) -> None:
    """Record that an actor may do nothing any more."""
    with open_office(service) as office, office.store.transaction(_cause(by)):
        office.access.disable_account(actor, (on or _today()).date())
    click.echo(_("Disabilitato."))


@command.command("enable", help=_("Riabilita un attore disabilitato."))
@service_argument
@actor_argument
@on_option
@by_option
def enable(service: str, actor: str, on: datetime | None, by: str) -> None:
    """Record that an actor may act again."""
    with open_office(service) as office, office.store.transaction(_cause(by)):
        office.access.enable_account(actor, (on or _today()).date())
    click.echo(_("Riabilitato."))


@command.command("list", help=_("Elenca i ruoli dati, anche quelli finiti."))
@service_argument
def listed(service: str) -> None:
    """List every role ever given."""
    with open_office(service) as office:
        actors = office.access.actors()
    show(
        (
            _("Attore"),
            _("Organizzazione"),
            _("Ruolo"),
            _("Finalità"),
            _("Creditori"),
            _("Dal"),
            _("Al"),
            _("Revocato"),
            "ID",
        ),
        [
            (
                it.actor + (" ✗" if actor.is_disabled else ""),
                it.organisation,
                it.role,
                " ".join(sorted(it.purposes)),
                " ".join(sorted(it.creditors)),
                it.since.isoformat(),
                it.until.isoformat() if it.until else "",
                it.revoked_on.isoformat() if it.revoked_on else "",
                str(it.grant_id),
            )
            for actor in actors
            for it in actor.grants
        ],
        _("Nessuno ha un ruolo."),
    )


@command.command(
    "could", help=_("Dice se un attore poteva fare qualcosa, quel giorno.")
)
@service_argument
@actor_argument
@click.argument("action", type=click.Choice(ACTIONS))
@click.option("--case", "case_id", type=click.UUID, help=_("Il caso o il nucleo."))
@click.option("--creditor", help=_("Il creditore del conto."))
@click.option("--fields", type=click.Choice(FIELDS), default="none")
@click.option("--purpose", type=click.Choice(tuple(PURPOSES)))
@click.option("--on", type=day_type, required=True, help=_("Quel giorno."))
def could(
    service: str,
    actor: str,
    action: str,
    case_id: UUID | None,
    creditor: str | None,
    fields: str,
    purpose: str | None,
    on: datetime,
) -> None:
    """Answer for each organisation of the actor, and say by which grant or why not."""
    with open_office(service) as office:
        found = office.access.could(
            actor,
            action,
            household_id=_household(office, case_id),
            fields=fields,
            day=on.date(),
            purpose=purpose,
            creditor=creditor,
        )
    show(
        (_("Può"), _("Perché"), _("Ruolo"), _("Finalità"), _("Relazione"), "ID"),
        [
            (
                _("sì") if it.allowed else _("no"),
                WHY[it.why],
                it.role,
                it.purpose,
                it.relation,
                str(it.grant_id or ""),
            )
            for it in found
        ],
        _("Nessuno ha un ruolo."),
    )


@command.command("log", help=_("Chi ha visto un nucleo; o toglie le righe scadute."))
@service_argument
@click.option("--case", "case_id", type=click.UUID, help=_("Il caso o il nucleo."))
@click.option("--forget", is_flag=True, help=_("Toglie le righe oltre i 24 mesi."))
def log(service: str, case_id: UUID | None, *, forget: bool) -> None:
    """Show who was given something about a household."""
    with open_office(service) as office:
        if forget:
            gone = office.access.log.forget_before(clock())
            click.echo(_("Righe tolte: {count}.").format(count=gone))
            return
        household_id = _household(office, case_id)
        rows = [] if household_id is None else office.access.log.of(household_id)
    show(
        (_("Quando"), _("Attore"), _("Ruolo"), _("Finalità"), _("Indirizzo")),
        [
            (
                it.accessed_at.isoformat(timespec="seconds"),
                it.actor,
                it.role,
                it.purpose,
                it.address,
            )
            for it in rows
        ],
        _("Nessuno ha visto nulla."),
    )


def _household(office: Office, id: UUID | None) -> UUID | None:
    """Give the household of a case; an id that is no case here is a household's."""
    if id is None:
        return None
    return office.access.household_of_case(id) or id


def _today() -> datetime:
    return clock().astimezone(ROME)


def _cause(by: str) -> Cause:
    return Cause(by, f"access/{uuid4()}")

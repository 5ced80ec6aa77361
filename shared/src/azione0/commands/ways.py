"""
How an auditor's command reaches the services: over HTTP, or the databases here.

With a token in `AZIONE0_AUDIT_TOKEN` each partner is asked at its address; without
one only what this machine holds itself is read, by who has an auditor's grant in each
of its services.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.access.declared import Declared, Named
from azione0.audit.case import Ask, as_answered, over_http
from azione0.audit.history import private
from azione0.commands.admitting import admit
from azione0.commands.opening import has_begun, installed_here, open_office
from azione0.contract import SERVICES
from azione0.office import Office
from azione0.partners import Partner
from azione0.settings import Settings, WrongSetting, settings_for
from azione0.words import _

TOKEN = "AZIONE0_AUDIT_TOKEN"  # noqa: S105  the name of a setting
AUDIT = Declared("audit", "economic")


@contextmanager
def ways(command: str) -> Iterator[Mapping[Partner, Ask]]:
    """Give for each service the way to its own events; `NobodyToAsk`, `NotAdmitted`."""
    token = os.environ.get(TOKEN)
    found: dict[Partner, Ask] = {}
    if token:
        for partner in _any_settings().partners:
            if partner.kind in SERVICES and partner.url:
                found[partner] = over_http(partner, token)
    else:
        for settings in begun_here():
            found[settings.me] = _here(settings.me.kind, command)
    if not found:
        raise NobodyToAsk(
            _("qui non c'è nessuna base dati: indicare il token con {setting}").format(
                setting=TOKEN
            )
        )
    yield found


def begun_here() -> Iterator[Settings]:
    """Give the settings of each service that takes part and has a database here."""
    for kind in installed_here():
        with suppress(WrongSetting):
            settings = settings_for(kind, os.environ)
            if has_begun(settings):
                yield settings


def _here(kind: str, command: str) -> Ask:
    def ask(
        household_id: UUID, as_of: date | None, known_at: datetime | None
    ) -> dict[str, Any]:
        with open_office(kind) as office:
            admit(office, command, AUDIT, Named(household_id))
            return _answer(office, household_id, as_of, known_at)

    return ask


def _answer(
    office: Office, household_id: UUID, as_of: date | None, known_at: datetime | None
) -> dict[str, Any]:
    held = private(office.store, household_id, as_of, known_at)
    return as_answered({**held, "keys": office.exchange.keys()})


def _any_settings() -> Settings:
    for kind in SERVICES:
        with suppress(WrongSetting):
            return settings_for(kind, os.environ)
    raise NobodyToAsk(_("il file dei partner non indica nessun servizio"))


class NobodyToAsk(Exception):
    """An auditor's command that finds no service."""

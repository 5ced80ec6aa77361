"""What the verbs of the ledger are asked: whose account, which day, which format."""

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click

from azione0.commands.case import Instant
from azione0.commands.demo import DIARY
from azione0.commands.opening import clock, open_office
from azione0.office import Office
from azione0.words import _
from ledger.application import Ledger
from ledger.creditors import Creditor, Creditors, creditors_from
from ledger.documents.page import Imprint
from ledger.documents.reading import (
    Folio,
    find_household,
    read_folio,
)
from ledger.documents.written import ROME
from ledger.rulebook import RULEBOOK_ID, Rulebook

F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])

household_argument = click.argument("household", metavar=_("NUCLEO"))
creditor_option = click.option(
    "--creditor", metavar="ID", help=_("Il creditore; serve se ce n'è più di uno.")
)
as_of_option = click.option(
    "--as-of",
    type=DAY,
    help=_("Alla data; se manca, l'ultimo giorno chiuso."),
)
known_at_option = click.option(
    "--known-at",
    type=Instant(),
    help=_("Con ciò che si sapeva in quell'istante (o alla fine di quel giorno)."),
)
by_option = click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi stampa; se manca, l'utente di questa macchina."),
)
contact_option = click.option(
    "--contact", default="", help=_("Chi chiamare: nome e telefono, sulla pagina.")
)


def format_option(*formats: str) -> Callable[[F], F]:
    """Let a verb be asked for one of these formats; the first one if none."""
    return click.option(
        "--format",
        "wanted",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=_("In quale formato."),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """The open ledger, and what this machine's settings say."""

    office: Office
    creditors: Creditors
    printed_at: datetime

    @property
    def ledger(self) -> Ledger:
        """The ledger's use-cases."""
        found: Ledger = self.office.application
        return found

    def day(self, asked: datetime | None, known_at: datetime | None = None) -> date:
        """Give the day asked for; else the last one closed, as known; else today."""
        if asked is not None:
            return asked.date()
        rulebook: Rulebook | None = (
            self.ledger.as_known_at(Rulebook, RULEBOOK_ID, known_at)
            if known_at
            else self.ledger.find(Rulebook, RULEBOOK_ID)
        )
        if rulebook is not None and rulebook.day != date.min:
            return rulebook.day
        return self.printed_at.astimezone(ROME).date()

    def folio(
        self, household: str, creditor: str | None, known_at: datetime | None
    ) -> Folio:
        """Read the account asked for; `WhichCreditor` if it is not clear."""
        household_id, named = find_household(self.ledger, household)
        creditor_id = creditor or named or self._only_creditor(household_id)
        return read_folio(self.ledger, household_id, creditor_id, known_at)

    def creditor(self, creditor_id: str) -> Creditor | None:
        """Give what the settings say of a creditor, if they do."""
        known = creditor_id in self.creditors.ids
        return self.creditors[creditor_id] if known else None

    def imprint(self, creditor_id: str, by: str, contact: str) -> Imprint:
        """Give what a document says of its making."""
        creditor = self.creditor(creditor_id)
        return Imprint(
            organisation=self.office.settings.me.organisation,
            creditor_name=creditor.name if creditor else creditor_id,
            printed_at=self.printed_at,
            printed_by=by,
            contact=contact or (creditor.contact if creditor else ""),
            demo=is_demo(self.office.settings.data),
        )

    def _only_creditor(self, household_id: UUID) -> str:
        found: list[str] = self.ledger.accounts_of(household_id)
        if len(found) > 1:
            raise WhichCreditor(
                _("Il nucleo ha conti con {creditors}: indicare --creditor.").format(
                    creditors=", ".join(found)
                )
            )
        # Without an account, the reading says that there is none.
        return found[0] if found else "?"


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Open the ledger of this machine; `BadCreditors` if its list is not sound."""
    creditors = creditors_from(os.environ)
    with open_office("ledger") as office:
        yield Desk(office, creditors, clock().replace(microsecond=0))


def is_demo(data: Path) -> bool:
    """Tell whether the data are invented: the demo's, or said to be."""
    return os.environ.get("AZIONE0_DEMO") == "1" or (data / DIARY).exists()


class WhichCreditor(Exception):
    """An account that was not asked for clearly enough."""

"""
`azione0 intake import-referrals FILE`: referrals of a list, row by row.

A row that cannot be is told with its number, and the others are taken. The same row
once more changes nothing, so a corrected file can be read again whole.
"""

import csv
import getpass
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from marshmallow import ValidationError

from azione0.commands import Refusal
from azione0.commands.opening import open_application
from azione0.commands.showing import show
from azione0.store import Cause
from azione0.words import _
from intake.cases.pact import NotACode
from intake.forms.signals import NewReferral
from intake.governance.mandate import OrganisationWithoutMandate
from intake.signals.referral import ImpossibleReferral, NoClue

COLUMNS = (
    "source",
    "reason",
    "organisation_id",
    "on",
    "tenancy_id",
    "creditor_id",
    "dwelling_id",
    "amount_cents",
)
REFUSED = (ImpossibleReferral, NoClue, NotACode, OrganisationWithoutMandate)
SOME_REFUSED = 1


@click.command(
    "import-referrals",
    help=_(
        "Legge segnalazioni da un CSV con «;»: source, reason, organisation_id, on, "
        "tenancy_id, creditor_id, dwelling_id, amount_cents. Le righe sbagliate sono "
        "elencate, le altre prese; rileggere lo stesso file non cambia niente."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Take the referrals of a file."""
    taken, wrong = 0, []
    with open_application("intake") as intake:
        for number, row in read_rows(file):
            try:
                taken += _take(intake, row)
            except ValidationError as faults:
                wrong.append((number, ", ".join(sorted(map(str, faults.messages)))))
            except REFUSED as refusal:
                wrong.append((number, type(refusal).__name__))
    click.echo(_("Segnalazioni prese: {count}.").format(count=taken), err=True)
    if wrong:
        show((_("Riga"), _("Che cosa non va")), wrong, "")
        sys.exit(SOME_REFUSED)


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the rows with their numbers in the file; `Refusal` for other columns."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened, delimiter=";", strict=True)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise Refusal(
                _("{file}: le colonne devono essere {columns}.").format(
                    file=file.name, columns="; ".join(COLUMNS)
                )
            )
        for row in rows:
            yield rows.line_num, row


def _take(intake: Any, row: dict[str, Any]) -> bool:
    """Take one referral; tell whether it is new."""
    told = {name: text for name, text in row.items() if name and text}
    if None in row:
        told["columns"] = "too many"
    amount = told.get("amount_cents", "")
    if amount.isascii() and amount.isdigit():
        told["amount_cents"] = int(amount[:16])
    held: dict[str, Any] = NewReferral().load(told)
    words = "\n".join(f"{name}={row[name]}" for name in COLUMNS)
    digest = sha256(words.encode()).hexdigest()
    with intake.transaction(Cause(getpass.getuser(), f"referral/{digest}")):
        return bool(intake.refer_once(**held))

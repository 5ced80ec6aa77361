"""
The agreements between controllers, as a service knows them.

The front office records them; the others hear of each, and of its end, by letter, in
any order. An end only ever shortens: of several the first counts.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from azione0.access.controllers import Agreement
from azione0.contracts.intake import ControllersAgreed
from azione0.database import Session
from azione0.letter import Letter
from azione0.store import Store
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS controller_agreements_v1 (
        agreement_id uuid PRIMARY KEY,
        purpose text NOT NULL,
        controllers text NOT NULL,
        processors text NOT NULL,
        document_ref text NOT NULL,
        valid_from date NOT NULL,
        valid_to date)""",
)
HOLDS: Mapping[str, str] = {
    "controller_agreements_v1": _(
        "Gli accordi tra titolari e responsabili del trattamento, per finalità."
    ),
}
_COLUMNS = (
    "agreement_id",
    "purpose",
    "controllers",
    "processors",
    "document_ref",
    "valid_from",
    "valid_to",
)


def agreements(session: Session) -> list[Agreement]:
    """Give every agreement that was told in full, by purpose and the day it began."""
    rows = session.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM controller_agreements_v1 "  # noqa: S608  fixed words
        "WHERE purpose <> '' ORDER BY purpose, valid_from, agreement_id"
    )
    return [_agreement(*row) for row in rows]


def show_agreement(session: Session, agreement: Agreement) -> None:
    """Write down an agreement as it stands now."""
    row = (
        agreement.agreement_id,
        agreement.purpose,
        json.dumps(agreement.controllers),
        json.dumps(agreement.processors),
        agreement.document_ref,
        agreement.valid_from,
        agreement.valid_to,
    )
    session.put("controller_agreements_v1", _COLUMNS[:1], _COLUMNS, [row])


def note_agreement(store: Store, letter: Letter) -> None:
    """Keep what a letter says of an agreement, in the letter's transaction."""
    transaction = store.current()
    if transaction is None:
        raise RuntimeError("a letter is noted in the transaction that keeps it")
    session, said = transaction.session, _said(letter.contract)
    known = session.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM controller_agreements_v1 "  # noqa: S608  fixed words
        "WHERE agreement_id = ?",
        (said.agreement_id,),
    )
    if known:
        before = _agreement(*known[0])
        ends = [it for it in (before.valid_to, said.valid_to) if it is not None]
        told = said if said.purpose else before
        said = replace(told, valid_to=min(ends, default=None))
    show_agreement(session, said)


def _said(contract: Any) -> Agreement:
    if isinstance(contract, ControllersAgreed):
        return Agreement(
            contract.effective_on,
            contract.agreement_id,
            contract.purpose,
            contract.controllers,
            contract.processors,
            "",
            contract.valid_to,
        )
    # An end that came first: of what it is, a letter will tell.
    return Agreement(
        date.max, contract.agreement_id, "", (), (), "", contract.effective_on
    )


def _agreement(
    agreement_id: Any,
    purpose: str,
    controllers: str,
    processors: str,
    document_ref: str,
    valid_from: date,
    valid_to: date | None,
) -> Agreement:
    return Agreement(
        valid_from,
        agreement_id,
        purpose,
        tuple(json.loads(controllers)),
        tuple(json.loads(processors)),
        document_ref,
        valid_to,
    )

"""
Reads what Italian banks write into the remittance line of a credit.

Three phrases matter, and each may come with blanks or cut short, for banks fold
and truncate these lines: a transfer that settles a whole pagoPA flow, and two
that pay one notice. Source: SANP, and the rules for the remittance of transfers.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ledger.files.amounts import NotAnAmount, cents

FLOW = re.compile(r"/PUR/LGPE-RIVERSAMENTO/URI/([A-Za-z0-9_-]*)", re.IGNORECASE)
NOTICE = re.compile(
    r"/RF[SB]/([A-Za-z0-9]{1,35})(?:/([0-9.,]+))?(?=/|$)", re.IGNORECASE
)
SHORTEST_PROPOSAL = 11
"""Characters of a cut flow identifier, enough for its date and one sign more."""


@dataclass(frozen=True, slots=True)
class PaysFlow:
    """The credit is the transfer that a flow reports; `flow_id` may be cut short."""

    flow_id: str


@dataclass(frozen=True, slots=True)
class PaysNotice:
    """The credit pays one notice; euro cents if the line says how many."""

    iuv: str
    amount_cents: int | None


class Match(StrEnum):
    """How a transfer and a flow fit together."""

    SETTLED = "settled"
    OTHER_AMOUNT = "other_amount"
    PROPOSED = "proposed"
    NONE = "none"


def understand(remittance: str) -> PaysFlow | PaysNotice | None:
    """Give what a remittance line says in a known phrase, without its blanks."""
    line = "".join(remittance.split())
    if flow := FLOW.search(line):
        return PaysFlow(flow[1])
    if notice := NOTICE.search(line):
        return PaysNotice(notice[1], _cents(notice[2]))
    return None


def match(reported_id: str, amount_cents: int, flow_id: str, flow_cents: int) -> Match:
    """
    Compare a transfer with a flow: its identifier as reported, and euro cents.

    A cut identifier is only ever a proposal for a person to confirm.
    """
    if reported_id == flow_id:
        return Match.SETTLED if amount_cents == flow_cents else Match.OTHER_AMOUNT
    if len(reported_id) >= SHORTEST_PROPOSAL and flow_id.startswith(reported_id):
        return Match.PROPOSED
    return Match.NONE


def _cents(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return cents(text)
    except NotAnAmount:
        return None

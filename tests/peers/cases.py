"""Cases of other systems and of the law, as facts: what goes in, what must come out."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

Case = dict[str, Any]

CASES: dict[str, Case] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parent.parent / "ledger" / "peer_cases.json").read_text()
    )
}


def cents(amount: str) -> int:
    """The euro cents of an amount, to the cent."""
    exact = Decimal(amount) * 100
    assert exact == int(exact), f"{amount} is not in cents"
    return int(exact)


def euro(amount_cents: int) -> str:
    """The amount of so many cents, as the cases write it."""
    whole, part = divmod(amount_cents, 100)
    return f"{whole}.{part:02}" if part else str(whole)


def day(text: str) -> date:
    return date.fromisoformat(text)

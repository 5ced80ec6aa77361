"""What several of the workshops' forms share."""

from typing import Any

from marshmallow import Schema
from msgspec import Meta

from azione0.fields import (
    Day,
    Text,
    Whole,
)


def cents(about: str, **options: Any) -> Whole:
    """Describe an amount in euro cents."""
    return Whole(metadata={"description": f"{about}, in euro cents."}, **options)


class OnDay(Schema):
    """From when it counts."""

    on = Day(required=True)


class OnDayBecause(Schema):
    """From when it counts, and a code for why."""

    on = Day(required=True)
    reason = Text(required=True, metadata={"description": "A code: trainer_ill."})


def maybe(about: str) -> Text:
    """Describe a text that may be left out, and is empty then."""
    limits = Meta(min_length=0, max_length=200)
    return Text(limits, load_default="", metadata={"description": about})

"""What all forms have in common: how an amount and a reason are written."""

from typing import Any

from msgspec import Meta

from azione0.fields import Whole

#: What is said of a reason to others: a word and no story.
REASON = Meta(pattern=r"^[a-z][a-z0-9_]*\Z", min_length=1, max_length=40)


def cents(about: str, **options: Any) -> Whole:
    """Give a field of whole euro cents; `about` says what they are."""
    return Whole(metadata={"description": f"{about}, in euro cents."}, **options)

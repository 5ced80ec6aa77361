"""What others hear of reporting: so far nothing, for it decides nothing."""

from functools import singledispatch

from azione0.contract import Contract


@singledispatch
def announce(event: object) -> Contract | None:
    """Give what others hear of an event; of most events, nothing."""
    return None

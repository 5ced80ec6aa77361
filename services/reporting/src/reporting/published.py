"""What others hear of reporting: that it has forgotten somebody, and no decisions."""

from functools import singledispatch

from azione0.contract import Contract
from azione0.contracts import reporting as say
from reporting.forgotten import Forgotten


@singledispatch
def announce(event: object) -> Contract | None:
    """Give what others hear of an event; of most events, nothing."""
    return None


@announce.register
def _(event: Forgotten.Confirmed) -> Contract:
    return say.SubjectErasureConfirmed(
        person_id=event.person_id,
        household_id=event.household_id,
        effective_on=event.effective_on,
    )

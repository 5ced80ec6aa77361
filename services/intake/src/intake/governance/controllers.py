"""
Which organisations answer for people's data, for which purpose, from when until when.

Joint controllers agree in writing who does what, processors act on a contract;
what counts on a day is what `azione0.access.allow` reads.
Source: arts. 26, 28 and 30 GDPR.
"""

from datetime import date
from uuid import UUID

from azione0.access.controllers import Agreement
from azione0.access.purposes import CODES
from azione0.aggregate import Aggregate, event


class ControllerAgreement(Aggregate, topic="intake.ControllerAgreement"):
    """An agreement between those who answer for data, and those who act for them."""

    class Recorded(Aggregate.Created):
        purpose: str
        controllers: list[str]
        processors: list[str]
        document_ref: str
        valid_to: date | None
        effective_on: date

    class Ended(Aggregate.Event):
        """Its last day is `effective_on`."""

        effective_on: date

    @event(Recorded)
    def __init__(
        self,
        *,
        id: UUID,
        purpose: str,
        controllers: list[str],
        processors: list[str],
        document_ref: str,
        valid_to: date | None,
        effective_on: date,
    ) -> None:
        self.purpose = purpose
        self.controllers = controllers
        self.processors = processors
        self.document_ref = document_ref
        self.valid_from = effective_on
        self.valid_to = valid_to

    @property
    def terms(self) -> Agreement:
        """What it says."""
        return Agreement(
            self.valid_from,
            self.id,
            self.purpose,
            tuple(self.controllers),
            tuple(self.processors),
            self.document_ref,
            self.valid_to,
        )

    def end(self, on: date) -> None:
        """Let it have its last day; `AgreementNotInForce` if it does not hold then."""
        if not self.terms.holds_on(on):
            raise AgreementNotInForce(
                f"agreement {self.id} holds from {self.valid_from} to "
                f"{self.valid_to or 'now'}: choose one of its days"
            )
        self._ended(on)

    @event(Ended)
    def _ended(self, effective_on: date) -> None:
        self.valid_to = effective_on


def checked_agreement(
    purpose: str,
    controllers: list[str],
    processors: list[str],
    valid_from: date,
    valid_to: date | None,
) -> None:
    """
    Refuse an agreement that could not be one.

    `UnknownPurpose` for a purpose that no activity has, `ImpossibleAgreement`
    without a controller, with one that is processor too, or with days turned round.
    """
    if purpose not in CODES:
        raise UnknownPurpose(f"{purpose!r} is not one of {', '.join(CODES)}")
    if not controllers:
        raise ImpossibleAgreement("an agreement names at least one controller")
    if both := sorted(set(controllers) & set(processors)):
        raise ImpossibleAgreement(
            f"{', '.join(both)}: one purpose has an organisation as controller or as "
            "processor, not both"
        )
    if valid_to is not None and valid_to < valid_from:
        raise ImpossibleAgreement(
            f"an agreement from {valid_from} cannot end on {valid_to}"
        )


class UnknownPurpose(Exception):
    """A purpose that is in no list of processing activities."""


class ImpossibleAgreement(Exception):
    """An agreement without a controller, or whose days or parties contradict."""


class AgreementNotInForce(Exception):
    """An agreement to end on a day on which it does not hold."""

"""What each part of a case may ask of the whole."""

from datetime import date
from uuid import UUID

from azione0.aggregate import Part


class CasePart(Part):
    """A part of a case: its verbs and its questions; `Case` puts them together."""

    id: UUID
    household_id: UUID
    attempts: int
    reached_on: date | None
    in_charge_on: date | None

    @property
    def status(self) -> str:
        """Where the case stands, in one word."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether somebody is to work on it."""
        raise NotImplementedError

    def refuse_if_closed(self) -> None:
        """Refuse work on a case that is closed: `ClosedCase`."""
        if not self.is_open:
            raise ClosedCase(f"case {self.id} is {self.status}: reopen it first")

    def _refuse_if_not_reached(self) -> None:
        if self.reached_on is None:
            raise NotReached(
                f"case {self.id}: nobody has reached the household "
                f"in {self.attempts} attempts: record a contact first"
            )

    def _refuse_unless_in_charge(self) -> None:
        self.refuse_if_closed()
        if self.in_charge_on is None:
            raise NotInCharge(f"case {self.id} is {self.status}: sign a pact first")


class ClosedCase(Exception):
    """Work on a case that is closed."""


class NotReached(Exception):
    """An assessment or a pact with a household that nobody has met."""


class NotInCharge(Exception):
    """A pact to revise, or a worker of reference, of a case not in charge."""

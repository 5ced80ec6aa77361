"""
A partner employer, by the reference under which the cooperative knows it.

A sole trader is a person: names and addresses stay in the cooperative's own book.
"""

import re
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from employment.reason import check_code, check_programme

_ATECO = re.compile(r"[0-9]{2}(\.[0-9]{1,2}){0,2}")
_PLACE = re.compile(r"[0-9]{6}")


class Employer(Aggregate, topic="employment.Employer"):
    """Who offers work, from the first agreement to the last."""

    class EmployerRegistered(Aggregate.Created):
        reference: str
        ateco: str
        place: str
        effective_on: date

    class EmployerLeft(Aggregate.Event):
        reason: str
        effective_on: date

    @event(EmployerRegistered)
    def __init__(
        self, *, id: UUID, reference: str, ateco: str, place: str, effective_on: date
    ) -> None:
        self.reference = reference
        self.ateco = ateco
        self.place = place
        self.left_on: date | None = None

    def leave(self, reason: str, on: date) -> None:
        """Stop offering work from a day on; once is enough."""
        if self.left_on is None or on < self.left_on:
            self._employer_left(check_code(reason), on)

    def check_partner(self, on: date) -> None:
        """Refuse work offered after the employer left, by `NoPartner`."""
        if self.left_on is not None and on >= self.left_on:
            raise NoPartner(
                f"employer {self.id} left on {self.left_on}: register it again"
            )

    @event(EmployerLeft)
    def _employer_left(self, reason: str, effective_on: date) -> None:
        self.left_on = effective_on


def check_employer(reference: str, ateco: str, place: str) -> None:
    """Refuse an employer by what is no code: `NotACode`, `ImpossibleEmployer`."""
    check_programme(reference)
    if not _ATECO.fullmatch(ateco) or not _PLACE.fullmatch(place):
        raise ImpossibleEmployer(
            f"ATECO {ateco[:20]!r}, municipality {place[:20]!r}: write 81.21 and the "
            "six digits of ISTAT, 017029"
        )


class ImpossibleEmployer(Exception):
    """An employer without an ATECO class or a municipality."""


class NoPartner(Exception):
    """Work offered by an employer that is no longer a partner."""

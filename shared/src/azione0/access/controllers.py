"""
Which organisations answer for people's data, for which purpose, on which days.

Joint controllers agree in writing who does what, processors act on a contract; who is
in no agreement treats nothing. Source: arts. 26, 28 and 29 GDPR.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.access.purposes import serves


@dataclass(frozen=True, order=True)
class Agreement:
    """
    Who is controller and who is processor for a purpose, on which days.

    `purpose` is a line of the register; `valid_to` its last day.
    """

    valid_from: date
    agreement_id: UUID
    purpose: str
    controllers: tuple[str, ...]
    processors: tuple[str, ...]
    document_ref: str
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day; its last day counts."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )

    def binds(self, organisation: str) -> bool:
        """Whether an organisation is a party, as controller or as processor."""
        return organisation in self.controllers or organisation in self.processors

    @property
    def article(self) -> str:
        """The article of the GDPR on which it rests."""
        if self.processors:
            return "28"
        return "26" if len(self.controllers) > 1 else "24"


@dataclass(frozen=True)
class Coverage:
    """As what an organisation may treat data for a purpose, and by which agreement."""

    agreement: Agreement
    role: str


def covering(
    agreements: Iterable[Agreement], organisation_id: str, purpose: str, day: date
) -> Coverage | None:
    """
    Give the agreement that covers an organisation for a purpose on a day.

    Where it is controller by one and processor by another, the first counts; of
    several alike, the one that began last. `None` means that nothing covers it.
    """
    found = [
        (organisation_id in it.controllers, it)
        for it in agreements
        if it.purpose == purpose and it.holds_on(day) and it.binds(organisation_id)
    ]
    if not found:
        return None
    controls, agreement = max(found)
    return Coverage(agreement, "controller" if controls else "processor")


def is_covered(
    agreements: Iterable[Agreement],
    organisation: str,
    service: str,
    access: str,
    fields: str,
    day: date,
) -> bool:
    """
    Whether an organisation may ask for such fields under a word, by an agreement.

    Each agreement is made for a line of the register, and each line says where it is
    served and under which words.
    """
    return any(
        it.holds_on(day)
        and it.binds(organisation)
        and serves(it.purpose, service, access, fields)
        for it in agreements
    )

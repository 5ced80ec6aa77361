"""
A vacancy: work that a partner employer offers, for so many people, until a day.

Read the events first. Positions are taken by accepted applications, and freed when
one is cancelled; never are more taken than there are.
"""

from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from employment.pathway.esco import check_occupation
from employment.placements.placement import KINDS, ContractKind
from employment.reason import check_code
from employment.vacancies.requirements import Requirement, check_requirements

OPEN, FILLED, CLOSED = "open", "filled", "closed"
MOST_POSITIONS, MOST_HOURS = 100, 60


class Vacancy(Aggregate, topic="employment.Vacancy"):
    """Work on offer, from its first day to its last."""

    class VacancyOpened(Aggregate.Created):
        employer_id: UUID
        occupation: str
        contract_kind: ContractKind
        hours_per_week: int
        positions: int
        requirements: list[Requirement]
        from_on: date
        until_on: date
        effective_on: date

    class PositionTaken(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class PositionFreed(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class VacancyClosed(Aggregate.Event):
        reason: str
        effective_on: date

    @event(VacancyOpened)
    def __init__(
        self,
        *,
        id: UUID,
        employer_id: UUID,
        occupation: str,
        contract_kind: ContractKind,
        hours_per_week: int,
        positions: int,
        requirements: list[Requirement],
        from_on: date,
        until_on: date,
        effective_on: date,
    ) -> None:
        self.employer_id = employer_id
        self.occupation = occupation
        self.contract_kind = contract_kind
        self.hours_per_week = hours_per_week
        self.positions = positions
        self.requirements = requirements
        self.from_on = from_on
        self.until_on = until_on
        self.opened_on = effective_on
        self.taken: set[UUID] = set()
        self.closed_on: date | None = None

    @property
    def state(self) -> str:
        """Whether it may still be applied for."""
        if self.closed_on is not None:
            return CLOSED
        return FILLED if len(self.taken) >= self.positions else OPEN

    @property
    def free(self) -> int:
        """How many positions are free."""
        return self.positions - len(self.taken)

    @property
    def asked(self) -> list[Requirement]:
        """All that is asked; the hours are negotiable unless something is said."""
        if any(it.word.startswith("hours:") for it in self.requirements):
            return self.requirements
        hours = Requirement(f"hours:{self.hours_per_week}", "negotiable")
        return [*self.requirements, hours]

    def check_open(self, on: date) -> None:
        """Refuse applications on a day outside its own, by `VacancyOver`."""
        late = on > self.until_on or (
            self.closed_on is not None and on > self.closed_on
        )
        if on < self.opened_on or late:
            raise VacancyOver(
                f"vacancy {self.id} is open from {self.opened_on} to "
                f"{self.closed_on or self.until_on}, not on {on}"
            )

    def take(self, candidacy_id: UUID, on: date) -> None:
        """Give a position to an application; `VacancyFull` if none is free."""
        if candidacy_id in self.taken:
            return
        if self.closed_on is not None and on > self.closed_on:
            raise VacancyOver(f"vacancy {self.id} was closed on {self.closed_on}")
        if self.free < 1:
            raise VacancyFull(
                f"vacancy {self.id}: all {self.positions} positions are taken"
            )
        self._position_taken(candidacy_id, on)

    def release(self, candidacy_id: UUID, on: date) -> None:
        """Take a position back; nothing happens if none was given."""
        if candidacy_id in self.taken:
            self._position_freed(candidacy_id, on)

    def close(self, reason: str, on: date) -> None:
        """Stop taking applications after a day; the earliest counts."""
        if self.closed_on is None or on < self.closed_on:
            self._vacancy_closed(check_code(reason), on)

    @event(PositionTaken)
    def _position_taken(self, candidacy_id: UUID, effective_on: date) -> None:
        self.taken.add(candidacy_id)

    @event(PositionFreed)
    def _position_freed(self, candidacy_id: UUID, effective_on: date) -> None:
        self.taken.discard(candidacy_id)

    @event(VacancyClosed)
    def _vacancy_closed(self, reason: str, effective_on: date) -> None:
        self.closed_on = effective_on


def check_vacancy(
    occupation: str,
    contract_kind: ContractKind,
    hours_per_week: int,
    positions: int,
    requirements: list[Requirement],
    until_on: date,
    on: date,
) -> None:
    """Refuse work that cannot be, by `ImpossibleVacancy` and what words refuse."""
    check_occupation(occupation)
    check_requirements(requirements)
    if (
        contract_kind not in KINDS
        or not 0 < hours_per_week <= MOST_HOURS
        or not 0 < positions <= MOST_POSITIONS
        or until_on < on
    ):
        raise ImpossibleVacancy(
            f"{contract_kind[:20]!r}, {hours_per_week} hours a week, {positions} "
            f"positions, from {on} until {until_on}: give 1 to {MOST_HOURS} hours, "
            f"1 to {MOST_POSITIONS} positions and days in their order"
        )


class ImpossibleVacancy(Exception):
    """Work whose hours, positions or days cannot be."""


class VacancyOver(Exception):
    """An application outside the days of a vacancy."""


class VacancyFull(Exception):
    """An acceptance for which no position is free."""

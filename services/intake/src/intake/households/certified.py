"""What a household was certified to have: its ISEE and its rent area, by date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from azione0.aggregate import Aggregate
from intake.households.part import HouseholdPart, ImpossibleHousehold
from intake.households.periods import Period, fit, held_on

RENT_AREAS = ("PROTECTION", "ACCESS", "PERMANENCE", "FORFEITURE")


@dataclass(frozen=True)
class Means:
    """What a household was certified to have: its ISEE in euro cents, its area."""

    isee_cents: int | None
    rent_area: str


class MeansRecorded(Aggregate.Event):
    isee_cents: int | None
    rent_area: str
    until: date | None
    effective_on: date

    def apply(self, household: Any) -> None:
        means = Period(
            self.effective_on, self.until, Means(self.isee_cents, self.rent_area)
        )
        household.means = fit(household.means, means, force=True)


class Certified(HouseholdPart):
    """The verbs of its means; `Household` adds them to its own."""

    means: list[Period[Means]]
    _areas_by_hand: dict[date, str]

    def means_on(self, day: date) -> Means | None:
        """Give ISEE and rent area on a day, as certified, else as counted."""
        found = held_on(self.means, day)
        if found is None:
            since = max((it for it in self._areas_by_hand if it <= day), default=None)
            found = Means(None, self._areas_by_hand[since]) if since else None
        return found

    def record_means(
        self,
        isee_cents: int | None,
        rent_area: str,
        since: date,
        until: date | None = None,
        *,
        force: bool = False,
    ) -> None:
        """
        Record ISEE, in euro cents, and rent area from a day, perhaps to a day.

        `ImpossibleHousehold` for another area or a negative ISEE; `PeriodsOverlap`,
        `EndsBeforeItBegins`, as periods are fitted in. The same again changes
        nothing. Source of the areas: L.R. 27/2009 art. 31.
        """
        if rent_area not in RENT_AREAS or (isee_cents is not None and isee_cents < 0):
            raise ImpossibleHousehold(
                f"household {self.id}: ISEE {isee_cents} cents, area {rent_area!r}: "
                f"give no less than 0 and one of {', '.join(RENT_AREAS)}"
            )
        means = Period(since, until, Means(isee_cents, rent_area))
        if means in self.means:
            return
        fit(self.means, means, force=force)
        self._tell(
            MeansRecorded,
            isee_cents=isee_cents,
            rent_area=rent_area,
            until=until,
            effective_on=since,
        )
        last = self.means[-1]
        if last.held.rent_area != self.rent_area:
            self._count_again(self.adults, self.minors, last.held.rent_area, last.since)

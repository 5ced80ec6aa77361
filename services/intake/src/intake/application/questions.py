"""What people can ask at the front office; nothing here changes anything."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from intake import lists, story
from intake.application.calendar import Calendar
from intake.cases.case import case_key
from intake.governance.figures import Book
from intake.households.household import Household, UnknownHousehold
from intake.households.members import Member
from intake.lists import CaseLine, HouseholdLine, SignalLine, TaskLine
from intake.shelves import governance as governing
from intake.shelves import signals as signalled
from intake.story import StoryLine


@dataclass(frozen=True)
class Composition:
    """
    How many lived there on a day, and with what means; ISEE in euro cents.

    `listed`: the numbers come from members who are known one by one.
    """

    adults: int | None
    minors: int | None
    listed: bool
    isee_cents: int | None
    rent_area: str | None


class Questions(Calendar):
    """The front office's answers."""

    def case_of(self, household_id: UUID) -> UUID:
        """Give the id of a household's one case, whether it exists yet or not."""
        return case_key(household_id)

    def household_of(self, creditor_id: str, tenancy_id: str) -> UUID | None:
        """Give the household that holds a tenancy; `None` if it is not known."""
        with self.store.reading() as session:
            return lists.household_of(session, creditor_id, tenancy_id)

    def calls_to_make(self, household_id: UUID) -> list[date]:
        """Give since when a household is to be called about missed instalments."""
        with self.store.reading() as session:
            calls = lists.tasks(
                session, self.today(), kind="call", household_id=household_id
            )
        return sorted(it.since_on for it in calls if it.since_on is not None)

    def households(
        self,
        *,
        code: str | None = None,
        building_id: str | None = None,
        on: date | None = None,
    ) -> list[HouseholdLine]:
        """List households by code, as they are on a day, by default today."""
        with self.store.reading() as session:
            return lists.households(
                session, on or self.today(), code=code, building_id=building_id
            )

    def members(
        self, household_id: UUID, as_of: date, *, known_at: datetime | None = None
    ) -> list[Member]:
        """
        Give who lived there on a day, as was known at an instant, the holder first.

        `UnknownHousehold` if it was not registered yet.
        """
        return self._household_as_known(household_id, known_at).members_on(as_of)

    def composition(
        self, household_id: UUID, as_of: date, *, known_at: datetime | None = None
    ) -> Composition:
        """Count who lived there on a day, and say its means; `UnknownHousehold`."""
        household = self._household_as_known(household_id, known_at)
        adults, minors = household.counts_on(as_of) or (None, None)
        means = household.means_on(as_of)
        return Composition(
            adults=adults,
            minors=minors,
            listed=household.are_all_listed(as_of),
            isee_cents=means.isee_cents if means else None,
            rent_area=means.rent_area if means else None,
        )

    def _household_as_known(
        self, household_id: UUID, known_at: datetime | None
    ) -> Household:
        found = (
            self.as_known_at(Household, household_id, known_at)
            if known_at
            else self.find(Household, household_id)
        )
        if found is None:
            raise UnknownHousehold(f"household {household_id} is not registered")
        return found

    def signals(self, *, open_only: bool = True) -> list[SignalLine]:
        """List households in arrears, sought or not, the most owed first."""
        with self.store.reading() as session:
            return lists.signals(session, open_only=open_only)

    def cases(
        self,
        *,
        status: str | None = None,
        organisation_id: str | None = None,
        household_id: UUID | None = None,
        on: date | None = None,
    ) -> list[CaseLine]:
        """List cases, with who follows them on a day, by default today."""
        with self.store.reading() as session:
            return lists.cases(
                session,
                on or self.today(),
                status=status,
                organisation_id=organisation_id,
                household_id=household_id,
            )

    def tasks(
        self,
        *,
        status: str | None = "open",
        kind: str | None = None,
        household_id: UUID | None = None,
        organisation_id: str | None = None,
        due_by: date | None = None,
        on: date | None = None,
    ) -> list[TaskLine]:
        """List tasks, the most urgent first; who follows them on a day, or today."""
        with self.store.reading() as session:
            return lists.tasks(
                session,
                on or self.today(),
                status=status,
                kind=kind,
                household_id=household_id,
                organisation_id=organisation_id,
                due_by=due_by,
            )

    def story(
        self,
        household_id: UUID,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
    ) -> list[StoryLine]:
        """
        Tell what others said and what was done here, up to a day and an instant.

        Of a household that others were merged into, their story is told with it.
        """
        lines: list[StoryLine] = []
        with self.store.reading() as session:
            ids = [household_id, *signalled.merged_into(session, household_id)]
            for it in ids:
                lines.extend(story.heard_about(session, it))
            nouns = signalled.decided_about(session, ids)
            tasks = signalled.tasks_of(session, ids)
            book = governing.book(session)
        for it in ids:
            lines.extend(story.done_here(self.events_of(it)))
            past = self.events_of(case_key(it))
            lines.extend(story.done_here(past, partial(_selected, book)))
        for it in nouns:
            lines.extend(story.done_here(self.events_of(it)))
        for it, kind in tasks:
            lines.extend(story.deadlines(kind, self.events_of(it)))
        return story.told(lines, as_of=as_of, known_at=known_at)


def _selected(book: Book, event: Any) -> str | None:
    """Say by which target and threshold a case was opened, if by one."""
    definition_id = getattr(event, "definition_id", None)
    if definition_id is None:
        return None
    return f"{definition_id}; {book.on('signal_threshold_cents', event.effective_on)}"

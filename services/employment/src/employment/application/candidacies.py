"""The use-cases of applications: made, shown to an employer, answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from employment import following, lists
from employment.application.desk import ConsentMissing, Desk
from employment.documents.sheet import Shown, shown_of
from employment.pathway.profile import Abilities, Profile, profile_key
from employment.vacancies.employer import Employer
from employment.vacancies.job_search import (
    By,
    Candidacy,
    JobSearch,
    UnknownCandidacy,
    search_key,
)
from employment.vacancies.vacancy import Vacancy


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an employer is shown of an application: no name, household or obstacle."""

    candidacy_id: UUID
    vacancy_id: UUID
    abilities: Abilities


class Candidacies(Desk):
    """People's applications for vacancies."""

    def apply(self, pathway_id: UUID, vacancy_id: UUID, on: date) -> UUID:
        """
        Apply for a vacancy; give the application's id.

        `VacancyOver` on a day outside the vacancy's, `AlreadyApplied` while an
        application for it is open. Nothing is shown to the employer by it.
        """
        pathway = self._pathway(pathway_id, on)
        self.get(Vacancy, vacancy_id).check_open(on)
        search = self.find(JobSearch, search_key(pathway.person_id))
        if search is None:
            search = JobSearch(
                id=search_key(pathway.person_id),
                household_id=pathway.household_id,
                person_id=pathway.person_id,
                effective_on=on,
            )
        candidacy_id = self.new_id("candidacy", pathway_id, vacancy_id)
        search.apply(candidacy_id, vacancy_id, on)
        self._keep_search(search)
        return candidacy_id

    def candidacy(self, candidacy_id: UUID) -> Candidacy:
        """Give an application as it stands."""
        return self._search(candidacy_id).candidacy(candidacy_id)

    def applications_for(self, vacancy_id: UUID) -> list[dict[str, Any]]:
        """List the applications for a vacancy, oldest first."""
        with self.store.reading() as session:
            rows = lists.applications_for(session, vacancy_id)
        names = [
            "id",
            "person_id",
            "household_id",
            "state",
            "made_on",
            "shared_on",
            "refused_by",
            "reason",
        ]
        return [
            {**dict(zip(names, row, strict=True)), "vacancy_id": vacancy_id}
            for row in rows
        ]

    def applications_of(self, pathway_id: UUID) -> list[dict[str, Any]]:
        """List the applications of a pathway's person, oldest first."""
        person_id = self._known_pathway(pathway_id).person_id
        with self.store.reading() as session:
            rows = lists.applications_of(session, person_id)
        names = [
            "id",
            "vacancy_id",
            "state",
            "made_on",
            "shared_on",
            "refused_by",
            "reason",
        ]
        return [
            {**dict(zip(names, row, strict=True)), "person_id": person_id}
            for row in rows
        ]

    def household_of_candidacy(self, candidacy_id: UUID) -> UUID | None:
        """Give the household of whom an application is; `None` if there is none."""
        with self.store.reading() as session:
            return lists.household_of_search(session, candidacy_id)

    def process_candidacy(self, candidacy_id: UUID, on: date) -> None:
        """Begin to look at an application."""
        search = self._touched(candidacy_id, on)
        search.process(candidacy_id, on)
        self._keep_search(search)

    def postpone_candidacy(self, candidacy_id: UUID, on: date) -> None:
        """Put an application off."""
        search = self._touched(candidacy_id, on)
        search.postpone(candidacy_id, on)
        self._keep_search(search)

    def share_candidacy(self, candidacy_id: UUID, on: date) -> Sheet:
        """
        Show an employer what a person brings, obstacles left out.

        `ConsentMissing` unless the person has agreed to `employment_matching` by that
        day, as intake has told. Source: art. 6(1)(a) GDPR.
        """
        search = self._touched(candidacy_id, on)
        if not following.has_agreed(self._session, search.person_id, on):
            raise ConsentMissing(
                f"person {search.person_id} has not agreed to job matching by {on}: "
                "nothing is shown to an employer; have the consent given in intake"
            )
        profile = self.get(Profile, profile_key(search.person_id))
        search.share(candidacy_id, on)
        self._keep_search(search)
        return Sheet(
            candidacy_id,
            search.candidacy(candidacy_id).vacancy_id,
            profile.abilities,
        )

    def shown_sheet(self, candidacy_id: UUID, on: date) -> Shown:
        """
        Give what the employer was shown, to be handed over in words.

        `NotShared` before it was shown, `ConsentMissing` once the person agrees no
        more.
        """
        search = self._search(candidacy_id)
        candidacy = search.candidacy(candidacy_id)
        if candidacy.shared_on is None:
            raise NotShared(
                f"application {candidacy_id} was not shown to the employer: show it "
                "first, so that it is written down"
            )
        with self.store.reading() as session:
            agreed = following.has_agreed(session, search.person_id, on)
        if not agreed:
            raise ConsentMissing(
                f"person {search.person_id} agrees to job matching no more on {on}: "
                "nothing is shown to an employer"
            )
        vacancy = self.get(Vacancy, candidacy.vacancy_id)
        return shown_of(
            candidacy,
            str(candidacy_id)[:8].upper(),
            self.get(Profile, profile_key(search.person_id)).abilities,
            vacancy,
            self.get(Employer, vacancy.employer_id),
        )

    def accept_candidacy(self, candidacy_id: UUID, on: date) -> None:
        """
        Accept an application: a position is taken, the person's others are let go.

        `VacancyFull` if no position is free, `NoSuchStep` if it was let go meanwhile.
        """
        search = self._touched(candidacy_id, on)
        vacancy = self.get(Vacancy, search.candidacy(candidacy_id).vacancy_id)
        search.accept(candidacy_id, on)
        vacancy.take(candidacy_id, on)
        self._keep_vacancy(vacancy)
        self._keep_search(search)

    def refuse_candidacy(
        self, candidacy_id: UUID, by: By, reason: str, on: date
    ) -> None:
        """Refuse an application, for a reason that fits who refuses."""
        search = self._search(candidacy_id)
        search.refuse(candidacy_id, by, reason, on)
        self._keep_search(search)

    def cancel_candidacy(self, candidacy_id: UUID, reason: str, on: date) -> None:
        """Take an acceptance back; its position is free again."""
        search = self._search(candidacy_id)
        search.cancel(candidacy_id, reason, on)
        vacancy = self.get(Vacancy, search.candidacy(candidacy_id).vacancy_id)
        vacancy.release(candidacy_id, on)
        self._keep_vacancy(vacancy)
        self._keep_search(search)

    def reset_candidacy(self, candidacy_id: UUID, on: date) -> None:
        """Take up an application that was let go, if its vacancy is still open."""
        search = self._touched(candidacy_id, on)
        self.get(Vacancy, search.candidacy(candidacy_id).vacancy_id).check_open(on)
        search.reset(candidacy_id, on)
        self._keep_search(search)

    def transfer_candidacy(
        self, candidacy_id: UUID, vacancy_id: UUID, on: date
    ) -> None:
        """Move an application to another vacancy, where it is new."""
        search = self._touched(candidacy_id, on)
        self.get(Vacancy, vacancy_id).check_open(on)
        search.transfer(candidacy_id, vacancy_id, on)
        self._keep_search(search)

    def _search(self, candidacy_id: UUID) -> JobSearch:
        with self.store.reading() as session:
            found = lists.search_of(session, candidacy_id)
        if found is None:
            raise UnknownCandidacy(f"no application {candidacy_id}: look at the list")
        return self.get(JobSearch, found)

    def _touched(self, candidacy_id: UUID, on: date) -> JobSearch:
        """Give a search that a command effective on a day may touch."""
        search = self._search(candidacy_id)
        self._refuse_if_withdrawn(search.person_id, on)
        return search


class NotShared(Exception):
    """A sheet of an application that the employer was not shown."""

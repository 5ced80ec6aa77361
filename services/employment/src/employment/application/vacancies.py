"""The use-cases of employers and vacancies, and who fits them."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from employment import lists
from employment.application.desk import Desk
from employment.pathway.profile import Abilities
from employment.placements.placement import ContractKind
from employment.vacancies.employer import Employer, check_employer
from employment.vacancies.matching import MOST_EXPLAINED, Match, Pool, Seeker, Wanted
from employment.vacancies.requirements import Requirement, words_of
from employment.vacancies.vacancy import Vacancy, check_vacancy

_ABILITIES = msgspec.json.Decoder(Abilities)
_REQUIREMENTS = msgspec.json.Decoder(list[Requirement])


class Vacancies(Desk):
    """Work on offer, and whom to speak to about it."""

    def register_employer(
        self, reference: str, ateco: str, place: str, on: date
    ) -> UUID:
        """Take in a partner employer by its reference; give its id."""
        check_employer(reference, ateco, place)
        employer = Employer(
            id=self.new_id("employer", reference),
            reference=reference,
            ateco=ateco,
            place=place,
            effective_on=on,
        )
        self.save(employer)
        return employer.id

    def let_employer_leave(self, employer_id: UUID, reason: str, on: date) -> None:
        """Note that an employer offers no more work; its vacancies are closed."""
        employer = self.get(Employer, employer_id)
        employer.leave(reason, on)
        self.save(employer)
        for vacancy_id in lists.vacancies_of(self._session, employer_id):
            vacancy = self.get(Vacancy, vacancy_id)
            vacancy.close("employer_left", on)
            self._keep_vacancy(vacancy)

    def open_vacancy(
        self,
        employer_id: UUID,
        occupation: str,
        contract_kind: ContractKind,
        hours_per_week: int,
        positions: int,
        requirements: list[Requirement],
        from_on: date,
        until_on: date,
        on: date,
    ) -> UUID:
        """
        Take in work on offer; give its id.

        `from_on` is the first day of work, `until_on` the last to apply. The refusals
        of `check_vacancy`, and `NoPartner` for an employer that has left.
        """
        check_vacancy(
            occupation,
            contract_kind,
            hours_per_week,
            positions,
            requirements,
            until_on,
            on,
        )
        self.get(Employer, employer_id).check_partner(on)
        vacancy = Vacancy(
            id=self.new_id("vacancy", employer_id, occupation, from_on),
            employer_id=employer_id,
            occupation=occupation,
            contract_kind=contract_kind,
            hours_per_week=hours_per_week,
            positions=positions,
            requirements=requirements,
            from_on=from_on,
            until_on=until_on,
            effective_on=on,
        )
        self._keep_vacancy(vacancy)
        return vacancy.id

    def close_vacancy(self, vacancy_id: UUID, reason: str, on: date) -> None:
        """Stop taking applications, with a reason code."""
        vacancy = self.get(Vacancy, vacancy_id)
        vacancy.close(reason, on)
        self._keep_vacancy(vacancy)

    def vacancies_on(self, today: date) -> list[dict[str, Any]]:
        """List the vacancies open on a day, the most urgent first."""
        with self.store.reading() as session:
            rows = lists.vacancies_on(session, today)
        names = ("id", "employer_id", "occupation", "free", "from_on", "until_on")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def match_vacancy(
        self, vacancy_id: UUID, today: date, most: int = MOST_EXPLAINED
    ) -> list[Match]:
        """Say who fits a vacancy and why, at most so many; nobody is chosen."""
        return self._pool(today).best(_wanted(self.get(Vacancy, vacancy_id)), most)

    def match_all(
        self, today: date, most: int = MOST_EXPLAINED
    ) -> dict[UUID, list[Match]]:
        """Say who fits each vacancy that is open on a day, and why."""
        pool = self._pool(today)
        with self.store.reading() as session:
            rows = lists.open_vacancies(session, today)
        wanted = (
            Wanted(vacancy_id, tuple(_REQUIREMENTS.decode(asked)), from_on)
            for vacancy_id, asked, from_on in rows
        )
        return {it.vacancy_id: pool.best(it, most) for it in wanted}

    def _pool(self, today: date) -> Pool:
        with self.store.reading() as session:
            agreed = lists.who_agreed(session, today)
            rows = lists.seekers(session, today)
        told = ((*who, _ABILITIES.decode(held)) for *who, held in rows)
        return Pool(
            [
                Seeker(
                    person,
                    household,
                    pathway,
                    words_of(it),
                    it.available_from,
                    person in agreed,
                )
                for person, household, pathway, it in told
            ]
        )


def _wanted(vacancy: Vacancy) -> Wanted:
    return Wanted(vacancy.id, tuple(vacancy.asked), vacancy.from_on)

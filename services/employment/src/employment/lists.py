"""The lists that the job desk looks through: pathways and placements."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from azione0.database import Session
from employment.pathway.pathway import COMPLETED, INTERRUPTED, Pathway
from employment.pathway.profile import Profile
from employment.placements.placement import ENDED, STARTED, Placement
from employment.placements.retention import PlacementRules
from employment.traineeships.traineeship import Traineeship
from employment.vacancies.job_search import JobSearch
from employment.vacancies.vacancy import Vacancy

CHECKPOINTS = PlacementRules().checkpoints


def show_pathway(session: Session, pathway: Pathway) -> None:
    """Bring a pathway's line up to date."""
    _replace(
        session,
        "pathways_v1",
        {
            "pathway_id": pathway.id,
            "household_id": pathway.household_id,
            "person_id": pathway.person_id,
            "programme_code": pathway.programme_code,
            "state": pathway.state,
            "opened_on": pathway.opened_on,
            "interrupted_on": pathway.interrupted_on,
        },
    )
    _replace(
        session,
        "pathway_dues_v1",
        {"pathway_id": pathway.id, "due_on": pathway.next_due_on()},
    )


def show_profile(session: Session, profile: Profile) -> None:
    """Bring a profile's line up to date."""
    _replace(
        session,
        "profiles_v1",
        {
            "person_id": profile.person_id,
            "pathway_id": profile.pathway_id,
            "household_id": profile.household_id,
            "described_on": profile.described_on,
            "abilities": msgspec.json.encode(profile.abilities).decode(),
        },
    )


def show_placement(
    session: Session, placement: Placement, check_on: date | None
) -> None:
    """Bring a placement's line up to date, with the day to look at it again."""
    _replace(
        session,
        "placements_v1",
        {
            "placement_id": placement.id,
            "pathway_id": placement.pathway_id,
            "household_id": placement.household_id,
            "person_id": placement.person_id,
            "state": placement.state,
            "start_on": placement.start_on,
            "end_on": placement.end_on,
            "check_on": check_on,
        },
    )


def pathways_of(session: Session, household_id: UUID) -> list[UUID]:
    """Give a household's pathways, in the order in which they were opened."""
    rows = session.execute(
        "SELECT pathway_id FROM pathways_v1 WHERE household_id = ? "
        "ORDER BY opened_on, pathway_id",
        (household_id,),
    )
    return [row[0] for row in rows]


def show_traineeship(session: Session, traineeship: Traineeship) -> None:
    """Bring a traineeship's line up to date."""
    _replace(
        session,
        "traineeships_v1",
        {
            "traineeship_id": traineeship.id,
            "pathway_id": traineeship.pathway_id,
            "household_id": traineeship.household_id,
            "person_id": traineeship.person_id,
            "start_on": traineeship.start_on,
            "planned_end_on": traineeship.planned_end_on,
            "end_on": traineeship.end_on,
        },
    )


def traineeships_to_end(session: Session, today: date) -> list[UUID]:
    """Give the traineeships whose term has passed and whose end nobody noted."""
    rows = session.execute(
        "SELECT traineeship_id FROM traineeships_v1 WHERE planned_end_on < ? "
        "AND end_on IS NULL ORDER BY planned_end_on, traineeship_id",
        (today,),
    )
    return [row[0] for row in rows]


def show_notice(session: Session, job: Placement) -> None:
    """Bring up to date whether a job's hiring notice is waited for."""
    if job.state in (STARTED, ENDED):
        _show_chase(session, job, "notice", 0, job.notice_due_on, job.notice_on)


def show_chases(session: Session, job: Placement) -> None:
    """Bring up to date what of a job somebody must make sure of, and by when."""
    show_notice(session, job)
    if job.state not in (STARTED, ENDED):
        return
    for days in CHECKPOINTS:
        due_on = job.start_on + timedelta(days=days)
        done_on = job.verified_for(days)
        if done_on is None and job.end_on is not None and job.end_on < due_on:
            done_on = job.end_on
        _show_chase(session, job, "retention", days, due_on, done_on)


def _show_chase(
    session: Session,
    job: Placement,
    kind: str,
    days: int,
    due_on: date,
    done_on: date | None,
) -> None:
    session.execute(
        "INSERT INTO chases_v1 (placement_id, kind, checkpoint_days, household_id, "
        "due_on, done_on) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (placement_id, kind, checkpoint_days) DO UPDATE SET "
        "due_on = excluded.due_on, done_on = excluded.done_on",
        (job.id, kind, days, job.household_id, due_on, done_on),
    )


def chases(session: Session, today: date) -> list[tuple[Any, ...]]:
    """
    Give (placement, household, kind, checkpoint, due on) to be seen to by a day.

    Nothing is chased from the day on which a pathway was interrupted.
    """
    return session.execute(
        "SELECT chase.placement_id, chase.household_id, chase.kind, "
        "chase.checkpoint_days, chase.due_on FROM chases_v1 AS chase "
        "JOIN placements_v1 AS job ON job.placement_id = chase.placement_id "
        "JOIN pathways_v1 AS pathway ON pathway.pathway_id = job.pathway_id "
        "WHERE chase.due_on <= ? AND chase.done_on IS NULL "
        "AND (pathway.interrupted_on IS NULL "
        "OR chase.due_on < pathway.interrupted_on) "
        "ORDER BY chase.due_on, chase.placement_id, chase.kind, chase.checkpoint_days",
        (today,),
    )


def show_vacancy(session: Session, vacancy: Vacancy) -> None:
    """Bring a vacancy's line up to date."""
    _replace(
        session,
        "vacancies_v1",
        {
            "vacancy_id": vacancy.id,
            "employer_id": vacancy.employer_id,
            "occupation": vacancy.occupation,
            "state": vacancy.state,
            "free": vacancy.free,
            "opened_on": vacancy.opened_on,
            "from_on": vacancy.from_on,
            "until_on": vacancy.until_on,
            "closed_on": vacancy.closed_on,
            "asked": msgspec.json.encode(vacancy.asked).decode(),
        },
    )


def show_search(session: Session, search: JobSearch) -> None:
    """Bring the lines of a person's applications up to date."""
    for candidacy_id, it in search.candidacies.items():
        _replace(
            session,
            "candidacies_v1",
            {
                "candidacy_id": candidacy_id,
                "search_id": search.id,
                "person_id": search.person_id,
                "household_id": search.household_id,
                "vacancy_id": it.vacancy_id,
                "state": it.state,
                "made_on": it.made_on,
                "shared_on": it.shared_on,
                "refused_by": it.refused_by,
                "reason": it.reason,
            },
        )


def vacancies_of(session: Session, employer_id: UUID) -> list[UUID]:
    """Give an employer's vacancies, in the order in which they were opened."""
    rows = session.execute(
        "SELECT vacancy_id FROM vacancies_v1 WHERE employer_id = ? "
        "ORDER BY opened_on, vacancy_id",
        (employer_id,),
    )
    return [row[0] for row in rows]


def open_vacancies(session: Session, today: date) -> list[tuple[UUID, str, date]]:
    """Give (vacancy, what it asks as JSON, first day of work) open on a day."""
    rows = session.execute(
        "SELECT vacancy_id, asked, from_on FROM vacancies_v1 WHERE free > 0 "
        "AND opened_on <= ? AND until_on >= ? "
        "AND (closed_on IS NULL OR closed_on >= ?) ORDER BY vacancy_id",
        (today, today, today),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def vacancies_on(session: Session, today: date) -> list[tuple[Any, ...]]:
    """Give (vacancy, employer, occupation, free, from, until) open on a day."""
    return session.execute(
        "SELECT vacancy_id, employer_id, occupation, free, from_on, until_on "
        "FROM vacancies_v1 WHERE free > 0 AND opened_on <= ? AND until_on >= ? "
        "AND (closed_on IS NULL OR closed_on >= ?) ORDER BY until_on, vacancy_id",
        (today, today, today),
    )


def applications_of(session: Session, person_id: UUID) -> list[tuple[Any, ...]]:
    """Give (id, vacancy, state, made, shared, refused by, why), oldest first."""
    return session.execute(
        "SELECT candidacy_id, vacancy_id, state, made_on, shared_on, refused_by, "
        "reason FROM candidacies_v1 WHERE person_id = ? ORDER BY made_on, candidacy_id",
        (person_id,),
    )


def seekers(session: Session, today: date) -> list[tuple[Any, ...]]:
    """Give (person, household, pathway, abilities as JSON) on their way on a day."""
    return session.execute(
        "SELECT profile.person_id, profile.household_id, profile.pathway_id, "
        "profile.abilities "
        "FROM profiles_v1 AS profile JOIN pathways_v1 AS pathway "
        "ON pathway.pathway_id = profile.pathway_id WHERE pathway.opened_on <= ? "
        "AND pathway.state <> ? "
        "AND (pathway.interrupted_on IS NULL OR pathway.interrupted_on > ?)",
        (today, COMPLETED, today),
    )


def who_agreed(session: Session, today: date) -> set[UUID]:
    """Give the people who have agreed to job matching and not withdrawn, by a day."""
    rows = session.execute(
        "SELECT person_id, on_day, given FROM consent_days_v1 WHERE on_day <= ?",
        (today,),
    )
    last: dict[UUID, tuple[date, bool]] = {}
    for person_id, on_day, given in rows:
        fact = (on_day, not given)
        last[person_id] = max(last.get(person_id, fact), fact)
    return {person_id for person_id, (_, withdrawn) in last.items() if not withdrawn}


def search_of(session: Session, candidacy_id: UUID) -> UUID | None:
    """Give the search that an application belongs to."""
    rows = session.execute(
        "SELECT search_id FROM candidacies_v1 WHERE candidacy_id = ?", (candidacy_id,)
    )
    return rows[0][0] if rows else None


def household_of_search(session: Session, candidacy_id: UUID) -> UUID | None:
    """Give the household of whom an application is."""
    rows = session.execute(
        "SELECT household_id FROM candidacies_v1 WHERE candidacy_id = ?",
        (candidacy_id,),
    )
    return rows[0][0] if rows else None


def applications_for(session: Session, vacancy_id: UUID) -> list[tuple[Any, ...]]:
    """Give (id, person, household, state, made, shared, refused by, why)."""
    return session.execute(
        "SELECT candidacy_id, person_id, household_id, state, made_on, shared_on, "
        "refused_by, reason FROM candidacies_v1 WHERE vacancy_id = ? "
        "ORDER BY made_on, candidacy_id",
        (vacancy_id,),
    )


def pathways_with_dues(session: Session, today: date) -> list[UUID]:
    """Give the pathways with an action whose last day has passed."""
    rows = session.execute(
        "SELECT pathway_id FROM pathway_dues_v1 WHERE due_on < ? "
        "ORDER BY due_on, pathway_id",
        (today,),
    )
    return [row[0] for row in rows]


def open_pathways_of(session: Session, person_id: UUID, programme_code: str) -> int:
    """Count a person's pathways under a programme that have not ended."""
    [[count]] = session.execute(
        "SELECT count(*) FROM pathways_v1 WHERE person_id = ? "
        "AND programme_code = ? AND state NOT IN (?, ?)",
        (person_id, programme_code, COMPLETED, INTERRUPTED),
    )
    return int(count)


def jobs_of(session: Session, person_id: UUID) -> list[UUID]:
    """Give the placements of a person that started, first one first."""
    rows = session.execute(
        "SELECT placement_id FROM placements_v1 WHERE person_id = ? "
        "AND state IN (?, ?) ORDER BY start_on, placement_id",
        (person_id, STARTED, ENDED),
    )
    return [row[0] for row in rows]


def jobs_to_check(session: Session, today: date) -> list[UUID]:
    """Give the placements to look at by a day."""
    rows = session.execute(
        "SELECT placement_id FROM placements_v1 WHERE check_on <= ? "
        "ORDER BY check_on, placement_id",
        (today,),
    )
    return [row[0] for row in rows]


def _replace(session: Session, table: str, row: Mapping[str, Any]) -> None:
    """Write a row whose first column is its key, in place of the one there."""
    key, *others = row
    marks = ", ".join("?" * len(row))
    news = ", ".join(f"{column} = excluded.{column}" for column in others)
    session.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) "  # noqa: S608  names are ours
        f"ON CONFLICT ({key}) DO UPDATE SET {news}",
        tuple(row.values()),
    )

"""The lists that the job desk looks through: pathways and placements."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from azione0.database import Session
from employment.pathway.pathway import COMPLETED, INTERRUPTED, Pathway
from employment.pathway.profile import Profile
from employment.placements.placement import ENDED, STARTED, Placement


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

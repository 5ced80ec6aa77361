"""The lists that the workshops' desk looks through: workshops, places, budgets."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from azione0.database import Session
from workshops.budgets.budget import HouseholdBudget
from workshops.labs.enrolment import Enrolment
from workshops.labs.workshop import Workshop


def show_workshop(session: Session, workshop: Workshop) -> None:
    """Bring a workshop's line up to date."""
    _replace(
        session,
        "workshops_v1",
        {
            "workshop_id": workshop.id,
            "kind": workshop.kind,
            "organisation_id": workshop.organisation_id,
            "state": workshop.state,
            "capacity": workshop.capacity,
            "seated": len(workshop.seated),
            "waiting": len(workshop.waiting),
            "starts_on": min(it.on for it in workshop.sessions.values()),
            "ends_on": workshop.last_on,
        },
    )


def show_enrolment(session: Session, enrolment: Enrolment) -> None:
    """Bring an enrolment's line up to date."""
    _replace(
        session,
        "enrolments_v1",
        {
            "enrolment_id": enrolment.id,
            "workshop_id": enrolment.workshop_id,
            "household_id": enrolment.household_id,
            "person_id": enrolment.person_id,
            "state": enrolment.state,
            "requested_on": enrolment.requested_on,
            "minutes_attended": enrolment.minutes_attended,
            "ended_on": enrolment.ended_on,
        },
    )


def show_budget(session: Session, budget: HouseholdBudget) -> None:
    """Bring a budget's line up to date."""
    _replace(
        session,
        "budgets_v1",
        {
            "budget_id": budget.id,
            "household_id": budget.household_id,
            "month": budget.month,
            "state": budget.state,
            "affordable_cents": budget.affordable_cents,
            "reviewed_on": budget.reviewed_on,
        },
    )


def workshops_from(session: Session, on: date) -> list[tuple[Any, ...]]:
    """Give the workshops that are not over on a day, soonest first."""
    return session.execute(
        "SELECT workshop_id, kind, organisation_id, state, capacity, seated, waiting, "
        "starts_on, ends_on FROM workshops_v1 WHERE ends_on >= ? "
        "ORDER BY starts_on, workshop_id",
        (on,),
    )


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

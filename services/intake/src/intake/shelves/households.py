"""Who was counted in a household, and in which rent area, from day to day."""

from datetime import date
from uuid import UUID

from azione0.database import Session
from intake.households.household import Household

TABLES = (
    """CREATE TABLE IF NOT EXISTS compositions_v1 (
        household_id uuid NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        adults bigint,
        minors bigint,
        rent_area text,
        PRIMARY KEY (household_id, from_on))""",
)
_COLUMNS = ("household_id", "from_on", "until_on", "adults", "minors", "rent_area")

Areas = tuple[tuple[date, str | None], ...]


def show_compositions(session: Session, household: Household) -> None:
    """Write a household's compositions down anew, stretch by stretch of days."""
    session.execute(
        "DELETE FROM compositions_v1 WHERE household_id = ?", (household.id,)
    )
    held = household.compositions() if household.tenancies else []
    if not held:
        return
    ends = [*(it.from_on for it in held[1:]), date.max]
    rows = [
        (household.id, it.from_on, until, it.adults, it.minors, it.rent_area)
        for it, until in zip(held, ends, strict=True)
    ]
    session.put("compositions_v1", _COLUMNS[:2], _COLUMNS, rows)


def areas_of_all(session: Session) -> dict[UUID, Areas]:
    """Give from which day every household is in which rent area."""
    found: dict[UUID, list[tuple[date, str | None]]] = {}
    for household_id, from_on, area in session.execute(
        "SELECT household_id, from_on, rent_area FROM compositions_v1 "
        "ORDER BY household_id, from_on"
    ):
        found.setdefault(household_id, []).append((from_on, area))
    return {household_id: tuple(areas) for household_id, areas in found.items()}

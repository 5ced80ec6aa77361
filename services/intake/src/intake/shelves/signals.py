"""Arrears as stretches of days, why somebody was selected, what was signalled."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from azione0.database import Session
from intake.signals.arrears import Arrears, Stay
from intake.signals.preview import Arrear
from intake.signals.selection import Sought

TABLES = (
    """CREATE TABLE IF NOT EXISTS stays_v1 (
        household_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        creditor_id text NOT NULL,
        band text NOT NULL,
        from_on date NOT NULL,
        until_on date,
        overdue_cents bigint NOT NULL,
        PRIMARY KEY (household_id, episode_id, from_on))""",
)


def show_stays(session: Session, arrears: Arrears) -> None:
    """Write a household's arrears down anew, stretch by stretch."""
    session.execute(
        "DELETE FROM stays_v1 WHERE household_id = ?", (arrears.household_id,)
    )
    session.insert(
        "stays_v1",
        (
            "household_id",
            "episode_id",
            "creditor_id",
            "band",
            "from_on",
            "until_on",
            "overdue_cents",
        ),
        [
            (
                arrears.household_id,
                it.episode_id,
                it.creditor_id,
                it.band,
                it.from_on,
                it.until_on,
                it.overdue_cents,
            )
            for it in arrears.stays()
        ],
    )


def arrears_of_all(session: Session) -> Iterator[tuple[Arrear, bool]]:
    """Give every registered household in arrears, and whether its case was closed."""
    rows = session.execute(
        "SELECT s.household_id, h.building_id, h.rent_area, c.status, s.episode_id, "
        "s.creditor_id, s.band, s.from_on, s.until_on, s.overdue_cents "
        "FROM stays_v1 s JOIN households_v1 h ON h.household_id = s.household_id "
        "LEFT JOIN cases_v1 c ON c.household_id = s.household_id "
        "ORDER BY s.household_id, s.from_on, s.episode_id"
    )
    for (household_id, building_id, area, status), group in groupby(rows, _whose):
        stays = tuple(Stay(*row[4:]) for row in group)
        who = Sought(household_id, building_id, area)
        yield Arrear(who, stays, status not in (None, "closed")), status == "closed"


def _whose(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:4]

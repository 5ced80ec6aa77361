"""The report made from an archive: read once, every design asked, all put together."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from azione0.database import Session
from azione0.letter import start_of_day
from azione0.words import _
from reporting.archive import DONE
from reporting.histories.told import Estate, histories
from reporting.model import ASKED
from reporting.projections.entry import question
from reporting.report.findings import find
from reporting.report.given import programme
from reporting.report.page import Registered, Report
from reporting.report.plan import AnalysisPlan, WrongPlan
from reporting.report.spent import read_costs
from reporting.validation.months import ONE_DAY, month_at, place_of

MOST_BEFORE, MOST_MONTHS, LONGEST = 24, 120, 300


def make_report(
    application: Any,
    *,
    as_of: date | None,
    known_at: datetime,
    today: date,
    plan: AnalysisPlan | None = None,
    costs: Path | None = None,
    place: Path | None = None,
) -> Report:
    """
    Make the report as of a day and as known at an instant.

    Without a day, the last one of which a letter speaks, and no later than today.
    `WrongPlan` if the plan goes on beyond that day, `TooFew` if nobody was sought.
    """
    with application.store.reading() as session:
        day = as_of or _last_day_told(session, known_at, today)
        estate = histories(session, question(day, known_at))
    asked = plan or plan_of(estate, day)
    if asked.ends_before > month_at(day, 1):
        raise WrongPlan(
            _("Il piano va fino a {month}, i dati fino al {day}.").format(
                month=f"{month_at(asked.first, asked.months - 1):%m/%Y}", day=day
            )
        )
    registered_at = application.registration_of(asked.digest)
    charged = [it for it in estate.households.values() if it.in_charge_since]
    return Report(
        as_of=day,
        known_at=known_at,
        made_on=today,
        estate=estate,
        found=find(estate, asked, day),
        programme=programme(estate, day),
        registered=_registered(registered_at, estate),
        spent=read_costs(costs, len(charged)) if costs else None,
        sheet=read_place(place) if place else {},
    )


def plan_of(estate: Estate, as_of: date) -> AnalysisPlan:
    """
    Give a plan that follows from the data, and so is never a registered one.

    From two years before the first building was reached, or since households were
    known, to the last month that is over.
    """
    known = min(
        (it.at.effective_on for h in estate.households.values() for it in h.registered),
        default=as_of,
    )
    reached = min(estate.reached_on.values(), default=as_of)
    first = max(
        month_at(known, 0 if known.day == 1 else 1), month_at(reached, -MOST_BEFORE)
    )
    is_over = month_at(as_of, 1) - as_of == ONE_DAY
    months = place_of(first, as_of) + is_over
    bands = tuple(sorted(estate.bands))
    plan = AnalysisPlan(first, max(1, min(MOST_MONTHS, months)))
    return AnalysisPlan(plan.first, plan.months, bands) if bands else plan


def read_place(path: Path) -> dict[str, str]:
    """Read the sheet of the place from TOML, as texts; `WrongPlan` if it is none."""
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise WrongPlan(_("La scheda del luogo non è un TOML leggibile.")) from wrong
    unknown = sorted(said.keys() - ASKED.keys())
    if unknown:
        raise WrongPlan(
            _("La scheda del luogo non conosce {names}.").format(
                names=", ".join(unknown)
            )
        )
    return {name: _text(said[name]) for name in ASKED if name in said}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {it}" for name, it in value.items())[:LONGEST]
    if isinstance(value, list):
        return ", ".join(map(str, value))[:LONGEST]
    return str(value)[:LONGEST]


def _registered(at: datetime | None, estate: Estate) -> Registered | None:
    if at is None:
        return None
    reached = min(estate.reached_on.values(), default=date.max)
    return Registered(at, reached == date.max or at < start_of_day(reached))


def _last_day_told(session: Session, known_at: datetime, today: date) -> date:
    [[last]] = session.execute(
        "SELECT max(effective_on) FROM inbox WHERE state = ? AND recorded_at <= ?",
        (DONE, known_at),
    )
    if last is None:
        raise NothingTold(_("L'archivio non ha lettere: non c'è niente da dire."))
    found = last if isinstance(last, date) else date.fromisoformat(last)
    return min(found, today)


class NothingTold(LookupError):
    """An archive without a letter."""

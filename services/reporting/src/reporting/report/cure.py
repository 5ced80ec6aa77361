"""How long arrears last, and how they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reporting.histories.episodes import CLEARED, LEFT, courses, first_episode
from reporting.histories.household import History
from reporting.histories.told import Estate
from reporting.report.look import or_none
from reporting.validation.incidence import Course, Incidence, cumulative_incidence
from reporting.validation.logrank import LogRank, log_rank
from reporting.validation.survival import Spell, Survival, kaplan_meier


@dataclass(frozen=True, eq=False)
class Cure:
    """
    First arrears of every household, in days from detection.

    Only of those who fell into them within the plan's months: of others only those are
    still there to be seen whose arrears last. `reached` are those detected where the
    building had been reached by then, `not_yet` all others: decided when arrears begin,
    and by nothing that came of them.
    """

    everybody: Survival
    reached: Survival | None
    not_yet: Survival | None
    compared: LogRank | None
    cleared: Incidence | None
    left: Incidence | None
    ended_otherwise: int


def cure(estate: Estate, since: date, as_of: date) -> Cure:
    """Estimate it all for arrears detected from `since` on; `TooFew` without any."""
    found = [
        (history, course)
        for history, course in courses(estate, as_of)
        if _began(history, as_of) >= since
    ]
    everybody = [it for _, it in found]
    sides: tuple[list[Course], list[Course]] = ([], [])
    for history, course in found:
        sides[_was_reached(history, estate, as_of)].append(course)
    not_yet, reached = (_spells(it) for it in sides)
    return Cure(
        everybody=kaplan_meier(_spells(everybody)),
        reached=or_none(lambda: kaplan_meier(reached)),
        not_yet=or_none(lambda: kaplan_meier(not_yet)),
        compared=or_none(lambda: log_rank([reached, not_yet])),
        cleared=or_none(lambda: cumulative_incidence(everybody, CLEARED)),
        left=or_none(lambda: cumulative_incidence(everybody, LEFT)),
        ended_otherwise=sum(it.cause == LEFT for it in everybody),
    )


def _spells(those: Sequence[Course]) -> list[Spell]:
    return [Spell(it.time, it.cause == CLEARED) for it in those]


def _began(history: History, as_of: date) -> date:
    episode = first_episode(history, as_of)
    return episode.detected_on if episode else date.min


def _was_reached(history: History, estate: Estate, as_of: date) -> bool:
    episode = first_episode(history, as_of)
    home = history.at_home(as_of)
    if episode is None or home is None:
        return False
    since = estate.reached_on.get(home.building_id, date.max)
    return since <= episode.detected_on

"""How long arrears lasted, from detection to their end, as waits to be estimated."""

from datetime import date

from reporting.histories.household import Episode, History
from reporting.histories.told import Estate
from reporting.validation.incidence import Course

CLEARED, LEFT = "cleared", "left"
RELAPSE_DAYS = 365


def courses(estate: Estate, as_of: date) -> list[tuple[History, Course]]:
    """
    Give how long each household's first arrears lasted, in days, and how they ended.

    Cleared; or the household died, moved or was evicted first (`left`, a competing
    end); or still open on `as_of`, and so censored. Later ones of the same household
    are relapses and are not waits of their own: see `relapsed`.
    """
    found = []
    for history in estate.households.values():
        first = first_episode(history, as_of)
        if first is not None:
            found.append((history, _course(history, first, as_of)))
    return sorted(found, key=lambda it: it[0].household_id)


def relapsed(estate: Estate, as_of: date) -> tuple[int, int, int]:
    """
    Give who relapsed within a year of clearing, of those watched for that year. K8.

    `(relapsed, watched, not yet watched)`, by households' first clearing; who left
    within the year, or cleared less than a year ago, was not watched for it, even if
    it relapsed: to count only those of them who did would make relapse look likelier.
    """
    again = watched = early = 0
    for history in estate.households.values():
        first = first_episode(history, as_of)
        if first is None or first.cleared_on is None or first.cleared_on > as_of:
            continue
        left = history.left()
        until = min(as_of, left[0]) if left else as_of
        if (until - first.cleared_on).days < RELAPSE_DAYS:
            early += 1
            continue
        watched += 1
        again += any(
            it.stands
            and it.relapse
            and 0 < (it.detected_on - first.cleared_on).days <= RELAPSE_DAYS
            for it in history.episodes.values()
        )
    return again, watched, early


def first_episode(history: History, as_of: date) -> Episode | None:
    """Give the first arrears that stand, detected by a day."""
    standing = [
        it for it in history.episodes.values() if it.stands and it.detected_on <= as_of
    ]
    return min(standing, key=lambda it: it.detected_on, default=None)


def _course(history: History, episode: Episode, as_of: date) -> Course:
    ends: list[tuple[date, int, str | None]] = [(as_of, 2, None)]
    if episode.cleared_on is not None:
        ends.append((episode.cleared_on, 0, CLEARED))
    left = history.left()
    if left is not None:
        ends.append((left[0], 1, LEFT))
    on, _, cause = min(ends, key=lambda it: it[:2])
    return Course((on - episode.detected_on).days, cause)

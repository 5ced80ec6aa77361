"""
Who lives together, from which day to which: persons by pseudonym, counted by day.

Nothing here says who they are. Whether somebody is a minor is a fact with a day,
never a date of birth; only of those born into the household is more known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

ROLES = ("holder", "spouse", "child", "other")
#: How somebody came: found living there, born, or moved in.
CAME = ("listed", "birth", "joined")
#: How somebody went; who separates leaves the others with the tenancy.
WENT = ("death", "left", "separation")
HOLDER, OTHER = ROLES[0], ROLES[-1]
AGE = 18


@dataclass(frozen=True)
class Stay:
    """
    One person's time in a household.

    `gone_on` is the first day on which the person lives there no longer; who is born
    and dies on one day was a member on none. `of_age_on` is the first day as an
    adult, if it is known.
    """

    person_id: UUID
    role: str
    is_minor: bool
    came: str
    since: date
    gone_on: date | None = None
    went: str | None = None
    of_age_on: date | None = None

    @property
    def turns(self) -> tuple[date, ...]:
        """The days from which the person counts as somebody else, or no more."""
        return tuple(it for it in (self.since, self.of_age_on, self.gone_on) if it)

    def holds_on(self, day: date) -> bool:
        """Whether the person lived there on a day."""
        return self.since <= day and (self.gone_on is None or day < self.gone_on)

    def is_minor_on(self, day: date) -> bool:
        """Whether the person was a minor on a day, as far as is known."""
        return self.is_minor and (self.of_age_on is None or day < self.of_age_on)


@dataclass(frozen=True)
class Member:
    """Somebody who lived in a household on a day, and in which role that day."""

    person_id: UUID
    role: str
    is_minor: bool
    since: date
    gone_on: date | None
    came: str
    went: str | None


def members_on(
    stays: Iterable[Stay], holders: Mapping[date, UUID], day: date
) -> list[Member]:
    """
    Give who lived there on a day, the holder first.

    `holders` says who holds the tenancy from a day on. A holder of before who still
    lives there is one of the others.
    """
    holder = holder_on(stays := list(stays), holders, day)
    found = [
        Member(
            it.person_id,
            _role(it, holder),
            it.is_minor_on(day),
            it.since,
            it.gone_on,
            it.came,
            it.went,
        )
        for it in stays
        if it.holds_on(day)
    ]
    return sorted(
        found, key=lambda it: (ROLES.index(it.role), it.since, str(it.person_id))
    )


def holder_on(
    stays: Iterable[Stay], holders: Mapping[date, UUID], day: date
) -> UUID | None:
    """Give who held the tenancy on a day; `None` after a death, until a succession."""
    since = max((it for it in holders if it <= day), default=None)
    if since is None:
        return None
    lives = any(it.person_id == holders[since] and it.holds_on(day) for it in stays)
    return holders[since] if lives else None


def counts_on(stays: Iterable[Stay], day: date) -> tuple[int, int] | None:
    """Give adults and minors on a day; `None` before any member is known."""
    known = list(stays)
    if not known or day < min(it.since for it in known):
        return None
    minors = [it.is_minor_on(day) for it in known if it.holds_on(day)]
    return minors.count(False), minors.count(True)


@dataclass(frozen=True)
class Count:
    """How many were counted by hand on a day."""

    on: date
    adults: int
    minors: int


def are_all_listed(stays: Iterable[Stay], count: Count | None, day: date) -> bool:
    """Whether the members known by a day are no fewer than were counted by hand."""
    known = [it for it in stays if it.since <= day]
    if not known or count is None:
        return bool(known)
    then = [
        it
        for it in known
        if (it.gone_on is None or it.gone_on > count.on)
        and (it.since <= count.on or it.came == CAME[0])
    ]
    return len(then) >= count.adults + count.minors


def counted_on(
    stays: Iterable[Stay], count: Count | None, day: date
) -> tuple[int, int] | None:
    """
    Give adults and minors on a day; `None` if nobody was listed or counted by then.

    Members count once they are no fewer than those counted by hand. Until then the
    count holds, and who is known to have come, gone or grown up since changes it.
    """
    known = list(stays)
    if count is None or are_all_listed(known, count, day):
        return counts_on(known, day)
    adults, minors = count.adults, count.minors
    for it in known:
        came = it.since if it.came != CAME[0] else None
        for turn, step in ((came, 1), (it.gone_on, -1)):
            if turn is not None and count.on < turn <= day:
                minors += step * it.is_minor_on(turn)
                adults += step * (not it.is_minor_on(turn))
        grown = it.of_age_on
        if (
            grown
            and count.on < grown <= day
            and it.since < grown
            and it.holds_on(grown)
        ):
            adults, minors = adults + 1, minors - 1
    return max(adults, 0), max(minors, 0)


def comes_of_age(born_on: date) -> date:
    """Give the day on which somebody is of age. Source: art. 2 c.c."""
    try:
        return born_on.replace(year=born_on.year + AGE)
    except ValueError:
        return date(born_on.year + AGE, 3, 1)


def _role(stay: Stay, holder: UUID | None) -> str:
    if stay.person_id == holder:
        return HOLDER
    return OTHER if stay.role == HOLDER else stay.role

"""
Until when a whole household agrees to something: everybody who belongs to it then.

A case tells of all who live together, so one person's no is enough, and who comes
later is asked too. Nobody at all is nobody's yes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from intake.people.consent import Term, years_after

_DAY = timedelta(1)

Terms = Mapping[tuple[UUID, str], Sequence[Term]]


@dataclass(frozen=True, slots=True)
class Stay:
    """When a person belongs to the household; `until` is the last day."""

    person_id: UUID
    since: date
    until: date | None

    def is_on(self, day: date) -> bool:
        """Whether the person belongs to it on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def agreed_until(
    stays: Sequence[Stay],
    terms: Terms,
    purposes: Sequence[str],
    years: int | None,
    on: date,
) -> date | None:
    """
    Give the last day of those from `on` to which all agree without a gap.

    `terms` are each person's consents by purpose, which hold for `years`. `date.max`
    if nothing known ends it; nothing if somebody does not agree on the day itself.
    """

    def agree(day: date) -> bool:
        there = [it.person_id for it in stays if it.is_on(day)]
        return bool(there) and all(
            _holds(terms.get((person, purpose), ()), years, day)
            for person in there
            for purpose in purposes
        )

    if not agree(on):
        return None
    for day in sorted(it for it in _changes(stays, terms, years) if it > on):
        if not agree(day):
            return day - _DAY
    return date.max


def _holds(terms: Sequence[Term], years: int | None, day: date) -> bool:
    return any(it.holds_on(day, years) for it in terms)


def _changes(stays: Iterable[Stay], terms: Terms, years: int | None) -> Iterable[date]:
    """Give the days on which something can begin or end to be so."""
    for it in stays:
        yield it.since
        if it.until is not None and it.until < date.max:
            yield it.until + _DAY
    for given in terms.values():
        for term in given:
            yield term.since
            if term.until is not None:
                yield term.until
            if years is not None:
                yield years_after(term.since, years)

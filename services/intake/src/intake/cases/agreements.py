"""
What an agreement asks for before anything is missed: a call, or a relief.

The ledger's words about it may come in any order, so all are kept, and what is
wanted follows from the whole of them. Which of two is the later is said by their
day and by when they were written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from intake.households.tenancy import Word

AT_RISK, CALM = "AgreementAtRisk", "AgreementNoLongerAtRisk"
RELIEF, EASED = "ReliefProposed", "AgreementEased"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """
    One word about an agreement, as it was told: which, from which day, when.

    `due_on` is the day it names, if it names one; `reasons` are codes.
    """

    name: str
    effective_on: date
    word: Word
    due_on: date | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Something wanted since a day, for reasons that are codes.

    `due_on` is the day that was named; `over_on` the one on which it was over.
    """

    since_on: date
    due_on: date
    reasons: tuple[str, ...]
    over_on: date | None = None


def call_wanted(words: Iterable[Told]) -> Wanted | None:
    """
    Give the call that the last warning asks for; nothing if there was none.

    It is over when nothing speaks of a miss any more. Of a warning and an all-clear
    of one day and one instant the all-clear counts: a warning that lasts is told
    again.
    """
    known = list(words)
    last = max((it for it in known if it.name == AT_RISK), key=_by_day, default=None)
    if last is None:
        return None
    over = min(
        (
            it.effective_on
            for it in known
            if it.name == CALM and _by_day(it)[:2] >= _by_day(last)[:2]
        ),
        default=None,
    )
    return Wanted(last.effective_on, last.due_on or date.max, last.reasons, over)


def relief_wanted(words: Iterable[Told]) -> Wanted | None:
    """
    Give the relief to decide about; nothing if none was proposed.

    Proposals that nobody has answered are one, due on the earliest day. What eased
    the agreement answers those written down until then, whatever day it counts
    from: a rest is often agreed from a past day.
    """
    proposed: list[Told] = []
    eased: Told | None = None
    for it in sorted(words, key=_as_written):
        if it.name == RELIEF:
            proposed = [it] if eased else [*proposed, it]
            eased = None
        elif it.name == EASED and proposed:
            eased = eased or it
    if not proposed:
        return None
    since_on = min(it.effective_on for it in proposed)
    reasons = (code for it in proposed for code in it.reasons)
    return Wanted(
        since_on,
        min(it.due_on or date.max for it in proposed),
        tuple(dict.fromkeys(reasons)),
        max(eased.effective_on, since_on) if eased else None,
    )


def call_by(since_on: date, next_due_on: date, within_on: date) -> date:
    """Give the day by which to call: before the due day, if that is still ahead."""
    if next_due_on < since_on:
        return within_on
    return max(since_on, min(within_on, next_due_on - ONE_DAY))


def _by_day(it: Told) -> tuple[date, object, str]:
    return it.effective_on, it.word.recorded_at, it.word.letter_id


def _as_written(it: Told) -> tuple[object, bool, date, str]:
    # At one instant, what eases comes after what asks for it.
    return it.word.recorded_at, it.name == EASED, it.effective_on, it.word.letter_id

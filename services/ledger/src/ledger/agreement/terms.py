"""
How an agreement stands on the day on which a change of it is agreed.

What is promised, what of it is paid, and what is too late to be changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.account.facts import Instalment, Plan, grace_ends
from ledger.agreement.rhythm import MONTHLY
from ledger.policy import Policy, Rules

SKIP = "skip"
MOVE = "move"
EXTEND = "extend"
SETTLE_EARLY = "settle_early"
CATCH_UP = "catch_up"

#: Changes whose new instalment has a day of its own, outside the rhythm.
_ON_THEIR_OWN = (SETTLE_EARLY, CATCH_UP)


@dataclass(frozen=True, slots=True)
class Terms:
    """
    A plan, and what was paid of it by the day `on`.

    `paid` gives cents by number of instalment. `rules` are all versions of the
    figures: those of the day `on` bind the change, those of its own due day judge
    whether an instalment is missed.
    """

    plan: Plan
    on: date
    rules: Rules
    paid: Mapping[int, int]
    rhythm: str = MONTHLY

    @property
    def policy(self) -> Policy:
        """The figures in force on the day of the change."""
        return self.rules.at(self.on)

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """What is promised before the change, in the order of the due days."""
        return in_order(self.plan.schedule_on(self.on))

    @property
    def in_rhythm(self) -> list[Instalment]:
        """Those that follow one another: no down payment, nothing caught up."""
        alone, known = {0}, {it.number for it in self.plan.instalments}
        for change in self.plan.changes:
            numbers = {it.number for it in change.instalments}
            if change.kind in _ON_THEIR_OWN:
                alone |= numbers - known
            known |= numbers
        return [it for it in self.instalments if it.number not in alone]

    @property
    def next_number(self) -> int:
        """A number that no instalment has."""
        return max(it.number for it in self.instalments) + 1

    def open_cents(self, instalment: Instalment) -> int:
        """Give what is still to be paid of an instalment."""
        return max(0, instalment.amount_cents - self.paid.get(instalment.number, 0))

    def is_paid(self, instalment: Instalment) -> bool:
        """Whether it is, within the tolerance. Source: `paid_tolerance_cents`."""
        return self.open_cents(instalment) <= self.policy.paid_tolerance_cents

    def is_missed(self, instalment: Instalment) -> bool:
        """Whether its grace is over, pauses not counted. Source: `grace_days`."""
        grace_days = self.rules.at(instalment.due_on).grace_days
        rests = self.plan.pauses
        return grace_ends(instalment.due_on, grace_days, rests, self.on) is not None

    def still_to_come(self, number: int) -> Instalment:
        """
        Give an instalment that can be changed.

        `NoSuchInstalment`, `AlreadyPaid`, `AlreadyMissed`.
        """
        found = next((it for it in self.instalments if it.number == number), None)
        if found is None:
            raise NoSuchInstalment(
                f"instalment {number}: the numbers of the agreement are "
                f"{sorted(it.number for it in self.instalments)}"
            )
        if self.is_paid(found):
            raise AlreadyPaid(
                f"instalment {number}: nothing of it is left to pay, choose a later one"
            )
        if self.is_missed(found):
            raise AlreadyMissed(
                f"instalment {number} was due on {found.due_on} and its grace is over "
                f"on {self.on}: catch up what is overdue instead"
            )
        return found

    def place_in_rhythm(self, instalment: Instalment) -> int:
        """Give its place among those that follow one another; `OutOfRhythm`."""
        rhythm = self.in_rhythm
        if instalment not in rhythm:
            raise OutOfRhythm(
                f"instalment {instalment.number} is due once, on a day of its own: "
                "move it instead"
            )
        return rhythm.index(instalment)


def in_order(instalments: Iterable[Instalment]) -> tuple[Instalment, ...]:
    """Give instalments as they fall due; on one day, by their numbers."""
    return tuple(sorted(instalments, key=lambda it: (it.due_on, it.number)))


class NoSuchInstalment(Exception):
    """A number that no instalment of the agreement has."""


class AlreadyPaid(Exception):
    """A change of an instalment of which nothing is left to pay."""


class AlreadyMissed(Exception):
    """A change of an instalment whose grace is over."""


class OutOfRhythm(Exception):
    """A holiday or a longer run for what is due once."""

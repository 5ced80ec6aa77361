"""
The figures of the rules, each with its version, as they count on a day.

Every figure of intake stands here with what counts until the steering group adopts
another; who decides by one says which version it came from.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from intake.governance.deadlines import OF_CASE_WORK, RULES, NotDays

#: The version of a figure that nobody has adopted: the project's own proposal.
PROPOSAL = "proposal"
_DAYS, _CENTS, _PERCENT, _MINUTES = 999, 10_000_000, 100, 24 * 60


@dataclass(frozen=True)
class Parameter:
    """What a figure is until another is adopted, and the most that it may be."""

    default: int
    most: int


@dataclass(frozen=True, order=True)
class Used:
    """A figure that decided something: its name, its value, its policy version."""

    name: str
    value: str
    policy_version: str

    @property
    def number(self) -> int:
        """The value as a whole number: days, minutes, percent or euro cents."""
        return int(self.value)

    def __str__(self) -> str:
        return f"{self.name}={self.value} ({self.policy_version})"


#: Source: the project's own proposal; cool-down and thresholds of a first reminder
#: keep the shape of Hackney's rules, the threshold of a signal that of DDAS.
OTHERS: Mapping[str, Parameter] = {
    # Of those with a mandate so many percent, and one more, must be present.
    "quorum_percent": Parameter(50, _PERCENT),
    # A signal under it is not justified; 0 lets every signal count.
    "signal_threshold_cents": Parameter(0, _CENTS),
    # Whoever contacted a household is the last for so many days, by channel.
    "cooldown_phone_days": Parameter(3, _DAYS),
    "cooldown_sms_days": Parameter(7, _DAYS),
    "cooldown_email_days": Parameter(7, _DAYS),
    "cooldown_door_days": Parameter(7, _DAYS),
    "cooldown_concierge_days": Parameter(3, _DAYS),
    "cooldown_letter_days": Parameter(21, _DAYS),
    "cooldown_other_days": Parameter(3, _DAYS),
    "claim_minutes": Parameter(120, _MINUTES),
    # A deadline is soon so many days before; a household is silent after so many.
    "worklist_soon_days": Parameter(7, _DAYS),
    "worklist_silence_days": Parameter(30, _DAYS),
    # From how much on a first reminder is sent, and from how much on a letter.
    "reminder_sms_cents": Parameter(500, _CENTS),
    "reminder_letter_cents": Parameter(1000, _CENTS),
}
PARAMETERS: Mapping[str, Parameter] = {
    **{rule.parameter: Parameter(rule.days, _DAYS) for rule in RULES.values()},
    **{name: Parameter(number, _DAYS) for name, number in OF_CASE_WORK.items()},
    **OTHERS,
}
#: The parameters that intake alone uses; they are not told to others.
OWN_PARAMETERS = frozenset(PARAMETERS)


@dataclass(frozen=True)
class Adopted:
    """One figure of one version, and the day from which it counts."""

    effective_from: date
    policy_version: str
    name: str
    value: str


class Book:
    """Every version of the figures: what counted, counts and will count on a day."""

    def __init__(self, adopted: Iterable[Adopted]) -> None:
        self._by_name: dict[str, list[Adopted]] = {}
        for it in sorted(adopted, key=_as_adopted):
            self._by_name.setdefault(it.name, []).append(it)

    def on(self, name: str, day: date) -> Used:
        """Give a figure as it counts on a day: of those begun, the last one."""
        versions = self._by_name.get(name, [])
        place = bisect_right(versions, day, key=_begun)
        if place:
            found = versions[place - 1]
            return Used(name, found.value, found.policy_version)
        return Used(name, str(PARAMETERS[name].default), PROPOSAL)

    def numbered(self, name: str) -> Callable[[date], int]:
        """Give a figure as a function of the day."""
        return lambda day: self.on(name, day).number

    def since(self, day: date) -> dict[str, Used]:
        """Give the figures that a version sets from this very day on, by name."""
        return {
            name: self.on(name, day)
            for name in self._by_name
            if day in self.days([name])
        }

    def all_on(self, day: date) -> list[Used]:
        """Give every figure that counts on a day, by name; of others' those begun."""
        begun = (name for name, told in self._by_name.items() if _begun(told[0]) <= day)
        return [self.on(name, day) for name in sorted({*PARAMETERS, *begun})]

    def numbers(self, name: str) -> set[int]:
        """Give every number that a figure ever is, the default too."""
        told = (int(it.value) for it in self._by_name.get(name, []))
        return {PARAMETERS[name].default, *told}

    def days(self, names: Iterable[str]) -> set[date]:
        """Give the days from which one of these figures is another."""
        return {
            it.effective_from for name in names for it in self._by_name.get(name, [])
        }


def due(kind: str, since_on: date, book: Book) -> tuple[date, Used]:
    """Give the day by which a task must be done, and the figure that says so."""
    used = book.on(RULES[kind].parameter, since_on)
    return since_on + timedelta(days=used.number), used


def checked_figures(figures: Mapping[str, str]) -> None:
    """
    Refuse a figure of intake that cannot be.

    `NotDays` for one that should be days, `ImpossibleFigure` for another.
    """
    for name in OWN_PARAMETERS & figures.keys():
        text, most = figures[name], PARAMETERS[name].most
        if _is_whole(text, most):
            continue
        refused = NotDays if name.endswith("_days") else ImpossibleFigure
        raise refused(f"{name}={text!r}: give a whole number from 0 to {most}")


def _is_whole(text: str, most: int) -> bool:
    whole = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return whole and int(text) <= most


def _as_adopted(it: Adopted) -> tuple[date, str]:
    return it.effective_from, it.policy_version


def _begun(it: Adopted) -> date:
    return it.effective_from


class ImpossibleFigure(Exception):
    """A parameter whose value is no number, or too large a one."""

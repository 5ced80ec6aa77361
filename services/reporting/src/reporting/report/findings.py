"""
What each design of a plan finds in the histories, or that it finds nothing.

Every comparison is of those sought before anybody was reached; whom a building reached
is compared by where they lived and not by whether they came, except where the design
is about who came.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reporting.histories.episodes import relapsed
from reporting.histories.panel import Seen, seen
from reporting.histories.told import Estate
from reporting.report.cure import Cure, cure
from reporting.report.look import Curve, Look, Reduction, or_none
from reporting.report.plan import AnalysisPlan
from reporting.validation.before_after import Change
from reporting.validation.differences import Differences
from reporting.validation.interrupted import Interruption
from reporting.validation.matching import Matched
from reporting.validation.proportions import Proportion, proportion
from reporting.validation.staircase import Staircase

Found = TypeVar("Found")
HORIZONS = (6, 12, 24)


@dataclass(frozen=True, eq=False)
class Findings:
    """
    All that the report tells of effects; a design that found nothing is absent.

    `step` is the month in which the buildings of `differences` and `matched` were
    reached, `here` and `there` their curves and those of buildings not reached yet;
    `around` is the curve of months before and after a building was reached.
    """

    plan: AnalysisPlan
    seen: Seen
    steps: tuple[int, ...]
    step: int | None
    around: Curve | None
    here: Curve | None
    there: Curve | None
    staircase: Staircase | None
    differences: Differences | None
    alike: Differences | None
    matched: Matched | None
    interrupted: Interruption | None
    before_after: Change | None
    reductions: tuple[Reduction, ...]
    cure: Cure | None
    relapse: Proportion | None
    relapse_early: int


def find(estate: Estate, plan: AnalysisPlan, as_of: date) -> Findings:
    """Ask every design of the plan; `TooFew` if nobody was sought at all."""
    shown = seen(estate, plan.first, plan.months, plan.bands)
    look = Look(estate, plan, shown)

    def ask(code: str, question: Callable[[], Found]) -> Found | None:
        return or_none(question) if code in plan.designs else None

    again, watched, early = relapsed(estate, as_of)
    return Findings(
        plan=plan,
        seen=shown,
        steps=look.steps,
        step=look.step,
        around=look.around(),
        here=None if look.step is None else look.curve(look.in_step),
        there=None if look.step is None else look.curve(look.not_yet),
        staircase=ask("staircase", look.stairs),
        differences=ask("differences", look.differences),
        alike=ask("differences", look.alike),
        matched=ask("matched", look.matched),
        interrupted=ask("interrupted", look.interrupted),
        before_after=ask("before_after", look.before_after),
        reductions=tuple(look.reduction(it, as_of) for it in HORIZONS),
        cure=ask("time_to_cure", lambda: cure(estate, plan.first, as_of)),
        relapse=or_none(lambda: proportion(again, watched)),
        relapse_early=early,
    )

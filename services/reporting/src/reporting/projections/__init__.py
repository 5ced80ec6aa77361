"""
The projections, each named for the question it answers.

Start with `entry`, which says what a projection is; `facts`, `covered` and
`agreements_kept_and_missed` are what the indicators are counted from.
"""

from reporting.projections.agreements_kept_and_missed import AGREEMENTS_KEPT_AND_MISSED
from reporting.projections.covered import COVERED
from reporting.projections.entry import Entry, Projection, Question, question
from reporting.projections.facts import FACTS
from reporting.projections.household_timeline import HOUSEHOLD_TIMELINE
from reporting.projections.who_follows_a_case import WHO_FOLLOWS_A_CASE

__all__ = [
    "AGREEMENTS_KEPT_AND_MISSED",
    "ALL",
    "COVERED",
    "FACTS",
    "HOUSEHOLD_TIMELINE",
    "WHO_FOLLOWS_A_CASE",
    "Entry",
    "Projection",
    "Question",
    "question",
]

ALL = (
    HOUSEHOLD_TIMELINE,
    FACTS,
    COVERED,
    AGREEMENTS_KEPT_AND_MISSED,
    WHO_FOLLOWS_A_CASE,
)

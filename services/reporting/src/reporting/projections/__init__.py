"""
The three projections, each named for the question it answers.

Start with `entry`, which says what a projection is.
"""

from reporting.projections.agreements_kept_and_missed import AGREEMENTS_KEPT_AND_MISSED
from reporting.projections.entry import Entry, Projection, Question, question
from reporting.projections.household_timeline import HOUSEHOLD_TIMELINE
from reporting.projections.programme_at_a_glance import PROGRAMME_AT_A_GLANCE

__all__ = [
    "AGREEMENTS_KEPT_AND_MISSED",
    "ALL",
    "HOUSEHOLD_TIMELINE",
    "PROGRAMME_AT_A_GLANCE",
    "Entry",
    "Projection",
    "Question",
    "question",
]

ALL = (HOUSEHOLD_TIMELINE, PROGRAMME_AT_A_GLANCE, AGREEMENTS_KEPT_AND_MISSED)

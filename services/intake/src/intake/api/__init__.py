"""
HTTP of the front office: decisions, signals, households, people, cases, worklist.

Who acts on a case is known by the token: its actor is called
`organisation/person`, and only the organisation that follows the case may act.
One module for each subject; each declares its addresses on `entrance.api`.
"""

from intake.api import (
    cases,
    contacts,
    governance,
    hand_overs,
    households,
    pacts,
    people,
    signals,
    worklist,
)
from intake.api.entrance import api

__all__ = [
    "api",
    "cases",
    "contacts",
    "governance",
    "hand_overs",
    "households",
    "pacts",
    "people",
    "signals",
    "worklist",
]

"""
The workshops over HTTP: the programme, places, links, hours, budgets.

One module for each subject; each declares its addresses on `entrance.api`.
"""

from workshops.api import (
    budgets,
    calendars,
    catalogue,
    hours,
    links,
    places,
    programme,
)
from workshops.api.entrance import api

__all__ = [
    "api",
    "budgets",
    "calendars",
    "catalogue",
    "hours",
    "links",
    "places",
    "programme",
]

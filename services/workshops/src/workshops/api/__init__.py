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
from workshops.api.pages import pages

__all__ = [
    "api",
    "budgets",
    "calendars",
    "catalogue",
    "hours",
    "links",
    "pages",
    "places",
    "programme",
]

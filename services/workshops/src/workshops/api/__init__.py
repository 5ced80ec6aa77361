"""
The workshops over HTTP: the programme, places, registers, household budgets.

One module for each subject; each declares its addresses on `entrance.api`.
"""

from workshops.api import budgets, places, programme
from workshops.api.entrance import api

__all__ = ["api", "budgets", "places", "programme"]

"""
The workshops' use-cases: the programme, places, registers and household budgets.

Each method runs in the transaction of whoever calls it. They stand by subject:
`programme.py`, `places.py`, `registers.py`, `budgets.py` are what people do;
`reactions.py` and `endings.py` what follows when others tell something; all on
`bookkeeping.py`.
"""

from workshops.application.budgets import Budgets
from workshops.application.endings import Endings
from workshops.application.programme import Programme
from workshops.application.reactions import Reactions
from workshops.application.registers import Registers


class Workshops(Programme, Registers, Budgets, Reactions, Endings):
    """Workshops, enrolments, attendance and household budgets."""

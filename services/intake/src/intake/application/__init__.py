"""
The front office's use-cases: what is decided, heard, met, agreed and done.

Each method runs in the transaction of whoever calls it. They stand by subject:
`governance.py`, `households.py`, `people.py`, `cases.py` are what people do;
`forestalling.py` what follows when others tell something; `questions.py` what can be
asked; all on `reactions.py`.
"""

from intake.application.contacts import Contacting
from intake.application.forestalling import Forestalling
from intake.application.governance import Governance
from intake.application.people import People
from intake.application.questions import Questions


class Intake(Governance, People, Contacting, Forestalling, Questions):
    """The steering group's front office."""

"""
The front office's use-cases: what is decided, heard, met, agreed and done.

Each method runs in the transaction of whoever calls it. They stand by subject:
`governance.py`, `proposals.py`, `households.py`, `people.py`, `cases.py`,
`contacts.py`, `pacts.py`, `hand_overs.py`, `signals.py`, `worklist.py` are what people
do; `forestalling.py` what follows when others tell something; `questions.py` what can
be asked; all on `reactions.py`.
"""

from intake.application.contacts import Contacting
from intake.application.forestalling import Forestalling
from intake.application.hand_overs import HandOvers
from intake.application.pacts import Pacts
from intake.application.people import People
from intake.application.proposals import Proposals
from intake.application.questions import Questions
from intake.application.worklist import Worklist


class Intake(
    Worklist,
    Proposals,
    People,
    Contacting,
    Pacts,
    HandOvers,
    Forestalling,
    Questions,
):
    """The steering group's front office."""

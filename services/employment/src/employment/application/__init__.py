"""
Employment's use-cases, each in the transaction of whoever calls it.

They stand by subject: `pathways.py`, `profiles.py`, `vacancies.py`,
`candidacies.py`, `traineeships.py` and `placements.py` are what the job desk does;
`reactions.py` what follows when others tell something; `questions.py` what can be
asked; all on `desk.py`.
"""

from employment.application.candidacies import Candidacies
from employment.application.desk import ConsentMissing
from employment.application.pathways import PathwayOpen, Pathways
from employment.application.placements import Placements
from employment.application.profiles import Profiles
from employment.application.questions import Questions
from employment.application.reactions import Reactions
from employment.application.traineeships import Traineeships
from employment.application.vacancies import Vacancies

__all__ = ["ConsentMissing", "Employment", "PathwayOpen"]


class Employment(
    Pathways,
    Profiles,
    Vacancies,
    Candidacies,
    Traineeships,
    Placements,
    Reactions,
    Questions,
):
    """The job services."""

"""
HTTP of the job services: pathways, vacancies, traineeships, jobs and their checks.

One module for each subject; each declares its addresses on `entrance.api`.
"""

from employment.api import pathways, placements, traineeships, vacancies
from employment.api.entrance import api

__all__ = ["api", "pathways", "placements", "traineeships", "vacancies"]

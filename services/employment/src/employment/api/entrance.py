"""What all of employment's addresses share, and the status of each refusal."""

from azione0.door.api import Api
from employment.access import ACCESS
from employment.pathway.pathway import BeforePathway, ImpossibleProfile
from employment.placements.placement import (
    EndBeforeStart,
    ImpossibleContract,
    ShorterExtension,
    UnilavMissing,
)
from employment.reason import NotACode
from employment.traineeships.traineeship import ImpossibleTraineeship

api = Api(
    "employment",
    access=ACCESS,
    about="Ways to work: pathways, traineeships, jobs, and whether the jobs last.",
    refusals={
        BeforePathway: 422,
        EndBeforeStart: 422,
        ImpossibleContract: 422,
        ImpossibleProfile: 422,
        ImpossibleTraineeship: 422,
        NotACode: 422,
        ShorterExtension: 422,
        UnilavMissing: 422,
    },
)

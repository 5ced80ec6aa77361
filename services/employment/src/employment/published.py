"""What of employment's events others hear; of most, nothing."""

from functools import singledispatch

from azione0.contract import Contract
from azione0.contracts import employment as say
from azione0.contracts.employment import (
    CommitmentKept,
    CommitmentMissed,
    JobEnded,
    JobPlaced,
    PathwayOpened,
    ProfileAssessed,
    RetentionConfirmed,
    ServicePactSigned,
    TraineeshipEnded,
    TraineeshipProlonged,
    TraineeshipStarted,
)
from employment.forgotten import Forgotten
from employment.pathway.pathway import Pathway
from employment.placements.placement import Placement
from employment.traineeships.traineeship import Traineeship


@singledispatch
def announce(event: object) -> Contract | None:
    """Give what others hear of an event; of most events, nothing."""
    return None


@announce.register
def _(event: Forgotten.Confirmed) -> Contract:
    return say.SubjectErasureConfirmed(
        person_id=event.person_id,
        household_id=event.household_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Pathway.PathwayOpened) -> Contract:
    return PathwayOpened(
        pathway_id=event.originator_id,
        household_id=event.household_id,
        person_id=event.person_id,
        programme_code=event.programme_code,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Pathway.ProfileAssessed) -> Contract:
    return ProfileAssessed(
        pathway_id=event.originator_id,
        household_id=event.household_id,
        person_id=event.person_id,
        programme_code=event.programme_code,
        path=event.path,
        band=event.band,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Pathway.ServicePactSigned) -> Contract:
    return ServicePactSigned(
        pathway_id=event.originator_id,
        household_id=event.household_id,
        person_id=event.person_id,
        programme_code=event.programme_code,
        signed_on=event.effective_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Pathway.CommitmentKept) -> Contract:
    return CommitmentKept(
        case_id=event.case_id,
        household_id=event.household_id,
        commitment_id=event.commitment_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Pathway.CommitmentMissed) -> Contract:
    return CommitmentMissed(
        case_id=event.case_id,
        household_id=event.household_id,
        commitment_id=event.commitment_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Traineeship.TraineeshipStarted) -> Contract:
    return TraineeshipStarted(
        traineeship_id=event.originator_id,
        pathway_id=event.pathway_id,
        household_id=event.household_id,
        person_id=event.person_id,
        start_on=event.start_on,
        planned_end_on=event.planned_end_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Traineeship.TraineeshipProlonged) -> Contract:
    return TraineeshipProlonged(
        traineeship_id=event.originator_id,
        pathway_id=event.pathway_id,
        household_id=event.household_id,
        person_id=event.person_id,
        planned_end_on=event.planned_end_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Traineeship.TraineeshipEnded) -> Contract:
    return TraineeshipEnded(
        traineeship_id=event.originator_id,
        pathway_id=event.pathway_id,
        household_id=event.household_id,
        person_id=event.person_id,
        end_on=event.end_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Placement.JobPlaced) -> Contract:
    return JobPlaced(
        placement_id=event.originator_id,
        household_id=event.household_id,
        person_id=event.person_id,
        pathway_id=event.pathway_id,
        contract_kind=event.contract_kind,
        start_on=event.start_on,
        hours_band=event.hours_band,
        qualifying=event.qualifying,
        planned_end_on=event.planned_end_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Placement.RetentionConfirmed) -> Contract:
    return RetentionConfirmed(
        placement_id=event.originator_id,
        household_id=event.household_id,
        person_id=event.person_id,
        checkpoint_days=event.checkpoint_days,
        status=event.status,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Placement.JobEnded) -> Contract:
    return JobEnded(
        placement_id=event.originator_id,
        household_id=event.household_id,
        person_id=event.person_id,
        end_on=event.end_on,
        days_worked=event.days_worked,
        effective_on=event.effective_on,
    )

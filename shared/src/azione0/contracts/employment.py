"""
What the job services say: pathways, traineeships, placements and how they last.

Employer, contract code and pay stay in employment. A traineeship is not a job.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from azione0.contract import Contract, Economic, Plain, contract
from azione0.contracts import partner

FRONT_OFFICE = ["intake", "reporting"]
AND_LEDGER = ["ledger", *FRONT_OFFICE]


@contract(publisher="employment", audience=FRONT_OFFICE)
class PathwayOpened(Contract):
    """A person begins a way to work, under a funding programme."""

    pathway_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    programme_code: Plain[str]


@contract(publisher="employment", audience=FRONT_OFFICE)
class ProfileAssessed(Contract):
    """How far a person is from work: GOL `path` 1 to 5, or Dote `band` 1 to 4."""

    pathway_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    programme_code: Plain[str]
    path: Plain[int | None] = None
    band: Plain[int | None] = None


@contract(publisher="employment", audience=FRONT_OFFICE)
class ServicePactSigned(Contract):
    """A person signed the personalised service pact. Source: D.Lgs. 150/2015."""

    pathway_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    programme_code: Plain[str]
    signed_on: Plain[date]


@contract(publisher="employment", audience=AND_LEDGER)
class TraineeshipStarted(Contract):
    """A person began a traineeship, planned to end on `planned_end_on`."""

    traineeship_id: Plain[UUID]
    pathway_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    start_on: Plain[date]
    planned_end_on: Plain[date]


@contract(publisher="employment", audience=AND_LEDGER)
class TraineeshipProlonged(Contract):
    """
    A traineeship goes on until `planned_end_on`, a later day than was planned.

    If it was said to have ended at its term, it has not: the prolongation was told
    late. Source: DGR Lombardia 7763/2018.
    """

    traineeship_id: Plain[UUID]
    pathway_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    planned_end_on: Plain[date]


@contract(publisher="employment", audience=AND_LEDGER)
class TraineeshipEnded(Contract):
    """A traineeship ended; `end_on` was its last day."""

    traineeship_id: Plain[UUID]
    pathway_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    end_on: Plain[date]


@contract(publisher="employment", audience=AND_LEDGER)
class JobPlaced(Contract):
    """
    A person was hired and started on `start_on`.

    `qualifying` if permanent or planned for at least 180 days, and at least
    16 hours a week. Source: policy parameters of placement.
    """

    placement_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    pathway_id: Plain[UUID]
    contract_kind: Economic[
        Literal[
            "permanent",
            "fixed_term",
            "apprenticeship",
            "agency",
            "intermittent",
            "domestic",
        ]
    ]
    start_on: Plain[date]
    hours_band: Economic[Literal["under_16", "16_to_29", "30_or_more"]]
    qualifying: Economic[bool]
    planned_end_on: Plain[date | None] = None


@contract(publisher="employment", audience=AND_LEDGER)
class RetentionConfirmed(Contract):
    """Whether a person still works `checkpoint_days` (30, 90, 180, 365) after."""

    placement_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    checkpoint_days: Plain[int]
    status: Economic[Literal["retained", "not_retained"]]


@contract(publisher="employment", audience=AND_LEDGER)
class JobEnded(Contract):
    """A job ended; `end_on` was the last day worked, both ends count as days."""

    placement_id: Plain[UUID]
    household_id: Plain[UUID]
    person_id: Plain[UUID]
    end_on: Plain[date]
    days_worked: Economic[int]


@contract(publisher="employment", audience=FRONT_OFFICE)
class CommitmentKept(partner.CommitmentKept):
    """On `effective_on` a household kept a commitment of its pact."""


@contract(publisher="employment", audience=FRONT_OFFICE)
class CommitmentMissed(partner.CommitmentMissed):
    """On `effective_on` a commitment of the pact was found not kept."""


@contract(publisher="employment", audience=FRONT_OFFICE)
class SubjectErasureConfirmed(partner.SubjectErasureConfirmed):
    """Employment destroyed its key to a person's data. Source: art. 17 GDPR."""

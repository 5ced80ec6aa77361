"""What was stored before an event grew a field is read as before."""

import json
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from azione0.transcoder import EventMapper
from employment.pathway.pathway import Pathway
from employment.placements.placement import Placement
from employment.placements.terms import PrivateTerms
from employment.traineeships.traineeship import Traineeship

WHO = {
    "pathway_id": str(UUID(int=2)),
    "household_id": str(UUID(int=3)),
    "person_id": str(UUID(int=4)),
}


def read(topic, version=1, **state):
    stored = StoredEvent(UUID(int=1), version, topic, json.dumps(state).encode())
    return EventMapper().to_domain_event(stored)


def planned():
    return read(
        "employment.Placement.Planned",
        **WHO,
        contract_kind="permanent",
        start_on="2025-05-05",
        planned_end_on=None,
        hours_per_week="20",
        unilav_code="UNILAV0000000001",
        effective_on="2025-05-02",
    )


def test_a_job_planned_without_terms_has_none():
    job = planned().mutate(None)
    assert isinstance(job, Placement)
    assert (job.terms, job.notice_days_late) == (PrivateTerms(), 0)
    noted = read(
        "employment.Placement.UnilavReceived",
        2,
        unilav_code="UNILAV0000000002",
        effective_on="2025-06-01",
    )
    assert noted.mutate(job).notice_days_late == 0


def test_a_traineeship_begun_without_a_condition_is_an_ordinary_one():
    trainee = read(
        "employment.Traineeship.TraineeshipStarted",
        **WHO,
        start_on="2025-03-03",
        planned_end_on="2025-06-02",
        category="ordinary",
        allowance_cents=50000,
        rules_version="DGR-7763-2018",
        effective_on="2025-03-03",
    ).mutate(None)
    assert isinstance(trainee, Traineeship)
    assert trainee.condition == "ordinary"


def test_a_profile_assessed_without_months_sets_no_length():
    who = {key: held for key, held in WHO.items() if key != "pathway_id"}
    pathway = read(
        "employment.Pathway.PathwayOpened",
        **who,
        programme_code="GOL",
        effective_on="2025-03-03",
    ).mutate(None)
    assessed = read(
        "employment.Pathway.ProfileAssessed",
        2,
        **who,
        programme_code="GOL",
        path=4,
        band=None,
        effective_on="2025-03-03",
    ).mutate(pathway)
    assert isinstance(assessed, Pathway)
    assert (assessed.reached, assessed.months) == ("profiled", None)

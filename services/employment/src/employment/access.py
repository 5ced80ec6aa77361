"""What each of employment's addresses is about, for who may use it."""

from collections.abc import Mapping
from typing import Any

from azione0.access.declared import Declared, Named, household, noun, row_of
from employment.pathway.pathway import Pathway
from employment.placements.placement import Placement
from employment.traineeships.traineeship import Traineeship

_PATHWAY = noun(Pathway, "pathway_id")
_PLACEMENT = noun(Placement, "placement_id")
_TRAINEESHIP = noun(Traineeship, "traineeship_id")


def _candidacy(application: Any, said: Mapping[str, Any]) -> Named | None:
    found = application.household_of_candidacy(said["candidacy_id"])
    return None if found is None else Named(found)


ACCESS = {
    # programmes and words, about nobody
    "adopt_programme": Declared("govern", "none"),
    "programme": Declared("list", "none"),
    "occupations": Declared("list", "none"),
    "skills": Declared("list", "none"),
    # pathways
    "open_pathway": Declared("serve", "none", household()),
    "pathway": Declared("read", "none", _PATHWAY),
    "offers": Declared("list", "none", rows=row_of),
    "assess_profile": Declared("serve", "none", _PATHWAY),
    "sign_service_pact": Declared("serve", "none", _PATHWAY),
    "record_appointment": Declared("serve", "none", _PATHWAY),
    "interrupt_pathway": Declared("serve", "none", _PATHWAY),
    "declare_availability": Declared("serve", "none", _PATHWAY),
    "plan_action": Declared("serve", "none", _PATHWAY),
    "actions": Declared("read", "none", _PATHWAY),
    "do_action": Declared("serve", "none", _PATHWAY),
    "drop_action": Declared("serve", "none", _PATHWAY),
    "suspend_pathway": Declared("serve", "none", _PATHWAY),
    "resume_pathway": Declared("serve", "none", _PATHWAY),
    "prolong_pathway": Declared("serve", "none", _PATHWAY),
    "length": Declared("read", "none", _PATHWAY),
    "describe_profile": Declared("serve", "economic", _PATHWAY),
    "profile": Declared("read", "economic", _PATHWAY),
    # employers and vacancies, about nobody; who fits them
    "register_employer": Declared("serve", "none"),
    "let_employer_leave": Declared("serve", "none"),
    "open_vacancy": Declared("serve", "none"),
    "vacancies": Declared("list", "none"),
    "vacancy": Declared("list", "none"),
    "close_vacancy": Declared("serve", "none"),
    "matches": Declared("list", "economic", rows=row_of),
    # applications
    "applications": Declared("list", "none", rows=row_of),
    "apply": Declared("serve", "none", _PATHWAY),
    "applications_of": Declared("read", "none", _PATHWAY),
    "candidacy": Declared("read", "none", _candidacy),
    "process_candidacy": Declared("serve", "none", _candidacy),
    "postpone_candidacy": Declared("serve", "none", _candidacy),
    "share_candidacy": Declared("serve", "economic", _candidacy),
    "sheet": Declared("read", "economic", _candidacy),
    "sheet_pdf": Declared("read", "economic", _candidacy),
    "accept_candidacy": Declared("serve", "none", _candidacy),
    "refuse_candidacy": Declared("serve", "none", _candidacy),
    "cancel_candidacy": Declared("serve", "none", _candidacy),
    "reset_candidacy": Declared("serve", "none", _candidacy),
    "transfer_candidacy": Declared("serve", "none", _candidacy),
    # traineeships
    "start_traineeship": Declared("serve", "none", _PATHWAY),
    "end_traineeship": Declared("serve", "none", _TRAINEESHIP),
    "prolong_traineeship": Declared("serve", "none", _TRAINEESHIP),
    "record_attendance": Declared("serve", "economic", _TRAINEESHIP),
    # jobs
    "plan_placement": Declared("serve", "none", _PATHWAY),
    "placement": Declared("read", "none", _PLACEMENT),
    "receive_unilav": Declared("serve", "none", _PLACEMENT),
    "start_job": Declared("serve", "none", _PLACEMENT),
    "give_up_placement": Declared("serve", "none", _PLACEMENT),
    "extend_job": Declared("serve", "none", _PLACEMENT),
    "end_job": Declared("serve", "none", _PLACEMENT),
    "verify_job": Declared("serve", "none", _PLACEMENT),
    "chases": Declared("list", "none", rows=row_of),
    # days
    "close_day": Declared("close_day", "none"),
    "checks_to_make": Declared("list", "none", rows=row_of),
    "record_job_check": Declared("serve", "none", household()),
}

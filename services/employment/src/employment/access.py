"""What each of employment's addresses is about, for who may use it."""

from azione0.access.declared import Declared, household, noun, row_of
from employment.pathway.pathway import Pathway
from employment.placements.placement import Placement
from employment.traineeships.traineeship import Traineeship

_PATHWAY = noun(Pathway, "pathway_id")
_PLACEMENT = noun(Placement, "placement_id")

ACCESS = {
    # pathways
    "open_pathway": Declared("serve", "none", household()),
    "pathway": Declared("read", "none", _PATHWAY),
    "offers": Declared("list", "none", rows=row_of),
    "assess_profile": Declared("serve", "none", _PATHWAY),
    "sign_service_pact": Declared("serve", "none", _PATHWAY),
    "record_appointment": Declared("serve", "none", _PATHWAY),
    "interrupt_pathway": Declared("serve", "none", _PATHWAY),
    "start_traineeship": Declared("serve", "none", _PATHWAY),
    "end_traineeship": Declared("serve", "none", noun(Traineeship, "traineeship_id")),
    # jobs
    "plan_placement": Declared("serve", "none", _PATHWAY),
    "placement": Declared("read", "none", _PLACEMENT),
    "receive_unilav": Declared("serve", "none", _PLACEMENT),
    "start_job": Declared("serve", "none", _PLACEMENT),
    "give_up_placement": Declared("serve", "none", _PLACEMENT),
    "extend_job": Declared("serve", "none", _PLACEMENT),
    "end_job": Declared("serve", "none", _PLACEMENT),
    # days
    "close_day": Declared("close_day", "none"),
    "checks_to_make": Declared("list", "none", rows=row_of),
    "record_job_check": Declared("serve", "none", household()),
}

"""What each of the workshops' addresses is about, for who may use it."""

from azione0.access.declared import Declared, household, noun, row_of
from workshops.budgets.budget import HouseholdBudget
from workshops.labs.enrolment import Enrolment
from workshops.labs.hours import HoursGiven
from workshops.labs.invitation import Invitation

_PLACE = noun(Enrolment, "enrolment_id")
_BUDGET = noun(HouseholdBudget, "budget_id")

ACCESS = {
    # workshops, which are about no household
    "schedule_workshop": Declared("serve", "none"),
    "list_workshops": Declared("list", "none"),
    "workshop": Declared("serve", "none"),
    "change_capacity": Declared("serve", "none"),
    "register_session": Declared("serve", "none"),
    "move_session": Declared("serve", "none"),
    "cancel_session": Declared("serve", "none"),
    "complete_workshop": Declared("serve", "none"),
    "cancel_workshop": Declared("serve", "none"),
    "load_thresholds": Declared("govern", "none"),
    "arrange_session": Declared("serve", "none"),
    "count_community": Declared("serve", "none"),
    "notices_owed": Declared("list", "none", rows=row_of),
    "give_notice": Declared("serve", "none"),
    # the catalogue
    "catalogue": Declared("serve", "none"),
    "load_catalogue": Declared("serve", "none"),
    "retire_template": Declared("serve", "none"),
    "plan_from_template": Declared("serve", "none"),
    # hours for the estate, and the questionnaire as a whole
    "enter_hours": Declared("serve", "none", household()),
    "correct_hours": Declared("serve", "none", noun(HoursGiven, "hours_id")),
    "hours_between": Declared("serve", "none"),
    "questionnaire": Declared("serve", "none"),
    "questionnaire_changes": Declared("serve", "none"),
    # places
    "enrol": Declared("serve", "none", household()),
    "enrol_for_pact": Declared("serve", "none", household()),
    "enrol_guest": Declared("serve", "none"),
    "invite": Declared("serve", "none", household()),
    "revoke_invitation": Declared("serve", "none", noun(Invitation, "invitation_id")),
    "answer_questionnaire": Declared("serve", "none", _PLACE),
    "certificate": Declared("read", "none", _PLACE),
    "certificate_pdf": Declared("read", "none", _PLACE),
    "enrolment": Declared("read", "none", _PLACE),
    "leave": Declared("serve", "none", _PLACE),
    "correct_attendance": Declared("serve", "none", _PLACE),
    # budgets
    "draft_budget": Declared("budget", "economic", household()),
    "budget": Declared("read", "economic", _BUDGET),
    "budget_plan": Declared("read", "economic", _BUDGET),
    "assessment": Declared("read", "economic", _BUDGET),
    "redraft_budget": Declared("budget", "economic", _BUDGET),
    "agree_budget": Declared("budget", "economic", _BUDGET),
    "review_budget": Declared("budget", "economic", _BUDGET),
    "reviews_proposed": Declared("list", "economic", rows=row_of),
    "day_by_day": Declared("read", "economic", _BUDGET),
    "envelopes": Declared("read", "economic", _BUDGET),
    "what_if": Declared("read", "economic", _BUDGET),
    "repayment": Declared("read", "economic", _BUDGET),
    "budget_versions": Declared("read", "economic", household()),
    "budgets_around": Declared("read", "economic", _PLACE),
}

"""What each of the front office's addresses is about, for who may use it."""

from collections.abc import Mapping
from typing import Any

from azione0.access.declared import Declared, Named, household, noun, row_of
from intake.application import Intake
from intake.cases.case import Case
from intake.cases.hand_over import HandOver
from intake.cases.task import Task
from intake.people.consent import Consent, consent_key

_CASE = noun(Case, "case_id")


def _consent(intake: Intake, said: Mapping[str, Any]) -> Named | None:
    found = intake.find(Consent, consent_key(said["person_id"], said["purpose"]))
    return Named(found.household_id) if found else None


ACCESS = {
    # governance
    "adopt_target": Declared("govern", "none"),
    "supersede_target": Declared("govern", "none"),
    "adopt_policy": Declared("govern", "none"),
    # households
    "register_household": Declared("work", "economic"),
    "count_household": Declared("work", "economic", household()),
    "change_household": Declared("work", "none", household()),
    "add_member": Declared("work", "none", household()),
    "lose_member": Declared("work", "none", household()),
    "come_of_age": Declared("work", "none", household()),
    "separate_household": Declared("work", "none", household()),
    "record_means": Declared("work", "economic", household()),
    "members": Declared("read", "none", household()),
    "composition": Declared("read", "economic", household()),
    "households": Declared("list", "economic", rows=row_of),
    "story": Declared("read", "economic", household()),
    "signals": Declared("list", "economic", rows=row_of),
    # people
    "give_consent": Declared("consent", "none", household()),
    "withdraw_consent": Declared("consent", "none", _consent),
    # cases
    "open_case": Declared("work", "none", household()),
    "record_contact": Declared("work", "none", _CASE),
    "assess": Declared("work", "special", _CASE),
    "take_in_charge": Declared("work", "none", _CASE),
    "assess_fault": Declared("decide", "economic", _CASE),
    "suspend_case": Declared("work", "none", _CASE),
    "resume_case": Declared("work", "none", _CASE),
    "close_case": Declared("work", "none", _CASE),
    "reopen_case": Declared("work", "none", _CASE),
    "complete_task": Declared("work", "none", noun(Task, "task_id")),
    # contacts
    "send_invitation": Declared("work", "none", _CASE),
    "send_letter": Declared("work", "none", _CASE),
    "return_letter": Declared("work", "none", _CASE),
    "make_appointment": Declared("work", "none", _CASE),
    "conclude_appointment": Declared("work", "none", _CASE),
    "contact_status": Declared("read", "none", _CASE),
    "letters_sent": Declared("read", "none", _CASE),
    "letter_draft": Declared("read", "none", _CASE),
    "appointments": Declared("read", "none", _CASE),
    # pacts, the team, needs
    "revise_pact": Declared("work", "none", _CASE),
    "check_commitment": Declared("work", "none", _CASE),
    "settle_commitment": Declared("work", "none", _CASE),
    "review_case": Declared("work", "none", _CASE),
    "name_reference": Declared("work", "none", _CASE),
    "join_team": Declared("work", "none", _CASE),
    "leave_team": Declared("work", "none", _CASE),
    "commitments": Declared("read", "none", _CASE),
    "references": Declared("read", "none", _CASE),
    "team": Declared("read", "none", _CASE),
    "assessments": Declared("read", "special", _CASE),
    "needs_changed": Declared("read", "special", _CASE),
    "needs_matrix": Declared("list", "none"),
    # hand-overs: who is to receive a case does not follow it yet
    "propose_hand_over": Declared("hand_over", "none", _CASE),
    "accept_hand_over": Declared("hand_over", "none"),
    "decline_hand_over": Declared("hand_over", "none"),
    "withdraw_hand_over": Declared("hand_over", "none", noun(HandOver, "hand_over_id")),
    "hand_overs": Declared("hand_over", "none"),
    # lists
    "cases": Declared("list", "none", rows=row_of),
    "tasks": Declared("list", "none", rows=row_of),
}

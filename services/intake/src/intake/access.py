"""What each of the front office's addresses is about, for who may use it."""

from collections.abc import Mapping
from typing import Any

from azione0.access.declared import Declared, Named, household, noun, row_of
from intake.application import Intake
from intake.cases.case import Case
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
    "assign_case": Declared("hand_over", "none", _CASE),
    "suspend_case": Declared("work", "none", _CASE),
    "resume_case": Declared("work", "none", _CASE),
    "close_case": Declared("work", "none", _CASE),
    "reopen_case": Declared("work", "none", _CASE),
    "complete_task": Declared("work", "none", noun(Task, "task_id")),
    "cases": Declared("list", "none", rows=row_of),
    "tasks": Declared("list", "none", rows=row_of),
}

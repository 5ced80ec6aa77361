"""What each of the front office's addresses is about, for who may use it."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any
from uuid import UUID

from azione0.access.declared import (
    Declared,
    Named,
    household,
    noun,
    other_household,
    row_of,
)
from intake.application import Intake
from intake.cases.case import Case
from intake.cases.hand_over import HandOver
from intake.cases.task import Task
from intake.people.consent import Consent, consent_key
from intake.people.person import Person

_CASE = noun(Case, "case_id")
_PERSON = noun(Person, "person_id")


def _consent(intake: Intake, said: Mapping[str, Any]) -> Named | None:
    found = intake.find(Consent, consent_key(said["person_id"], said["purpose"]))
    return Named(found.household_id) if found else None


def households_of_rows(intake: Intake, said: Mapping[str, Any]) -> Iterable[Named]:
    """Give the households that the rows of an import name, and that are there."""
    for row in said["rows"]:
        found = row.get("household_id")
        if found is None and row.get("creditor_id"):
            found = intake.household_of(row["creditor_id"], row.get("tenancy_id") or "")
        if found is not None:
            yield Named(found if isinstance(found, UUID) else UUID(found))


def _both(row: Any) -> Iterable[Named]:
    return Named(row.one_id), Named(row.other_id)


def _whole(row: Any, hidden: AbstractSet[Named]) -> Any:
    """Two households are shown side by side to who may see both."""
    return None if hidden else row


def _candidates(row: Any) -> Iterable[Named]:
    return (Named(it.household_id) for it in row.candidates)


def _of_candidates(row: Any, hidden: AbstractSet[Named]) -> Any:
    """Tell of whose a referral may be those that one may see; it waits for all."""
    seen = (it for it in row.candidates if Named(it.household_id) not in hidden)
    return replace(row, candidates=tuple(seen))


ACCESS = {
    # governance
    "mandate_organisation": Declared("govern", "none"),
    "end_mandate": Declared("govern", "none"),
    "seat_member": Declared("govern", "none"),
    "end_seat": Declared("govern", "none"),
    "mandates": Declared("list", "none"),
    "hold_meeting": Declared("govern", "none"),
    "meetings": Declared("govern", "none"),
    "propose_decision": Declared("govern", "none"),
    "vote": Declared("govern", "none"),
    "take_decision": Declared("govern", "none"),
    "decisions": Declared("govern", "none"),
    "adopt_target": Declared("govern", "none"),
    "draft_target": Declared("govern", "none"),
    "revise_target": Declared("govern", "none"),
    "adopt_draft": Declared("govern", "none"),
    "supersede_target": Declared("govern", "none"),
    "targets": Declared("govern", "none"),
    "preview_target": Declared("list", "economic", rows=row_of),
    "summarise_target": Declared("figures", "aggregate"),
    "adopt_policy": Declared("govern", "none"),
    "proposals": Declared("govern", "none"),
    "adopt_proposal": Declared("govern", "none"),
    "dismiss_proposal": Declared("govern", "none"),
    "policies": Declared("list", "none"),
    "figures": Declared("list", "none"),
    "record_agreement": Declared("govern", "none"),
    "end_agreement": Declared("govern", "none"),
    "controller_agreements": Declared("list", "none"),
    "coverage": Declared("list", "none"),
    # signals
    "refer": Declared("work", "none"),
    "match_referral": Declared("work", "none", household()),
    "dismiss_referral": Declared("work", "none"),
    "referrals_waiting": Declared(
        "work", "none", parts=_candidates, without=_of_candidates
    ),
    "received": Declared("list", "economic", rows=row_of),
    "selections": Declared("list", "economic", rows=row_of),
    "duplicates": Declared("list", "none", parts=_both, without=_whole),
    "merge_households": Declared(
        "work", "none", household("survivor_id"), also=other_household("merged_id")
    ),
    "part_households": Declared(
        "work", "none", household("one_id"), also=other_household("other_id")
    ),
    "keep_apart": Declared(
        "work", "none", household("one_id"), also=other_household("other_id")
    ),
    # worklist
    "worklist": Declared("list", "economic", rows=row_of),
    "worklist_size": Declared("list", "none"),
    "worklist_criteria": Declared("list", "none"),
    "claim_household": Declared("work", "none", household()),
    "release_household": Declared("work", "none", household()),
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
    "register_person": Declared("work", "identity", household()),
    # Its answer tells ids alone; each row's household must be one's own.
    "import_persons": Declared("work", "none", also=households_of_rows),
    "rectify_person": Declared("work", "identity", _PERSON),
    "leave_household": Declared("work", "none", _PERSON),
    "write_note": Declared("work", "special", _PERSON),
    "give_notice": Declared("consent", "none", _PERSON),
    "request_erasure": Declared("work", "none", _PERSON),
    "erase_person": Declared("erase", "special", _PERSON),
    "approve_retention": Declared("erase", "none", _PERSON),
    "carry_out_retention": Declared("erase", "none"),
    "publish_notice": Declared("govern", "none"),
    "persons": Declared("list", "none", rows=row_of),
    "read_person": Declared("read", "identity", _PERSON),
    "read_household": Declared("read", "identity", household()),
    "read_notes": Declared("read", "special", _PERSON),
    "dossier": Declared("export", "special", _PERSON),
    "holds": Declared("read", "none", _PERSON),
    "accesses": Declared("read_log", "none"),
    "purposes": Declared("list", "none"),
    "erasures": Declared("review", "none", rows=row_of),
    "erasure_receipts": Declared("review", "none", rows=row_of),
    "retention_endings": Declared("review", "none", rows=row_of),
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
    "correct_appointment": Declared("work", "none", _CASE),
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

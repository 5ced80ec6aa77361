"""
By when each kind of task must be done, and how urgent it is.

Every figure is a policy parameter; those here count until the steering group
adopts others.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """The policy parameter of a kind of task, its days by default, its urgency."""

    parameter: str
    days: int
    urgency: int


#: Kinds of task; urgency 1 comes first. Source: the project's own proposal.
RULES: Mapping[str, Rule] = {
    "answer_eviction": Rule("eviction_answer_days", 3, 1),
    "answer_default_notice": Rule("default_notice_answer_days", 10, 1),
    "call": Rule("call_days", 5, 2),
    "call_before_due": Rule("early_call_days", 3, 2),
    "propose_relief": Rule("relief_proposal_days", 10, 2),
    "review_breach": Rule("breach_review_days", 10, 2),
    "first_contact": Rule("first_contact_days", 30, 3),
    "contact_again": Rule("contact_again_days", 7, 3),
    "assess": Rule("assessment_days", 45, 3),
    "review_case": Rule("case_review_days", 10, 3),
    "reassess": Rule("reassessment_days", 30, 4),
    "review_commitment": Rule("commitment_review_days", 10, 3),
    "review_income": Rule("income_review_days", 10, 3),
    "follow_dispute": Rule("dispute_days", 30, 4),
    "review_closed_account": Rule("closed_account_days", 15, 4),
    "answer_erasure_request": Rule("erasure_answer_days", 30, 3),
    "review_broken_glass": Rule("glass_review_days", 7, 2),
    "approve_retention": Rule("retention_approval_days", 60, 5),
    "chase_erasure": Rule("erasure_receipt_days", 3, 2),
    "validate_agreement": Rule("agreement_validation_days", 15, 4),
    "propose_closing": Rule("closing_proposal_days", 30, 5),
}
#: Figures of case work that are no task's: days, or months, as the name says.
OF_CASE_WORK: Mapping[str, int] = {
    "invitation_days": 15,
    "case_review_months": 3,
    "reassessment_first_months": 6,
    "reassessment_second_months": 12,
    "reassessment_third_months": 24,
    "reassessment_early_days": 60,
}
#: After how many months in charge the needs are assessed again.
REASSESSMENTS = (
    "reassessment_first_months",
    "reassessment_second_months",
    "reassessment_third_months",
)


class NotDays(Exception):
    """A parameter that should be a number of days."""

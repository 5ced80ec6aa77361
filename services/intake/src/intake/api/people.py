"""What people decide about what is theirs, over HTTP."""

from datetime import date
from uuid import UUID

from intake.api.entrance import api
from intake.application import Intake
from intake.forms import people as forms


@api.command("/consents", forms.NewConsent)
def give_consent(
    intake: Intake,
    person_id: UUID,
    household_id: UUID,
    purpose: str,
    text_version: str,
    on: date,
) -> None:
    """Record a person's consent to one optional purpose."""
    intake.give_consent(person_id, household_id, purpose, text_version, on)


@api.command("/consents/withdrawals", forms.ConsentEnd)
def withdraw_consent(intake: Intake, person_id: UUID, purpose: str, on: date) -> None:
    """End a consent from a day."""
    intake.withdraw_consent(person_id, purpose, on)

"""What people decide about what is theirs."""

from datetime import date
from uuid import UUID

from intake.application.households import Households
from intake.people.consent import Consent, NoConsent, checked_purpose, consent_key


class People(Households):
    """The use-cases of persons."""

    def give_consent(
        self,
        person_id: UUID,
        household_id: UUID,
        purpose: str,
        text_version: str,
        on: date,
    ) -> None:
        """Record a person's consent to one optional purpose."""
        self._household(household_id)
        key = consent_key(person_id, checked_purpose(purpose))
        consent = self.find(Consent, key)
        if consent is None:
            consent = Consent(
                id=key,
                person_id=person_id,
                household_id=household_id,
                purpose=purpose,
                text_version=text_version,
                effective_on=on,
            )
        else:
            consent.give_again(household_id, text_version, on)
        self.save(consent)

    def withdraw_consent(self, person_id: UUID, purpose: str, on: date) -> None:
        """End a consent from a day; `NoConsent` if there is none."""
        consent = self.find(Consent, consent_key(person_id, purpose))
        if consent is None:
            raise NoConsent(f"nobody consented to {purpose} under {person_id}")
        consent.withdraw(on)
        self.save(consent)

"""The words that several services say alike: kept commitments, confirmed erasures."""

from dataclasses import dataclass
from uuid import UUID

from azione0.contract import Contract, Plain


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(Contract):
    """On `effective_on` a household kept a commitment of its pact."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    commitment_id: Plain[UUID]


@dataclass(frozen=True, kw_only=True)
class CommitmentMissed(Contract):
    """On `effective_on` a commitment of the pact was found not kept."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    commitment_id: Plain[UUID]


@dataclass(frozen=True, kw_only=True)
class SubjectErasureConfirmed(Contract):
    """A service has destroyed its key to a person's data. Source: art. 17 GDPR."""

    person_id: Plain[UUID]
    household_id: Plain[UUID]

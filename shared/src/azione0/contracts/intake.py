"""
What the front office says: who belongs to whom, cases, pacts, consents, rules.

Households and persons are pseudonyms; names stay in intake's vault.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from azione0.contract import Code, Contract, Economic, Plain, contract, part

EVERY_SERVICE = ["ledger", "workshops", "employment", "reporting"]

RentArea = Literal["PROTECTION", "ACCESS", "PERMANENCE", "FORFEITURE"]
Band = Literal["A", "B", "C", "D"]


@part
class Parameter:
    """One rule's figure: its name and its value, written as text."""

    name: str
    value: str


@part
class Tenancy:
    """A tenancy, as its creditor calls it."""

    creditor_id: str
    tenancy_id: str


@contract(publisher="intake", audience=["reporting"], subject="definition_id")
class TargetDefinitionAdopted(Contract):
    """The steering group says whom the programme seeks: buildings, arrears bands."""

    definition_id: Plain[UUID]
    buildings: Plain[tuple[str, ...]]
    bands: Plain[tuple[Band, ...]]
    valid_from: Plain[date]


@contract(
    publisher="intake", audience=["ledger", "reporting"], subject="policy_version"
)
class PolicyParametersAdopted(Contract):
    """The steering group adopts the rules' figures, counting from `effective_from`."""

    policy_version: Plain[str]
    parameters: Plain[tuple[Parameter, ...]]
    effective_from: Plain[date]


@contract(publisher="intake", audience=EVERY_SERVICE)
class HouseholdRegistered(Contract):
    """
    A household has a pseudonym, and these tenancies in all, ended ones too.

    Said again, complete, when something changes. Adults, minors and rent area
    are absent until somebody has asked.
    """

    household_id: Plain[UUID]
    dwelling_id: Plain[str]
    building_id: Plain[str]
    tenancies: Plain[tuple[Tenancy, ...]]
    adults: Plain[int | None] = None
    minors: Plain[int | None] = None
    rent_area: Economic[RentArea | None] = None


@contract(publisher="intake", audience=["ledger", "reporting"])
class HouseholdChanged(Contract):
    """Someone was born, died, came, left or succeeded, on `effective_on`."""

    household_id: Plain[UUID]
    kind: Plain[Literal["birth", "death", "joined", "left", "succession"]]
    person_id: Plain[UUID | None] = None
    new_holder_id: Plain[UUID | None] = None


@contract(publisher="intake", audience=EVERY_SERVICE, also_past=True)
class CaseOpened(Contract):
    """A case is opened for a household, by an organisation."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    organisation_id: Plain[str]


@contract(publisher="intake", audience=EVERY_SERVICE, also_past=True)
class CaseClosed(Contract):
    """A case is closed on `effective_on`; `reason` is a code, never a sentence."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    outcome: Plain[
        Literal["resolved", "declined", "unreachable", "moved", "evicted", "deceased"]
    ]
    reason: Plain[Code | None] = None


@contract(publisher="intake", audience=["reporting"])
class ContactAttempted(Contract):
    """Someone tried to reach a household, for the `attempt_number`-th time."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    channel: Plain[Literal["letter", "phone", "door", "concierge", "email", "other"]]
    outcome: Plain[Literal["reached", "no_answer", "refused"]]
    attempt_number: Plain[int]


@contract(publisher="intake", audience=["workshops", "employment", "reporting"])
class CaseTakenInCharge(Contract):
    """A household signed its pact: the programme's clock starts on `effective_on`."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    pact_id: Plain[UUID]
    operator_id: Plain[str]
    goals: Plain[tuple[Code, ...]]


@part
class NeedScore:
    """How a household stands in one domain of the needs matrix: 1 in crisis, 5 able."""

    domain: Code
    score: int


@contract(publisher="intake", audience=["reporting"])
class NeedsAssessed(Contract):
    """
    A household was seen in the domains of the needs matrix, in a version's words.

    Only what changes is counted: no sentence is told, and no domain that speaks of
    health. Source: art. 5(1)(c) and art. 9 GDPR.
    """

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    matrix_version: Plain[str]
    scores: Economic[tuple[NeedScore, ...]]


@contract(publisher="intake", audience=["reporting"])
class CaseReviewed(Contract):
    """A case in charge was looked at again, as it is every three months."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    decision: Plain[Literal["go_on", "revise_pact", "suspend", "close"]]


@contract(publisher="intake", audience=EVERY_SERVICE, also_past=True)
class CaseAssigned(Contract):
    """A case passes to another organisation, which follows it from `from_on`."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    to_organisation_id: Plain[str]
    from_on: Plain[date]
    from_organisation_id: Plain[str | None] = None


@contract(publisher="intake", audience=["ledger", "reporting"])
class FaultAssessed(Contract):
    """The commission decided whether arrears are the household's fault; not why."""

    case_id: Plain[UUID]
    household_id: Plain[UUID]
    fault: Economic[Literal["NOT_ASSESSED", "NO_FAULT", "AT_FAULT"]]
    decision_ref: Plain[str]


@contract(
    publisher="intake",
    audience=["workshops", "employment", "reporting"],
    also_past=True,
)
class ConsentGiven(Contract):
    """A person agreed to one optional purpose, on a version of the text."""

    person_id: Plain[UUID]
    household_id: Plain[UUID]
    purpose: Plain[Code]
    text_version: Plain[str]


@contract(
    publisher="intake",
    audience=["workshops", "employment", "reporting"],
    also_past=True,
)
class ConsentWithdrawn(Contract):
    """A person withdrew consent to one purpose, from `effective_on`."""

    person_id: Plain[UUID]
    household_id: Plain[UUID]
    purpose: Plain[Code]
    text_version: Plain[str]


@contract(publisher="intake", audience=EVERY_SERVICE, subject="agreement_id")
class ControllersAgreed(Contract):
    """
    Who answers for people's data for a purpose, from `effective_on` to `valid_to`.

    Controllers and processors are organisations. Source: arts. 26 and 28 GDPR.
    """

    agreement_id: Plain[UUID]
    purpose: Plain[Code]
    controllers: Plain[tuple[str, ...]]
    processors: Plain[tuple[str, ...]]
    valid_to: Plain[date | None] = None


@contract(publisher="intake", audience=EVERY_SERVICE, subject="agreement_id")
class ControllersAgreementEnded(Contract):
    """An agreement between controllers has its last day on `effective_on`."""

    agreement_id: Plain[UUID]


@contract(publisher="intake", audience=EVERY_SERVICE, also_past=True)
class SubjectErased(Contract):
    """A person is to be forgotten by all who hold data. Source: art. 17 GDPR."""

    person_id: Plain[UUID]
    household_id: Plain[UUID]
    legal_ground: Plain[Code]

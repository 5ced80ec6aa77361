"""What of the front office's events others hear."""

from functools import singledispatch
from typing import Any, cast

from azione0.contract import Contract
from azione0.contracts import intake as say
from intake.cases import followed, met, pledged
from intake.cases.assessment import Assessment
from intake.cases.case import Case
from intake.governance.controllers import ControllerAgreement
from intake.governance.figures import OWN_PARAMETERS
from intake.governance.policy import PolicyParameters
from intake.governance.target import TargetDefinition
from intake.households import lived_in
from intake.households.household import Household
from intake.people.consent import Consent
from intake.people.person import Person


@singledispatch
def announce(event: object) -> Contract | None:
    """Give what others hear of an event; of most events, nothing."""
    return None


@announce.register
def _(event: TargetDefinition.Adopted) -> Contract:
    return say.TargetDefinitionAdopted(
        definition_id=event.originator_id,
        buildings=tuple(event.buildings),
        bands=cast("Any", tuple(event.bands)),
        valid_from=event.valid_from,
        effective_on=event.valid_from,
    )


@announce.register
def _(event: PolicyParameters.Adopted) -> Contract | None:
    told = tuple(
        say.Parameter(name=it.name, value=it.value)
        for it in event.figures
        if it.name not in OWN_PARAMETERS
    )
    if not told:
        return None
    return say.PolicyParametersAdopted(
        policy_version=event.policy_version,
        parameters=told,
        effective_from=event.effective_from,
        effective_on=event.effective_from,
    )


@announce.register(Household.Registered)
@announce.register(Household.Rehoused)
@announce.register(Household.Counted)
def _(event: Any) -> Contract:
    return say.HouseholdRegistered(
        household_id=event.originator_id,
        dwelling_id=event.dwelling_id,
        building_id=event.building_id,
        tenancies=tuple(
            say.Tenancy(creditor_id=it.creditor_id, tenancy_id=it.tenancy_id)
            for it in event.tenancies
        ),
        adults=getattr(event, "adults", None),
        minors=getattr(event, "minors", None),
        rent_area=getattr(event, "rent_area", None),
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Household.Changed) -> Contract:
    return say.HouseholdChanged(
        household_id=event.originator_id,
        kind=cast("Any", event.kind),
        person_id=event.person_id,
        new_holder_id=event.new_holder_id,
        effective_on=event.effective_on,
    )


@announce.register(Household.MemberAdded)
def _(event: lived_in.MemberAdded) -> Contract | None:
    if event.came == "listed":
        return None
    return say.HouseholdChanged(
        household_id=event.originator_id,
        kind=cast("Any", event.came),
        person_id=event.person_id,
        effective_on=event.effective_on,
    )


@announce.register(Household.MemberGone)
def _(event: lived_in.MemberGone) -> Contract:
    return say.HouseholdChanged(
        household_id=event.originator_id,
        kind="death" if event.went == "death" else "left",
        person_id=event.person_id,
        effective_on=event.effective_on,
    )


@announce.register(Household.Succeeded)
def _(event: lived_in.Succeeded) -> Contract:
    return say.HouseholdChanged(
        household_id=event.originator_id,
        kind="succession",
        new_holder_id=event.new_holder_id,
        effective_on=event.effective_on,
    )


@announce.register(Case.Opened)
@announce.register(Case.Redated)
@announce.register(Case.Reopened)
def _(event: Any) -> Contract:
    return say.CaseOpened(
        case_id=event.originator_id,
        household_id=event.household_id,
        organisation_id=event.organisation_id,
        effective_on=event.effective_on,
    )


@announce.register(Case.ContactAttempted)
def _(event: met.ContactAttempted) -> Contract:
    return say.ContactAttempted(
        case_id=event.originator_id,
        household_id=event.household_id,
        channel=cast("Any", event.channel),
        outcome=cast("Any", event.outcome),
        attempt_number=event.attempt_number,
        effective_on=event.effective_on,
    )


@announce.register(Case.TakenInCharge)
def _(event: pledged.TakenInCharge) -> Contract:
    return say.CaseTakenInCharge(
        case_id=event.originator_id,
        household_id=event.household_id,
        pact_id=event.pact_id,
        operator_id=event.operator_id,
        goals=tuple(event.goals),
        effective_on=event.effective_on,
    )


@announce.register(Case.Assessed)
def _(event: met.Assessed) -> Contract | None:
    # Before it said whose it is, an assessment was told to nobody.
    seen = Assessment(event.effective_on, event.matrix_version, tuple(event.scores))
    told = seen.ordinary().scores
    if event.household_id is None or not told:
        return None
    return say.NeedsAssessed(
        case_id=event.originator_id,
        household_id=event.household_id,
        matrix_version=event.matrix_version,
        scores=tuple(say.NeedScore(domain=it.domain, score=it.score) for it in told),
        effective_on=event.effective_on,
    )


@announce.register(Case.Reviewed)
def _(event: pledged.Reviewed) -> Contract | None:
    if event.household_id is None:
        return None
    return say.CaseReviewed(
        case_id=event.originator_id,
        household_id=event.household_id,
        decision=cast("Any", event.decision),
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Case.FaultAssessed) -> Contract:
    return say.FaultAssessed(
        case_id=event.originator_id,
        household_id=event.household_id,
        fault=cast("Any", event.fault),
        decision_ref=event.decision_ref,
        effective_on=event.effective_on,
    )


@announce.register(Case.Assigned)
def _(event: followed.Assigned) -> Contract:
    return say.CaseAssigned(
        case_id=event.originator_id,
        household_id=event.household_id,
        from_organisation_id=event.from_organisation_id,
        to_organisation_id=event.to_organisation_id,
        from_on=event.effective_on,
        effective_on=event.effective_on,
    )


@announce.register(Case.Closed)
@announce.register(Case.Withdrawn)
def _(event: Any) -> Contract:
    return say.CaseClosed(
        case_id=event.originator_id,
        household_id=event.household_id,
        outcome=event.outcome,
        reason=event.reason,
        effective_on=event.effective_on,
    )


@announce.register(Consent.Given)
@announce.register(Consent.GivenAgain)
def _(event: Any) -> Contract:
    return say.ConsentGiven(
        person_id=event.person_id,
        household_id=event.household_id,
        purpose=event.purpose,
        text_version=event.text_version,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Consent.Withdrawn) -> Contract:
    return say.ConsentWithdrawn(
        person_id=event.person_id,
        household_id=event.household_id,
        purpose=event.purpose,
        text_version=event.text_version,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: ControllerAgreement.Recorded) -> Contract:
    return say.ControllersAgreed(
        agreement_id=event.originator_id,
        purpose=event.purpose,
        controllers=tuple(event.controllers),
        processors=tuple(event.processors),
        valid_to=event.valid_to,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: ControllerAgreement.Ended) -> Contract:
    return say.ControllersAgreementEnded(
        agreement_id=event.originator_id, effective_on=event.effective_on
    )


@announce.register
def _(event: Person.Erased) -> Contract:
    return say.SubjectErased(
        person_id=event.originator_id,
        household_id=event.household_id,
        legal_ground=event.legal_ground,
        effective_on=event.effective_on,
    )

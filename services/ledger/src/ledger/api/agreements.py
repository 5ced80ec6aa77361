"""Repayment agreements: assessed, proposed, approved, signed, changed, ended."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.application import NotFound
from ledger.account.facts import Change
from ledger.agreement import changes
from ledger.agreement.agreement import RepaymentAgreement
from ledger.agreement.terms import Terms
from ledger.api.entrance import ChangeNotSaid, act, api
from ledger.application import Ledger
from ledger.documents.agreements import AgreementLines, agreements_on
from ledger.documents.reading import read_folio
from ledger.forms import accounts, agreements


@api.question(
    "/households/<uuid:household_id>/accounts/<creditor_id>/assessment",
    agreements.AssessmentForm,
    asks=agreements.AssessmentAsked,
)
def assess_agreement(
    ledger: Ledger, household_id: UUID, creditor_id: str, on: date, **thought_of: Any
) -> dict[str, Any]:
    """Say what agreement the household can carry for what is overdue, and why."""
    found = ledger.assess_agreement(household_id, creditor_id, on, **thought_of)
    told = {it: getattr(found, it) for it in found.__dataclass_fields__}
    return {**told, "reckoning": found.steps()}


@act("/agreements", agreements.NewAgreement, agreements.AgreementForm, status=201)
def propose_agreement(
    ledger: Ledger, household_id: UUID, creditor_id: str, **terms: Any
) -> RepaymentAgreement:
    """Propose to repay what is overdue in instalments."""
    agreement_id = ledger.propose_agreement(household_id, creditor_id, **terms)
    return ledger.get(RepaymentAgreement, agreement_id)


@act(
    "/agreements/<uuid:agreement_id>/approval",
    agreements.Approval,
    agreements.AgreementForm,
)
def approve_agreement(
    ledger: Ledger, agreement_id: UUID, on: date
) -> RepaymentAgreement:
    """Approve a proposal that needs a second pair of eyes."""
    ledger.approve_agreement(agreement_id, on=on)
    return ledger.get(RepaymentAgreement, agreement_id)


@act(
    "/agreements/<uuid:agreement_id>/signature",
    agreements.Signature,
    agreements.AgreementForm,
)
def sign_agreement(
    ledger: Ledger, agreement_id: UUID, on: date, signatory_roles: list[str]
) -> RepaymentAgreement:
    """Sign a proposed agreement: from that day its charges are rescheduled."""
    ledger.sign_agreement(agreement_id, on=on, signatory_roles=signatory_roles)
    return ledger.get(RepaymentAgreement, agreement_id)


@api.question("/agreements/<uuid:agreement_id>", agreements.AgreementForm)
def agreement(ledger: Ledger, agreement_id: UUID) -> RepaymentAgreement:
    """Give an agreement and where it stands."""
    return ledger.get(RepaymentAgreement, agreement_id)


@act(
    "/agreements/<uuid:agreement_id>/changes",
    agreements.Rescheduling,
    agreements.AgreementForm,
)
def change_agreement(
    ledger: Ledger, agreement_id: UUID, on: date, reason: str, **change: Any
) -> RepaymentAgreement:
    """Skip or move an instalment, spread what is left over more, or settle early."""
    ledger.change_agreement(agreement_id, _change(**change), on=on, reason=reason)
    return ledger.get(RepaymentAgreement, agreement_id)


def _change(
    kind: str, number: int | None, due_on: date | None, count: int | None
) -> Callable[[Terms], Change]:
    """Give the change that is asked for; `ChangeNotSaid` if it lacks something."""
    match kind, number, due_on, count:
        case "skip", int(), None, None:
            return lambda terms: changes.skip(terms, number)
        case "move", int(), date(), None:
            return lambda terms: changes.move(terms, number, due_on)
        case "extend", int(), None, int():
            return lambda terms: changes.extend(terms, number, count)
        case "settle_early", None, date(), None:
            return lambda terms: changes.settle_early(terms, due_on)
    raise ChangeNotSaid(
        f"{kind}: give number for skip, number and due_on for move, number and count "
        "for extend, due_on for settle_early, and nothing else"
    )


@api.command(
    "/agreements/<uuid:agreement_id>/pause",
    agreements.Rest,
    agreements.AgreementForm,
)
def pause_agreement(
    ledger: Ledger, agreement_id: UUID, since: date, until: date | None, reason: str
) -> RepaymentAgreement:
    """Let one agreement rest: nothing can be missed meanwhile."""
    ledger.pause_agreement(agreement_id, since=since, until=until, reason=reason)
    return ledger.get(RepaymentAgreement, agreement_id)


@act(
    "/agreements/<uuid:agreement_id>/resumption",
    agreements.Resumption,
    agreements.AgreementForm,
)
def resume_agreement(
    ledger: Ledger, agreement_id: UUID, on: date
) -> RepaymentAgreement:
    """Let a resting agreement go on from today."""
    ledger.resume_agreement(agreement_id, on=on, today=ledger.today())
    return ledger.get(RepaymentAgreement, agreement_id)


@act(
    "/agreements/<uuid:agreement_id>/reinstatement",
    agreements.Reinstatement,
    agreements.AgreementForm,
)
def reinstate_agreement(
    ledger: Ledger, agreement_id: UUID, on: date, catch_up_by_on: date
) -> RepaymentAgreement:
    """Let a broken agreement hold again, by a decision."""
    ledger.reinstate_agreement(agreement_id, on=on, catch_up_by_on=catch_up_by_on)
    return ledger.get(RepaymentAgreement, agreement_id)


@act(
    "/agreements/<uuid:agreement_id>/termination",
    agreements.Ending,
    agreements.AgreementForm,
)
def terminate_agreement(
    ledger: Ledger, agreement_id: UUID, on: date, reason: str
) -> RepaymentAgreement:
    """End an agreement by a decision, without a breach."""
    ledger.terminate_agreement(agreement_id, on=on, reason=reason)
    return ledger.get(RepaymentAgreement, agreement_id)


@api.command("/households/<uuid:household_id>/suspension", agreements.Suspension)
def suspend_agreements(
    ledger: Ledger, household_id: UUID, on: date, reason: str
) -> None:
    """Let a household's running agreements rest: nothing can be missed meanwhile."""
    if not ledger.accounts_of(household_id):
        raise NotFound(f"household {household_id} has no account here")
    ledger.suspend_agreements(household_id, on, reason)


@api.question(
    "/households/<uuid:household_id>/agreements",
    agreements.AgreementForm(many=True),
)
def agreements_of(ledger: Ledger, household_id: UUID) -> list[RepaymentAgreement]:
    """List the agreements of a household, also those only proposed."""
    return [
        ledger.get(RepaymentAgreement, it) for it in ledger.agreements_of(household_id)
    ]


@api.question(
    "/households/<uuid:household_id>/accounts/<creditor_id>/agreements",
    agreements.AgreementOnADay(many=True),
    asks=accounts.AsOf,
)
def agreements_on_a_day(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    as_of: date,
    known_at: datetime | None,
) -> list[AgreementLines]:
    """Say how an account's agreements stand on a day, instalment by instalment."""
    return agreements_on(read_folio(ledger, household_id, creditor_id, known_at), as_of)

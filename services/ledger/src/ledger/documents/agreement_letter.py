"""
The letter of a repayment agreement: what is owed, in which instalments, and what then.

It names the tenancy and the dwelling, never a person: whoever sends it writes the
address. Signed, it acknowledges the debt (art. 2944 c.c.).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.account.standing import OpenCharge
from ledger.agreement.agreement import RepaymentAgreement
from ledger.documents.agreements import AgreementLines, agreements_on
from ledger.documents.reading import Folio
from ledger.documents.sums import check
from ledger.policy import Policy


@dataclass(frozen=True, slots=True)
class DebtLine:
    """What the charges of one kind bring into the agreement, and for which time."""

    kind: str
    count: int
    period_from: date
    period_to: date
    cents: int


@dataclass(frozen=True, slots=True)
class Promise:
    """One payment that is promised; number 0 is the down payment."""

    number: int
    due_on: date
    cents: int
    left_cents: int


@dataclass(frozen=True, slots=True)
class AgreementLetter:
    """
    What the letter says: the debt, the payments that add up to it, the rules.

    `adjusted_cents` is what facts that came later than the proposal would make of
    the debt's parts; the parts and it are the debt. The rules are those of the
    version under which it was proposed. `kept` tells how a signed one stands on
    `as_of`.
    """

    household_id: UUID
    code: str
    creditor_id: str
    agreement_id: UUID
    tenancy_id: str | None
    dwelling_id: str | None
    building_id: str | None
    as_of: date
    proposed_on: date
    signed_on: date | None
    changed_on: date | None
    debt: tuple[DebtLine, ...]
    adjusted_cents: int
    debt_cents: int
    promises: tuple[Promise, ...]
    policy: Policy
    kept: AgreementLines | None

    @property
    def down_payment(self) -> Promise | None:
        """What is paid when it is signed, if anything."""
        return next((it for it in self.promises if it.number == 0), None)

    @property
    def instalments(self) -> tuple[Promise, ...]:
        """What is paid after it is signed."""
        return tuple(it for it in self.promises if it.number)


def agreement_letter(
    folio: Folio, proposal: Folio, agreement_id: UUID, as_of: date
) -> AgreementLetter:
    """
    Write the letter of one agreement; `proposal` is the account as it was then.

    `NoSuchAgreement` if the account has none of this id; `DoesNotAddUp` if its
    payments are not its debt.
    """
    agreement = agreement_of(folio, agreement_id)
    promises = _promises(folio, agreement, as_of)
    changes = [it.on for it in agreement.changes if it.on <= as_of]
    if not changes:
        check(
            sum(it.cents for it in promises),
            agreement.debt_cents,
            f"agreement {agreement_id}, its payments and its debt",
        )
    debt = _debt(proposal, agreement)
    tenancy_id = agreement.tenancy_id or folio.tenancy_id
    tenancy = folio.tenancies.get(tenancy_id) if tenancy_id else None
    kept = {it.agreement_id: it for it in agreements_on(folio, as_of)}
    return AgreementLetter(
        household_id=folio.household_id,
        code=folio.code,
        creditor_id=folio.creditor_id,
        agreement_id=agreement_id,
        tenancy_id=tenancy_id,
        dwelling_id=tenancy.dwelling_id if tenancy else None,
        building_id=tenancy.building_id if tenancy else None,
        as_of=as_of,
        proposed_on=agreement.proposed_on,
        signed_on=agreement.signed_on,
        changed_on=max(changes, default=None),
        debt=debt,
        adjusted_cents=agreement.debt_cents - sum(it.cents for it in debt),
        debt_cents=agreement.debt_cents,
        promises=promises,
        policy=_policy_of(folio, agreement),
        kept=kept.get(agreement_id),
    )


def agreement_of(folio: Folio, agreement_id: UUID) -> RepaymentAgreement:
    """Give an agreement of the account; `NoSuchAgreement`."""
    if agreement_id not in folio.agreements:
        raise NoSuchAgreement(
            f"agreement {agreement_id} is not of the account of {folio.code} with "
            f"{folio.creditor_id}, as far as was known"
        )
    return folio.agreements[agreement_id]


def latest_agreement(folio: Folio) -> UUID:
    """Give the agreement that was proposed last; `NoSuchAgreement` without one."""
    found = max(
        folio.agreements.values(),
        key=lambda it: (it.proposed_on, str(it.id)),
        default=None,
    )
    if found is None:
        raise NoSuchAgreement(
            f"no agreement of {folio.code} with {folio.creditor_id} is known: propose "
            "one first"
        )
    return found.id


def _debt(proposal: Folio, agreement: RepaymentAgreement) -> tuple[DebtLine, ...]:
    """Give what was open of its charges when it was proposed, kind by kind."""
    inside = set(agreement.charge_ids)
    parts: dict[str, list[OpenCharge]] = {}
    for it in proposal.standing(agreement.proposed_on).open_charges:
        if it.charge.id in inside:
            parts.setdefault(it.charge.kind, []).append(it)
    return tuple(
        DebtLine(
            kind,
            len(lines),
            min(it.charge.period_from for it in lines),
            max(it.charge.period_to for it in lines),
            sum(it.open_cents for it in lines),
        )
        for kind, lines in parts.items()
    )


def _promises(
    folio: Folio, agreement: RepaymentAgreement, as_of: date
) -> tuple[Promise, ...]:
    """Give the payments as they stand agreed on a day, and what is left after each."""
    plan = folio.books.plans.get(agreement.id)
    agreed = plan.schedule_on(as_of) if plan else tuple(agreement.instalments)
    left, found = sum(it.amount_cents for it in agreed), []
    for it in (it for it in agreed if it.amount_cents):
        left -= it.amount_cents
        found.append(Promise(it.number, it.due_on, it.amount_cents, left))
    return tuple(found)


def _policy_of(folio: Folio, agreement: RepaymentAgreement) -> Policy:
    """Give the rules of the version that the agreement was proposed under."""
    for it in folio.rules.versions:
        if it.version == agreement.policy_version:
            return it
    return folio.rules.at(agreement.proposed_on)


class NoSuchAgreement(LookupError):
    """An agreement that the account does not have, as far as was known."""

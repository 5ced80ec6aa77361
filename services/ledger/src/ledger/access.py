"""What each of the ledger's addresses is about, for who may use it."""

from collections.abc import Mapping
from typing import Any

from azione0.access.declared import (
    Declared,
    Named,
    by_creditor,
    household,
    noun,
    row_of,
)
from ledger.agreement.agreement import RepaymentAgreement
from ledger.application import Ledger
from ledger.proceeding.proceeding import LegalProceeding
from ledger.receipt import Receipt

_ACCOUNT = household("household_id", "creditor_id")
_AGREEMENT = noun(RepaymentAgreement, "agreement_id", creditor=True)
_PROCEEDING = noun(LegalProceeding, "proceeding_id", creditor=True)


def _receipt(ledger: Ledger, said: Mapping[str, Any]) -> Named | None:
    found = ledger.find(Receipt, said["payment_id"])
    return Named(None, found.creditor_id) if found else None


def _declared(action: str, *addresses: str, names: Any = _ACCOUNT) -> dict[str, Any]:
    return dict.fromkeys(addresses, Declared(action, "economic", names))


ACCESS: dict[str, Declared] = {
    # accounts
    "close_day": Declared("close_day", "none"),
    **_declared("read", "account", "agreements_on_a_day", "assess_agreement", "claim"),
    # Each of these lists what one household has with its creditors.
    "accounts_of": Declared("list", "economic", rows=row_of),
    "agreements_of": Declared("list", "economic", rows=row_of),
    "proceedings_of": Declared("list", "economic", rows=row_of),
    # money
    "take_payment": Declared("book", "economic", by_creditor()),
    "waiting": Declared("list", "economic", rows=row_of),
    "proposals": Declared("read", "economic", _receipt),
    "place_payment": Declared("book", "economic", _receipt),
    # decisions
    **_declared(
        "decide",
        "dispute_charge",
        "resolve_dispute",
        "freeze_debt",
        "end_freeze",
        "write_off_debt",
        "revoke_write_off",
        "close_account",
    ),
    **_declared("book", "impute_payment", "state_debt_terms", "charge_interest"),
    **_declared("litigate", "serve_notice", "open_proceeding"),
    # agreements
    **_declared("agree", "propose_agreement"),
    "suspend_agreements": Declared("agree", "economic", household()),
    "approve_agreement": Declared("approve", "economic", _AGREEMENT),
    "agreement": Declared("read", "economic", _AGREEMENT),
    **_declared(
        "agree",
        "sign_agreement",
        "change_agreement",
        "pause_agreement",
        "resume_agreement",
        "reinstate_agreement",
        "terminate_agreement",
        names=_AGREEMENT,
    ),
    # evictions
    "proceeding": Declared("read", "economic", _PROCEEDING),
    **_declared(
        "litigate",
        "file_claim",
        "adjourn_hearing",
        "grant_term",
        "order_release",
        "announce_release",
        "execute_release",
        "give_up_proceeding",
        names=_PROCEEDING,
    ),
    "pending_proceedings": Declared("list", "economic", rows=row_of),
    "deadlines": Declared("list", "economic", rows=row_of),
}

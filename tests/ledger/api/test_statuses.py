"""
The status of every refusal of the ledger was chosen.

422 is a value that cannot be, whatever the books hold; 409 a conflict with what is
already so; 404 what does not exist, or not for whom is asking.
"""

import inspect
import pkgutil
from importlib import import_module

import ledger
from azione0.door.problems import problem_of
from ledger.api import api
from ledger.api.entrance import UNACCEPTABLE

CONFLICTS = {
    "AgreementRunning", "AlreadyHeld", "AlreadyMissed", "AlreadyPaid",
    "AlreadyPlaced", "AlreadySigned", "ChargeDiffers", "ClosedAccount", "DebtChanged",
    "KeptDiffers", "LaterChange", "NotActive", "NotAnnounced", "NotApproved",
    "NotBreached", "NotDisputed", "NotPaused", "NotSignedYet", "NotWrittenOff",
    "NotYetSigned", "NothingFrozen", "NothingKept", "NothingOpen", "NothingOverdue",
    "PausesOverlap", "PaymentDiffers", "ProceedingOver", "ProceedingRunning",
    "ReceiptDiffers", "RemediesExhausted", "SameEyes", "StepOutOfOrder",
    "StepRepeated",
}  # fmt: skip
NEVER_OVER_HTTP = {
    "BadCreditors": "who runs the service configures its creditors",
    "BandsUnsound": "bands are of the code, not of a request",
    "DueBeforeIssue": "bills come from their creditors",
    "NegativeSurplus": "a mistake of the code, not of a request",
    "PeriodBackwards": "bills come from their creditors",
    "RatesOverlap": "the table of rates is of the code",
    "ReplacesItself": "bills come from their creditors",
    "ReversalDiffers": "money is taken back by its creditor",
    "ReversedBeforePaid": "money is taken back by its creditor",
    "UnknownParameter": "figures are adopted by letter",
    "UnknownSurplusRule": "figures are adopted by letter",
    "WrongParameter": "figures are adopted by letter",
    "WrongReceipt": "receipts come from pagoPA, by letter or file",
}


#: Rooms of the command alone: files that come in, pages and lists that go out.
ELSEWHERE = (".files.", ".commands", ".documents")


def refusals() -> dict[str, type[Exception]]:
    """Every exception that a module of the ledger defines for others."""
    found: dict[str, type[Exception]] = {}
    for it in pkgutil.walk_packages(ledger.__path__, "ledger."):
        if any(room in it.name for room in ELSEWHERE):
            continue
        module = import_module(it.name)
        for name, kind in inspect.getmembers(module, inspect.isclass):
            mine = kind.__module__ == it.name and not name.startswith("_")
            if mine and issubclass(kind, Exception):
                found[name] = kind
    return found


def test_the_status_of_every_refusal_was_chosen():
    chosen = {it.__name__ for it in UNACCEPTABLE}
    assert set(refusals()) == chosen | CONFLICTS | NEVER_OVER_HTTP.keys()
    assert not chosen & CONFLICTS
    assert not chosen & NEVER_OVER_HTTP.keys()
    for name, kind in refusals().items():
        status = problem_of(kind("?"), api.refusals).status
        if name in chosen:
            assert status == 422, name
        elif name in CONFLICTS:
            assert status == 409, name

"""
The words in which access is decided: roles, purposes, actions, fields, relations.

A word that is not here allows nothing.
"""

from typing import Final

from azione0.access.purposes import ACCESS

CASE_WORKER: Final = "case_worker"
SUPERVISOR: Final = "supervisor"
MEDIATOR: Final = "mediator"
CREDITOR_OPERATOR: Final = "creditor_operator"
ACCOUNTANT: Final = "accountant"
AUDITOR: Final = "auditor"
DPO: Final = "dpo"
ADMINISTRATOR: Final = "administrator"
BOARD: Final = "board"
#: A creditor's own software; it is given what its creditor may see, and no lists.
INTEGRATION: Final = "integration"

ROLES: Final = (
    CASE_WORKER,
    SUPERVISOR,
    MEDIATOR,
    CREDITOR_OPERATOR,
    ACCOUNTANT,
    AUDITOR,
    DPO,
    ADMINISTRATOR,
    BOARD,
    INTEGRATION,
)

#: Each access purpose and its legal basis; `purposes.py` owns them.
PURPOSES: Final = ACCESS

ACTIONS: Final = (
    "list",
    "read",
    "work",
    "serve",
    "consent",
    "hand_over",
    "share",
    "decide",
    "budget",
    "agree",
    "approve",
    "book",
    "litigate",
    "close_day",
    "govern",
    "figures",
    "reidentify",
    "read_log",
    "audit",
    "export",
    "erase",
    "review",
    "grant",
    "break_glass",
)

#: What of a household a thing tells; `none` is codes and days under a pseudonym.
FIELDS: Final = ("none", "economic", "identity", "special", "aggregate")

OWN: Final = "own"
SHARED: Final = "shared"
CREDITOR: Final = "creditor"
FOREIGN: Final = "foreign"
#: The thing is about no household at all.
PROGRAMME: Final = "programme"
#: The glass was broken for it, less than an hour ago.
EMERGENCY: Final = "emergency"
RELATIONS: Final = (OWN, SHARED, CREDITOR, FOREIGN, PROGRAMME)

#: On what a sharing rests: an agreement between controllers, the consents of all who
#: belong to the household, a duty by law.
AGREEMENT: Final = "agreement"
CONSENT: Final = "consent"
DUTY: Final = "duty"

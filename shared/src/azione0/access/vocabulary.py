"""
The words in which access is decided: roles, purposes, actions, fields, relations.

A word that is not here allows nothing.
"""

from typing import Final

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

SUPPORT: Final = "support"
MEDIATION: Final = "mediation"
CREDIT: Final = "credit"
ACCOUNTING: Final = "accounting"
AUDIT: Final = "audit"
DATA_PROTECTION: Final = "data_protection"
ADMINISTRATION: Final = "administration"
GOVERNANCE: Final = "governance"

#: Each purpose and its legal basis, in the order in which the door tries them for
#: who names none.
PURPOSES: Final = {
    SUPPORT: (
        "art. 6(1)(e) GDPR, art. 2-ter D.Lgs. 196/2003; special data: art. 9(2)(g), "
        "art. 2-sexies(2)(s) D.Lgs. 196/2003"
    ),
    MEDIATION: "art. 6(1)(e) GDPR, art. 2-ter D.Lgs. 196/2003",
    CREDIT: "art. 6(1)(b) and (f) GDPR: the tenancy contract and its claims",
    ACCOUNTING: "art. 6(1)(c) GDPR, arts. 2214 and 2220 c.c.",
    AUDIT: "art. 6(1)(c) and (e) GDPR: control of public spending",
    DATA_PROTECTION: "art. 6(1)(c) GDPR: arts. 15-22, 30, 33 and 39",
    ADMINISTRATION: "art. 6(1)(c) GDPR, art. 32: no data of households",
    GOVERNANCE: "art. 6(1)(e) GDPR: figures of five cells or more",
}

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

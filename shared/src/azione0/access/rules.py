"""
The rules: which role may do what, for which purpose, to whose case.

`docs/access.md` shows the same as a table. Nothing else allows anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from azione0.access.purposes import (
    ACCOUNTING,
    ADMINISTRATION,
    AUDIT,
    CREDIT,
    DATA_PROTECTION,
    GOVERNANCE,
    MEDIATION,
    SUPPORT,
)
from azione0.access.vocabulary import (
    ACCOUNTANT,
    ADMINISTRATOR,
    AUDITOR,
    BOARD,
    CASE_WORKER,
    CREDITOR,
    CREDITOR_OPERATOR,
    DPO,
    FOREIGN,
    INTEGRATION,
    MEDIATOR,
    OWN,
    PROGRAMME,
    SHARED,
    SUPERVISOR,
)

#: Any case, whoever follows it.
EVERY = frozenset({OWN, SHARED, CREDITOR, FOREIGN})
NO_CASE = frozenset({PROGRAMME})
PSEUDONYMOUS = frozenset({"none", "economic"})
ALL_OF_A_PERSON = frozenset({"none", "economic", "identity", "special"})


@dataclass(frozen=True, slots=True)
class Rule:
    """
    Actors of a role may do these things, to these fields of these cases.

    With `ends`, only by a grant that has a last day.
    """

    role: str
    purpose: str
    actions: frozenset[str]
    fields: frozenset[str]
    relations: frozenset[str]
    ends: bool = False


def _rule(
    role: str,
    purpose: str,
    actions: str,
    fields: Iterable[str],
    relations: Iterable[str],
    *,
    ends: bool = False,
) -> Rule:
    words = frozenset(actions.split())
    return Rule(role, purpose, words, frozenset(fields), frozenset(relations), ends)


RULES = (
    # Case work: all of a person in one's own cases, what is shared of others'.
    _rule(CASE_WORKER, SUPPORT, "list work serve", PSEUDONYMOUS, NO_CASE),
    _rule(
        CASE_WORKER,
        SUPPORT,
        "read work serve consent budget",
        ALL_OF_A_PERSON,
        {OWN},
    ),
    _rule(CASE_WORKER, SUPPORT, "read", ALL_OF_A_PERSON, {SHARED}),
    _rule(CASE_WORKER, SUPPORT, "break_glass", {"none"}, EVERY),
    _rule(SUPERVISOR, SUPPORT, "list work serve govern", PSEUDONYMOUS, NO_CASE),
    # To answer the offer of a case that is not one's own yet.
    _rule(SUPERVISOR, SUPPORT, "review hand_over", {"none"}, NO_CASE),
    _rule(
        SUPERVISOR,
        SUPPORT,
        "read work serve consent budget hand_over share decide",
        ALL_OF_A_PERSON,
        {OWN},
    ),
    _rule(SUPERVISOR, SUPPORT, "read", ALL_OF_A_PERSON, {SHARED}),
    _rule(SUPERVISOR, SUPPORT, "break_glass", {"none"}, EVERY),
    # Mediation: debts and what can be carried, under the pseudonym.
    _rule(MEDIATOR, MEDIATION, "list", PSEUDONYMOUS, NO_CASE),
    _rule(MEDIATOR, MEDIATION, "read agree budget", PSEUDONYMOUS, {OWN, SHARED}),
    # The creditor: its own accounts, whoever follows the household.
    _rule(CREDITOR_OPERATOR, CREDIT, "list", PSEUDONYMOUS, NO_CASE),
    _rule(
        CREDITOR_OPERATOR,
        CREDIT,
        "read book agree approve decide litigate",
        PSEUDONYMOUS,
        {CREDITOR},
    ),
    _rule(INTEGRATION, CREDIT, "read book", PSEUDONYMOUS, {CREDITOR}),
    # The books: every account, and the line under a day.
    _rule(
        ACCOUNTANT,
        ACCOUNTING,
        "list close_day figures",
        {"none", "economic", "aggregate"},
        NO_CASE,
    ),
    _rule(ACCOUNTANT, ACCOUNTING, "read book", PSEUDONYMOUS, EVERY),
    # Control: all that is pseudonymous; a name is a recorded act.
    _rule(
        AUDITOR,
        AUDIT,
        "list figures read_log",
        {"none", "economic", "aggregate"},
        NO_CASE,
    ),
    _rule(AUDITOR, AUDIT, "read", PSEUDONYMOUS, EVERY),
    _rule(AUDITOR, AUDIT, "audit", PSEUDONYMOUS, EVERY, ends=True),
    _rule(AUDITOR, AUDIT, "reidentify", {"identity"}, EVERY),
    _rule(DPO, DATA_PROTECTION, "list read_log review erase", {"none"}, NO_CASE),
    _rule(DPO, DATA_PROTECTION, "read", {"none", "identity"}, EVERY),
    _rule(DPO, DATA_PROTECTION, "export erase", ALL_OF_A_PERSON, EVERY),
    # Who grants sees nothing; who governs sees sums.
    _rule(ADMINISTRATOR, ADMINISTRATION, "grant", {"none"}, NO_CASE),
    _rule(BOARD, GOVERNANCE, "figures", {"none", "aggregate"}, NO_CASE),
    _rule(BOARD, GOVERNANCE, "govern list", {"none"}, NO_CASE),
)

"""
Who works at the machine is asked like who comes to the door.

An operator says who they are, and the same decision is made from the same grants; what
is shown is written down before. This does not keep out who can open the database
itself: that is for the operating system. It keeps who has a right to some cases from
seeing others by accident, and leaves a trace of what was seen.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from azione0.access.accessed import DataAccessed, Reader
from azione0.access.book import Asker
from azione0.access.decision import Decision
from azione0.access.declared import Declared, Named
from azione0.letter import ROME
from azione0.office import Office
from azione0.words import _

#: Names the operator as `organisation/somebody`.
ACTOR = "AZIONE0_ACTOR"
#: In the folder of a demo: who looks at it when nobody says who they are.
OPERATOR = "operator"
WHY = {
    "allowed": _("consentito"),
    "no_role": _("nessun ruolo in vigore quel giorno"),
    "disabled": _("account disabilitato"),
    "wrong_purpose": _("ruolo concesso per altra finalità"),
    "no_rule": _("nessuna regola lo permette a quel ruolo"),
    "foreign_case": _("il caso non è della sua organizzazione"),
    "not_shared": _("condiviso, ma non così"),
    "no_agreement": _("nessun accordo tra titolari comprende l'organizzazione"),
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Who was let in at the machine, and by which decision."""

    asker: Asker
    decision: Decision
    command: str
    request_id: str

    @property
    def reader(self) -> Reader:
        """The same, for where the vault is opened."""
        return Reader(
            self.asker.actor,
            self.asker.organisation,
            self.decision.role,
            self.request_id,
            self.decision.relation,
            self.decision.grant_id,
            self.command,
        )


def admit(
    office: Office,
    command: str,
    declared: Declared,
    named: Named | None = None,
    *,
    actor: str | None = None,
    is_noted: bool = True,
) -> Operator:
    """
    Let an operator do something, and write down that it was done.

    Without `actor` it is who `AZIONE0_ACTOR` names. `is_noted` is false where what is
    done writes it down itself. `NoOperator`, `NotAdmitted`.
    """
    actor = actor or _operator(office)
    now = office.store.clock()
    grants = office.access.grants_of(actor)
    organisations = sorted({it.organisation for it in grants.grants} if grants else ())
    askers = [
        Asker(actor, it, now.astimezone(ROME).date(), None, now)
        for it in organisations or [""]
    ]
    decided = [(it, office.access.decide(it, declared, named)) for it in askers]
    for asker, decision in decided:
        if decision.allowed:
            found = Operator(asker, decision, command, f"command-{uuid4()}")
            if is_noted:
                _note(office, found, declared, [named] if named else [])
            return found
    raise NotAdmitted(
        _("{actor}: non ammesso a {command}: {why}").format(
            actor=actor, command=command, why=WHY[decided[-1][1].why]
        )
    )


def visible(
    office: Office,
    operator: Operator,
    declared: Declared,
    rows: Sequence[Any],
    whose: Callable[[Any, Mapping[str, Any]], Named],
) -> list[Any]:
    """Give the rows of a list that the operator may read, and write down which."""
    asked = Declared(declared.action, declared.fields, rows=whose)
    seen = office.access.visible(operator.asker, asked, rows, {})
    _note(office, operator, declared, [it for _row, named in seen for it in named])
    return [row for row, _named in seen]


def _note(
    office: Office, operator: Operator, declared: Declared, named: Sequence[Named]
) -> None:
    ids: dict[UUID, None] = dict.fromkeys(
        it.household_id for it in named if it.household_id is not None
    )
    reader = operator.reader
    office.access.log.record(
        DataAccessed(
            access_id=operator.request_id,
            accessed_at=office.store.clock(),
            actor=reader.actor,
            organisation=reader.organisation,
            role=reader.role,
            purpose=operator.decision.purpose,
            relation=reader.relation,
            grant_id=reader.grant_id,
            address=f"azione0 {operator.command}",
            action=declared.action,
            fields=declared.fields,
            count=len(ids),
            ids=tuple(ids),
        )
    )


def _operator(office: Office) -> str:
    named = os.environ.get(ACTOR, "").strip()
    told = office.settings.data / OPERATOR
    if not named and told.is_file():
        named = told.read_text(encoding="utf-8").strip()
    if not named:
        raise NoOperator(
            _(
                "dire chi è all'opera: {name}=organizzazione/nome, con un ruolo dato "
                "da azione0 access grant"
            ).format(name=ACTOR)
        )
    return named


class NoOperator(Exception):
    """A command that tells of persons or cases, and nobody says who asks."""


class NotAdmitted(Exception):
    """An operator whose grants do not allow a command."""

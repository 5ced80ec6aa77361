"""Requests to the ledger that must be refused, each with its status and its name."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from small_estate import CREDITOR_ID, OWING, PAID, Estate, charge_of

Body = dict[str, Any]
ON = {"on": "2025-07-01"}
WHY = {**ON, "reason": "agreed"}
DECIDED = {**ON, "decision_ref": "D/7"}
NOT_FOUND, CONFLICT, UNACCEPTED = 404, 409, 422


@dataclass(frozen=True)
class Refused:
    """A request, with what status and by what name it is refused."""

    what: str
    status: int
    name: str
    path: str
    body: Body = field(default_factory=dict)
    who: str = "act"

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"

    def sent(self, estate: Estate) -> tuple[str, Body]:
        """Its path and body, with the ids that were given to agreements."""
        body = {
            name: held.format(**estate.ids) if isinstance(held, str) else held
            for name, held in self.body.items()
        }
        return self.path.format(**estate.ids), body

    def met(self, answer: Any) -> bool:
        """Whether an answer refuses it as it must, in the shape of a problem."""
        said = (answer.status_code, answer.json["type"], answer.content_type)
        kind = f"urn:it.azione0.problem.{self.name}"
        assert said == (self.status, kind, "application/problem+json"), answer.json
        return True


def account(of: object, path: str = "") -> str:
    return f"/households/{of}/accounts/{CREDITOR_ID}{path}"


def terms(**other: Any) -> Body:
    body = {
        "household_id": str(OWING),
        "creditor_id": CREDITOR_ID,
        "instalment_cents": 7000,
        "first_due_on": "2025-08-10",
        **ON,
    }
    return {name: it for name, it in (body | other).items() if it is not None}


def counted(**other: Any) -> Body:
    return terms(instalment_cents=None, **other)


def proposal(what: str, name: str, body: Body, status: int = UNACCEPTED) -> Refused:
    return Refused(what, status, name, "/agreements", body)


def of_agreed(
    what: str, status: int, name: str, path: str, body: Body, who: str = "act"
) -> Refused:
    return Refused(what, status, name, f"/agreements/{{agreed}}/{path}", body, who)


def of_proposed(
    what: str, status: int, name: str, path: str, body: Body, who: str = "act"
) -> Refused:
    return Refused(what, status, name, f"/agreements/{{proposed}}/{path}", body, who)


def change(what: str, name: str, status: int = UNACCEPTED, **body: Any) -> Refused:
    return of_agreed(what, status, name, "changes", {**WHY, **body})


def of_debt(
    what: str,
    name: str,
    path: str,
    status: int = UNACCEPTED,
    *,
    of: UUID = OWING,
    **body: Any,
) -> Refused:
    return Refused(what, status, name, account(of, path), {**ON, **body})


def disputed(what: str, name: str, status: int = UNACCEPTED, **body: Any) -> Refused:
    said = {"charge_id": charge_of(OWING), "grounds": "meter", **body}
    return of_debt(what, name, "/disputes", status, **said)


def frozen(what: str, name: str, status: int = UNACCEPTED, **body: Any) -> Refused:
    return of_debt(what, name, "/freezes", status, decision_ref="D/7", **body)


def given_up(what: str, name: str, *cents: int, of: UUID = OWING) -> Refused:
    charges = [{"charge_id": charge_of(of, 2), "amount_cents": it} for it in cents]
    return of_debt(what, name, "/write-offs", decision_ref="D/7", charges=charges)


def imputed(what: str, name: str, *charge_ids: str, paid: str = PAID) -> Refused:
    return of_debt(
        what, name, "/imputations", payment_id=paid, charge_ids=list(charge_ids)
    )

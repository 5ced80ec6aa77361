"""
Commands that come over HTTP: who orders, once, and all of it or nothing.

A command is one transaction under the name of the actor whose token came with
it. With an `Idempotency-Key` its answer is kept in that same transaction, so a
client that lost the answer may ask again and nothing happens twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from eventsourcing.persistence import IntegrityError

from azione0.answers import TABLES
from azione0.database import Session
from azione0.door.problems import ChangedMeanwhile, KeyUsedTwice, WrongForm
from azione0.office import Office
from azione0.store import Cause
from azione0.tokens import Actor
from azione0.words import _

ATTEMPTS = 3
#: How long an answer can be asked for again.
KEPT = timedelta(days=7)
KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Order:
    """
    One command as it came.

    `words` is all of it that must be the same when it comes again under one
    key; `act` does it and gives the JSON text of the answer. `is_personal` says that
    the words tell of a person.
    """

    actor: Actor
    key: str | None
    request_id: str
    words: bytes
    status: int
    act: Callable[[], str]
    is_personal: bool = False


@dataclass(frozen=True)
class Answer:
    """What is answered to an order; `again` if it had been answered before."""

    status: int
    body: str
    again: bool = False


class Orders:
    """Carries out the orders given to one service."""

    def __init__(self, office: Office) -> None:
        self._office = office
        office.store.database.create(TABLES)

    def carry_out(self, order: Order) -> Answer:
        """
        Do what is ordered, or give the answer it already had.

        `KeyUsedTwice` if its key came with other words before;
        `ChangedMeanwhile` if others were faster three times.
        """
        if order.key is not None and not KEY.fullmatch(order.key):
            expected = _("da 1 a 200 caratteri ASCII visibili")
            raise WrongForm([{"field": "Idempotency-Key", "expected": expected}])
        for _attempt in range(ATTEMPTS):
            try:
                return self._once(order)
            except IntegrityError as conflict:
                last = conflict
        raise ChangedMeanwhile(_("ripetere la richiesta")) from last

    def _once(self, order: Order) -> Answer:
        actor, application = order.actor.name, self._office.application
        if order.key is None:
            with application.transaction(Cause(actor, f"request/{order.request_id}")):
                return Answer(order.status, order.act())
        fingerprint = application.fingerprint(
            order.words, is_personal=order.is_personal
        )
        cause = Cause(actor, f"command/{actor}/{order.key}")
        with application.transaction(cause) as transaction:
            session = transaction.session
            found = _found(session, order, fingerprint)
            if found is not None:
                return found
            body = order.act()
            now = self._office.store.clock()
            session.execute(
                "DELETE FROM answers_v1 WHERE answered_at < ?", (now - KEPT,)
            )
            session.execute(
                "INSERT INTO answers_v1 (actor, idempotency_key, fingerprint, status, "
                "body, answered_at) VALUES (?, ?, ?, ?, ?, ?)",
                (actor, order.key, fingerprint, order.status, body, now),
            )
        return Answer(order.status, body)


def _found(session: Session, order: Order, fingerprint: str) -> Answer | None:
    rows: list[tuple[Any, ...]] = session.execute(
        "SELECT fingerprint, status, body FROM answers_v1 "
        "WHERE actor = ? AND idempotency_key = ?",
        (order.actor.name, order.key),
    )
    if not rows:
        return None
    [[kept, status, body]] = rows
    if kept != fingerprint:
        raise KeyUsedTwice(_("la stessa chiave era di un'altra richiesta"))
    return Answer(int(status), str(body), again=True)

"""
Where a request is received: who asks, may they, and what they are answered.

There is one reception for each running service. It knows the office, the tokens
and the figures; the functions of the API know none of them.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request

from azione0.door.orders import Order, Orders
from azione0.door.problems import NotForYou, NoToken
from azione0.door.strict import JSON, body_of
from azione0.metrics import Metrics
from azione0.office import Office
from azione0.tokens import Actor, Keyring
from azione0.words import _

#: Who may act may ask too.
INCLUDED = {"reader": ("reader", "operator")}

Act = Callable[[Any], Any]
Write = Callable[[Any], str]


class Reception:
    """
    Receives the requests of one service.

    `broker` says how the bus is: `embedded`, `connected` or `away`; `closing`
    whether the service is about to stop; `stored` is told of each command.
    """

    def __init__(
        self,
        office: Office,
        metrics: Metrics,
        *,
        broker: Callable[[], str],
        closing: Callable[[], bool],
        stored: Callable[[], None],
    ) -> None:
        self.office = office
        self.metrics = metrics
        self.broker = broker
        self.closing = closing
        self._stored = stored
        self._keyring = Keyring(office.settings.tokens)
        self._orders = Orders(office)

    def obey(self, act: Act, write: Write, *, status: int, role: str) -> Response:
        """Carry out a command under its actor's name, in one transaction."""
        order = Order(
            actor=self.actor(role),
            key=request.headers.get("Idempotency-Key"),
            request_id=g.request_id,
            words=b"\n".join(
                [request.method.encode(), request.full_path.encode(), body_of(request)]
            ),
            status=status,
            act=lambda: write(act(self.office.application)),
        )
        answer = self._orders.carry_out(order)
        self._stored()
        response = Response(answer.body, answer.status, content_type=JSON)
        if answer.again:
            response.headers["Idempotent-Replayed"] = "true"
        return response

    def reply(self, act: Act, write: Write, *, role: str) -> Response:
        """Answer a question; nothing is stored."""
        self.actor(role)
        return Response(write(act(self.office.application)), content_type=JSON)

    def actor(self, role: str) -> Actor:
        """
        Give whose token came with the request.

        `NoToken` without one that is known, `NotForYou` if it lacks the role.
        """
        kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
        actor = self._keyring.actor(token.strip()) if kind.lower() == "bearer" else None
        if actor is None:
            raise NoToken(_("mandare l'intestazione Authorization: Bearer TOKEN"))
        if not set(actor.roles) & set(INCLUDED.get(role, (role,))):
            raise NotForYou(_("serve il ruolo {role}").format(role=role))
        return actor

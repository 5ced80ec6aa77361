"""
Where a request is received: who asks, may they, and what they are answered.

There is one reception for each running service. It knows the office, the tokens, the
grants and the figures; the functions of the API know none of them. A token says who
somebody is; what they may do is recorded in the office's grants.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, g, request

from azione0.access.accessed import DataAccessed
from azione0.access.accessed import Reader as Reading
from azione0.access.book import Asker
from azione0.access.decision import Decision
from azione0.access.declared import Declared, Named
from azione0.access.vocabulary import EMERGENCY
from azione0.application import NotFound
from azione0.database import Reader, reading_for
from azione0.door.orders import Order, Orders
from azione0.door.problems import NotForYou, NoToken, WrongForm
from azione0.door.strict import JSON, body_of
from azione0.letter import ROME
from azione0.metrics import Metrics
from azione0.office import Office
from azione0.store import Cause
from azione0.tokens import Actor, Keyring
from azione0.words import _

#: Who may act may ask too.
INCLUDED = {"reader": ("reader", "operator")}
#: The role of who needs neither token nor grant: what is asked holds its own
#: permission, or concerns nobody.
ANYONE = "anyone"
NOBODY_KNOWN = Actor("anyone", "nobody", ("reader",))
_NOBODY = UUID(int=0)
#: Names the purpose of a request; without it the first that a grant allows.
PURPOSE = "Azione0-Purpose"
#: Holds the secret of a session; browsers keep its name for https and this host.
COOKIE = "__Host-azione0"
#: Where browsers say that a request with a session comes from.
OURS = ("same-origin", "none")

Act = Callable[[Any], Any]
Write = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a request asks for: the address's name, what it is about, what was said.

    `first` is done before the transaction begins, once the actor may go on.
    """

    address: str
    declared: Declared | None
    said: Mapping[str, Any]
    first: Callable[[Actor, Mapping[str, Any]], None] | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who may go on with a request, and by which decision."""

    asker: Asker
    asked: Asked
    declared: Declared
    decision: Decision
    named: Named | None

    @property
    def is_recorded(self) -> bool:
        """Whether it is written down: what is seen through a broken glass always is."""
        return self.declared.is_recorded or self.decision.relation == EMERGENCY


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

    def obey(
        self,
        act: Act,
        write: Write,
        *,
        status: int,
        role: str,
        asked: Asked,
        kept: bool = True,
    ) -> Response:
        """
        Carry out a command under its actor's name, in one transaction.

        An answer that may not be `kept` is given once: its command takes no
        `Idempotency-Key`.
        """
        actor = self.actor(role)
        admitted = None if role == ANYONE else self.admit(actor, asked)
        if not kept and "Idempotency-Key" in request.headers:
            expected = _("questo comando non lo accetta: la risposta non è conservata")
            raise WrongForm([{"field": "Idempotency-Key", "expected": expected}])
        if asked.first is not None:
            asked.first(actor, asked.said)
        order = Order(
            actor=actor,
            key=request.headers.get("Idempotency-Key"),
            request_id=g.request_id,
            words=b"\n".join(
                [request.method.encode(), request.full_path.encode(), body_of(request)]
            ),
            status=status,
            act=lambda: write(act(self.office.application)),
            is_personal=admitted is not None
            and admitted.declared.fields in ("identity", "special"),
        )
        answer = self._orders.carry_out(order)
        self._stored()
        if admitted is not None and admitted.is_recorded:
            self._record(admitted, [admitted.named])
        response = Response(answer.body, answer.status, content_type=JSON)
        if answer.again:
            response.headers["Idempotent-Replayed"] = "true"
        return response

    def reply(
        self,
        act: Act,
        write: Callable[[Any], str | bytes],
        *,
        role: str,
        asked: Asked,
        content_type: str = JSON,
    ) -> Response:
        """
        Answer a question, of a list only what the actor may see.

        Nothing is stored but who was told of a person or given a list, and that
        before the answer.
        """
        actor = self.actor(role)
        if role == ANYONE:
            response = Response(write(act(self.office.application)))
        else:
            response = self._answer(self.admit(actor, asked), act, write)
        response.content_type = content_type
        return response

    def disclose(
        self,
        tell: Callable[[Any, Reading], Any],
        write: Write,
        *,
        role: str,
        asked: Asked,
    ) -> Response:
        """Answer about persons: that it was asked is stored before it is answered."""
        admitted = self.admit(self.actor(role), asked)
        asker = admitted.asker
        decision = admitted.decision
        reader = Reading(
            asker.actor,
            asker.organisation,
            decision.role,
            g.request_id,
            decision.relation,
            decision.grant_id,
            asked.address,
        )

        def act(application: Any) -> Any:
            with application.transaction(Cause(asker.actor, f"reading/{g.request_id}")):
                return tell(application, reader)

        # Whoever opens the vault has written it down, in the same transaction.
        response = self._answer(admitted, act, write, is_noted=True)
        response.content_type = JSON
        return response

    def admit(self, actor: Actor, asked: Asked) -> Admitted:
        """
        Let an actor go on, by what was granted.

        `NotFound` if the request names something that is not there, or not for
        this actor: nobody can tell which. `NotForYou` if it names nothing.
        """
        purpose = request.headers.get(PURPOSE)
        now = self.office.store.clock()
        today = now.astimezone(ROME).date()
        asker = Asker(actor.name, actor.organisation, today, purpose, now)
        declared = asked.declared
        if declared is None:
            raise NotForYou(_("di questo indirizzo non è detto a chi serve"))
        named = None
        if declared.names is not None:
            named = declared.names(self.office.application, asked.said)
        # What is not there is asked about too, so that it takes as long.
        about = named or (None if declared.names is None else Named(_NOBODY))
        decision = self.office.access.decide(asker, declared, about)
        if declared.names is not None and (named is None or not decision.allowed):
            raise NotFound(asked.address)
        if not decision.allowed:
            raise NotForYou(_("nessuna concessione lo permette"))
        if declared.also is not None:
            others = dict.fromkeys(declared.also(self.office.application, asked.said))
            for it in others:
                if not self.office.access.decide(asker, declared, it).allowed:
                    raise NotFound(asked.address)
        return Admitted(asker, asked, declared, decision, named)

    def _signed_in(self) -> Actor | None:
        """Give whose session the cookie is, if it was our own page that sent it."""
        secret = request.cookies.get(COOKIE)
        if not secret or request.headers.get("Sec-Fetch-Site", OURS[0]) not in OURS:
            return None
        who = self.office.accounts.signed_in(secret, self.office.store.clock())
        return Actor(who.actor, who.organisation, ("operator",)) if who else None

    def _answer(
        self,
        admitted: Admitted,
        act: Act,
        write: Callable[[Any], str | bytes],
        *,
        is_noted: bool = False,
    ) -> Response:
        asker = admitted.asker
        who = Reader(
            asker.organisation,
            admitted.decision.purpose,
            self.office.access.organisation,
            asker.day.isoformat(),
            asker.actor,
            asker.at.isoformat() if asker.at else "",
            discloses=is_noted,
        )
        with reading_for(who):
            result = act(self.office.application)
        if admitted.declared.is_list:
            seen = self.office.access.visible(
                admitted.asker, admitted.declared, result, admitted.asked.said
            )
            text = write([row for row, _named in seen])
            self._record(admitted, [it for _row, named in seen for it in named])
        else:
            text = write(result)
            if admitted.is_recorded and not is_noted:
                self._record(admitted, [admitted.named])
        return Response(text)

    def _record(self, admitted: Admitted, named: Iterable[Named | None]) -> None:
        ids: dict[UUID, None] = {}
        for it in named:
            if it is not None and it.household_id is not None:
                ids[it.household_id] = None
        self.office.access.log.record(
            DataAccessed(
                access_id=g.request_id,
                accessed_at=self.office.store.clock(),
                actor=admitted.asker.actor,
                organisation=admitted.asker.organisation,
                role=admitted.decision.role,
                purpose=admitted.decision.purpose,
                relation=admitted.decision.relation,
                grant_id=admitted.decision.grant_id,
                address=admitted.asked.address,
                action=admitted.declared.action,
                fields=admitted.declared.fields,
                count=len(ids),
                ids=tuple(ids),
            )
        )

    def actor(self, role: str) -> Actor:
        """
        Give whose token came with the request.

        `NoToken` without one that is known, `NotForYou` if it lacks the role.
        """
        if role == ANYONE:
            return NOBODY_KNOWN
        kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
        actor = self._keyring.actor(token.strip()) if kind.lower() == "bearer" else None
        if not kind:
            actor = self._signed_in()
        if actor is None:
            raise NoToken(_("mandare l'intestazione Authorization: Bearer TOKEN"))
        if not set(actor.roles) & set(INCLUDED.get(role, (role,))):
            raise NotForYou(_("serve il ruolo {role}").format(role=role))
        return actor

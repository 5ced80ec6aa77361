"""
Every address of every service, for every role, organisation and relation to the case.

Grants, cases and sharings are recorded in a real store and asked through WSGI. Only
what an address would do when it is let through is left out, and the noun that an
address names is a stand-in whose household is known: the services' own tests of their
APIs ask for real ones.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from re import search, sub
from types import SimpleNamespace
from uuid import UUID

import pytest
from access_table import PURPOSE_OF, is_bound_enough, may
from flask import Response
from granted import EVER, agreed, grant

from azione0.access.accounts import Accounts
from azione0.access.followers import Fact, note_follower
from azione0.access.grant import ActorGrants
from azione0.access.sharing import CaseSharing
from azione0.contract import SERVICES
from azione0.door import web
from azione0.door.auditing import api as auditing
from azione0.door.granting import api as granting
from azione0.door.orders import Answer, Orders
from azione0.door.reception import Reception
from azione0.door.web import create_app
from azione0.office import Office, service_class
from azione0.settings import settings_for
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens

NOW = datetime(2025, 7, 1, 10, tzinfo=UTC)
HOUSEHOLD, MISSING = UUID(int=0xA), UUID(int=0xB)
CASE, CREDITOR = UUID(int=0xC), "aler-bcm"
CREDITORS = ("creditor_operator", "integration")
#: The organisation that follows the case, one with which it is shared, one that has
#: nothing to do with it; the one that runs the service is known when it is opened.
FOLLOWS, GUEST, OTHER = "la-rete", "sant-eufemia", "altrove"
#: Bound by no agreement: with one the case is shared by a duty, with the other by an
#: agreement that has ended since.
FREE, LOOSE = "pronto-soccorso", "gia-partner"
REACHED = 299
#: Who controls does so for a time.
UNTIL = date(2025, 12, 31)
SHARED = {"support": ["economic", "identity", "special"], "mediation": ["economic"]}


def reached(self, *_, **__):
    return Answer(REACHED, "{}")


class Service:
    """A service's HTTP, in which whoever is let through is told so, and no more."""

    def __init__(self, kind, folder):
        self.kind = kind
        self.tokens = folder / "tokens.toml"
        self.tokens.write_text("")
        environ = {"AZIONE0_DATA": str(folder), "AZIONE0_TOKENS": str(self.tokens)}
        settings = settings_for(kind, environ)
        self.office = Office(service_class(kind), settings, clock=lambda: NOW)
        self.access = {
            **self.office.service.http.access,
            **granting.access,
            **auditing.access,
        }
        self.runs = settings.me.organisation
        app = create_app(self.office)
        self.client = app.test_client()
        self.document = self.client.get("/openapi.json").json
        self._people()
        self._case()
        self._stand_in()

    def _people(self):
        held = []
        for organisation in (FOLLOWS, GUEST, OTHER, FREE, LOOSE, self.runs):
            for role in PURPOSE_OF:
                actor = f"{organisation}/{role}"
                grant(
                    self.office,
                    actor,
                    organisation,
                    role,
                    creditors=[CREDITOR],
                    until=UNTIL if role == "auditor" else None,
                    is_bound=False,
                )
                held.append(Actor(actor, organisation, ("operator",)))
        held.append(Actor(f"{FOLLOWS}/nobody", FOLLOWS, ("operator",)))
        write_tokens(self.tokens, [Grant(hash_of(it.name), it) for it in held])

    def _case(self):
        fact = Fact(NOW, "letter", EVER, FOLLOWS)
        for organisation in (FOLLOWS, GUEST, OTHER):
            agreed(self.office, organisation)
        agreed(self.office, LOOSE, until=date(2025, 6, 30))
        with self.office.application.transaction(Cause("test", "case")) as opened:
            note_follower(opened.session, CASE, HOUSEHOLD, fact)
            for organisation in (GUEST, FREE, LOOSE):
                for purpose, fields in SHARED.items():
                    self.office.access.share_case(
                        HOUSEHOLD,
                        organisation=organisation,
                        purpose=purpose,
                        fields=fields,
                        on=EVER,
                        until=date(2030, 1, 1),
                        duty="vital_interest" if organisation == FREE else None,
                    )

    def _stand_in(self):
        find = self.office.application.find

        def found(kind, id):
            if kind in (ActorGrants, CaseSharing):
                return find(kind, id)
            if id == MISSING:
                return None
            return SimpleNamespace(household_id=HOUSEHOLD, creditor_id=CREDITOR)

        self.office.application.find = found
        if self.kind == "employment":
            self.office.application.household_of_candidacy = lambda asked: (
                None if asked == MISSING else HOUSEHOLD
            )

    def ask(self, address, actor, *, id=HOUSEHOLD, purpose=None):
        """Ask as an actor for what an id names."""
        operation = address.operation
        path = address.path.replace("{creditor_id}", CREDITOR)
        path = sub(r"\{\w+_id\}", str(id), path.replace("{number}", "1"))
        headers = {"Authorization": f"Bearer {actor}"}
        if purpose:
            headers["Azione0-Purpose"] = purpose
        if address.method == "get":
            query = {
                it["name"]: self._value(it["schema"], it["name"], id)
                for it in operation.get("parameters", [])
                if it["in"] == "query" and it.get("required")
            }
            return self.client.get(path, query_string=query, headers=headers)
        body = None
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            body = self._value(content["schema"], "", id)
        return self.client.post(path, json=body, headers=headers)

    def addresses(self):
        for path, item in self.document["paths"].items():
            for method in ("get", "post"):
                if (
                    path.startswith("/api/")
                    and method in item
                    and item[method]["security"]
                ):
                    yield Address(method, path, item[method])

    def _value(self, schema, name, id):  # noqa: PLR0911  one for each kind of value
        """Make a sound value of a schema; ids name the household's things."""
        if "$ref" in schema:
            found = schema["$ref"].rpartition("/")[2]
            return self._value(self.document["components"]["schemas"][found], "", id)
        if name == "creditor_id":
            return CREDITOR
        if schema.get("enum"):
            return schema["enum"][0]
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if kind == "object":
            wanted = schema.get("required", ())
            return {it: self._value(schema["properties"][it], it, id) for it in wanted}
        if kind == "array":
            return [self._value(schema["items"], "", id)]
        if kind == "integer":
            return max(schema.get("minimum", 1), 1)
        if kind == "boolean":
            return True
        instant = "2025-07-02T10:00:00+00:00"
        by_format = {"uuid": str(id), "date": "2025-06-30", "date-time": instant}
        pattern = schema.get("pattern", "").replace("\\Z", "$")
        fitting = next(it for it in ("words", "2", "A1") if search(pattern, it))
        return by_format.get(schema.get("format", ""), fitting)


@dataclass(frozen=True)
class Address:
    """A method and a path, as the OpenAPI document has them."""

    method: str
    path: str
    operation: dict

    @property
    def name(self):
        return self.operation["operationId"]


@pytest.fixture(params=SERVICES)
def service(request, tmp_path, monkeypatch):
    monkeypatch.setattr(Orders, "carry_out", reached)
    monkeypatch.setattr(Reception, "_answer", lambda *_, **__: Response("{}", REACHED))
    monkeypatch.setattr(Reception, "_record", lambda *_: None)
    monkeypatch.setattr(web, "EVEN_SECONDS", 0)
    monkeypatch.setattr(Accounts, "verify", lambda *_: None)
    opened = Service(request.param, tmp_path)
    yield opened
    opened.office.close()


def relations(service, organisation, role, declared, *, names_creditor, names_case):
    """Say what an organisation is to what an address names, and by what right."""
    if declared.names is None:
        return {("programme", "-")}
    found = set()
    holds = service.kind != "intake" or not names_case
    if organisation == service.runs and holds:
        found.add(("own", "-"))
    if organisation == FOLLOWS and names_case:
        found.add(("own", "-"))
    is_shared = organisation in {GUEST, FREE, LOOSE} and PURPOSE_OF[role] in SHARED
    if is_shared and names_case:
        found.add(("shared", "duty" if organisation == FREE else "agreement"))
    if role in CREDITORS and names_creditor:
        found.add(("creditor", "-"))
    return found or {("foreign", "-")}


def is_allowed(service, organisation, role, declared, related):
    """Say what the table says: by the role, and by what binds the organisation."""
    return any(
        may(role, declared.action, declared.fields, {relation})
        and is_bound_enough(
            declared.action,
            relation,
            rests_on,
            runs=organisation == service.runs,
            bound=organisation in {FOLLOWS, GUEST, OTHER},
        )
        for relation, rests_on in related
    )


#: Addresses that name a creditor, alone or beside a household.
BY_CREDITOR_ALONE = {"take_payment", "proposals", "place_payment"}
BY_HOUSEHOLD_ALONE = {"suspend_agreements"}


def test_every_address_answers_whom_the_table_says_and_nobody_else(service):
    seen = Counter()
    for address in service.addresses():
        declared = service.access[address.name]
        names_case = address.name not in BY_CREDITOR_ALONE
        names_creditor = (
            service.kind == "ledger" and address.name not in BY_HOUSEHOLD_ALONE
        )
        shapes = set()
        for organisation in (FOLLOWS, GUEST, OTHER, FREE, LOOSE, service.runs):
            for role, purpose in PURPOSE_OF.items():
                related = relations(
                    service,
                    organisation,
                    role,
                    declared,
                    names_creditor=names_creditor,
                    names_case=names_case,
                )
                allowed = is_allowed(service, organisation, role, declared, related)
                seen["unbound"] += not allowed and any(
                    may(role, declared.action, declared.fields, {it})
                    for it, _rests_on in related
                )
                actor = f"{organisation}/{role}"
                refused = 403 if declared.names is None else 404
                for asked in (None, purpose, "curiosity"):
                    answer = service.ask(address, actor, purpose=asked)
                    expected = REACHED if allowed and asked != "curiosity" else refused
                    cell = (address.name, actor, asked, answer.json)
                    assert answer.status_code == expected, cell
                    seen[expected] += 1
                    if expected == 404:
                        shapes.add(without_its_number(answer))
                if declared.names is not None:
                    missing = service.ask(address, actor, id=MISSING)
                    if names_a_noun(address, declared):
                        assert missing.status_code == 404, (address.name, actor)
                    if missing.status_code == 404:
                        shapes.add(without_its_number(missing))
                    seen["missing"] += 1
        nobody = service.ask(address, f"{FOLLOWS}/nobody")
        assert nobody.status_code == refused
        assert service.ask(address, "unknown").status_code == 401
        assert len(shapes) <= 1, address.name
    assert seen[REACHED] > 10
    assert seen["unbound"] > 0
    print(service.kind, dict(seen))  # noqa: T201  the figure that is reported


def names_a_noun(address, declared):
    """Whether an address names something that is looked up in the store."""
    return declared.names is not None and declared.names.__qualname__.startswith(
        ("noun", "_receipt")
    )


def without_its_number(answer):
    body = {it: held for it, held in answer.json.items() if it != "request_id"}
    return tuple(sorted(map(str, body.items())))

"""A workshops desk of its own, and letters as its partners write them."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid5

import pytest
from granted import grant

from azione0 import letter
from azione0.door.web import create_app
from azione0.house import House
from azione0.office import Office
from azione0.settings import settings_for
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from workshops.service import WorkshopsService

SOURCES = {"intake": "//comune/intake", "ledger": "//aler-bcm/ledger"}
RECORDED = datetime(2025, 6, 1, tzinfo=UTC)
_LETTERS = UUID("77777777-2222-4333-8444-555555555555")


class Desk:
    """The workshops alone: each use-case in a transaction of its own."""

    def __init__(self, folder, clock, url=None):
        environ = {"AZIONE0_DATA": str(folder)}
        if url is not None:
            environ["AZIONE0_WORKSHOPS_DB"] = url
        self.house = House(environ, clock=clock, kinds=("workshops",))
        self.application = self.house.workshops
        self._numbers = count(1)

    def __getattr__(self, use_case):
        def act(*values, **named):
            cause = Cause("operator", f"command-{next(self._numbers)}")
            with self.application.transaction(cause):
                return getattr(self.application, use_case)(*values, **named)

        return act

    def hear(self, *contracts):
        """Bring letters, each with an id that follows from what it says."""
        raws = [
            letter.write(
                contract,
                id=str(uuid5(_LETTERS, repr(contract))),
                source=SOURCES[contract.promise.publisher],
                recorded_at=RECORDED,
                correlation_id="test",
                causation_id="test",
            )
            for contract in contracts
        ]
        return self.house.hand_in("workshops", raws)

    def said(self, name):
        """Give what others were told under a name, in order."""
        office = self.house.office("workshops")
        while office.relay.step():
            pass
        page = office.relay.page("reporting", 0, 1000)
        contracts = [letter.read(raw.headers, raw.body).contract for raw in page]
        return [one for one in contracts if type(one).__name__ == name]

    def rows(self, sql):
        with self.application.store.reading() as session:
            return session.execute(sql)

    def close(self):
        self.house.close()


@pytest.fixture
def desk(tmp_path, clock):
    opened = Desk(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def desk_on_each_store(tmp_path, clock, database_url):
    opened = Desk(tmp_path, clock, database_url)
    yield opened
    opened.close()


class Asking:
    """A client that shows its token."""

    def __init__(self, client):
        self._client = client

    def post(self, address, body=None, *, token="act", **headers):  # noqa: S107
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._client.post(f"/api{address}", json=body, headers=headers)

    def get(self, address, *, token="act"):  # noqa: S107  of a test
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._client.get(f"/api{address}", headers=headers)


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "tokens.toml"
    actor = Actor("elefanti-volanti/anna", "elefanti-volanti", ("operator",))
    write_tokens(path, [Grant(hash_of("act"), actor)])
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(path)}
    opened = Office(
        WorkshopsService,
        settings_for("workshops", environ),
        clock=lambda: RECORDED,
    )
    grant(opened, actor.name, actor.organisation, "supervisor")
    yield opened
    opened.close()


@pytest.fixture
def ask(office):
    return Asking(create_app(office).test_client())

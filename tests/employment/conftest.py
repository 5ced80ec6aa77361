"""An employment desk of its own, and letters as its partners write them."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid5

import pytest

from azione0 import letter
from azione0.house import House
from azione0.store import Cause

SOURCES = {"intake": "//comune/intake", "ledger": "//aler-bcm/ledger"}
RECORDED = datetime(2025, 6, 1, tzinfo=UTC)
_LETTERS = UUID("77777777-2222-4333-8444-555555555555")


class Desk:
    """Employment alone: each use-case in a transaction of its own."""

    def __init__(self, folder, clock, url=None):
        environ = {"AZIONE0_DATA": str(folder)}
        if url is not None:
            environ["AZIONE0_EMPLOYMENT_DB"] = url
        self.house = House(environ, clock=clock, kinds=("employment",))
        self.application = self.house.employment
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
        return self.house.hand_in("employment", raws)

    def said(self, name):
        """Give what others were told under a name, in order."""
        office = self.house.office("employment")
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

"""A ledger asked over HTTP, by who may act and by who may only ask."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from small_estate import CREDITOR_ID, SQUARE, Estate, an_estate, charge_of

from azione0.store import Cause

Ask = Callable[..., Any]


@pytest.fixture
def estate(tmp_path) -> Iterator[Estate]:
    with an_estate(tmp_path, f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def still(tmp_path_factory) -> Iterator[Estate]:
    """One ledger for all that is refused, with a dispute in it."""
    folder = tmp_path_factory.mktemp("estate")
    with an_estate(folder, f"sqlite:///{folder}/store.db") as opened:
        with opened.ledger.transaction(Cause("test", "dispute")):
            opened.ledger.dispute_charge(
                SQUARE,
                CREDITOR_ID,
                UUID(charge_of(SQUARE)),
                on=date(2025, 6, 20),
                grounds="meter",
            )
        yield opened


@pytest.fixture(scope="session")
def post_to() -> Callable[[Estate], Ask]:
    """Order something of a ledger as who may act, or as `who`."""

    def of(estate):
        def order(path, *, who="act", key=None, **body):
            headers = {"Authorization": f"Bearer {who}"}
            if key:
                headers["Idempotency-Key"] = key
            return estate.client.post(f"/api{path}", json=body, headers=headers)

        return order

    return of


@pytest.fixture(scope="session")
def get_from() -> Callable[[Estate], Ask]:
    """Ask something of a ledger as who may only ask, or as `who`."""

    def of(estate):
        def ask(path, *, who="ask", **query):
            headers = {"Authorization": f"Bearer {who}"}
            return estate.client.get(f"/api{path}", query_string=query, headers=headers)

        return ask

    return of


@pytest.fixture
def post(estate, post_to) -> Ask:
    return post_to(estate)


@pytest.fixture
def get(estate, get_from) -> Ask:
    return get_from(estate)

"""The addresses at which checkpoints are shown, held and cosigned."""

from base64 import b64encode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from azione0.audit.merkle import consistency_proof, leaf_hash, root_of
from azione0.audit.note import OF_A_WITNESS, Checkpoint, Signer, Verifier, signed
from azione0.door.web import create_app

LOG = Signer("aler-bcm/ledger", bytes(range(32)))
THIEF = Signer("aler-bcm/ledger", bytes(32))
STRANGER = Signer("some/body", bytes(32))
LEAVES = [leaf_hash(bytes([it])) for it in range(40)]


@pytest.fixture
def client(house):
    office = house.office("intake")

    class Ledger:
        def keys(self):
            return LOG.verifier.text() + "\n"

    office.exchange.way_to = lambda partner: Ledger()
    return create_app(office).test_client()


def growth(old, size, by=LOG, leaves=LEAVES):
    proof = consistency_proof(leaves[:size], old) if old <= size else []
    return {
        "old_size": old,
        "proof": [b64encode(it).decode() for it in proof],
        "checkpoint": signed(Checkpoint(by.name, size, root_of(leaves[:size])), by),
    }


def test_a_log_is_seen_to_grow_and_what_is_held_is_shown(client):
    assert client.get("/seals/held?log=aler-bcm/ledger").json == {"checkpoint": ""}
    told = growth(0, 7)
    line = client.post("/seals", json=told).json["cosignature"]
    held = client.get("/seals/held?log=aler-bcm/ledger").json["checkpoint"]
    assert held == told["checkpoint"] + line
    keys = [
        Verifier.read(it) for it in client.get("/seals/keys").json["keys"].splitlines()
    ]
    assert [(it.name, it.kind) for it in keys] == [
        ("comune-brescia/intake", 1),
        ("comune-brescia/intake", OF_A_WITNESS),
    ]
    assert keys[0].public != keys[1].public
    assert client.post("/seals", json=growth(7, 20)).status_code == 200


@pytest.mark.parametrize(
    ("said", "status", "name"),
    [
        (growth(0, 9), 409, "OtherSize"),
        (growth(9, 8), 422, "WrongGrowth"),
        (growth(7, 9) | {"proof": []}, 409, "NotGrown"),
        (growth(7, 9, by=THIEF), 403, "NotSigned"),
        (growth(7, 9, by=STRANGER), 404, "NotFound"),
        (growth(7, 9) | {"checkpoint": "nothing"}, 422, "WrongNote"),
        (growth(7, 9) | {"checkpoint": "\ud800"}, 400, "NotAMessage"),
        (growth(7, 9) | {"proof": ["AAAA"]}, 422, "WrongForm"),
        (growth(7, 9) | {"old_size": -1}, 422, "WrongForm"),
        (growth(7, 9) | {"old_size": "7"}, 422, "WrongForm"),
        (growth(7, 9) | {"more": 1}, 422, "WrongForm"),
    ],
)
def test_what_did_not_grow_is_refused_by_name(client, said, status, name):
    client.post("/seals", json=growth(0, 7))
    before = client.get("/seals/held?log=aler-bcm/ledger").json
    answer = client.post("/seals", json=said)
    assert answer.status_code == status, answer.json
    if name != "NotAMessage":
        assert answer.json["type"].rpartition(".")[2] == name
    assert client.get("/seals/held?log=aler-bcm/ledger").json == before


@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(some.text(max_size=200), some.integers(0, 400))
def test_no_note_whatever_is_an_internal_error(client, text, place):
    note = growth(0, 7)["checkpoint"]
    said = growth(0, 7) | {"checkpoint": note[:place] + text + note[place:]}
    assert client.post("/seals", json=said).status_code < 500


def test_status_tells_how_far_the_log_is_sealed_and_by_whom(house):
    client = create_app(house.office("ledger")).test_client()
    told = client.get("/status").json
    assert told["log"] == {
        "sealed": 0,
        "cosigned": {},
        "trouble": "",
        "troubles": {},
        "contradicted": [],
    }
    house.office("ledger").exchange.trouble = "fu ripresa una vecchia copia"
    told = client.get("/status").json
    assert (told["state"], told["title"]) == (
        "degraded",
        "fu ripresa una vecchia copia",
    )
    assert client.get("/readyz").status_code == 200

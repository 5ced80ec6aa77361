"""The words in which the tests speak of the front office lie beside them."""

import pytest
from front_desk import FrontOffice
from granted import grant

from azione0.door.web import create_app
from azione0.tokens import Actor, Grant, hash_of, write_tokens


@pytest.fixture
def office(tmp_path):
    front = FrontOffice({"AZIONE0_DATA": str(tmp_path)})
    yield front
    front.house.close()


class Http:
    """A front office over HTTP: two of one organisation, who runs it, the board."""

    def __init__(self, folder):
        people = {
            "rete": ("la-rete/anna", ("operator",), ("supervisor", "case_worker")),
            "other": ("la-rete/bruno", ("operator",), ("supervisor",)),
            "runs": ("comune-brescia/carla", ("operator",), ("supervisor",)),
            "board": ("comune-brescia/dora", ("operator",), ("board",)),
        }
        tokens = folder / "tokens.toml"
        write_tokens(
            tokens,
            [
                Grant(hash_of(word), Actor(name, name.partition("/")[0], roles))
                for word, (name, roles, _granted) in people.items()
            ],
        )
        self.office = FrontOffice(
            {"AZIONE0_DATA": str(folder), "AZIONE0_TOKENS": str(tokens)}
        )
        desk = self.office.house.office("intake")
        assert desk.settings.me.organisation == "comune-brescia"
        for name, _roles, granted in people.values():
            grant(desk, name, name.partition("/")[0], *granted)
        self._client = create_app(desk).test_client()

    def order(self, path, *, acting="rete", **body):
        headers = {"Authorization": f"Bearer {acting}"}
        return self._client.post(f"/api{path}", json=body, headers=headers)

    def ask(self, path, *, acting="rete", **query):
        headers = {"Authorization": f"Bearer {acting}"}
        return self._client.get(f"/api{path}", query_string=query, headers=headers)


@pytest.fixture
def http(tmp_path):
    asked = Http(tmp_path)
    yield asked
    asked.office.house.close()

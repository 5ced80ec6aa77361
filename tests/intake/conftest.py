"""The words in which the tests speak of the front office lie beside them."""

import pytest
from front_desk import FrontOffice

from azione0.door.web import create_app
from azione0.tokens import Actor, Grant, hash_of, write_tokens


@pytest.fixture
def office(tmp_path):
    front = FrontOffice({"AZIONE0_DATA": str(tmp_path)})
    yield front
    front.house.close()


class Http:
    """A front office that is asked over HTTP, by two organisations and a reader."""

    def __init__(self, folder):
        actors = [("rete", "la-rete"), ("aler", "aler-bcm")]
        grants = [
            Grant(hash_of(word), Actor(f"{name}/anna", name, ("operator",)))
            for word, name in actors
        ]
        reader = Actor("la-rete/bruno", "la-rete", ("reader",))
        tokens = folder / "tokens.toml"
        write_tokens(tokens, [*grants, Grant(hash_of("ask"), reader)])
        self.office = FrontOffice(
            {"AZIONE0_DATA": str(folder), "AZIONE0_TOKENS": str(tokens)}
        )
        self._client = create_app(self.office.house.office("intake")).test_client()

    def order(self, path, *, acting="rete", **body):
        headers = {"Authorization": f"Bearer {acting}"}
        return self._client.post(f"/api{path}", json=body, headers=headers)

    def ask(self, path, *, acting="ask", **query):
        headers = {"Authorization": f"Bearer {acting}"}
        return self._client.get(f"/api{path}", query_string=query, headers=headers)


@pytest.fixture
def http(tmp_path):
    asked = Http(tmp_path)
    yield asked
    asked.office.house.close()

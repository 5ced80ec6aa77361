"""Every address says who may use it, and what is written about it is so."""

import re
from pathlib import Path

import pytest
from access_table import MAY, PURPOSE_OF

from azione0.access import vocabulary
from azione0.contract import SERVICES
from azione0.door.auditing import api as auditing
from azione0.door.granting import api as granting
from azione0.office import service_class

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
APIS = {
    **{kind: service_class(kind).http for kind in SERVICES},
    "access": granting,
    "audit": auditing,
}


@pytest.mark.parametrize("kind", APIS)
def test_every_address_is_declared_and_nothing_else_is(kind):
    api = APIS[kind]
    assert set(api.access) == set(api.addresses)
    for name, declared in api.access.items():
        assert declared.action in vocabulary.ACTIONS, name
        assert declared.fields in vocabulary.FIELDS, name


def test_the_rules_in_the_documentation_are_the_rules():
    told = {
        (role, action, fields, relation)
        for role, purpose, actions, kinds, relations in rows("Role")
        if PURPOSE_OF[role] == purpose
        for action in actions
        for fields in kinds
        for relation in relations
    }
    assert told == MAY


def test_every_purpose_is_documented_with_its_legal_basis():
    for purpose, basis in vocabulary.PURPOSES.items():
        assert f"| `{purpose}` | {basis} |" in DOCS


def rows(title):
    """Give the rows of the table that begins with a title, words in backquotes."""
    table = DOCS[DOCS.index(f"| {title} |") :].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        cells = [re.findall(r"`(\w+)`", cell) for cell in line.split("|")[1:-1]]
        [role], [purpose], actions, kinds, relations = cells
        yield role, purpose, actions, kinds, relations

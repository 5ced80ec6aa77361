"""The operator's list of creditors is taken only if money cannot go astray by it."""

import json

import pytest

from ledger.creditors import BadCreditors, creditors_from, read_creditors

ALER = {
    "creditor_id": "aler-bcm",
    "publisher": "aler",
    "codice_fiscale": "77777777777",
    "ibans": ["IT60 X054 2811 1010 0000 0123 456"],
    "name": "ALER Brescia-Cremona-Mantova",
}
TOML = """
[[creditors]]
creditor_id = "sole"
publisher = "condominium"
codice_fiscale = "98765432109"
ibans = []
name = "Condominio Sole"
"""


def listed(*entries):
    return json.dumps({"creditors": entries}).encode()


def test_a_list_is_read_as_toml_or_json(tmp_path):
    path = tmp_path / "creditori.toml"
    path.write_text(TOML)
    assert (
        creditors_from({"AZIONE0_CREDITORS": str(path)})["sole"].publisher
        == "condominium"
    )
    creditors = read_creditors(listed(ALER), name="creditori.json")
    assert creditors.by_iban == {"IT60X0542811101000000123456": "aler-bcm"}
    assert creditors.by_fiscal_code == {"77777777777": "aler-bcm"}


def test_whom_to_call_may_be_said_or_left_out():
    silent = read_creditors(listed(ALER), name="creditori.json")["aler-bcm"]
    said = {**ALER, "contact": "Ufficio inquilini, 030 1"}
    found = read_creditors(listed(said), name="creditori.json")["aler-bcm"]
    assert (silent.contact, found.contact) == ("", "Ufficio inquilini, 030 1")


def test_no_setting_is_no_creditor():
    assert len(creditors_from({})) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not sound"),
        (b"\xff", "not sound"),
        (b"[]", "one list named creditors"),
        (listed(), "empty"),
        (listed({**ALER, "iban": "x"}), "write exactly"),
        (listed({**ALER, "contact": 30}), "contact"),
        (listed({**ALER, "publisher": "comune"}), "publisher"),
        (listed({**ALER, "codice_fiscale": 77777777777}), "codice_fiscale"),
        (listed({**ALER, "codice_fiscale": "123"}), "codice_fiscale"),
        (listed({**ALER, "creditor_id": "T"}), "creditor_id"),
        (listed({**ALER, "ibans": "IT60X0542811101000000123456"}), "list of texts"),
        (listed({**ALER, "ibans": ["IT61X0542811101000000123456"]}), "no IBAN"),
        (listed(ALER, ALER), "share aler-bcm"),
        (listed(ALER, {**ALER, "creditor_id": "b2"}), "share 77777777777"),
    ],
)
def test_a_list_with_a_mistake_is_refused_with_its_reason(content, said):
    with pytest.raises(BadCreditors, match=said):
        read_creditors(content, name="creditori.json")


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(BadCreditors, match="/nowhere"):
        creditors_from({"AZIONE0_CREDITORS": "/nowhere/creditori.toml"})

"""The partners file: the same for everybody, and refused when it is wrong."""

import pytest

from azione0.contract import KINDS
from azione0.letter import number_header
from azione0.partners import Partner, WrongPartners, default_partners, read_partners

ONE = """
[[partner]]
name = "{name}"
kind = "{kind}"
organisation = "la-rete"
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "partners.toml"
        path.write_text(text)
        return path

    return write


def test_without_a_file_everybody_of_the_pilot_is_there():
    partners = default_partners()
    assert [it.kind for it in partners] == list(KINDS)
    assert len({it.url for it in partners if it.url}) == 5


def test_two_cooperatives_may_run_the_same_kind(file):
    path = file(
        ONE.format(name="workshops-larete", kind="workshops")
        + ONE.format(name="workshops-elefanti", kind="workshops")
    )
    assert read_partners(path) == (
        Partner("workshops-larete", "workshops", "la-rete"),
        Partner("workshops-elefanti", "workshops", "la-rete"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE.format(name="Ledger", kind="ledger"), "use a-z, 0-9"),
        (ONE.format(name="led_ger", kind="ledger"), "use a-z, 0-9"),
        (ONE.format(name="", kind="ledger"), "use a-z, 0-9"),
        (ONE.format(name="bank", kind="bank"), "has kind 'bank'"),
        (2 * ONE.format(name="ledger", kind="ledger"), "is there twice"),
        ("[[partner]]\nname = 'ledger'\n", "missing"),
        (ONE.format(name="a", kind="ledger") + "colour = 'red'\n", "colour"),
        ("this is not TOML", "partners.toml"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(file, text, said):
    with pytest.raises(WrongPartners, match=said):
        read_partners(file(text))


def test_names_that_would_share_a_header_are_refused(file):
    first, second = "work-shops", "workshops"
    assert number_header(first) == number_header(second)
    path = file(
        ONE.format(name=first, kind="workshops")
        + ONE.format(name=second, kind="workshops")
    )
    with pytest.raises(WrongPartners, match="is there twice"):
        read_partners(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(WrongPartners, match="No such file"):
        read_partners(tmp_path / "nowhere.toml")

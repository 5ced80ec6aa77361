"""Every letter that reporting hears has a sentence of its own."""

import pytest
from examples import EXAMPLES

from azione0.contract import Contract, heard_by
from reporting.sentences import sentence


@pytest.mark.parametrize(
    "contract",
    [it for it in EXAMPLES.values() if "reporting" in it.promise.audience],
    ids=lambda it: it.type_name(),
)
def test_every_letter_about_a_household_has_its_sentence(contract):
    if hasattr(contract, "household_id"):
        assert sentence.dispatch(type(contract)) is not sentence.dispatch(Contract)
        assert sentence(contract).endswith(".")


def test_there_is_an_example_of_everything_reporting_hears():
    assert EXAMPLES.keys() >= set(heard_by("reporting"))

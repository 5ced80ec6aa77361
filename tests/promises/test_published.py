"""What a service promises, it says somewhere; what it cannot say yet is named."""

from pathlib import Path

import pytest

from azione0.contract import SERVICES, all_contracts

ROOT = Path(__file__).parents[2]
#: Promised to others, and said by nobody yet: without validation no indicator is
#: published.
NOT_YET = {"IndicatorSnapshotPublished"}

PROMISED = [
    it
    for it in all_contracts()
    if it.promise.publisher in SERVICES and it.promise.name not in NOT_YET
]


@pytest.mark.parametrize("contract", PROMISED, ids=lambda it: it.type_name())
def test_what_is_promised_is_said(contract):
    service = contract.promise.publisher
    source = ROOT / "services" / service / "src" / service / "published.py"
    assert f".{contract.promise.name}" in source.read_text(encoding="utf-8")

"""Each case of other systems that must hold here is somewhere a test of that name."""

import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = json.loads((HERE / "peer_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [it["id"] for it in CASES])
def test_a_case_of_others_is_tried_here(case):
    named = (f'CASES["{case}"]', f"def test_{case.lower().replace('-', '_')}_")
    tried = [
        path
        for path in HERE.parent.rglob("*.py")
        if any(it in path.read_text(encoding="utf-8") for it in named)
    ]
    assert tried, f"{case}: nothing tries it"

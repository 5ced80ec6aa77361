"""Every journey names the files on its way, and they are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JOURNEYS = sorted((ROOT / "tests" / "journeys").glob("test_*.py"))
NAMED = re.compile(r"[\w/]+\.py")


def files_named_in(journey: Path) -> list[str]:
    words = ast.get_docstring(ast.parse(journey.read_text(encoding="utf-8")))
    return NAMED.findall(words or "")


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda it: it.stem)
def test_the_files_on_a_journey_exist(journey):
    for name in files_named_in(journey):
        service, _, path = name.partition("/")
        places = (
            ROOT / "services" / service / "src" / service / path,
            ROOT / "shared" / "src" / "azione0" / name,
        )
        assert any(it.is_file() for it in places), f"{journey.name} names {name}"


@pytest.mark.parametrize(
    "event",
    [
        "agreement_signed",
        "arrears_detected",
        "budget_agreed",
        "case_taken_in_charge",
        "commitment_missed",
        "eviction_step_recorded",
        "instalment_missed",
        "job_placed",
    ],
)
def test_the_journey_of_an_event_names_its_way_from_door_to_door(event):
    [journey] = [it for it in JOURNEYS if it.stem == f"test_{event}"]
    named = files_named_in(journey)
    assert any(it.endswith("/published.py") for it in named)
    assert any(it.endswith("/service.py") for it in named)

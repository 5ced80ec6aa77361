"""ALER on the bus with pika alone: the programs printed in `docs/aler.md`."""

import re
import sys
from pathlib import Path

import pytest
from creditor import check_the_year, run_client

pytestmark = pytest.mark.broker

PAGE = Path(__file__).parents[2] / "docs" / "aler.md"


@pytest.fixture
def printed(programme, tmp_path):
    """Give the two programs of the page, under the names of this test's user."""
    aler = programme.bus.partner("aler").name
    files = []
    for number, code in enumerate(
        re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    ):
        files.append(tmp_path / f"{number}.py")
        files[-1].write_text(
            code.replace("aler.events", f"{aler}.events").replace(
                "aler.inbox", f"{aler}.inbox"
            )
        )
    return files


def test_the_programs_of_the_page_tell_and_hear(programme, printed):
    say, hear = printed
    check_the_year(
        programme,
        lambda: run_client(programme.bus, [sys.executable, "-I", str(say)]),
        lambda: run_client(programme.bus, [sys.executable, "-I", str(hear)]),
    )

"""ALER on the bus with kombu alone."""

import sys

import pytest
from creditor import CLIENTS, check_the_year, run_client

pytestmark = pytest.mark.broker


def test_kombu_alone_can_tell_and_hear(programme):
    client = str(CLIENTS / "with_kombu.py")
    check_the_year(
        programme,
        lambda: run_client(programme.bus, [sys.executable, "-I", client, "say"]),
        lambda: run_client(programme.bus, [sys.executable, "-I", client, "hear"]),
    )


def test_the_client_knows_nothing_of_ours():
    imported = [
        line
        for line in (CLIENTS / "with_kombu.py").read_text().splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert not [line for line in imported if "azione0" in line]

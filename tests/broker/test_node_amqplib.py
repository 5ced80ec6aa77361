"""ALER on the bus with Node.js and amqplib alone."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bus import not_here
from creditor import CLIENTS, check_the_year, run_client

pytestmark = [pytest.mark.broker, pytest.mark.node]

AMQPLIB = "amqplib@0.10"


@pytest.fixture(scope="module")
def modules():
    """Install amqplib once, outside the project; give its folder."""
    if not (shutil.which("node") and (npm := shutil.which("npm"))):
        not_here("no Node.js: install nodejs and npm")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "azione0-tests" / "amqplib"
    if not (folder / "node_modules" / "amqplib").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(  # noqa: S603  the installed npm
            [
                *(npm, "install", "--no-save", "--no-package-lock", "--no-audit"),
                *("--no-fund", "--prefix", str(folder), AMQPLIB),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            not_here("amqplib cannot be fetched: give npm a network once")
    return folder / "node_modules"


def test_node_alone_can_tell_and_hear(programme, modules):
    node = shutil.which("node")
    client = str(CLIENTS / "with_amqplib.cjs")

    def run(verb):
        return run_client(programme.bus, [node, client, verb], NODE_PATH=str(modules))

    check_the_year(programme, lambda: run("say"), lambda: run("hear"))

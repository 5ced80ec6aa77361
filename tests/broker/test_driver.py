"""Under eventlet the PostgreSQL driver must not stop everything while it waits."""

import os
import subprocess
import sys

import pytest

TICKS = """
import sys
from azione0.commands.run import check_driver, go_green
go_green()
check_driver()
import eventlet, psycopg
ticks = 0
def tick():
    global ticks
    while True:
        eventlet.sleep(0.02)
        ticks += 1
eventlet.spawn(tick)
with psycopg.connect(sys.argv[1]) as connection:
    connection.execute("SELECT pg_sleep(1)")
print(ticks)
"""


def run(program, *arguments, **environment):
    return subprocess.run(  # noqa: S603  this interpreter
        [sys.executable, "-W", "ignore", "-c", program, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_blocking_driver_is_refused():
    program = """
import psycopg
from azione0.commands.run import check_driver, go_green
go_green()
check_driver()
"""
    done = run(program)
    assert done.returncode
    assert "PSYCOPG_WAIT_FUNC=wait_selector" in done.stderr


def test_another_way_of_waiting_is_refused():
    program = """
from azione0.commands.run import check_driver, go_green
go_green()
check_driver()
"""
    assert run(program, PSYCOPG_WAIT_FUNC="wait_poll").returncode
    assert run(program).returncode == 0


@pytest.mark.postgres
def test_others_go_on_while_a_query_runs(postgres):
    done = run(TICKS, postgres)
    assert int(done.stdout) > 20, done.stderr

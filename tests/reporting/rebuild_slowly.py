"""A rebuild that takes its time, in a process that can be killed."""

import sys
from time import sleep

from azione0.database import open_database
from reporting.replay import rebuild


def take_a_breath(done, total):
    print(done, flush=True)  # noqa: T201  the test reads how far it went
    sleep(0.02)


if __name__ == "__main__":
    print(rebuild(open_database(sys.argv[1]), take_a_breath, chunk=10).digest)  # noqa: T201

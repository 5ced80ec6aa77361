"""The whole demonstration as a newcomer starts it: seconds and the most memory."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory_of import most_megabytes
from row import Row

SECONDS, MEGABYTES = 20, 300
LOOK_SECONDS = 0.1


def main() -> list[Row]:
    """Run `azione0 demo --once` in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  the project's own command
            [
                str(Path(sys.executable).with_name("azione0")),
                *("demo", "--once", "--data", folder),
            ],
            stdout=subprocess.DEVNULL,
        )
        most = 0.0
        while process.returncode is None:
            most = max(most, most_megabytes(process.pid))
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                process.returncode = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(LOOK_SECONDS)
        seconds = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"azione0 demo ended with {process.returncode}")
    busy = used.ru_utime + used.ru_stime
    note = (
        "328 households, 24 months, five services in one process, SQLite; "
        f"{busy:.1f} s of processor time"
    )
    return [
        Row("demonstration, whole process", "s", seconds, SECONDS, note=note),
        Row("demonstration, most memory", "MB", most, MEGABYTES, note=note),
    ]


if __name__ == "__main__":
    for row in main():
        print(row)

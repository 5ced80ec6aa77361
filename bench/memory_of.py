"""The most memory that a process has held."""

import re
from pathlib import Path

KIB_PER_MEGABYTE = 1024


def most_megabytes(process: int | str = "self") -> float:
    """
    Give the most MB that a running process has held since it became a program.

    `ru_maxrss` would begin with what its parent held (execve(2) keeps it).
    """
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    [kib] = re.findall(r"VmHWM:\s+(\d+) kB", told) or ["0"]
    return int(kib) / KIB_PER_MEGABYTE

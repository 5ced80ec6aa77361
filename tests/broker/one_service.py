"""
One of the two small services, in a process of its own.

Arguments: kind, folder, mark of the names, AMQP address (or ""), port, and the
ports at which the others answer (JSON). Prints a line when it is at work.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from azione0 import log
from azione0.commands.run import check_driver, go_green, stay

go_green()

from bus import partners_of  # noqa: E402  only once patched
from two_services import NoterService, SpeakerService, clock, settings  # noqa: E402

from azione0.door.container import Container  # noqa: E402

SERVICES = {"ledger": SpeakerService, "reporting": NoterService}


def main(
    kind: str, folder: str, mark: str, amqp: str, port: str, ports: str, url: str = ""
) -> None:
    """Run it until it is told to stop."""
    log.configure(kind)
    partners = [
        replace(it, url=f"http://127.0.0.1:{known}") if known else it
        for it in partners_of(mark)
        for known in [json.loads(ports).get(it.kind)]
    ]
    me = next(it for it in partners if it.kind == kind)
    if url:
        check_driver()
    mine = settings(
        me,
        partners,
        Path(folder),
        amqp=amqp or None,
        port=int(port),
        database_url=url,
    )
    stay([Container(SERVICES[kind], {"settings": mine, "clock": clock})])


if __name__ == "__main__":
    main(*sys.argv[1:])

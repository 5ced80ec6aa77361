"""
One of the two small services, in a process of its own.

Its one argument is JSON: kind, mark of the names, folder, the ports at which the
others answer, and what differs in its settings.
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


def main(told: str) -> None:
    """Run it until it is told to stop."""
    asked = json.loads(told)
    kind, ports = asked["kind"], asked["ports"]
    log.configure(kind)
    partners = [
        replace(it, url=f"http://127.0.0.1:{ports[it.kind]}")
        if it.kind in ports
        else it
        for it in partners_of(asked["mark"])
    ]
    me = next(it for it in partners if it.kind == kind)
    mine = settings(me, partners, Path(asked["folder"]), **asked["settings"])
    if not mine.database_url.startswith("sqlite:"):
        check_driver()
    stay([Container(SERVICES[kind], {"settings": mine, "clock": clock})])


if __name__ == "__main__":
    main(sys.argv[1])

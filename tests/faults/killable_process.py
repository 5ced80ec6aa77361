"""Run one of the two services that are killed: `killable_process.py KIND FOLDER`."""

import os
import sys
import time
from pathlib import Path

from azione0 import log
from azione0.commands.run import check_driver, go_green, stay

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "broker"))
go_green()

from faults.said_and_noted import NotingService, SayingService  # noqa: E402  patched

from azione0.commands.opening import clock  # noqa: E402
from azione0.door import reception  # noqa: E402
from azione0.door.container import Container  # noqa: E402
from azione0.door.orders import Orders  # noqa: E402
from azione0.settings import settings_for  # noqa: E402

AN_ANSWER = 0.1


class SlowlyAnswered(Orders):
    """Answers a while after the commit, so that kills fall in between, too."""

    def carry_out(self, order):
        answer = super().carry_out(order)
        time.sleep(AN_ANSWER)
        return answer


reception.Orders = SlowlyAnswered
kind = sys.argv[1]
log.configure(kind)
check_driver()
service = {"ledger": SayingService, "reporting": NotingService}[kind]
settings = settings_for(kind, os.environ)
stay([Container(service, {"settings": settings, "clock": clock})])

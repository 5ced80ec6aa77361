"""Run the small service of the tests as a real process: `shelves_process.py`."""

import os
import sys
from pathlib import Path

from azione0.commands.run import go_green, stay

sys.path.insert(0, str(Path(__file__).parents[1]))
go_green()

from shelves import ShelvesService  # noqa: E402  only once patched

from azione0.commands.opening import clock  # noqa: E402
from azione0.door.container import Container  # noqa: E402
from azione0.settings import settings_for  # noqa: E402

settings = settings_for("workshops", os.environ)
stay([Container(ShelvesService, {"settings": settings, "clock": clock})])

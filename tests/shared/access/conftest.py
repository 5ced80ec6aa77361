"""A service whose grants are at hand, on either store."""

from datetime import UTC, datetime

import pytest
from shelves import ShelvesService

from azione0.office import Office
from azione0.settings import settings_for

NOW = datetime(2025, 7, 1, 10, tzinfo=UTC)


@pytest.fixture
def office(tmp_path, database_url):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_WORKSHOPS_DB": database_url}
    settings = settings_for("workshops", environ)
    opened = Office(ShelvesService, settings, clock=lambda: NOW)
    yield opened
    opened.close()

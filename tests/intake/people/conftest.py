"""A front office on each store, its keys in a database of their own."""

import pytest
from people_desk import PeopleOffice
from servers import POSTGRES


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def office(request, tmp_path):
    environ = {"AZIONE0_DATA": str(tmp_path / "data")}
    if request.param == "sqlite":
        yield from opened(environ)
        return
    with POSTGRES.database() as url, POSTGRES.database() as keys:
        urls = {"AZIONE0_INTAKE_DB": url, "AZIONE0_INTAKE_KEYS": keys}
        yield from opened(environ | urls)


def opened(environ):
    front = PeopleOffice(environ)
    front.environ = environ
    yield front
    front.house.close()

"""The words in which the tests speak of the front office lie beside them."""

import pytest
from front_desk import FrontOffice


@pytest.fixture
def office(tmp_path):
    front = FrontOffice({"AZIONE0_DATA": str(tmp_path)})
    yield front
    front.house.close()

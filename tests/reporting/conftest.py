"""A reporting service alone in its house, on SQLite."""

import pytest
from postman import hand_in, letter, open_house


@pytest.fixture
def house(tmp_path):
    with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def reporting(house):
    return house.reporting


@pytest.fixture
def tell(house):
    """Hand in contracts as letters, each written on its own day."""
    return lambda *contracts: hand_in(house, [letter(it) for it in contracts])

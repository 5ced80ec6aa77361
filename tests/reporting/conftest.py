"""A reporting service alone in its house, on SQLite."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

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

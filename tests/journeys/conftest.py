"""The journeys that need servers take them from the same places as the broker's."""

from broker.conftest import databases, postgres, server

__all__ = ["databases", "postgres", "server"]

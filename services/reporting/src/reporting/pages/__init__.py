"""The answers as they are shown on a terminal."""

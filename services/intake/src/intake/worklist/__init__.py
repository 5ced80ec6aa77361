"""Whom to work on first, and what to do next: facts and published rules, no score."""

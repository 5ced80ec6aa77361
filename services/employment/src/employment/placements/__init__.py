"""Contracts of work, what counts as a result, and whether they last."""

"""
Who may see and do what: one decision, made from what was recorded.

Read in this order: `vocabulary.py` (the words), `rules.py` (the table), `decision.py`
(`allow`, the one function), `grant.py` and `sharing.py` (what is recorded, and why it
may be refused), `followers.py` (who follows a case on a day), `accessed.py` (who saw
what), `book.py` (one service's grants, in its own store), `declared.py` (what an
address is about).
"""

from azione0.access.decision import Decision, Grants, Question, allow

__all__ = ["Decision", "Grants", "Question", "allow"]

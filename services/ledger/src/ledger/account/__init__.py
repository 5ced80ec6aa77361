"""
An account: what one household owes one creditor.

Read `facts.py` and `account.py` first, then what follows from the facts on a day:
`timeline.py`, `allocation.py`, `detection.py`, all of it in `standing.py`.
"""

"""
An invented estate: it lives through the five services as the real one would.

Read `estate.py`, then `tenants.py` and `operators.py`, then `programme.py`.
"""

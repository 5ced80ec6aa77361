"""
An eviction for unpaid rent: its steps, its terms, and how it is averted.

Read `proceeding.py` first; `claim.py` says what was asked for and what was paid of
it, `deadlines.py` what the law allows and by when.
"""

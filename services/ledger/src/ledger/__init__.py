"""
The ledger: what each household owes each creditor, and how it is being repaid.

Read `account.py` and `agreement.py` first, then the policy that decides
(`allocation.py`, `detection.py`, `breach.py`), then `application.py`. Files come in
through `importing.py`, which reads, and `posting.py`, which books.
"""

"""
The ledger: what each household owes each creditor, and how it is being repaid.

Read `account/` and `agreement/` first, then `application.py`. Files of creditors
come in through `files/importing.py`, which reads, and `files/posting.py`, which books.
"""

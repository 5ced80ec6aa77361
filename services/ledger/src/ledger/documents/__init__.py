"""
What the ledger prints and explains: statements, letters, notices, tables.

Read `reading.py` first: an account as it was known. `sums.py` reckons it a second
time; `statement.py`, `agreement_letter.py`, `explanation.py`, `ageing_table.py`
and `rent_roll.py` are values made of it; `page.py` writes them as HTML, `pdf.py`
prints that.
"""

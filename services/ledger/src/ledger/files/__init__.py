"""
Reads the files that creditors, pagoPA and banks send: bills, payments, statements.

Reading order: `recognise` (which file is this?), `refusal` (how a file is turned
away), `fields`, `amounts`, `days`, `tree` (the small things), then one reader per
format: `pagopa`, `camt`, `bills`, `payments_csv`; at last `letters`, which says
what was read in the creditors' own contracts.
"""

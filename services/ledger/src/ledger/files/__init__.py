"""
The files that creditors, pagoPA and banks send: read, posted, registered.

Reading order: `recognise` (which file is this?), `refusal` (how a file is turned
away), `fields`, `amounts`, `days`, `tree` (the small things), then one reader per
format: `pagopa`, `camt`, `bills`, `payments_csv`; `letters`, which says what was
read in the creditors' own contracts; at last `importing`, which reads a whole file,
and `posting`, which books it and writes it into the `register`.
"""

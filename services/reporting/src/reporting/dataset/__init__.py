"""
The archive as a dataset that others can count: pseudonymised, documented, portable.

Read in this order: `columns` (what each table holds), `pseudonyms`, `writing` (CSV,
then Parquet), `package` (the data dictionary), `counting` (the indicators' own SQL,
run unchanged on the Parquet files).
"""

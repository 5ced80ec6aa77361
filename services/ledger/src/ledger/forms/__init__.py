"""The shape of what the ledger is asked and what it answers over HTTP."""

"""A repayment agreement: its events, its schedule, and how it is kept."""

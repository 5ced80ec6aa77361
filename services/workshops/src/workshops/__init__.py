"""
The social workshops: who takes part, who came, and what a household can afford.

Read `service.py` (what we hear), `application/` (what we do), `labs/` (workshops,
places, hours), `budgets/` (what a household earns, spends and can repay),
`documents/` (certificates, calendars) and `published.py` (what others hear of it).
"""

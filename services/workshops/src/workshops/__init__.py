"""
The social workshops: who takes part, who came, and what a household can afford.

Read `service.py` (what we hear), `application.py` (what we do), `workshop.py`,
`enrolment.py`, `budget.py` (what we decide), `indices.py` (how a budget is
judged) and `published.py` (what others hear of it).
"""

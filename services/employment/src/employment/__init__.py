"""
The way to work: pathways, traineeships, jobs, and whether the jobs last.

Read `service.py` (what we hear), `application.py` (what we do), `pathway.py`,
`traineeship.py`, `placement.py` (what we decide), `retention.py` (what counts as
kept) and `published.py` (what others hear of it).
"""

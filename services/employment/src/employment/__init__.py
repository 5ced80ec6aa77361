"""
The way to work: pathways, traineeships, jobs, and whether the jobs last.

Read `service.py` (what we hear), `application/` (what we do), `pathway/`,
`vacancies/`, `traineeships/`, `placements/` (what we decide) and `published.py`
(what others hear of it).
"""

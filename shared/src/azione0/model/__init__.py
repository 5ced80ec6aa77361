"""
The model of the programme, without anybody in it: written down, and taken up elsewhere.

Read `part` first: what a service declares of itself. Then `folder` (files and their
digests), `names` (what only one estate knows, and how another calls it), `taking`
(fits, proposed, taken, or refused by name), `about` (the pages that explain a folder).
"""

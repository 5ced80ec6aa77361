"""
What belongs to a person, and what they may decide about it.

Read in this order: `identity` (what may be written of a person, and how it is
checked), `person` (who belongs to which household; no event holds a name), `purposes`
(what for, on which basis, for how long), `consent` and `notice`, `retention` (what
holds data and until when), `register` (the lists), `dossier` and `page` (all about a
person, for that person).
"""

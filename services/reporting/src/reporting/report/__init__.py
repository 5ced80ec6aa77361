"""
The validation report: whether the programme works, how sure that is, what is unknown.

Read in this order: `plan` (what is looked at, decided before), `findings` (what the
designs find in the histories), `given` and `spent` (what was given, at what cost),
`safe` (no small number of people), `charts` (pictures without a script), `sentences`
and `page`.
"""

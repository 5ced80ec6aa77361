"""
Letters of an invented estate in which the truth is known.

What is drawn in `reporting.validation` (`planted`, `waits`) is told here as the
services would tell it: `arrears` of those deep in debt, `spells` of those who fall
into arrears for a while, `programme` of what was done about it, put together in
`estate`, put in envelopes and taken in by `post`. Nothing here is a person, and
the letters say so by where they come from.
"""

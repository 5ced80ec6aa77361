"""
What the archived letters say of each household, month by month.

Read in this order: `account` (what is overdue on a day), `household` (who lived where,
since when, with what traits), `told` (from letters, or from the archive), `episodes`
(waits), `panel` (what the designs of `reporting.validation` are fed with). Every
answer is as of a day and as known at an instant; letters may come in any order.
"""

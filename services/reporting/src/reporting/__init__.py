"""
The lead partner's memory: every letter kept, and what they say taken together.

Read in this order: `service`, `application`, `archive`, `projections`, `replay`,
`story`, `indicators`, then the pages.
"""

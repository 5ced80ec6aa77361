"""
The steering group's front office: whom to seek, who was met, what was agreed.

Read in this order: `service` (what it hears), `application` (what people do),
`reactions` (what follows from letters), `questions` (what can be asked); then the
nouns: `target`, `tenancy`, `household`, `arrears`, `case`, `task`, `consent`; the
pure rules: `occupancy`, `targeting`, `pact`, `deadlines`; `published` (what others
hear); and what people read: `tables`, `lists`, `story`.
"""

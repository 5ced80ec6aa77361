"""
The steering group's front office: whom to seek, who was met, what was agreed.

Read in this order: `service` (what it hears), `application` (what people do),
`reactions` (what follows from letters), `questions` (what can be asked); then the
nouns: `target`, `tenancy`, `household`, `arrears`, `case`, `contacts`, `hand_over`,
`task`, `consent`; the pure rules: `occupancy`, `members`, `periods`, `targeting`,
`contact_status`, `matrix`, `assessment`, `pact`, `rhythm`, `deadlines`; `published`
(what others hear); and what people read: `tables`, `lists`, `story`, `documents`.
"""

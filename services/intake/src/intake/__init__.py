"""
The steering group's front office: whom to seek, who was met, what was agreed.

Read in this order: `service` (what it hears), `application` (what people do, what
follows from letters, what can be asked); then the rooms with their nouns and pure
rules: `governance`, `signals`, `households`, `people`, `cases`, `worklist`;
`published` (what others hear); and what people read: `tables`, `lists`, `shelves`,
`story`.
"""

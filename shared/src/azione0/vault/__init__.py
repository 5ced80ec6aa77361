"""
Where a service keeps what belongs to a person, and how it forgets it.

Read in this order: `sealing` (one value under one key), `wrapping` (the key that
covers the keys: a file, a secret of the environment, a transit service), `keyring`
(one key for each person, class of fields and version, in a database of their own),
`vault` (the sealed values, in the service's own store), `erasures` (the list outside
every database). Who read what is written down by `azione0.access.accessed`.

Nothing here is imported by a service that keeps no person.
"""

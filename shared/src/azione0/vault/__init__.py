"""
Where a service keeps what belongs to a person, and how it forgets it.

Read in this order: `sealing` (one value under one key), `wrapping` (the key that
covers the keys: a file, a secret of the environment, a transit service), `keyring`
(one key for each person, class of fields and version, in a database of their own),
`vault` (the sealed values, in the service's own store), `accesses` (who read what,
written down before the answer), `erasures` (the list outside every database).

Nothing here is imported by a service that keeps no person.
"""

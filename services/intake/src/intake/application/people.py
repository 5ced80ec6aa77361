"""
All that is done about persons, in one.

`vaulted.py` opens the vault; on it stand `consents.py`, `persons.py`, `erasing.py`,
`retaining.py` and `dossiers.py`, each on the one before.
"""

from intake.application.dossiers import Dossiers


class People(Dossiers):
    """The use-cases of persons."""

"""A front office that knows persons, and somebody to know."""

from datetime import date

from front_desk import FrontOffice

from azione0.access.accessed import Reader

READER = Reader("la-rete/anna", "la-rete", "operator", "r-1")
ON = date(2025, 4, 1)
#: Invented; the code fits the name and the birth.
ANNA = {
    "surname": "Bianchi",
    "name": "Anna",
    "codice_fiscale": "BNCNNA80A41B157U",
    "birth_date": "1980-01-01",
    "birth_place": "Brescia",
    "sex": "F",
    "phone": "3331234567",
    "email": "anna.bianchi@example.org",
    "address": "via Cimabue 17",
    "iban": "IT60X0542811101000000123456",
}


class PeopleOffice(FrontOffice):
    """A front office that knows persons."""

    def person(self, household_id=None, on=ON, **told):
        """Register somebody; give the id."""
        household_id = household_id or self.household()
        with self.command() as intake:
            return intake.register_person(household_id, ANNA | told, on)

    def read(self, person_id, purpose="social_file", on=ON):
        """Open who somebody is."""
        with self.command("la-rete/anna") as intake:
            return dict(intake.read_person(person_id, READER, purpose, on).known)

    def reopen(self, **environ):
        """Stop and start again."""
        self.house.close()
        kept = self.environ | environ
        self.__init__(kept)
        self.environ = kept

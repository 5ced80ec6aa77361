"""What each of reporting's addresses is about, for who may use it."""

from azione0.access.declared import Declared, household, row_of

ACCESS = {
    "programme_at_a_glance": Declared("figures", "aggregate"),
    "agreements_kept_and_missed": Declared("list", "economic", rows=row_of),
    "household_story": Declared("read", "economic", household()),
}

"""What each of reporting's addresses is about, for who may use it."""

from azione0.access.declared import Declared, household, row_of

ACCESS = {
    # Figures of however few: for who may see the cases behind them.
    "programme_at_a_glance": Declared("figures", "economic"),
    "indicators_measured": Declared("figures", "economic"),
    "behind_an_indicator": Declared("list", "economic", rows=row_of),
    "board_bulletin": Declared("figures", "aggregate"),
    "board_page": Declared("figures", "aggregate"),
    "board_csv": Declared("figures", "aggregate"),
    "letters_behind": Declared("list", "economic", rows=row_of),
    "letters_behind_page": Declared("list", "economic", rows=row_of),
    "agreements_kept_and_missed": Declared("list", "economic", rows=row_of),
    "household_story": Declared("read", "economic", household()),
}

"""A household's story at a date, with the knowledge of then, of 1,000,000 letters."""

import random
import time
from datetime import date, timedelta
from statistics import quantiles

from archive_of import START, fill, postgres
from row import Row

from azione0.database import open_database

LETTERS, HOUSEHOLDS, ASKED = 1_000_000, 17_000, 1_000
GOAL_MS = 20


def main() -> Row:
    """Ask for the stories of households drawn by lot; give the 99th percentile."""
    with postgres() as url:
        database = open_database(url)
        reporting = fill(database, LETTERS, HOUSEHOLDS)
        reporting.replay()
        with database.reading() as session:
            households = [
                row[0]
                for row in session.execute(
                    "SELECT household_id FROM household_timeline_v1_g2 "
                    "WHERE name = 'ChargePosted' LIMIT 200000"
                )
            ]
        chance = random.Random(3)
        known_at = START + timedelta(seconds=LETTERS * 0.9)
        spent, lines = [], 0
        for household_id in chance.sample(households, ASKED):
            begun = time.perf_counter()
            story = reporting.story(household_id, date(2025, 10, 1), known_at)
            spent.append((time.perf_counter() - begun) * 1000)
            lines += len(story.lines)
        database.close()
    cuts = quantiles(spent, n=100)
    return Row(
        what="case history at a date, 99th percentile",
        unit="ms",
        ours=cuts[98],
        goal=GOAL_MS,
        note=(
            f"{LETTERS:,} letters, {HOUSEHOLDS:,} households, {ASKED:,} stories of "
            f"{lines / ASKED:.0f} lines; median {cuts[49]:.1f} ms"
        ),
    )


if __name__ == "__main__":
    print(main())

"""The indicators counted on a dataset: their own SQL, unchanged, by DuckDB."""

from pathlib import Path

from reporting.dataset.writing import duckdb, quoted
from reporting.indicators.definition import TABLES, Definition
from reporting.indicators.evidence import asked_with
from reporting.indicators.measure import Evidence, Figure, measure, seen
from reporting.projections.entry import Question


class Dataset:
    """A folder of Parquet files, asked as the live projections are."""

    def __init__(self, folder: Path) -> None:
        self._engine = duckdb().connect()
        for table in TABLES:
            path = quoted(folder / f"{table}.parquet")
            self._engine.execute(
                f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{path}')"  # noqa: S608
            )

    def evidence(self, definition: Definition, question: Question) -> list[Evidence]:
        """Give what an indicator looks at, by the text of its definition as it is."""
        found = self._engine.execute(definition.sql, list(asked_with(question)))
        return list(map(seen, found.fetchall()))

    def figures(self, definition: Definition, question: Question) -> dict[str, Figure]:
        """Give an indicator's figures, group by group."""
        return measure(definition, self.evidence(definition, question))

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()

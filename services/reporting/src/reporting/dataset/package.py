"""
The data dictionary: a Frictionless Data Package, and the indicators' own SQL.

Source: Data Package (v1) and Table Schema, https://specs.frictionlessdata.io.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reporting.dataset.columns import INTEGER, TABLES, Column
from reporting.dataset.writing import Written
from reporting.indicators.definition import SET_VERSION, Definition, definitions

ABOUT = (
    "The archive of Azione 0 under pseudonyms: one row for each fact of one letter. "
    "It remains personal data (recital 26 GDPR): do not publish it. The SQL texts in "
    "sql/ count each indicator on these tables, with two values: the last day that "
    "counts, and the last instant that is known, both as whole numbers."
)


def write_package(folder: Path, written: Iterable[Written], *, parquet: bool) -> None:
    """Write the dictionary, the definitions and their SQL beside the tables."""
    rows = {it.table: it.rows for it in written}
    told = {
        "profile": "tabular-data-package",
        "name": "azione0-dataset",
        "description": ABOUT,
        "resources": [
            _resource(table, rows[table], parquet=parquet) for table in TABLES
        ],
        "indicator_set_version": SET_VERSION,
        "indicators": [_indicator(it) for it in definitions().values()],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    (folder / "sql").mkdir()
    for it in definitions().values():
        if it.sql:
            (folder / "sql" / f"{it.code}.sql").write_text(it.sql, encoding="utf-8")


def _resource(table: str, rows: int, *, parquet: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "rows": rows,
        "schema": {"fields": [_field(it) for it in TABLES[table]]},
    }
    if parquet:
        told["parquet"] = f"{table}.parquet"
    return told


def _field(it: Column) -> dict[str, Any]:
    return {
        "name": it.name,
        "type": INTEGER if it.kind == INTEGER else "string",
        "description": it.about,
        "pseudonym": it.kind == "pseudonym",
    }


def _indicator(it: Definition) -> dict[str, Any]:
    return {
        "code": it.code,
        "version": it.version,
        "digest": it.digest,
        "formula": it.formula,
        "unit": it.unit,
        "method": it.method,
        "source": it.source,
        "effective_from": it.effective_from.isoformat(),
        "words": {
            language: {
                "title": words.title,
                "sentence": words.sentence,
                "numerator": words.numerator,
                "denominator": words.denominator,
            }
            for language, words in it.words.items()
        },
    }

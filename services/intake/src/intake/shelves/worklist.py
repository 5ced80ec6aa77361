"""The worklist, as it is listed."""

TABLES: tuple[str, ...] = ()

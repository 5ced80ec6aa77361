"""
What is read about governance, signals and the worklist: their tables and lists.

One module for each; a table is written in the transaction of the events it shows.
"""

from intake.shelves import governance, signals, worklist

TABLES = (*governance.TABLES, *signals.TABLES, *worklist.TABLES)

__all__ = ["TABLES", "governance", "signals", "worklist"]

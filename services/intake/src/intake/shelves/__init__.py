"""
What is read about households, governance, signals, the worklist: tables and lists.

One module for each; a table is written in the transaction of the events it shows.
"""

from intake.shelves import governance, households, signals, worklist

TABLES = (
    *governance.TABLES,
    *households.TABLES,
    *signals.TABLES,
    *worklist.TABLES,
)

__all__ = ["TABLES", "governance", "households", "signals", "worklist"]

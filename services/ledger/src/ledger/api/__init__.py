"""
The ledger over HTTP: money, agreements, decisions, evictions, how accounts stand.

One module for each subject; each declares its addresses on `entrance.api`.
"""

from ledger.api import accounts, agreements, decisions, money, proceedings
from ledger.api.entrance import api

__all__ = ["accounts", "agreements", "api", "decisions", "money", "proceedings"]

"""
The headings of a household budget, and what each counts as.

Expenses follow the COICOP 2018 divisions that ISTAT uses since 2022, with the
bills that matter here set apart; income follows what families bring home.
"""

from collections.abc import Mapping
from types import MappingProxyType

INCOME = (
    "work",
    "pension",
    "inclusion_allowance",
    "unemployment_benefit",
    "family_allowance",
    "maintenance",
    "other_income",
)

HOUSING = ("rent", "service_charges")
ESSENTIAL = (
    "food",
    "clothing",
    "energy",
    "water",
    "furnishing",
    "health",
    "transport",
    "communication",
    "education",
    "insurance",
)
DEBTS = ("debt_service",)
#: The instalments of a repayment agreement: shown, but no part of the indices,
#: because what can be afforded is worked out before them.
INSTALMENTS = ("arrears_instalment",)
FREE = (
    "alcohol_tobacco",
    "leisure",
    "restaurants",
    "remittances",
    "savings",
    "gambling",
    "other",
)
EXPENSES = (*HOUSING, *ESSENTIAL, *DEBTS, *INSTALMENTS, *FREE)

#: The COICOP 2018 division of each expense that has one.
COICOP: Mapping[str, str] = MappingProxyType(
    {
        "food": "01",
        "alcohol_tobacco": "02",
        "clothing": "03",
        "rent": "04",
        "service_charges": "04",
        "energy": "04",
        "water": "04",
        "furnishing": "05",
        "health": "06",
        "transport": "07",
        "communication": "08",
        "leisure": "09",
        "gambling": "09",
        "education": "10",
        "restaurants": "11",
        "insurance": "12",
        "other": "13",
    }
)

"""
Every word one organisation says to another, one module per publisher.

Start with `ledger`; `creditor` holds the words that ALER and the condominium
administrators share, `partner` those that several services say.
"""

"""Close a day as `azione0 close-day` does, in parts: `closing_process.py DAY COUNT`."""

import sys

from azione0.commands import close_day, main

close_day.CLOSING["ledger"] = int(sys.argv[2])
main(["close-day", sys.argv[1], "--service", "ledger", "--by", "anna"])

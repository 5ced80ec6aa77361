"""The promises are checked against the canonical examples, one folder up."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

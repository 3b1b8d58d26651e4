"""`python -m config.laws`: prints every broken law and fails if there is one."""

import sys
from pathlib import Path

from config.laws import violations
from config.laws.source import sources

found = list(violations(sources(Path(__file__).parents[2])))
print(*found, sep="\n", end="\n" if found else "")
sys.exit(bool(found))

"""`concord` (`config/concord`): what whoever runs an installation of Concord does from a shell, by the names they know.

`migrate label-studio|argilla --url … --token … --organisation … --client … --by …` brings everything from another tool.
It is `manage.py migrate_from` and takes the same settings from the environment.
"""

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = {"migrate": "migrate_from"}
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def main(arguments: Sequence[str]) -> None:
    """Run one command; says what there is where it knows none of that name."""
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(f"usage: concord {{{','.join(COMMANDS)}}} …")
    sys.argv = [str(MANAGE), COMMANDS[arguments[0]], *arguments[1:]]
    runpy.run_path(str(MANAGE), run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])

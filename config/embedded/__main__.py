"""`python -m config.embedded`."""

import sys

from config.embedded.command_line import main

sys.exit(main(sys.argv[1:]))

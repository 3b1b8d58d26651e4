"""The browser that the browser tests drive: one that is already on the machine."""

import os
import shutil

from config.embedded.installation import Refused

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ADVICE = (
    "No Chromium was found, so the browser tests are not run. Get one (Debian: `apt-get install chromium`; "
    "macOS: `brew install --cask google-chrome`) or give its path in the variable CHROMIUM."
)


def found() -> str:
    """The path of a Chromium; empty where there is none. On CI that is refused, with advice."""
    wished = os.environ.get("CHROMIUM")
    for candidate in [wished] if wished else [*NAMES, MAC]:
        if path := shutil.which(candidate):
            return path
    if wished:
        raise Refused(f"CHROMIUM={wished} is not a program.")
    if os.environ.get("CI") == "true":
        raise Refused(ADVICE)
    return ""

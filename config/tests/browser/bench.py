"""`make bench-screen`: prints how fast the labeling screen is."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config.tests.browser.screen import measure

    measure()

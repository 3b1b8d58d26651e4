"""The admin of what leaves."""

from exports.admin import exports, releases, reports

__all__ = ["exports", "releases", "reports"]

"""The admin of what leaves."""

from exports.admin import exports, releases

__all__ = ["exports", "releases"]

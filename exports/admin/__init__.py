"""The admin of what leaves."""

from exports.admin import exports

__all__ = ["exports"]

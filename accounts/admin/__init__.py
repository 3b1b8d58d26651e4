"""The admin of people: who belongs to the organisation, and what happened there."""

from accounts.admin import organisation, people, platform

__all__ = ["organisation", "people", "platform"]

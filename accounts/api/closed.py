"""The default of every endpoint."""

from typing import Any

from rest_framework.permissions import BasePermission


class DeniedUnlessDeclared(BasePermission):
    """A view that declares no permission is closed to everybody."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return False

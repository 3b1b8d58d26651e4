"""The pages that belong to no app: the shell of the web application, health, errors."""

from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse

from annotation import storage


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")


PARTS = {"database": _database, "cache": lambda: cache.get("healthz"), "storage": storage.check}


@transaction.non_atomic_requests
def health(request: HttpRequest) -> JsonResponse:
    """200 when every engine answers, 503 with the silent ones named otherwise."""
    parts = {name: _answers(check) for name, check in PARTS.items()}
    up = all(parts.values())
    body = {
        "status": "ok" if up else "unavailable",
        "parts": {name: "up" if ok else "down" for name, ok in parts.items()},
    }
    return JsonResponse(body, status=200 if up else 503)


def _answers(check: Any) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001  # whatever the engine's client raises, the part is down
        return False
    return True

"""The pages that belong to no app: the shell of the web application, the API's schema and docs, health."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_safe

from annotation import storage

SCHEMA = settings.BASE_DIR / "config" / "openapi.yaml"
NONCE_SLOT = '<meta name="csp-nonce" content=""'


@transaction.non_atomic_requests
@require_safe
@never_cache
@ensure_csrf_cookie
def shell(request: HttpRequest, **_: Any) -> HttpResponse:
    """The web application's page, for every address that is its own; the nonce is written into it."""
    page = settings.FRONTEND_DIST / "index.html"
    if not page.is_file():
        return HttpResponse("The front end is not built: run `make frontend`.", status=503, content_type="text/plain")
    nonce: Any = request.csp_nonce  # type: ignore[attr-defined]  # set by django-csp
    return HttpResponse(page.read_text().replace(NONCE_SLOT, f'<meta name="csp-nonce" content="{nonce}"'))


@transaction.non_atomic_requests
@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which must stand at the root to see every page."""
    script = settings.FRONTEND_DIST / "sw.js"
    if not script.is_file():
        return HttpResponse(status=404)
    return HttpResponse(script.read_bytes(), content_type="text/javascript")


@transaction.non_atomic_requests
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, as committed; a test keeps it equal to the code."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/yaml")


@transaction.non_atomic_requests
@require_safe
@csp_replace({"require-trusted-types-for": None, "style-src": ["'self'", "'unsafe-inline'"]})
def docs(request: HttpRequest) -> HttpResponse:
    """The API's documentation. Swagger UI styles its elements inline and knows no Trusted Types."""
    return render(request, "config/docs.html")


@transaction.non_atomic_requests
@csrf_exempt
def no_such_endpoint(request: HttpRequest) -> JsonResponse:
    """An address below /api/ that nothing serves."""
    body = {"type": "not-found", "title": "There is no such endpoint", "status": 404, "detail": "", "errors": []}
    return JsonResponse(body, status=404, content_type="application/problem+json")


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")


PARTS: dict[str, Callable[[], object]] = {
    "database": _database,
    "cache": lambda: cache.get("healthz"),
    "storage": storage.check,
}


@transaction.non_atomic_requests
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when every engine answers, 503 with the silent ones named otherwise."""
    parts = {name: _answers(check) for name, check in PARTS.items()}
    body = {
        "status": "ok" if all(parts.values()) else "unavailable",
        "parts": {name: "up" if answers else "down" for name, answers in parts.items()},
    }
    return JsonResponse(body, status=200 if all(parts.values()) else 503)


def _answers(check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001  # whatever the engine's client raises, the part is down
        return False
    return True


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form or request without its token."""
    if request.path.startswith("/api/"):
        body = {
            "type": "csrf",
            "title": "The CSRF token is missing or old",
            "status": 403,
            "detail": reason,
            "errors": [],
        }
        return JsonResponse(body, status=403, content_type="application/problem+json")
    return render(request, "403_csrf.html", {"reason": reason}, status=403)

"""Addresses of exports, below `/api/v1/<organisation>/`."""

from django.urls import URLPattern, URLResolver

organisation_urls: list[URLPattern | URLResolver] = []

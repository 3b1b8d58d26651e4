"""Addresses of the API: `urls` under /api/v1/, `organisation_urls` under /api/v1/<organisation>/."""

from django.urls import URLPattern

urls: list[URLPattern] = []
organisation_urls: list[URLPattern] = []

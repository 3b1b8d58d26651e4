"""The server-rendered pages of accounts that are not allauth's."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""The server-rendered pages of accounts that are not allauth's."""

from django.urls import URLPattern, path

from accounts.pages import invitation

urlpatterns: list[URLPattern] = [path("invitations/<str:secret>/", invitation, name="invitation")]

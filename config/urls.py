"""Every address of the service."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic.base import RedirectView

from accounts.api.urls import organisation_urls as accounts_urls
from accounts.api.urls import urls as person_urls
from accounts.urls import urlpatterns as account_pages
from annotation.api.job_urls import organisation_urls as job_urls
from annotation.api.urls import organisation_urls as annotation_urls
from config import views
from exports.api.urls import organisation_urls as export_urls

organisation_urls: list[URLPattern | URLResolver] = [*accounts_urls, *annotation_urls, *job_urls, *export_urls]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("api/v1/schema", views.schema),
    path("api/v1/docs", views.docs),
    path("api/v1/", include(person_urls)),
    path("api/v1/<slug:organisation>/", include(organisation_urls)),
    re_path(r"^api/", views.no_such_endpoint),
    path("sw.js", views.service_worker),
    *account_pages,
    re_path(r"^(?!static/|accounts/|admin/)", views.shell),
]

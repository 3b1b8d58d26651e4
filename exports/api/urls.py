"""Addresses of exports, below `/api/v1/<organisation>/`."""

from django.urls import URLPattern, URLResolver, path

from exports.api import exports

organisation_urls: list[URLPattern | URLResolver] = [
    path("projects/<uuid:project_id>/exports", exports.ExportsView.as_view()),
    path("exports/<uuid:export_id>", exports.ExportView.as_view()),
    path("exports/<uuid:export_id>/cancel", exports.CancelExportView.as_view()),
    path("exports/<uuid:export_id>/download", exports.DownloadView.as_view()),
]

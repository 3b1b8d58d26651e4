"""Addresses of uploads, assets and imports, below `/api/v1/<organisation>/`."""

from django.urls import URLPattern, URLResolver, path

from annotation.api import uploads

organisation_urls: list[URLPattern | URLResolver] = [
    path("uploads", uploads.UploadsView.as_view()),
    path("uploads/<uuid:upload_id>/complete", uploads.CompleteView.as_view()),
    path("assets", uploads.AssetsView.as_view()),
    path("assets/<uuid:asset_id>", uploads.AssetView.as_view()),
]

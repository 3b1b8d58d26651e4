"""Addresses of buckets, uploads, assets and imports, below `/api/v1/<organisation>/`."""

from django.urls import URLPattern, URLResolver, path

from annotation.api import buckets, imports, uploads

organisation_urls: list[URLPattern | URLResolver] = [
    path("clients/<uuid:client_id>/buckets", buckets.BucketsView.as_view()),
    path("buckets/<uuid:bucket_id>", buckets.BucketView.as_view()),
    path("buckets/<uuid:bucket_id>/check", buckets.CheckBucketView.as_view()),
    path("buckets/<uuid:bucket_id>/objects", buckets.BucketObjectsView.as_view()),
    path("uploads", uploads.UploadsView.as_view()),
    path("uploads/<uuid:upload_id>/complete", uploads.CompleteView.as_view()),
    path("uploads/<uuid:upload_id>/parts", uploads.PartsView.as_view()),
    path("assets", uploads.AssetsView.as_view()),
    path("assets/<uuid:asset_id>", uploads.AssetView.as_view()),
    path("imports/formats", imports.FormatsView.as_view()),
    path("projects/<uuid:project_id>/imports", imports.ImportsView.as_view()),
    path("imports/<uuid:import_id>", imports.ImportView.as_view()),
    path("imports/<uuid:import_id>/cancel", imports.CancelImportView.as_view()),
    path("imports/<uuid:import_id>/preview", imports.PreviewView.as_view()),
    path("imports/<uuid:import_id>/mapping", imports.MappingView.as_view()),
    path("imports/<uuid:import_id>/commit", imports.CommitImportView.as_view()),
    path("imports/<uuid:import_id>/problems", imports.ImportProblemsView.as_view()),
    path("imports/<uuid:import_id>/problems/download", imports.ProblemsDownloadView.as_view()),
]

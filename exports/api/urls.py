"""Addresses of exports, releases, deliveries, reports and schedules, below `/api/v1/<organisation>/`."""

from django.urls import URLPattern, URLResolver, path

from exports.api import deliveries, exports, releases, reports, schedules

organisation_urls: list[URLPattern | URLResolver] = [
    path("projects/<uuid:project_id>/exports", exports.ExportsView.as_view()),
    path("projects/<uuid:project_id>/exports/formats", exports.FormatsView.as_view()),
    path("exports/<uuid:export_id>", exports.ExportView.as_view()),
    path("exports/<uuid:export_id>/cancel", exports.CancelExportView.as_view()),
    path("exports/<uuid:export_id>/download", exports.DownloadView.as_view()),
    path("exports/<uuid:export_id>/deliveries", deliveries.DeliveriesView.as_view()),
    path("deliveries/<uuid:delivery_id>", deliveries.DeliveryView.as_view()),
    path("deliveries/<uuid:delivery_id>/cancel", deliveries.CancelDeliveryView.as_view()),
    path("projects/<uuid:project_id>/schedules", schedules.SchedulesView.as_view()),
    path("schedules/<uuid:schedule_id>", schedules.ScheduleView.as_view()),
    path("projects/<uuid:project_id>/releases", releases.ReleasesView.as_view()),
    path("releases/<uuid:release_id>", releases.ReleaseView.as_view()),
    path("releases/<uuid:release_id>/manifest", releases.ManifestView.as_view()),
    path("releases/<uuid:release_id>/readme", releases.ReadmeView.as_view()),
    path("releases/<uuid:release_id>/diff", releases.DifferencesView.as_view()),
    path("releases/<uuid:release_id>/exports", releases.ReleaseExportsView.as_view()),
    path("releases/<uuid:release_id>/accept", releases.AcceptView.as_view()),
    path("releases/<uuid:release_id>/reject", releases.RejectView.as_view()),
    path("projects/<uuid:project_id>/reports", reports.ReportsView.as_view()),
    path("clients/<uuid:client_id>/reports", reports.ClientReportsView.as_view()),
    path("reports/<uuid:report_id>", reports.ReportView.as_view()),
    path("reports/<uuid:report_id>/content", reports.ReportContentView.as_view()),
    path("reports/<uuid:report_id>/people", reports.ReportPeopleView.as_view()),
    path("reports/<uuid:report_id>/download", reports.DownloadReportView.as_view()),
    path("reports/<uuid:report_id>/cancel", reports.CancelReportView.as_view()),
    path("projects/<uuid:project_id>/report-schedules", reports.ReportSchedulesView.as_view()),
    path("clients/<uuid:client_id>/report-schedules", reports.ClientReportSchedulesView.as_view()),
    path("report-schedules/<uuid:report_schedule_id>", reports.ReportScheduleView.as_view()),
]

"""What leaves: export files, releases, and where they go; quality reports."""

from exports.models.deliveries import Delivery, Every, Schedule
from exports.models.exports import Export, ExportChunk
from exports.models.releases import Decision, Release, ReleaseComment
from exports.models.reports import Covers, Naming, Report, ReportSchedule

__all__ = [
    "Covers",
    "Decision",
    "Delivery",
    "Every",
    "Export",
    "ExportChunk",
    "Naming",
    "Release",
    "ReleaseComment",
    "Report",
    "ReportSchedule",
    "Schedule",
]

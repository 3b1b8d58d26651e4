"""What leaves: export files, releases, and where they go."""

from exports.models.deliveries import Delivery, Every, Schedule
from exports.models.exports import Export, ExportChunk
from exports.models.releases import Decision, Release, ReleaseComment

__all__ = ["Decision", "Delivery", "Every", "Export", "ExportChunk", "Release", "ReleaseComment", "Schedule"]

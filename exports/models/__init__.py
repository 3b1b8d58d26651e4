"""What leaves: export files and releases."""

from exports.models.exports import Export, ExportChunk
from exports.models.releases import Decision, Release, ReleaseComment

__all__ = ["Decision", "Export", "ExportChunk", "Release", "ReleaseComment"]

"""What leaves: export files."""

from exports.models.exports import Export, ExportChunk, ExportFormat

__all__ = ["Export", "ExportChunk", "ExportFormat"]

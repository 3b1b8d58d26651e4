"""Rows in, bytes out: the files that leave. The same rows give the same bytes, always. No framework."""

from exports.formats.annotations import AnnotationRow, annotation_line, count_annotation
from exports.formats.counts import Counts
from exports.formats.trl import PreferenceFile, RankedItem, Ranking, comparing_questions

__all__ = [
    "AnnotationRow",
    "Counts",
    "PreferenceFile",
    "RankedItem",
    "Ranking",
    "annotation_line",
    "comparing_questions",
    "count_annotation",
]

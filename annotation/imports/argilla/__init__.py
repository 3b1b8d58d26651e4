"""Argilla: records of its REST API, its SDK 2 and both layouts on the hub, with the settings beside them.

The settings (`settings.json`, or `argilla.yaml` of older data sets) go into the same archive as the records; without
them questions are told by the values that people gave.
"""

from __future__ import annotations

from itertools import islice

from annotation.forms import Problem
from annotation.imports.argilla.records import is_record, records_of
from annotation.imports.argilla.rows import form, guidelines, read
from annotation.imports.foreign import Files, Reader

LOOKED_AT = 3


def detect(files: Files) -> float:
    """Sure where records have fields and responses."""
    values = [record.value for record in islice(records_of(files), LOOKED_AT)]
    rows = [value for value in values if not isinstance(value, Problem)]
    return 0.95 if rows and all(is_record(row) for row in rows) else 0.0


READER = Reader(name="argilla", title="Argilla", detect=detect, read=read, form=form, guidelines=guidelines)

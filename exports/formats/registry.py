"""Every format by its name, in the order in which people choose among them."""

from __future__ import annotations

from collections.abc import Mapping

from exports.formats.annotations import Annotations
from exports.formats.concord import Concord
from exports.formats.records import Format
from exports.formats.trl import TrlPreference

FORMATS: Mapping[str, type[Format]] = {each.name: each for each in (Annotations, Concord, TrlPreference)}

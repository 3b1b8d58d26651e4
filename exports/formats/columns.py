"""What the columns of rows hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

ColumnType = Literal["text", "texts", "integer", "number", "flag", "flags", "messages", "parts", "turns", "images"]
"""`messages` are `[{"role", "content": text}]`, in `parts` the content is a list `[{"type", "text"}]`, `turns` are
`[{"from", "value"}]`; `images` are pictures by the ids of their assets."""
Columns = Mapping[str, ColumnType]
Row = dict[str, Any]

"""An Argilla installation, asked over its REST API: data sets with their settings, records, responses and suggestions.

Source: the requests and models of Argilla's own SDK 2.8 (`argilla._api`, `argilla._models`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotation.forms import InvalidForm, parse_form
from annotation.imports.argilla.plan import Plan
from annotation.imports.argilla.settings import read_settings
from annotation.imports.foreign import Lost
from config.migration.archive import Archive
from config.migration.installation import Api, Foreign, Json, rows_in

PAGE = 100


class Argilla:
    """One installation."""

    format_name = "argilla"

    def __init__(self, url: str, token: str, **access: Any) -> None:
        self._api = Api(url, {"X-Argilla-Api-Key": token}, **access)
        self._people: dict[str, Json] = {}

    def projects(self) -> Iterator[Foreign]:
        """All data sets that the key may see, the oldest first."""
        people = rows_in(self._api.json("api/v1/users", missing={"items": []}), "items")
        self._people = {row["id"]: row for row in people}
        found = rows_in(self._api.json("api/v1/me/datasets"), "items")
        for row in sorted(found, key=lambda each: (str(each.get("inserted_at") or ""), each["id"])):
            yield self._project(row)

    def _project(self, row: Json) -> Foreign:
        base, guidelines = f"api/v1/datasets/{row['id']}", str(row.get("guidelines") or "")
        settings = {
            "guidelines": guidelines,
            "fields": named(self._api.json(f"{base}/fields")),
            "questions": named(self._api.json(f"{base}/questions")),
        }
        plan = Plan(read_settings(settings))
        made = plan.to_json(plan.shows())
        try:
            parse_form(made)
        except InvalidForm:
            made = {}
        overlap = (row.get("distribution") or {}).get("min_submitted") or 1
        return Foreign(row["id"], row["name"], guidelines, max(1, int(overlap)), made or None, settings)

    def pull(self, project: Foreign, archive: Archive, folder: Path) -> list[Lost]:
        """The settings, and every record page by page."""
        archive.add("settings.json", orjson.dumps(project.settings))
        with archive.rows(folder / "records.json", "records.json") as rows:
            for record in self._records(project):
                for response in record.get("responses") or ():
                    response["user"] = self._people.get(response.get("user_id"), {})
                rows.add(record)
        return []

    def _records(self, project: Foreign) -> Iterator[Json]:
        offset = 0
        while True:
            asked = {"include": ["responses", "suggestions"], "offset": offset, "limit": PAGE}
            records = rows_in(self._api.json(f"api/v1/datasets/{project.id}/records", asked), "items")
            yield from records
            offset += len(records)
            if len(records) < PAGE:
                return


def named(answer: Any) -> list[Any]:
    """Fields or questions; what among them is none is passed over by whoever reads the settings."""
    rows = answer.get("items") if isinstance(answer, dict) else None
    return rows if isinstance(rows, list) else []

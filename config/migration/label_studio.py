"""A Label Studio installation, asked over its API (https://api.labelstud.io): with a legacy token or a personal one.

Pictures that the installation itself keeps are copied; what it only knows by an address or lies in somebody's bucket
keeps its name and is fetched by the import, if it may.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from annotation.forms import InvalidForm, parse_form
from annotation.imports.foreign import Lost, Unreadable
from annotation.imports.label_studio import form_of_config
from annotation.imports.label_studio.content import words_of
from annotation.imports.limited import LARGEST_PICTURE
from config.migration.archive import Archive
from config.migration.installation import Api, Foreign, Json, rows_in

PAGE = 50
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
OWN = ("/data/", "/storage-data/")
"""How paths of files begin that the installation gives out itself."""
GONE = "files that the installation does not give out"


class LabelStudio:
    """One installation."""

    format_name = "label_studio"

    def __init__(self, url: str, token: str, **access: Any) -> None:
        self._api = Api(url, {}, **access)
        self._api.headers = self._headers(token)
        self._people: dict[Any, Json] | None = None

    def _headers(self, token: str) -> dict[str, str]:
        """A personal token is only good for getting short-lived ones; a legacy one is used as it is."""
        if token.count(".") != 2:
            return {"Authorization": f"Token {token}"}
        self._api.headers = {}
        answer = self._api.post("api/token/refresh", {"refresh": token})
        self._api.renew = lambda: self._headers(token)
        return {"Authorization": f"Bearer {answer['access']}"}

    def projects(self) -> Iterator[Foreign]:
        """All projects that the token may see, the oldest first."""
        found: list[Json] = []
        page = 1
        while True:
            answer = self._api.json("api/projects/", {"page": page, "page_size": PAGE})
            found += rows_in(answer, "results")
            if not isinstance(answer, dict) or not answer.get("next"):
                break
            page += 1
        for row in sorted(found, key=lambda each: int(each["id"])):
            yield self._project(row)

    def _project(self, row: Json) -> Foreign:
        config, form, lost = row.get("label_config") or "<View/>", None, []
        try:
            form, _ = form_of_config(config)
            parse_form(form)
        except Unreadable as error:
            config, lost = "", [Lost("labeling configs", row["title"], str(error))]
        except InvalidForm:
            form = None  # it asks nothing that is known here, and the tasks tell more
        return Foreign(
            id=str(row["id"]),
            title=row.get("title") or f"Project {row['id']}",
            guidelines=words_of(row.get("expert_instruction") or row.get("description") or "").strip(),
            overlap=max(1, int(row.get("maximum_annotations") or 1)),
            form=form,
            settings=config,
            lost=tuple(lost),
        )

    def pull(self, project: Foreign, archive: Archive, folder: Path) -> list[Lost]:
        """The config, every task page by page, and the pictures that the installation keeps."""
        lost: list[Lost] = []
        if project.settings:
            archive.add("label_config.xml", project.settings.encode())
        with archive.rows(folder / "tasks.json", "tasks.json") as rows:
            for task in self._tasks(project):
                task["data"] = self._with_files(task.get("data"), f"task {task['id']}", archive, lost)
                rows.add(self._with_people(task))
        return lost

    def _tasks(self, project: Foreign) -> Iterator[Json]:
        page, seen = 1, 0
        while True:
            asked = {"project": project.id, "page": page, "page_size": PAGE, "fields": "all"}
            answer = self._api.json("api/tasks", asked, missing={"tasks": [], "total": seen})
            tasks = rows_in(answer, "tasks")
            yield from tasks
            seen += len(tasks)
            if not tasks or seen >= answer["total"]:
                return
            page += 1

    def _with_people(self, task: Json) -> Json:
        """A task whose annotations say who their people are, not only their numbers."""
        for annotation in task.get("annotations", ()):
            who = annotation.get("completed_by")
            if isinstance(who, int):
                annotation["completed_by"] = self._people_by_id().get(who, {"id": who})
        return task

    def _people_by_id(self) -> dict[Any, Json]:
        if self._people is None:
            listed = rows_in(self._api.json("api/users/"), "results")
            keys = ("id", "email", "first_name", "last_name", "username")
            self._people = {row["id"]: {key: row.get(key) for key in keys} for row in listed}
        return self._people

    def _with_files(self, value: Any, where: str, archive: Archive, lost: list[Lost]) -> Any:
        """Data in which pictures of the installation are named by where they lie in the archive."""
        if isinstance(value, dict):
            return {key: self._with_files(below, where, archive, lost) for key, below in value.items()}
        if isinstance(value, list):
            return [self._with_files(below, where, archive, lost) for below in value]
        path = self._own_path(value)
        if path is None:
            return value
        data = self._api.file(path, most_bytes=LARGEST_PICTURE)
        if data is None:
            lost.append(Lost(GONE, where, path[:200]))
            return value
        name = f"files{unquote(urlsplit(path).path)}"
        archive.add(name, data)
        return name

    def _own_path(self, value: Any) -> str | None:
        """The path of a picture that this installation keeps."""
        if not isinstance(value, str) or len(value) > 2000:
            return None
        path = value.removeprefix(self._api.url.rstrip("/"))
        name = PurePosixPath(urlsplit(path.rpartition("?d=")[2]).path)
        parts = PurePosixPath(unquote(path)).parts
        is_own = path.startswith(OWN) and ".." not in parts
        return path if is_own and name.suffix.lower() in PICTURES else None

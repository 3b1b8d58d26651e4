"""The API over the wire, as scripts use it: a token, JSON, and every answer checked against the committed schema."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from config.tests.client import check
from config.tests.waiting import until


class Api:
    """One organisation's API for one token. Addresses are given below the organisation: `projects/…`."""

    def __init__(self, address: str, organisation: str, token: str) -> None:
        self.base = f"/api/v1/{organisation}/"
        headers = {"Authorization": f"Bearer {token}"}
        # A connection per request: one kept for the next is sometimes closed by the server just as it is used again.
        limits = httpx.Limits(max_keepalive_connections=0)
        self.client = httpx.Client(base_url=address, headers=headers, timeout=30, trust_env=False, limits=limits)

    def __enter__(self) -> "Api":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def answer(self, method: str, path: str, body: object = None, *, key: str = "", match: str = "") -> httpx.Response:
        """Whatever the server says; `key` is the Idempotency-Key, `match` the ETag of If-Match."""
        headers = {"Idempotency-Key": key, "If-Match": match}
        response = self.client.request(
            method, self.base + path, json=body, headers={name: value for name, value in headers.items() if value}
        )
        check(method.lower(), self.base + path.partition("?")[0], response)
        return response

    def ask(self, method: str, path: str, body: object = None, *, key: str = "", match: str = "") -> Any:
        """The body of an answer that says that all went well."""
        response = self.answer(method, path, body, key=key, match=match)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text[:2000]}"
        return response.json() if response.content else None

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: object = None, *, key: str = "") -> Any:
        return self.ask("POST", path, body, key=key)

    def every(self, path: str) -> Iterator[Any]:
        """All rows of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            answer = self.get(f"{path}{'&' if '?' in path else '?'}limit=100{cursor and '&cursor='}{cursor}")
            yield from answer["results"]
            cursor = answer["next"]

    def finished(self, path: str, *states: str, seconds: float = 60) -> Any:
        """The resource, once its state is one of these."""
        until(lambda: self.get(path)["state"] in states, seconds)
        return self.get(path)

    def uploaded(self, project: str, filename: str, data: bytes, *, media_type: str, purpose: str) -> Any:
        """A file sent as a browser sends it, once it was verified."""
        wish = {"project_id": project, "filename": filename, "size": len(data)}
        ticket = self.post("uploads", {**wish, "media_type": media_type, "purpose": purpose})
        form = {name: (None, value) for name, value in ticket["fields"].items()}
        with httpx.Client(trust_env=False, timeout=30) as storage:
            stored = storage.post(ticket["url"], files={**form, "file": (filename, data, media_type)})
        assert stored.is_success, stored.text
        self.post(f"uploads/{ticket['id']}/complete")
        return self.finished(f"assets/{ticket['id']}", "ready", "refused")

    def imported(self, project: str, filename: str, rows: list[Any]) -> Any:
        """The rows imported as a JSONL file: the job at its end."""
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        asset = self.uploaded(project, filename, data, media_type="application/jsonl", purpose="text")
        assert asset["state"] == "ready", asset["reason"]
        job = self.post(f"projects/{project}/imports", {"asset_id": asset["id"]})
        return self.finished(f"imports/{job['id']}", "done", "failed", "cancelled")

    def member(self, name: str) -> Any:
        """A member by the front of the address."""
        return next(row for row in self.every("members") if row["email"].startswith(f"{name}@"))

    def staff(self, project: str, *names: str) -> None:
        """Let people annotate in the project."""
        for name in names:
            grants = {"annotate": True, "review": False, "adjudicate": False}
            self.ask("PUT", f"projects/{project}/people/{self.member(name)['id']}", grants)

    def project(
        self, name: str, form: dict[str, Any], rows: list[Any], *people: str, overlap: int = 1, **more: Any
    ) -> str:
        """The id of a new project with this form, its items and its annotators; `more` are settings."""
        client = next(self.every("clients"))["id"]
        wish = {"name": name, "client_id": client, "form": form, "overlap": overlap}
        project: str = self.post("projects", wish)["id"]
        if more:
            etag = self.get(f"projects/{project}")["etag"]
            self.ask("PATCH", f"projects/{project}", more, match=etag)
        if rows:
            self.post(f"projects/{project}/items", {"items": rows})
        self.staff(project, *people)
        return project

    def image(self, project: str, name: str, data: bytes) -> str:
        """The id of an image's asset, once it was verified."""
        media_type = "image/webp" if name.endswith(".webp") else "image/jpeg"
        asset = self.uploaded(project, name, data, media_type=media_type, purpose="image")
        assert asset["state"] == "ready", asset["reason"]
        found: str = asset["id"]
        return found

    def answers(self, project: str) -> dict[str, dict[tuple[str, str], Any]]:
        """What was answered, of one person each item: by external id, the value of each (question, on)."""
        found = {}
        for item in self.every(f"projects/{project}/items"):
            for given in self.every(f"projects/{project}/items/{item['id']}/annotations"):
                found[item["external_id"]] = {(row["question"], row["on"]): row["value"] for row in given["answers"]}
        return found

    def ranking_project(self, name: str, rows: list[Any], *people: str, overlap: int = 3) -> str:
        """The id of a new project of the rank template, with its items and its annotators."""
        client = next(self.every("clients"))["id"]
        wish = {"name": name, "client_id": client, "template": "rank-responses", "overlap": overlap}
        project: str = self.post("projects", wish)["id"]
        self.post(f"projects/{project}/items", {"items": rows})
        self.staff(project, *people)
        return project

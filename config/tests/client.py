"""An API client for tests that checks every answer against the committed OpenAPI document."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

SCHEMA = Path(settings.BASE_DIR) / "config" / "openapi.yaml"


@cache
def document() -> dict[str, Any]:
    """The committed schema."""
    return yaml.load(SCHEMA.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def operations() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """(address pattern, operations by method), literal addresses before those with parameters."""
    paths = sorted(document()["paths"].items(), key=lambda entry: entry[0].count("{"))
    return [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + r"\Z"), entry) for path, entry in paths]


@cache
def validator(path_index: int, method: str, status: str, media: str) -> Draft202012Validator | None:
    """What checks the body of one documented answer, or None if that answer is not documented."""
    operation = operations()[path_index][1].get(method, {})
    content = operation.get("responses", {}).get(status, {}).get("content", {})
    shape = content.get(media, {}).get("schema")
    if shape is None:
        return None
    return Draft202012Validator({**_nullable(shape), "components": _nullable(document()["components"])})


def _nullable(node: Any) -> Any:
    """OpenAPI 3.0's `nullable` in the words of JSON Schema."""
    if isinstance(node, list):
        return [_nullable(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    found = {key: _nullable(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [found, {"type": "null"}]} if node.get("nullable") is True else found


def check(method: str, path: str, response: Any) -> None:
    """Fail if the answer is not the documented one."""
    media = response.headers.get("Content-Type", "").partition(";")[0]
    for index, (pattern, entry) in enumerate(operations()):
        if not pattern.fullmatch(path):
            continue
        if response.status_code == 405 or method not in entry:
            return
        documented = entry[method]["responses"].get(str(response.status_code))
        assert documented is not None, f"{method} {path} answers {response.status_code}, which is not documented"
        if response.content:
            shape = validator(index, method, str(response.status_code), media)
            assert shape is not None, f"{method} {path} {response.status_code} answers {media}, not documented"
            body = response.json() if media.endswith("json") else response.content.decode()
            problems = [f"{error.json_path}: {error.message}" for error in shape.iter_errors(body)]
            assert not problems, f"{method} {path} {response.status_code}: {problems[:3]}"
        return


class ApiClient(APIClient):
    """Signs in by `force_login`, sends JSON, checks every answer."""

    def generic(self, method: str, path: Any, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        response = super().generic(method, path, *args, **kwargs)
        if path.startswith("/api/v1/"):
            check(method.lower(), path.partition("?")[0], response)
        return response


def client_for(member: Any = None, *, token: str | None = None) -> ApiClient:
    """A client signed in as a member, or one that presents a token, or an anonymous one."""
    client = ApiClient()
    if token:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    elif member is not None:
        client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client

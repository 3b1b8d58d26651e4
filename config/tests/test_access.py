"""Who may do what where: every address × method × role equals the checked-in table.

The table is `access.csv`. After a change of routes or permissions run this file with WRITE_ACCESS_TABLE=1,
and read the difference before you commit it.
"""

import csv
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from config.tests.places import Places, make_places

TABLE = Path(__file__).parent / "access.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OF_THE_ADMIN = ("GET", "POST")
"""Django's admin tells no more methods apart."""
ROLES = ("anonymous", "outsider", "owner", "manager", "reviewer", "annotator", "client", "superuser")
HEADER = ["method", "path", *ROLES]


def walk(patterns: Any, prefix: str = "") -> Any:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield "/" + re.sub(r"[\^$]|\(\?!.*?\)|\\Z", "", route)


def address(route: str, values: dict[str, str]) -> str:
    """A route with each parameter filled in from the world."""
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match[1]], route)
    filled = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: values[match[1]], filled)
    return re.sub(r"/\??$", "/", filled.replace("\\", ""))


@pytest.fixture
def places(acme, globex) -> Places:
    return make_places(acme, globex)


def answers(places: Places) -> dict[tuple[str, str], list[str]]:
    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, user in places.users.items():
        clients[role].force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found: dict[tuple[str, str], list[str]] = {}
    for route in dict.fromkeys(walk(get_resolver().url_patterns)):
        path = address(route, places.values)
        for method in OF_THE_ADMIN if route.startswith("/admin/") else METHODS:
            found[method, route] = [str(ask(clients[role], method, path)) for role in ROLES]
    return found


def ask(client: Client, method: str, path: str) -> int:
    """The status, and nothing kept of what the request did, on the server or in the browser."""
    cookies = client.cookies.output(header="")
    with transaction.atomic():
        status = client.generic(method, path, b"{}" if method != "GET" else b"", "application/json").status_code
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return status


def read_table() -> dict[tuple[str, str], list[str]]:
    with TABLE.open() as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == HEADER
    return {(method, path): statuses for method, path, *statuses in rows[1:]}


def test_every_address_method_and_role_answers_as_the_table_says(places):
    found = answers(places)
    if os.environ.get("WRITE_ACCESS_TABLE"):
        with TABLE.open("w", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows([HEADER, *([*key, *row] for key, row in found.items())])
    table = read_table()
    assert found.keys() == table.keys()
    assert {key: row for key, row in found.items() if row != table[key]} == {
        key: table[key] for key, row in found.items() if row != table[key]
    }
    assert not [key for key, row in found.items() if any(status >= "500" for status in row)]

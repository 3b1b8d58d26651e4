"""What holds for every request: GET changes nothing, CSRF is required, nobody else's page may read answers."""

import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.urls import URLResolver, get_resolver

from accounts.models import Client
from config.tests.client import client_for
from config.tests.places import make_places

WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY|CREATE|ALTER|DROP)\b", re.IGNORECASE)
LISTS = ("clients", "members", "invitations", "tokens", "events")


def addresses(patterns, values, prefix="/"):
    """Every address of the service, filled in."""
    for pattern in patterns:
        route = prefix + re.sub(r"[\^$]|\(\?!.*?\)|\\Z", "", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, values, route)
        else:
            filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match[1]], route)
            yield re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: values[match[1]], filled).replace("\\", "")


NOTES = re.compile('"?django_session|INSERT INTO .account_emailaddress|"annotation_(keptfigures|answersseen)"')
"""What reading itself leaves behind: sessions, allauth's note of a login's own address, figures that were worked out
and are kept for the next reader, and that somebody has read what others said."""


@contextmanager
def writes():
    """The statements that change rows, but for notes."""
    found: list[str] = []

    def note(execute, sql, params, many, context):
        if WRITE.match(sql) and not NOTES.search(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def signed_in(user, **more) -> Browser:
    browser = Browser(raise_request_exception=False, **more)
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def test_no_get_head_or_options_changes_a_row(acme, globex):
    places = make_places(acme, globex)
    users = [places.users[role] for role in ("owner", "annotator", "superuser")]
    anonymous, owner, *others = [Browser(raise_request_exception=False), *map(signed_in, users)]
    paths = sorted(set(addresses(get_resolver().url_patterns, places.values)))
    assert len(paths) > 60
    for path in paths:
        with writes() as found:
            for ask in (owner.head, owner.options, *(browser.get for browser in (anonymous, owner, *others))):
                ask(path)
        assert found == [], path


def test_every_change_by_a_session_needs_the_csrf_token(acme, globex):
    places = make_places(acme, globex)
    browser = signed_in(acme.owner.user, enforce_csrf_checks=True)
    paths = [path for path in addresses(get_resolver().url_patterns, places.values) if path.startswith("/api/v1/")]
    assert len(paths) > 30
    for path in paths:
        for ask in (browser.post, browser.put, browser.patch, browser.delete):
            with writes() as found:
                answer = ask(path, "{}", content_type="application/json")
            assert answer.status_code in {403, 404, 405}, path
            assert found == [], path


def test_a_form_of_another_site_is_refused(acme):
    browser = signed_in(acme.owner.user, enforce_csrf_checks=True)
    token = browser.get("/api/v1/me").json()["csrf_token"]
    headers = {"X-CSRFToken": token, "Origin": "https://evil.example"}
    url = f"/api/v1/{acme.slug}/clients"
    assert browser.post(url, {"name": "x"}, content_type="application/json", headers=headers).status_code == 403


@pytest.mark.parametrize("method", ["get", "options", "post"])
def test_no_other_site_may_read_answers(acme, method):
    browser = signed_in(acme.owner.user)
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for path in ("/api/v1/me", f"/api/v1/{acme.slug}/clients", "/accounts/login/", "/admin/"):
        answer = getattr(browser, method)(path, headers=headers)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "organisation__slug=globex",
        "user__password__startswith=x",
        "member__user__email=x",
        "secret_hash=x",
        "ordering=-secret_hash",
        "order=user__password",
        "fields=id",
        "cursor=%00",
        "cursor=eyJhIjoxfQ",
        "limit=1e3",
        "limit=%D9%A1",
    ],
)
def test_lists_are_filtered_and_ordered_by_nothing_that_is_not_on_offer(acme, globex, name, query):
    assert client_for(acme.owner).get(f"/api/v1/{acme.slug}/{name}?{query}").status_code == 400


HOSTILE = {
    "deep": b"[" * 100_000,
    "deep and closed": b"[" * 100_000 + b"]" * 100_000,
    "NUL": b'{"name": "a\\u0000b"}',
    "raw NUL": b'{"name": "a\0b"}',
    "half a surrogate": b'{"name": "\\ud800"}',
    "not UTF-8": b'{"name": "\xff"}',
    "NaN": b'{"name": NaN}',
    "empty": b"",
    "no JSON": b"name=x",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "a long text": b'{"name": "' + b"x" * 2_000_000 + b'"}',
    "many values": b"[" + b"0," * 600_000 + b"0]",
    "a huge number": b'{"name": 1' + b"0" * 5000 + b"}",
    "too much": b'{"name": "' + b" " * (11 * 1024 * 1024) + b'"}',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_json_is_a_400_and_writes_nothing(acme, case):
    url = f"/api/v1/{acme.slug}/clients"
    answer = client_for(acme.owner).generic("POST", url, HOSTILE[case], "application/json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    with acme.scope():
        assert Client.objects.count() == 2


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_only_json_is_taken(acme, kind):
    url = f"/api/v1/{acme.slug}/clients"
    assert client_for(acme.owner).generic("POST", url, b"name=x", kind).status_code == 415

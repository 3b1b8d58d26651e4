"""Preferences: a person's own, on every machine and in every organisation, and nothing but what is known."""

import pytest

from config.tests.client import client_for

URL = "/api/v1/me"


def change(member, **preferences):
    return client_for(member).patch(URL, {"preferences": preferences})


def test_they_begin_empty_and_are_merged_by_name(acme, globex):
    assert client_for(acme.ann).get(URL).json()["preferences"] == {}
    change(acme.ann, theme="dark", single_keys=False)
    reply = change(acme.ann, language="es", keys={"submit": ["mod+enter", "ctrl+s"]})
    assert reply.status_code == 200, reply.content
    chosen = {"theme": "dark", "single_keys": False, "language": "es", "keys": {"submit": ["mod+enter", "ctrl+s"]}}
    assert reply.json()["preferences"] == chosen
    assert client_for(acme.ann).get(URL).json()["preferences"] == chosen
    assert client_for(acme.ben).get(URL).json()["preferences"] == {}
    assert client_for(globex.ann).get(URL).json()["preferences"] == {}


def test_null_removes_one_and_keys_are_replaced_together(acme, globex):
    change(acme.ann, theme="dark", layout="focus", keys={"submit": ["a"], "skip": ["b"]})
    reply = change(acme.ann, theme=None, density=None, keys={"skip": ["c"]})
    assert reply.json()["preferences"] == {"layout": "focus", "keys": {"skip": ["c"]}}
    assert change(acme.ann, keys=None).json()["preferences"] == {"layout": "focus"}


@pytest.mark.parametrize(
    ("preferences", "pointer"),
    [
        ({"theme": "pink"}, "/preferences/theme"),
        ({"language": "de"}, "/preferences/language"),
        ({"is_staff": True}, "/preferences/is_staff"),
        ({"single_keys": "perhaps"}, "/preferences/single_keys"),
        ({"keys": {"submit": "a"}}, "/preferences/keys/submit"),
        ({"keys": {"": ["a"]}}, "/preferences/keys"),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_changes(acme, globex, preferences, pointer):
    change(acme.ann, contrast="more")
    reply = change(acme.ann, **preferences)
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["pointer"].startswith(pointer)
    assert client_for(acme.ann).get(URL).json()["preferences"] == {"contrast": "more"}


def test_together_they_stay_small(acme, globex):
    keys = {f"command.{number}": ["x" * 60] * 10 for number in range(30)}
    reply = change(acme.ann, keys=keys)
    assert (reply.status_code, reply.json()["errors"][0]["pointer"]) == (400, "/preferences")


@pytest.mark.parametrize("body", [{}, {"preferences": None}, {"preferences": {}, "name": "Root"}, {"is_staff": True}])
def test_nothing_else_of_oneself_is_changed(acme, globex, body):
    assert client_for(acme.ann).patch(URL, body).status_code == 400
    acme.ann.user.refresh_from_db()
    assert (acme.ann.user.name, acme.ann.user.is_staff) == ("Ann", False)


def test_nobody_is_nobody(db):
    assert client_for().patch(URL, {"preferences": {}}).status_code == 401

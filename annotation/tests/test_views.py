"""Kept queries: one's own, and those that people share inside the vendor."""

import pytest
from django.db import transaction

from accounts.models import Event
from annotation.actions.views import TooManyViews, keep_view
from annotation.models import SavedView
from annotation.tests.judging import judged_project, theirs
from annotation.tests.long_work import caller
from config.tests.world import CANARY, NOW


@pytest.fixture
def project(acme, globex):
    project = theirs(globex)
    with globex.scope(), transaction.atomic():
        keep_view(project=project, name=CANARY, query={}, shared=True, by=globex.manager, at=NOW)
    with acme.scope(), transaction.atomic():
        return judged_project(acme, items=1)


def keep(acme, project, member=None, **view):
    body = {"name": "To look at", "query": {"state": "review", "sort": "-agreement"}, **view}
    return caller(acme, member).post(f"projects/{project.pk}/views", body)


def names(acme, project, member=None):
    rows = caller(acme, member).get(f"projects/{project.pk}/views").json()["results"]
    return [(row["name"], row["mine"]) for row in rows]


def change(acme, view, member=None, **changes):
    path = f"/api/v1/{acme.slug}/views/{view['id']}"
    return caller(acme, member).browser.patch(path, changes, format="json")


def remove(acme, view, member=None):
    return caller(acme, member).browser.delete(f"/api/v1/{acme.slug}/views/{view['id']}")


def test_a_view_is_ones_own_until_it_is_shared(acme, project):
    kept = keep(acme, project).json()
    assert kept["query"] == {"state": "review", "sort": "-agreement"}
    assert names(acme, project) == [("To look at", True)]
    assert names(acme, project, acme.reviewer) == []
    assert change(acme, kept, shared=True).status_code == 200
    assert names(acme, project, acme.reviewer) == [("To look at", False)]


def test_views_are_renamed_given_another_query_and_thrown_away(acme, project):
    kept = keep(acme, project).json()
    assert change(acme, kept, name="Done", query={"state": "done"}).json()["query"] == {"state": "done"}
    assert remove(acme, kept).status_code == 204
    assert names(acme, project) == []
    with acme.scope(), transaction.atomic():
        kinds = Event.objects.filter(subject_kind="savedview").order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["view.kept", "view.changed", "view.removed"]


def test_somebody_elses_view_is_not_there_or_not_ones_own_to_change(acme, project):
    private = keep(acme, project).json()
    assert change(acme, private, acme.reviewer, name="x").status_code == 404
    shared = keep(acme, project, shared=True).json()
    assert change(acme, shared, acme.reviewer, name="x").status_code == 403
    assert remove(acme, shared, acme.reviewer).status_code == 403
    assert remove(acme, shared, acme.owner).status_code == 204


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        ({"query": {"colour": "red"}}, "/query/colour"),
        ({"query": {"sort": "colour"}}, "/query/sort"),
        ({"query": "all"}, "/query"),
        ({"name": ""}, "/name"),
        ({"name": "a\nb"}, "/name"),
        ({"owner": "me"}, "/owner"),
    ],
)
def test_what_would_find_nothing_is_not_kept(acme, project, view, pointer):
    reply = keep(acme, project, **view)
    assert reply.status_code == 400
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]


def test_nobody_keeps_more_views_than_they_could_read(acme, project, monkeypatch):
    monkeypatch.setattr("annotation.actions.views.MOST_VIEWS", 1)
    keep(acme, project)
    assert keep(acme, project).json()["type"] == TooManyViews.type


def test_clients_keep_views_for_themselves_and_see_no_others(acme, project):
    keep(acme, project, shared=True)
    assert keep(acme, project, acme.client, shared=True).status_code == 400
    assert keep(acme, project, acme.client, name="Mine").status_code == 201
    assert names(acme, project, acme.client) == [("Mine", True)]


def test_nobody_outside_sees_or_changes_a_view(acme, globex, project):
    kept = keep(acme, project, shared=True).json()
    assert change(globex, kept, name="x").status_code == 404
    assert caller(acme, acme.ann).get(f"projects/{project.pk}/views").status_code == 403
    with globex.scope(), transaction.atomic():
        foreign = {"id": str(SavedView.objects.get().pk)}
    assert change(acme, foreign, name="x").status_code == remove(acme, foreign).status_code == 404

"""Guidelines: every version stays, and each person says which they have read."""

import pytest

from annotation.actions.claims import claim
from annotation.actions.people import remove_person
from annotation.actions.projects import edit_project
from annotation.models import GuidelinesVersion, Project, ProjectPerson
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import CANARY, NOW


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_project(globex, mark=f"{CANARY} ")
    with acme.scope():
        made = make_project(acme)
        make_items(made, 1, acme.manager)
    return made


def rewrite(world, project, text):
    with world.scope():
        edit_project(project=Project.objects.get(pk=project.pk), changes={"guidelines": text}, by=world.manager, at=NOW)


def url(project, version):
    return f"/api/v1/acme/projects/{project.pk}/guidelines/{version}"


def take(world, project, member):
    path = f"/api/v1/{world.slug}/assignments/claim?project={project.pk}"
    (assignment,) = client_for(member).post(path).json()["results"]
    return assignment


def test_a_project_begins_with_the_first_version(project, acme):
    assert client_for(acme.ann).get(url(project, 1)).json()["text"] == "Prefer the truthful response."
    assert client_for(acme.manager).get(f"/api/v1/acme/projects/{project.pk}").json()["guidelines_version"] == 1


def test_other_words_make_the_next_version_and_the_same_words_none(project, acme):
    rewrite(acme, project, "Prefer the short response.")
    rewrite(acme, project, "Prefer the short response.")
    with acme.scope():
        edit_project(project=Project.objects.get(), changes={"name": "Other"}, by=acme.manager, at=NOW)
        rows = GuidelinesVersion.objects.order_by("version").values_list("version", "text", "created_by_id")
        assert list(rows) == [
            (1, "Prefer the truthful response.", acme.manager.pk),
            (2, "Prefer the short response.", acme.manager.pk),
        ]
    assert client_for(acme.manager).get(f"/api/v1/acme/projects/{project.pk}").json()["guidelines_version"] == 2


def test_a_person_is_told_when_they_changed_since_they_read_them(project, acme):
    view = take(acme, project, acme.ann)
    assert (view["guidelines_version"], view["guidelines_seen"]) == (1, None)
    seen = f"/api/v1/acme/projects/{project.pk}/guidelines/seen"
    assert client_for(acme.ann).post(seen, {"version": 1}).json() == {"version": 1}
    rewrite(acme, project, "Prefer the short response.")
    view = take(acme, project, acme.ann)
    assert (view["guidelines_version"], view["guidelines_seen"]) == (2, 1)
    assert client_for(acme.ann).post(seen, {"version": 2}).json() == {"version": 2}
    assert client_for(acme.ann).post(seen, {"version": 1}).json() == {"version": 2}
    assert take(acme, project, acme.ben)["guidelines_seen"] is None


@pytest.mark.parametrize("version", [0, 2, "x", None])
def test_only_a_version_that_there_is_can_have_been_read(project, acme, version):
    seen = f"/api/v1/acme/projects/{project.pk}/guidelines/seen"
    assert client_for(acme.ann).post(seen, {"version": version}).status_code == 400
    for missing in (0, 7, 10**30):
        assert client_for(acme.ann).get(url(project, missing)).status_code == 404


def test_they_are_for_the_people_of_the_project(project, acme, globex):
    with acme.scope():
        claim(project=project, member=acme.ann, limit=1, at=NOW)
        person = ProjectPerson.objects.select_related("project").get(project=project, member=acme.cleo)
        remove_person(person=person, by=acme.manager, at=NOW)
    seen = f"/api/v1/acme/projects/{project.pk}/guidelines/seen"
    assert client_for(acme.cleo).get(url(project, 1)).status_code == 404
    assert client_for(acme.cleo).post(seen, {"version": 1}).status_code == 404
    assert client_for(acme.reviewer).get(url(project, 1)).status_code == 200
    assert client_for(acme.client).get(url(project, 1)).status_code == 200
    assert client_for(globex.ann).get(url(project, 1)).status_code == 404
    assert client_for(globex.ann).get(url(project, 1).replace("/acme/", "/globex/")).status_code == 404

"""A project's workflow settings, and the overlap, while work goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.distribution import InvalidWorkflow, Workflow, in_quota, parse_workflow
from annotation.models import Assignment, Item
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import NOW

BEST_FIRST = ranking(["r1"], ["r2"], ["r3"])


def test_what_is_kept_reads_as_it_was():
    assert parse_workflow(Workflow().to_json()) == Workflow() == parse_workflow({})


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"mode": "queue"}, "/mode"),
        ({"most_overlap": 0}, "/most_overlap"),
        ({"enough_agreement": 2}, "/enough_agreement"),
        ({"review": {"percent": 101}}, "/review/percent"),
        ({"review": {"rules": [{"by": "mood"}]}}, "/review/rules/0/by"),
        ({"review": {"rules": [{"by": "annotator"}]}}, "/review/rules/0/member"),
        ({"adjudication": {"below": "low"}}, "/adjudication/below"),
        ({"gold": {"percent": 80}}, "/gold/percent"),
        ({"gold": {"gives": {"skill": "medicine"}}}, "/gold/gives/skill"),
        ({"skills": [{"skill": "x"}]}, "/skills/0/skill"),
        ({"stop": {"by": "mood"}}, "/stop/by"),
        ({"stop": {"by": "posterior", "confidence": 0.4}}, "/stop/confidence"),
        ({"resolve": {"by": "posterior", "confidence": 1}}, "/resolve/confidence"),
        ({"resolve": {"by": "majority", "sure": 1}}, "/resolve/sure"),
        ({"unknown": 1}, "/unknown"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(data, pointer):
    with pytest.raises(InvalidWorkflow) as refused:
        parse_workflow(data)
    assert pointer in [problem.pointer for problem in refused.value.problems]


@given(percent=st.integers(0, 100), start=st.integers(1, 10_000), seed=st.uuids().map(str))
def test_of_any_hundred_in_a_row_exactly_the_quota_is_in(percent, start, seed):
    assert sum(in_quota(number, percent, seed) for number in range(start, start + 100)) == percent


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark="CANARY-GLOBEX "), 3, globex.manager, mark="CANARY-GLOBEX ")
    with acme.scope():
        project = make_project(acme, overlap=2)
        make_items(project, 3, acme.manager)
    return project


def submit(project, member):
    (assignment,) = claim(project=project, member=member, limit=1, at=NOW)
    submit_annotation(assignment=lock_own(assignment), answers=BEST_FIRST, seconds=5, by=member, at=NOW)


def set_overlap(acme, project, overlap):
    manager, address = client_for(acme.manager), f"/api/v1/acme/projects/{project.pk}"
    etag = manager.get(address).headers["ETag"]
    return manager.patch(address, {"overlap": overlap}, HTTP_IF_MATCH=etag)


def places(project):
    """(state, overlap, free places) of each item, which the ledger's rows must bear out."""
    rows = Item.objects.filter(project=project).order_by("position")
    for row in rows:
        live = Assignment.objects.filter(item=row, kind="annotate", state__in=["open", "claimed", "submitted"])
        assert live.count() == row.overlap
        assert live.filter(state="open").count() == row.free_places
    return list(rows.values_list("state", "overlap", "free_places"))


def test_a_manager_sets_the_workflow_and_everybody_else_is_kept_out(project, acme):
    address = f"/api/v1/acme/projects/{project.pk}/workflow"
    manager = client_for(acme.manager)
    shown = manager.get(address)
    assert shown.json() == Workflow().to_json()
    settings = {**shown.json(), "mode": "mixed", "review": {"percent": 10}}
    assert manager.put(address, settings, HTTP_IF_MATCH=shown.headers["ETag"]).json()["review"]["percent"] == 10
    assert manager.put(address, settings, HTTP_IF_MATCH=shown.headers["ETag"]).status_code == 412
    assert client_for(acme.ann).get(address).status_code == 403


def test_a_skill_of_nobody_here_is_refused(project, acme, globex):
    address = f"/api/v1/acme/projects/{project.pk}/workflow"
    settings = {"skills": [{"skill": str(globex.organisation.pk), "at_least": 0.5}]}
    refused = client_for(acme.manager).put(address, settings, HTTP_IF_MATCH="*")
    assert refused.json()["errors"][0]["pointer"] == "/skills/0/skill"


def test_more_people_are_asked_about_every_item_finished_ones_too(project, acme):
    with acme.scope():
        for member in (acme.ann, acme.ben):
            submit(project, member)
        assert places(project)[0] == ("done", 2, 0)
    assert set_overlap(acme, project, 3).status_code == 200
    with acme.scope():
        assert places(project) == [("open", 3, 1), ("open", 3, 3), ("open", 3, 3)]
        project.refresh_from_db()
        submit(project, acme.cleo)
        assert places(project)[0] == ("done", 3, 0)


def test_fewer_people_finish_what_has_enough_answers_and_answers_stay(project, acme):
    with acme.scope():
        submit(project, acme.ann)
    assert set_overlap(acme, project, 1).status_code == 200
    with acme.scope():
        assert places(project) == [("done", 1, 0), ("open", 1, 1), ("open", 1, 1)]


def test_a_place_that_somebody_holds_stays(project, acme):
    with acme.scope():
        submit(project, acme.ann)
        claim(project=project, member=acme.ben, limit=1, at=NOW)
    set_overlap(acme, project, 1)
    with acme.scope():
        assert places(project)[0] == ("open", 2, 0)

"""Notifications: everybody is told their own, once, and reads it."""

from datetime import timedelta

import pytest

from accounts.actions.members import bind_to_clients, remove_member
from accounts.actions.notifications import notify
from accounts.actions.tokens import create_token
from accounts.models import Notification
from accounts.permissions import Permission
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import CANARY, NOW


def url(world, end="") -> str:
    return f"/api/v1/{world.slug}/notifications{end}"


def tell(world, *members, kind="work.returned", subject=None, project=None, at=NOW, **data) -> None:
    with world.scope():
        subject = subject or world.organisation
        notify(members, kind, subject=subject, project_id=project and project.pk, at=at, **data)


def told(member) -> list[str]:
    return list(Notification.objects.filter(member=member).order_by("id").values_list("kind", flat=True))


def test_each_member_is_told_once_of_a_thing_that_happens_in_one_transaction(acme, globex):
    tell(acme, acme.ann, acme.ben, acme.ann)
    tell(acme, acme.ann, acme.cleo)
    with acme.scope():
        assert [told(member) for member in (acme.ann, acme.ben, acme.cleo)] == [["work.returned"]] * 3


def test_other_kinds_other_subjects_and_later_times_are_told_again(acme, globex):
    tell(acme, acme.ann)
    tell(acme, acme.ann, kind="person.warned")
    tell(acme, acme.ann, subject=acme.clients[0])
    tell(acme, acme.ann, at=NOW + timedelta(seconds=1))
    with acme.scope():
        assert told(acme.ann) == ["work.returned", "person.warned", "work.returned", "work.returned"]


def test_whoever_was_removed_is_told_nothing(acme, globex):
    with acme.scope():
        remove_member(member=acme.ann, by=acme.owner, at=NOW)
    tell(acme, acme.ann, acme.ben)
    with acme.scope():
        assert (told(acme.ann), told(acme.ben)) == ([], ["work.returned"])


def test_nobody_of_another_organisation_can_be_told(acme, globex):
    tell(acme, globex.ann)
    for world in (acme, globex):
        with world.scope():
            assert not Notification.objects.exists()


def test_everybody_reads_their_own_newest_first_and_nobody_elses(acme, globex):
    with acme.scope():
        project = make_project(acme)
    with globex.scope():
        theirs = make_project(globex, mark=f"{CANARY} ")
    tell(globex, globex.ann, project=theirs, comment=CANARY)
    for member in (acme.owner, acme.manager, acme.reviewer, acme.ann, acme.client):
        tell(acme, member, project=project, comment="Read again.")
        tell(acme, member, kind="skill.earned", at=NOW + timedelta(minutes=1))
        answer = client_for(member).get(url(acme))
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()
        newest, oldest = answer.json()["results"]
        assert (newest["kind"], newest["project"], newest["read_at"]) == ("skill.earned", None, None)
        assert oldest["project"] == {"id": str(project.pk), "name": "Helpfulness"}
        assert oldest["data"] == {"comment": "Read again."}
        assert oldest["subject"] == {"kind": "organisation", "id": str(acme.organisation.pk)}
    assert client_for().get(url(acme)).status_code == 401
    assert client_for(globex.ann).get(url(acme)).status_code == 404


def test_a_project_goes_by_the_name_it_has_now(acme, globex):
    with acme.scope():
        project = make_project(acme)
        tell(acme, acme.ann, project=project)
        project.name = "Truth"
        project.save(update_fields=["name"])
    assert client_for(acme.ann).get(url(acme)).json()["results"][0]["project"]["name"] == "Truth"


def test_the_list_takes_a_constant_number_of_queries(acme, globex, django_assert_max_num_queries):
    with acme.scope():
        projects = [make_project(acme, name=f"P{number}") for number in range(6)]
    for project in projects:
        tell(acme, acme.ann, subject=project, project=project)
    reader = client_for(acme.ann)
    with django_assert_max_num_queries(15) as few:
        reader.get(f"{url(acme)}?limit=1")
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(reader.get(f"{url(acme)}?limit=6").json()["results"]) == 6


def test_what_is_unread_is_counted_and_marked_read_one_by_one_or_together(acme, globex):
    for number in range(4):
        tell(acme, acme.ann, acme.ben, at=NOW + timedelta(minutes=number))
    reader = client_for(acme.ann)
    assert reader.get(url(acme, "/count")).json() == {"unread": 4}
    ids = [row["id"] for row in reader.get(url(acme)).json()["results"]]
    assert reader.post(url(acme, "/read"), {"ids": ids[:2]}).json() == {"unread": 2}
    assert [row["id"] for row in reader.get(f"{url(acme)}?unread=true").json()["results"]] == ids[2:]
    assert [row["id"] for row in reader.get(f"{url(acme)}?unread=false").json()["results"]] == ids[:2]
    assert reader.post(url(acme, "/read"), {"all": True}).json() == {"unread": 0}
    assert client_for(acme.ben).get(url(acme, "/count")).json() == {"unread": 4}


def test_when_something_was_read_stays_as_it_was(acme, globex):
    tell(acme, acme.ann)
    reader = client_for(acme.ann)
    reader.post(url(acme, "/read"), {"all": True})
    before = reader.get(url(acme)).json()["results"][0]["read_at"]
    reader.post(url(acme, "/read"), {"all": True})
    assert reader.get(url(acme)).json()["results"][0]["read_at"] == before is not None


def test_nobody_marks_as_read_what_others_were_told(acme, globex):
    tell(acme, acme.ann)
    tell(globex, globex.ann)
    with acme.scope():
        ours = Notification.objects.get()
    with globex.scope():
        theirs = Notification.objects.get()
    answer = client_for(acme.ben).post(url(acme, "/read"), {"ids": [str(ours.pk), str(theirs.pk)]})
    assert answer.json() == {"unread": 0}
    for world in (acme, globex):
        with world.scope():
            assert Notification.objects.get().read_at is None


@pytest.mark.parametrize(
    "body",
    [{}, {"all": False}, {"ids": []}, {"ids": ["x"]}, {"ids": [], "all": True}, {"all": True, "member": "x"}, {"a": 1}],
)
def test_what_was_read_is_said_clearly(acme, globex, body):
    tell(acme, acme.ann)
    assert client_for(acme.ann).post(url(acme, "/read"), body).status_code == 400
    assert client_for(acme.ann).get(url(acme, "/count")).json() == {"unread": 1}


def test_unknown_filters_are_refused(acme, globex):
    for wrong in ("?unread=perhaps", "?member=x", "?order=kind", "?project__client=x"):
        assert client_for(acme.ann).get(url(acme, wrong)).status_code == 400


def test_a_token_bound_to_a_client_reads_nothing_of_other_clients_projects(acme, globex):
    with acme.scope():
        first, second = make_project(acme), make_project(acme, name="Secret")
        second.client = acme.clients[1]
        second.save(update_fields=["client"])
        tell(acme, acme.manager, project=first)
        tell(acme, acme.manager, project=second, subject=second)
        tell(acme, acme.manager, kind="skill.earned")
        _, secret = create_token(
            name="t",
            scopes=[Permission.SEE_ORGANISATION],
            client_id=acme.clients[0].pk,
            by=acme.manager,
            at=NOW,
            expires_at=NOW + timedelta(days=365),
        )
    bound = client_for(token=secret)
    assert [row["kind"] for row in bound.get(url(acme)).json()["results"]] == ["skill.earned", "work.returned"]
    assert bound.get(url(acme, "/count")).json() == {"unread": 2}
    with acme.scope():
        bind_to_clients(acme.manager, [acme.clients[1].pk])
    kinds = [row["project"] for row in client_for(acme.manager).get(url(acme)).json()["results"]]
    assert [project and project["name"] for project in kinds] == [None, "Secret"]

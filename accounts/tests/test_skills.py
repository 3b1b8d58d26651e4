"""Skills: what members can do, how well, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.members import bind_to_clients
from accounts.actions.skills import add_skill, set_member_skill
from accounts.languages import language_tag
from accounts.models import Event, MemberSkill, Skill, SkillKind
from config.tests.client import client_for
from config.tests.world import NOW

LATER = (timezone.now() + timedelta(days=30)).replace(microsecond=0)


def url(world, member=None, skill=None) -> str:
    if member is None:
        return f"/api/v1/{world.slug}/skills" + (f"/{skill.pk}" if skill else "")
    return f"/api/v1/{world.slug}/members/{member.pk}/skills" + (f"/{skill.pk}" if skill else "")


def made(world, name="Medicine", kind=SkillKind.SKILL) -> Skill:
    with world.scope():
        return add_skill(name=name, kind=kind, by=world.manager, at=NOW)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-US", "en-x-us"),
        ("", None),
        ("e", None),
        ("english language", None),
        ("en_GB", None),
        ("en-", None),
        ("en-toolongasubtag", None),
    ],
)
def test_a_language_is_written_as_its_standard_writes_it(text, tag):
    assert language_tag(text) == tag


def test_a_manager_adds_skills_and_languages_which_people_see_by_name(acme, globex):
    made(globex, "CANARY-GLOBEX skill")
    manager = client_for(acme.manager)
    answer = manager.post(url(acme), {"name": "Medicine"})
    assert (answer.status_code, answer.json()["kind"]) == (201, "skill")
    assert manager.post(url(acme), {"name": "EN-gb", "kind": "language"}).json()["name"] == "en-GB"
    rows = client_for(acme.reviewer).get(url(acme)).json()["results"]
    assert [(row["name"], row["kind"]) for row in rows] == [("Medicine", "skill"), ("en-GB", "language")]
    with acme.scope():
        assert Event.objects.filter(kind="skill.added", actor=acme.manager).count() == 2


def test_there_is_one_skill_of_a_name_in_an_organisation(acme, globex):
    made(globex)
    manager = client_for(acme.manager)
    assert manager.post(url(acme), {"name": "Medicine"}).status_code == 201
    again = manager.post(url(acme), {"name": "Medicine"})
    assert (again.status_code, again.json()["type"]) == (409, "skill-exists")
    assert manager.post(url(acme), {"name": "en", "kind": "language"}).status_code == 201
    assert manager.post(url(acme), {"name": "EN", "kind": "language"}).status_code == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "x" * 81}, "/name"),
        ({"name": "not a tag", "kind": "language"}, "/name"),
        ({"name": "x", "kind": "talent"}, "/kind"),
        ({"name": "x", "organisation": "y"}, "/organisation"),
    ],
)
def test_what_is_no_skill_is_refused(acme, globex, body, pointer):
    answer = client_for(acme.manager).post(url(acme), body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_a_manager_says_how_well_somebody_does_something_and_says_it_anew(acme, globex):
    skill, manager = made(acme), client_for(acme.manager)
    one = url(acme, acme.ann, skill)
    first = manager.put(one, {"level": 0.5})
    assert first.status_code == 200, first.content
    assert (first.json()["expires_at"], first.json()["granted_by"]["name"]) == (None, "Manager")
    manager.put(one, {"level": 0.9, "expires_at": LATER.isoformat(), "note": "Certificate 12"})
    (row,) = manager.get(url(acme, acme.ann)).json()["results"]
    assert (row["skill"]["name"], row["level"], row["note"], row["expired"]) == (
        "Medicine",
        0.9,
        "Certificate 12",
        False,
    )
    with acme.scope():
        assert [event.data["level"] for event in Event.objects.filter(kind="member.skill_set").order_by("id")] == [
            0.5,
            0.9,
        ]


@pytest.mark.parametrize("body", [{}, {"level": 1.1}, {"level": -0.1}, {"level": "much"}, {"level": 1, "by": "me"}])
def test_a_level_is_from_0_to_1(acme, globex, body):
    skill = made(acme)
    assert client_for(acme.manager).put(url(acme, acme.ann, skill), body).status_code == 400


def test_a_skill_is_not_given_for_a_time_that_is_past(acme, globex):
    skill = made(acme)
    past = {"level": 1, "expires_at": "2020-01-01T00:00:00Z"}
    answer = client_for(acme.manager).put(url(acme, acme.ann, skill), past)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/expires_at")


def test_a_skill_that_has_expired_stays_to_be_seen_as_expired(acme, globex):
    skill = made(acme)
    with acme.scope():
        long_ago = NOW - timedelta(days=900)
        set_member_skill(
            member=acme.ann, skill=skill, level=1, expires_at=long_ago + timedelta(days=1), by=acme.manager, at=long_ago
        )
    (row,) = client_for(acme.manager).get(url(acme, acme.ann)).json()["results"]
    assert row["expired"] is True


def test_a_skill_is_taken_from_one_member_or_with_the_skill_from_all(acme, globex):
    skill, manager = made(acme), client_for(acme.manager)
    for member in (acme.ann, acme.ben):
        manager.put(url(acme, member, skill), {"level": 1})
    assert manager.delete(url(acme, acme.ann, skill)).status_code == 204
    assert manager.delete(url(acme, acme.ann, skill)).status_code == 404
    assert len(manager.get(url(acme, acme.ben)).json()["results"]) == 1
    assert manager.delete(url(acme, skill=skill)).status_code == 204
    with acme.scope():
        assert not MemberSkill.objects.exists()
        assert set(Event.objects.filter(kind__contains="skill_removed").values_list("subject_id", flat=True)) == {
            acme.ann.pk
        }


def test_everybody_sees_their_own_skills_and_only_who_sees_people_those_of_others(acme, globex):
    skill = made(acme)
    client_for(acme.manager).put(url(acme, acme.ann, skill), {"level": 1})
    assert len(client_for(acme.ann).get(url(acme, acme.ann)).json()["results"]) == 1
    assert client_for(acme.reviewer).get(url(acme, acme.ann)).status_code == 200
    for member in (acme.ben, acme.client):
        assert client_for(member).get(url(acme, acme.ann)).status_code == 404
        assert client_for(member).get(url(acme)).status_code == 403


def test_only_managers_give_and_take_skills(acme, globex):
    skill = made(acme)
    for member in (acme.reviewer, acme.ann, acme.client):
        caller = client_for(member)
        assert caller.post(url(acme), {"name": "Law"}).status_code == 403
        assert caller.put(url(acme, member, skill), {"level": 1}).status_code == 403
        assert caller.delete(url(acme, member, skill)).status_code == 403
        assert caller.delete(url(acme, skill=skill)).status_code == 403
    with acme.scope():
        assert not MemberSkill.objects.exists()


def test_skills_and_members_of_another_organisation_are_not_there(acme, globex):
    skill, theirs = made(acme), made(globex)
    manager = client_for(acme.manager)
    assert manager.put(url(acme, acme.ann, theirs), {"level": 1}).status_code == 404
    assert manager.put(url(acme, globex.ann, skill), {"level": 1}).status_code == 404
    assert manager.delete(url(acme, skill=theirs)).status_code == 404
    assert client_for(globex.manager).get(url(acme)).status_code == 404
    with globex.scope():
        assert (Skill.objects.count(), MemberSkill.objects.count()) == (1, 0)


def test_whoever_works_for_some_clients_says_nothing_of_people_who_work_for_others(acme, globex):
    skill = made(acme)
    with acme.scope():
        bind_to_clients(acme.manager, [acme.clients[0].pk])
        bind_to_clients(acme.reviewer, [acme.clients[0].pk])
    manager = client_for(acme.manager)
    assert manager.put(url(acme, acme.reviewer, skill), {"level": 1}).status_code == 200
    assert manager.put(url(acme, acme.ann, skill), {"level": 1}).status_code == 403
    assert manager.delete(url(acme, skill=skill)).status_code == 403
    with acme.scope():
        assert MemberSkill.objects.count() == 1


def test_nobody_who_was_removed_is_given_a_skill(acme, globex):
    skill = made(acme)
    assert client_for(acme.owner).delete(f"/api/v1/acme/members/{acme.ann.pk}").status_code == 204
    answer = client_for(acme.manager).put(url(acme, acme.ann, skill), {"level": 1})
    assert (answer.status_code, answer.json()["type"]) == (409, "member-removed")

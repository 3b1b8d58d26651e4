"""Eligibility: clearance, languages and skills, said in sentences."""

from datetime import timedelta

import pytest

from accounts.actions.clearances import clear_member
from accounts.actions.members import remove_member
from accounts.actions.skills import add_skill, set_member_skill
from accounts.models import Client, Skill, SkillKind
from annotation.actions.claims import claim_work
from annotation.queries.eligibility import why_not, why_not_each
from annotation.queries.projects import annotator_projects, waiting_work
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import CANARY, NOW

SOON = NOW + timedelta(days=1)


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        for tag in ("en", "de-CH"):
            skill = add_skill(name=tag, kind=SkillKind.LANGUAGE, by=globex.manager, at=NOW)
            set_member_skill(member=globex.ann, skill=skill, level=1, by=globex.manager, at=NOW)
        make_project(globex, mark=f"{CANARY} ")
    with acme.scope():
        yield make_project(acme)


def ask(project, **workflow) -> None:
    project.workflow = workflow
    project.save(update_fields=["workflow"])


def has(world, member, name, *, level=1.0, kind=SkillKind.LANGUAGE, until=None) -> Skill:
    skill = Skill.objects.filter(name=name).first() or add_skill(name=name, kind=kind, by=world.manager, at=NOW)
    set_member_skill(member=member, skill=skill, level=level, expires_at=until, by=world.manager, at=NOW)
    return skill


def test_a_project_that_asks_for_nothing_takes_everybody_who_is_here(project, acme):
    assert why_not(project, acme.ann, at=NOW) is None
    assert why_not(project, acme.client, at=NOW) == "A client's own people do not work in projects."
    remove_member(member=acme.ann, by=acme.owner, at=NOW)
    assert why_not(project, acme.ann, at=NOW) == "No longer a member."


def test_a_client_that_asks_for_clearance_is_worked_for_by_who_has_it_until_it_expires(project, acme):
    Client.objects.filter(pk=project.client_id).update(clearance_required=True)
    assert why_not(project, acme.ann, at=NOW) == "A clearance for this project's client is needed."
    clear_member(member=acme.ann, client=acme.clients[1], by=acme.manager, at=NOW)
    assert why_not(project, acme.ann, at=NOW) is not None
    clear_member(member=acme.ann, client=acme.clients[0], expires_at=SOON, by=acme.manager, at=NOW)
    assert why_not(project, acme.ann, at=NOW) is None
    assert why_not(project, acme.ann, at=SOON - timedelta(seconds=1)) is None
    assert why_not(project, acme.ann, at=SOON) == "The clearance for this project's client has expired."


def test_no_sentence_names_the_client(project, acme):
    Client.objects.filter(pk=project.client_id).update(clearance_required=True, name="Secretive")
    assert "Secretive" not in (why_not(project, acme.ann, at=NOW) or "")


@pytest.mark.parametrize(
    ("wanted", "spoken", "fits"),
    [
        ("en", "en", True),
        ("en", "en-GB", True),
        ("EN", "en-gb", True),
        ("en-GB", "en-GB", True),
        ("en-GB", "en", False),
        ("en-GB", "en-US", False),
        ("en", "enm", False),
        ("zh", "zh-Hant-TW", True),
        ("de", "nl", False),
    ],
)
def test_a_language_is_spoken_by_who_speaks_it_or_a_variety_of_it(project, acme, wanted, spoken, fits):
    ask(project, languages=[wanted])
    has(acme, acme.ann, spoken)
    assert (why_not(project, acme.ann, at=NOW) is None) is fits


def test_a_language_counts_at_any_level_but_none_and_until_it_expires(project, acme):
    ask(project, languages=["es"])
    assert why_not(project, acme.ann, at=NOW) == "The language es is needed."
    has(acme, acme.ann, "es", level=0.0)
    assert why_not(project, acme.ann, at=NOW) == "The language es is needed."
    has(acme, acme.ann, "es", level=0.1, until=SOON)
    assert why_not(project, acme.ann, at=NOW) is None
    assert why_not(project, acme.ann, at=SOON) == "The language es is needed, and has expired."
    has(acme, acme.ann, "es-MX")
    assert why_not(project, acme.ann, at=SOON) is None


def test_a_skill_that_only_sounds_like_a_language_is_none(project, acme):
    ask(project, languages=["es"])
    has(acme, acme.ann, "es", kind=SkillKind.SKILL)
    assert why_not(project, acme.ann, at=NOW) == "The language es is needed."


def test_a_skill_is_needed_at_its_level_and_until_it_expires(project, acme):
    skill = add_skill(name="Medicine", kind=SkillKind.SKILL, by=acme.manager, at=NOW)
    ask(project, skills=[{"skill": str(skill.pk), "at_least": 0.7}])
    assert why_not(project, acme.ann, at=NOW) == "The skill Medicine is needed at 0.70 or above."
    has(acme, acme.ann, "Medicine", level=0.69)
    assert why_not(project, acme.ann, at=NOW) == "The skill Medicine is needed at 0.70 or above, and is at 0.69."
    has(acme, acme.ann, "Medicine", level=0.7, until=SOON)
    assert why_not(project, acme.ann, at=NOW) is None
    assert why_not(project, acme.ann, at=SOON) == "The skill Medicine is needed, and has expired."


def test_everything_that_is_missing_is_said(project, acme):
    Client.objects.filter(pk=project.client_id).update(clearance_required=True)
    skill = add_skill(name="Law", kind=SkillKind.SKILL, by=acme.manager, at=NOW)
    ask(project, languages=["fr"], skills=[{"skill": str(skill.pk), "at_least": 0.5}])
    assert why_not(project, acme.ann, at=NOW) == (
        "A clearance for this project's client is needed. The language fr is needed. "
        "The skill Law is needed at 0.50 or above."
    )


def test_a_skill_that_was_deleted_lets_nobody_in(project, acme):
    skill = has(acme, acme.ann, "Law", kind=SkillKind.SKILL)
    ask(project, skills=[{"skill": str(skill.pk), "at_least": 0.0}])
    assert why_not(project, acme.ann, at=NOW) is None
    skill.delete()
    assert why_not(project, acme.ann, at=NOW) == "A skill is needed that was deleted since."


def test_the_skill_of_another_organisation_is_none(project, acme, globex):
    ask(project, languages=["en"])
    assert why_not(project, globex.ann, at=NOW) == "No longer a member."
    assert why_not(project, acme.ann, at=NOW) == "The language en is needed."


def test_many_are_asked_about_in_a_constant_number_of_queries(project, acme, django_assert_num_queries):
    Client.objects.filter(pk=project.client_id).update(clearance_required=True)
    skill = add_skill(name="Law", kind=SkillKind.SKILL, by=acme.manager, at=NOW)
    ask(project, languages=["fr"], skills=[{"skill": str(skill.pk), "at_least": 0.5}])
    for members in ([acme.ann], list(acme.members.values())):
        with django_assert_num_queries(5):
            assert len(why_not_each([project], members, at=NOW)) == len(members)


def test_a_claim_says_what_is_missing_and_the_people_list_too(project, acme):
    make_items(project, 2, acme.manager)
    ask(project, languages=["fr"])
    work = claim_work(project=project, member=acme.ann, limit=1, at=NOW)
    assert (work.assignments, work.because, work.detail) == ([], "not_eligible", "The language fr is needed.")
    has(acme, acme.ann, "fr-CA")
    assert len(claim_work(project=project, member=acme.ann, limit=1, at=NOW).assignments) == 1
    rows = client_for(acme.manager).get(f"/api/v1/acme/projects/{project.pk}/people").json()["results"]
    lacks = {row["member"]["name"]: row["not_eligible"] for row in rows}
    assert (lacks["Ann"], lacks["Ben"]) == (None, "The language fr is needed.")


def test_projects_come_with_returned_work_first_then_by_priority_due_date_skills_and_age(project, acme):
    def another(name, **fields):
        made = make_project(acme, name=name)
        for field, value in fields.items():
            setattr(made, field, value)
        made.save()
        return made

    has(acme, acme.ann, "fr", level=0.6)
    has(acme, acme.ann, "es", level=0.9)
    another("later", due_at=NOW + timedelta(days=9))
    another("sooner", due_at=NOW + timedelta(days=2))
    another("spanish", workflow={"languages": ["es"]})
    another("french", workflow={"languages": ["fr"]})
    another("urgent", priority=5)
    another("not now", priority=-5)
    back = another("came back", priority=-10)
    make_items(back, 1, acme.manager)
    (assignment,) = claim_work(project=back, member=acme.ann, limit=1, at=NOW).assignments
    assignment.state = "returned"
    assignment.save(update_fields=["state"])
    assert [row.name for row in annotator_projects(acme.ann)] == [
        "came back",
        "urgent",
        "sooner",
        "later",
        "spanish",
        "french",
        "Helpfulness",
        "not now",
    ]
    assert [row.name for row in annotator_projects(acme.ben)][-2:] == ["not now", "came back"]


def test_what_waits_for_a_person_is_counted_by_project(project, acme, django_assert_num_queries):
    other = make_project(acme, name="Other")
    make_items(project, 4, acme.manager)
    held = claim_work(project=project, member=acme.ann, limit=3, at=NOW).assignments
    held[0].state = "returned"
    held[0].save(update_fields=["state"])
    claim_work(project=project, member=acme.ben, limit=1, at=NOW)
    with django_assert_num_queries(2):
        found = waiting_work(acme.ann, [project, other])
    assert found == {
        project.pk: {"returned": 1, "held": 2, "assigned": 0},
        other.pk: {"returned": 0, "held": 0, "assigned": 0},
    }
    rows = client_for(acme.ann).get("/api/v1/acme/assignments/projects").json()["projects"]
    assert [(row["name"], row["counts"]["held"]) for row in rows] == [("Helpfulness", 2), ("Other", 0)]

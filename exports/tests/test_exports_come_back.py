"""What a full export holds comes back: exported, imported into another project and exported again, it is the same."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from annotation.actions import imports
from annotation.actions.adjudication import resolve
from annotation.actions.appeals import appeal
from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.bulk import prioritise, set_due
from annotation.actions.claims import claim
from annotation.actions.comments import comment, resolve_comment
from annotation.actions.contents import change_content
from annotation.actions.disputes import claim_disputed
from annotation.actions.gold import mark_gold_item
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.projects import create_project, edit_project, replace_form
from annotation.actions.taking_back import take_back
from annotation.distribution import parse_workflow
from annotation.forms import parse_form, rename_targets
from annotation.forms.kinds import KINDS
from annotation.models import Annotation, Assignment, Item, Project, Verdict
from annotation.queries.assignments import shown_content
from annotation.tests.forms_cases import ASSET, EVERYTHING, OTHER_ASSET, TALK, answer, form_json
from annotation.tests.judging import JUDGE, own, say
from annotation.tests.ledger import check_ledger
from annotation.tests.long_work import bucket, caller, make_project, verified
from annotation.tests.pictures import encoded, picture
from annotation.tests.test_forms_properties import CASES
from config.tests.work import RANKING, make_items
from config.tests.world import NOW
from exports.actions import exports as actions
from exports.tests.answered import fetched

pytestmark = pytest.mark.usefixtures("bucket")
UNICODE = "é e\u0301 \u202eabc 👩‍👩‍👧 \u2028\ufeff \\\"'\n\t{}"
METADATA = {"deep": [None, 0, -0.5, 2**53, {"": UNICODE}]}
PNG = (encoded(picture(size=(640, 480)), "PNG"), encoded(picture(size=(64, 48)), "PNG"))


@pytest.fixture
def manager(acme, globex):
    return caller(acme)


def exported(world, manager, project, **options):
    """The full file, as somebody downloads it."""
    body = {"format": "concord", "options": {"people": "ids", **options}}
    started = manager.post(f"projects/{project.pk}/exports", body)
    assert started.status_code == 202, started.content
    with world.scope():
        actions.build_export(started.json()["id"], now=timezone.now)
    return fetched(manager, started.json()["id"])


def imported(world, manager, project, filename, file, *, adopt=True, **mapping):
    """An import with a preview, in which people's answers are their work."""
    asset = verified(world, manager, project, filename, file, purpose="data")
    given = {"asset_id": str(asset.pk), "preview": True, "mapping": {"answers": "work", **mapping}}
    started = manager.post(f"projects/{project.pk}/imports", given)
    assert started.status_code == 202, started.content
    job = run(world, manager, started.json()["id"])
    assert job["state"] == "waiting", job["error"]
    answered = manager.post(f"imports/{job['id']}/commit", {"adopt_form": adopt})
    assert answered.status_code == 202, answered.content
    return run(world, manager, job["id"])


def run(world, manager, import_id):
    with world.scope():
        imports.run_import(import_id, now=timezone.now)
    return manager.get(f"imports/{import_id}").json()


def problems(manager, job):
    return manager.get(f"imports/{job['id']}/problems").json()["results"]


def counts(job):
    return tuple(job[name] for name in ("created", "updated", "skipped", "problem_count"))


def told(file):
    """What a file says, but for what must be another: ids, by the order in which they stand; which project it is; when
    the file and the project were made.
    """
    if file[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            file = archive.read("data.jsonl")
    header, *items = [json.loads(line) for line in file.splitlines()]
    people = {person["id"]: person["email"] for person in header["people"]}
    names: dict[str, str] = {}
    for key in ("project", "client", "created_at", "people"):
        del header[key]
    for version in header["guidelines_versions"]:
        del version["created_at"], version["by"]
    for item in items:
        without_ids(item, names)
    text = json.dumps([header, *items])
    for old, new in {**people, **names}.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


def without_ids(item, names):
    """Give the item's ids their numbers."""
    answers = [*item["annotations"], *item["withdrawn"]]
    for each in (item, *answers):
        names[each["id"]] = f"id {len(names)}"
    for name, known in item["media"].items():
        names[name] = known["sha256"]
    for used in [used for each in answers for revision in each["revisions"] for used in revision["suggestions"]]:
        del used["suggestion"]
    item["media"] = {names[name]: {**known, "id": "", "path": ""} for name, known in item["media"].items()}


def empty(world, form=None, name="Again"):
    """A project that somebody sets up with the first of the forms, to go on in."""
    with world.scope(), transaction.atomic():
        made = create_project(
            client=world.clients[0],
            name=name,
            form=parse_form(form or RANKING),
            guidelines="Prefer the truthful response.",
            overlap=1,
            by=world.manager,
            at=NOW,
        )
        return Project.objects.get(pk=made.pk)


def do(project, member, answers, *, minute=0, suggestions=()):
    """The member's next item, answered in its own ids."""
    (held,) = claim(project=project, member=member, limit=1, at=NOW)
    assignment = lock_own(held)
    given = rename_targets(
        parse_form(held.project.forms.last().definition), answers, shown_content(assignment).handles()
    )
    at = NOW + timedelta(minutes=minute)
    submit_annotation(assignment=assignment, answers=given, seconds=7 + minute, by=member, at=at)
    return Assignment.objects.get(pk=held.pk)


QUESTIONS = [
    {"title": UNICODE, **question, "name": f"q{number}", "required": False}
    for number, (question, _) in enumerate(CASES)
]
FIRST = [
    answer("q0", {"choices": ["yes", "no"], "other": UNICODE}),
    answer("q1", {"choices": [], "unsure": True}, "turns.u2"),
    answer("q2", {"choices": ["animal", "dog"]}),
    answer("q3", {"rating": 5}, "responses.a"),
    answer("q3", {"rating": 1}, "responses.b"),
    answer("q4", {"ranks": [["a", "b"]]}),
    answer("q5", {"preferred": "b", "strength": 3}),
    answer("q6", {"text": UNICODE}, "turns.u2"),
    answer("q7", {"spans": [{"start": 0, "end": 14, "labels": ["claim"]}]}, "text"),
    answer("q9", {"spans": [{"start": 0, "end": 2, "labels": ["error"]}]}, "messages.u1"),
    answer("q11", {"spans": []}, "responses.a"),
    answer("q12", {"regions": [{"shape": "box", "points": [[1.25, 2], [30, 40.5]], "labels": ["cell"]}]}),
]
SECOND = [
    answer("q4", {"ranks": [["b"], ["a"]]}),
    answer("q5", {"preferred": None, "reason": "tie"}),
    answer("q12", {"regions": []}),
    answer(
        "q14",
        {
            "turns": [
                {
                    "id": "t1",
                    "prompt": {"text": UNICODE, "images": [OTHER_ASSET]},
                    "responses": [
                        {"id": "r1", "text": "One.", "tags": ["safe"], "ratings": {"helpful": 1}, "images": [ASSET]},
                        {"id": "r2", "text": UNICODE, "tags": [], "ratings": {"helpful": 0}},
                    ],
                    "ranks": [["r1", "r2"]],
                    "continues_with": None,
                }
            ]
        },
    ),
]


def test_every_kind_of_question_comes_back(acme, manager):
    assert {question["kind"] for question in QUESTIONS} == set(KINDS)
    form = form_json(*QUESTIONS, shows=EVERYTHING)
    source = make_project(acme, form=form, overlap=2, name="Kinds")
    ids = [
        str(verified(acme, manager, source, f"{n}.png", data, purpose="image", media_type="image/png").pk)
        for n, data in enumerate(PNG)
    ]

    def here(value):
        text = json.dumps(value)
        for placeholder, pk in zip((ASSET, OTHER_ASSET), ids, strict=True):
            text = text.replace(placeholder, pk)
        return json.loads(text)

    with acme.scope(), transaction.atomic():
        add_items(
            project=source,
            rows=[
                NewItem("é/1", here(TALK), {"deep": [None, 0, -0.5, 2**53, {"": UNICODE}]}),
                NewItem("2", here(TALK)),
            ],
            by=acme.manager,
            at=NOW,
        )
        do(source, acme.ann, here(FIRST))
        do(source, acme.manager, here(SECOND), minute=2)
        do(source, acme.ann, [], minute=3)
    before = exported(acme, manager, source, media=True)
    target = empty(acme, form)
    job = imported(acme, manager, target, "data.zip", before)
    assert (job["state"], counts(job), job["lost"]) == ("done", (2, 0, 0, 0), []), problems(manager, job)
    same(told(exported(acme, manager, target, media=True)), told(before))


def full_of_events(acme):
    """A project in which everything has happened that a file tells of."""
    workflow = {
        "review": {"percent": 100},
        "adjudication": {"below": 0.9},
        "requeue_skips": False,
    }
    with acme.scope(), transaction.atomic():
        project = make_project_in(acme, workflow)
        make_items(project, 9, acme.manager)
        items = list(Item.objects.filter(project=project).order_by("position"))
        verdicts(acme, project)
        with_gold(acme, project, items[6])
        prioritise(project=project, item_ids=[items[7].pk], priority=2, by=acme.manager, at=NOW)
        set_due(project=project, item_ids=[items[8].pk], due_at=NOW + timedelta(days=9), by=acme.manager, at=NOW)
        said(acme, items)
        edit_project(project=project, changes={"guidelines": f"Second. {UNICODE}"}, by=acme.manager, at=NOW)
        more = {"name": "sure", "kind": "rating", "title": "Sure?", "required": False,
                "options": [{"value": 1, "title": "No"}, {"value": 2, "title": "Yes"}]}  # fmt: skip
        form = parse_form({**RANKING, "questions": [*list(RANKING["questions"]), more]})
        replace_form(project=Project.objects.get(pk=project.pk), form=form, by=acme.manager, at=NOW)
        return Project.objects.get(pk=project.pk)


def make_project_in(acme, workflow):
    from config.tests.work import make_project as made

    project = made(acme, overlap=2, name="Full")
    project.workflow = parse_workflow(workflow).to_json()
    project.save()
    for person in (acme.reviewer, acme.manager):
        set_person(project=project, member=person, grants=JUDGE, by=acme.manager, at=NOW)
    return project


def verdicts(acme, project):
    """Six items: agreed, corrected, returned, rejected with an appeal, adjudicated, taken back; one is skipped."""
    for number, (ann, ben) in enumerate(
        [("abc", "abc"), ("bac", "abc"), ("cab", "cba"), ("acb", "bca"), ("bca", "acb")]
    ):
        do(project, acme.ann, own(ann), minute=number)
        do(project, acme.ben, own(ben), minute=number + 1)
    do(project, acme.ann, own("cba"), minute=8)
    (held,) = claim(project=project, member=acme.ben, limit=1, at=NOW)
    skip(assignment=lock_own(held), reason=UNICODE, by=acme.ben, at=NOW + timedelta(minutes=9))
    take_back_one(acme, project)
    for place in claim_disputed(project=project, member=acme.reviewer, task="review", limit=20, at=NOW):
        number = place.item.position
        theirs = place.annotation.member == acme.ann
        if number == 2 and theirs:
            say(place, acme.reviewer, "corrected", answers=own("abc"), comment=UNICODE)
        elif number == 3 and theirs:
            say(place, acme.reviewer, "returned", comment="Again, please")
        elif number == 4 and theirs:
            rejected = say(place, acme.reviewer, "rejected")
            appeal(verdict=Verdict.objects.get(pk=rejected.pk), text=UNICODE, by=acme.ann, at=NOW)
        elif number < 6:
            say(place, acme.reviewer, "accepted")
    adjudicated(acme, project)


def adjudicated(acme, project):
    for place in claim_disputed(project=project, member=acme.manager, task="adjudicate", limit=1, at=NOW):
        ann = Annotation.objects.get(item=place.item_id, member=acme.ann)
        taken = [{"question": "order", "on": "item", "annotation_id": ann.pk}]
        resolve(place=place, answers=ann.answers, taken=taken, reason="ambiguous_item", comment=UNICODE,
                by=acme.manager, at=NOW)  # fmt: skip


def take_back_one(acme, project):
    later = do(project, acme.ann, own("abc"), minute=12)
    take_back(assignment=lock_own(later), by=acme.ann, at=NOW + timedelta(minutes=13))
    answered = {"question": "why", "on": "item", "value": {"text": UNICODE}}
    locked = lock_own(Assignment.objects.get(pk=later.pk))
    given = rename_targets(parse_form(RANKING), [*own("bca"), answered], shown_content(locked).handles())
    submit_annotation(assignment=locked, answers=given, seconds=3, by=acme.ann, at=NOW + timedelta(minutes=14))
    change_content(
        item=later.item,
        content={**later.item.content, "prompt": {"text": UNICODE}},
        metadata=None,
        then="keep",
        by=acme.manager,
        at=NOW,
    )


def with_gold(acme, project, item):
    hints = {"order": UNICODE}
    mark_gold_item(item=item, answers=own("abc"), hints=hints, by=acme.reviewer, at=NOW)


def said(acme, items):
    mine = Assignment.objects.filter(item=items[0], member=acme.ann).first()
    comment(item=items[0], assignment=mine, text=UNICODE, flag=True, by=acme.ann, at=NOW,
            anchor={"question": "why", "on": "item", "start": 0, "end": 2})  # fmt: skip
    done = comment(item=items[1], assignment=None, text="For us", flag=False, by=acme.reviewer, at=NOW)
    resolve_comment(comment=done, by=acme.manager, at=NOW + timedelta(hours=1))


def test_everything_that_happened_comes_back(acme, manager):
    source = full_of_events(acme)
    before = exported(acme, manager, source)
    found = told(before)
    assert_it_is_all_there(found)
    target = empty(acme)
    job = imported(acme, manager, target, "data.jsonl", before)
    assert (job["state"], counts(job), job["lost"]) == ("done", (9, 0, 0, 0), []), problems(manager, job)
    same(told(exported(acme, manager, target)), found)
    with acme.scope():
        check_ledger(Project.objects.get(pk=target.pk))


def same(after, before):
    """Row by row and key by key, so that a difference is found."""
    for number, (mine, theirs) in enumerate(zip(before, after, strict=True)):
        assert {
            key: (mine.get(key), theirs.get(key)) for key in mine | theirs if mine.get(key) != theirs.get(key)
        } == {}, number


def assert_it_is_all_there(found):
    header, *items = found
    assert len(header["forms"]) == 2
    assert len(header["guidelines_versions"]) == 2
    assert {each["verdict"] for item in items for each in item.get("verdicts", ())} == {
        "accepted",
        "corrected",
        "returned",
        "rejected",
    }
    assert {item["state"] for item in items} >= {"open", "review", "done", "gold"}
    kinds = {each["kind"] for item in items for each in item.get("resolutions", ())}
    assert kinds >= {"agreed", "adjudicated"}
    for name in ("withdrawn", "skips", "comments", "contents"):
        assert any(item.get(name) for item in items), name
    assert max(len(each["revisions"]) for item in items for each in item["annotations"]) == 2


def test_the_same_file_again_changes_nothing_and_peoples_work_here_stays(acme, manager):
    source = full_of_events(acme)
    file = exported(acme, manager, source)
    target = empty(acme)
    imported(acme, manager, target, "data.jsonl", file)
    once = told(exported(acme, manager, target))
    again = imported(acme, manager, target, "data.jsonl", file, adopt=False)
    assert (counts(again), again["lost"]) == ((0, 0, 9, 0), [])
    same(told(exported(acme, manager, target)), once)


__all__ = ["bucket"]

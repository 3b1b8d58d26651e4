"""Answers that come along with an import: suggestions, people's own work, the right answers."""

import orjson
import pytest
from django.utils import timezone

from accounts.models import Event, Member
from annotation.actions import imports as actions
from annotation.actions.claims import claim
from annotation.actions.gold import mark_gold_item
from annotation.actions.places import exclude
from annotation.models import (
    Annotation,
    Assignment,
    Count,
    Gold,
    Item,
    ProjectPerson,
    Revision,
    Suggestion,
)
from annotation.tests.ledger import check_ledger
from annotation.tests.long_work import bucket, caller, make_project, verified
from config.tests.client import client_for
from config.tests.work import content
from config.tests.world import NOW

pytestmark = pytest.mark.usefixtures("bucket")
ANN, STRANGER = "ann@acme.example", "somebody@elsewhere.example"


@pytest.fixture
def project(acme, globex):
    return make_project(acme, overlap=2)


@pytest.fixture
def manager(acme):
    return caller(acme)


def answers(*order, question="order"):
    return [{"question": question, "on": "item", "value": {"ranks": [[each] for each in order]}}]


def by(who, order="abc", *, seconds=12, at="2024-03-01T10:00:00+00:00", **more):
    person = {"id": who, "name": who.split("@")[0].title(), "email": who if "@" in who else ""}
    return {"annotator": person, "answers": answers(*order), "submitted_at": at, "seconds": seconds, **more}


def row(number, *annotations, **more):
    return {"external_id": f"item-{number}", "content": content(number), "annotations": list(annotations), **more}


@pytest.fixture
def rows(monkeypatch):
    """Rows that a reader gives, whatever the file: a spool of them."""
    from annotation.imports import foreign, reading  # the readers' own tests are elsewhere
    from annotation.imports.items import ItemRow

    given: list[dict] = []

    def read(source, *, name, format_name, columns, folder, progress):
        report = reading.Report(format="json", detected=[{"format": "json", "confidence": 1.0}])
        found = [foreign.ForeignRow(f"row {n}", ItemRow(**each)) for n, each in enumerate(given, 1)]
        reading._write(found, report, folder, lambda _: None)
        return orjson.loads(reading.report_json(report))

    monkeypatch.setattr("annotation.actions.import_reading.read_limited", read)
    return given


def run(world, manager, project, mapping=None, **body):
    asset = verified(world, manager, project, "items.json", b"[]", purpose="data")
    given = {"asset_id": str(asset.pk), "mapping": {"answers": "work"} if mapping is None else mapping, **body}
    answer = manager.post(f"projects/{project.pk}/imports", given)
    assert answer.status_code == 202, answer.content
    return go_on(world, manager, answer.json()["id"])


def go_on(world, manager, import_id):
    with world.scope():
        actions.run_import(import_id, now=timezone.now)
    return manager.get(f"imports/{import_id}").json()


def counts(job):
    return tuple(job[name] for name in ("created", "updated", "skipped", "problem_count"))


def test_people_are_found_by_their_address_or_get_a_placeholder_and_their_work_counts(acme, project, manager, rows):
    rows += [row(1, by(ANN), by(STRANGER, "bac")), row(2, by("7", "cab", seconds=None, at=None)), row(3)]
    with acme.scope():
        acme.ann.user.email = ANN
        acme.ann.user.save()
    job = run(acme, manager, project)
    assert (job["state"], counts(job)) == ("done", (3, 0, 0, 0))
    assert [(person["email"], person["annotations"]) for person in job["people"]] == [(ANN, 1), (STRANGER, 1), ("", 1)]
    with acme.scope():
        check_ledger(project)
        assert [item.state for item in Item.objects.order_by("position")] == ["done", "open", "open"]
        first = Annotation.objects.get(item__external_id="item-1", member=acme.ann)
        assert (first.seconds, first.submitted_at.isoformat()) == (12, "2024-03-01T10:00:00+00:00")
        assert first.assignment.shown == ["a", "b", "c"]
        assert Revision.objects.count() == 3
        placeholder = Annotation.objects.get(item__external_id="item-2").member
        assert (str(placeholder.user), placeholder.user.is_active) == ("7", False)
        assert placeholder.user.email.endswith("@placeholder.invalid")
        assert not placeholder.user.has_usable_password()
        person = ProjectPerson.objects.get(member=placeholder)
        assert (person.annotate, person.answered, person.given) == (False, 1, 1)
    assert client_for(placeholder).get("/api/v1/me").status_code == 401


def test_counts_of_imported_work_are_added_up_at_once(acme, project, manager, rows):
    rows[:] = [row(number, by(ANN), by(STRANGER, "acb")) for number in range(1, 4)]
    run(acme, manager, project)
    with acme.scope():
        parts = set(Count.objects.filter(project=project).values_list("part", flat=True))
    assert parts == {"cluster", "given", "pair"}


def test_importing_the_same_work_again_doubles_nothing(acme, project, manager, rows):
    rows += [row(1, by(STRANGER), by("7")), row(2, by("8", at="2030-01-01T00:00:00Z"))]
    run(acme, manager, project)
    again = run(acme, manager, project)
    assert counts(again) == (0, 0, 2, 0)
    with acme.scope():
        check_ledger(project)
        assert (Annotation.objects.count(), Member.objects.filter(user__is_active=False).count()) == (3, 3)
        assert Annotation.objects.get(item__external_id="item-2").submitted_at < timezone.now()


def test_more_people_than_places_make_more_places_and_others_still_find_theirs(acme, project, manager, rows):
    rows += [row(1, by("1"), by("2"), by("3")), row(2, by("1"))]
    run(acme, manager, project)
    with acme.scope():
        check_ledger(project)
        assert [(item.overlap, item.submitted) for item in Item.objects.order_by("position")] == [(3, 3), (2, 1)]
        (claimed,) = claim(project=project, member=acme.ben, limit=5, at=NOW)
        assert claimed.item.external_id == "item-2"
        check_ledger(project)


def test_nobody_is_put_on_an_item_that_they_hold_or_are_kept_from_and_gold_is_left_alone(acme, project, manager, rows):
    rows += [row(1), row(2), row(3), row(4)]
    run(acme, manager, project)
    with acme.scope():
        acme.ann.user.email = ANN
        acme.ann.user.save()
        (held,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
        second, third = Item.objects.filter(external_id__in=["item-2", "item-3"]).order_by("position")
        exclude([second.pk], acme.ann.pk, reason="manager", at=NOW)
        third.project = project
        mark_gold_item(item=third, answers=answers("a", "b", "c"), hints={}, by=acme.manager, at=NOW)
    rows[:] = [row(number, by(ANN)) for number in (1, 2, 3, 4)]
    assert held.item.external_id == "item-1"
    assert counts(run(acme, manager, project)) == (0, 0, 4, 0)
    with acme.scope():
        check_ledger(project)
        assert [row.item.external_id for row in Annotation.objects.all()] == ["item-4"]


def test_who_skipped_leaves_the_place_to_others(acme, project, manager, rows):
    rows += [row(1, by("1", state="skipped"), by("2"))]
    run(acme, manager, project)
    with acme.scope():
        check_ledger(project)
        assert Annotation.objects.count() == 1
        states = Assignment.objects.values_list("state", flat=True)
        assert sorted(states) == ["open", "skipped", "submitted"]


def test_answers_become_suggestions_by_default_and_nothing_when_ignored(acme, project, manager, rows):
    rows += [row(1, by(ANN), by("7"), by("8", state="skipped"))]
    assert counts(run(acme, manager, project, mapping={})) == (1, 0, 0, 0)
    with acme.scope():
        agents = Suggestion.objects.order_by("number").values_list("agent", flat=True)
        assert list(agents) == [f"import:{ANN}", "import:7"]
        assert not Annotation.objects.exists()
    other = make_project(acme, name="Other")
    run(acme, manager, other, mapping={"answers": "ignore"})
    with acme.scope():
        assert not Suggestion.objects.filter(project=other).exists()


def test_people_and_questions_are_who_and_what_a_manager_says(acme, project, manager, rows):
    foreign = by("7")
    foreign["answers"] = [*answers("c", "b", "a", question="Rank them"), {"question": "Junk", "on": "item", "value": 1}]
    rows += [row(1, foreign)]
    mapping = {
        "answers": "work",
        "questions": {"Rank them": "order", "Junk": None},
        "people": {"7": str(acme.ben.pk)},
    }
    assert counts(run(acme, manager, project, mapping=mapping)) == (1, 0, 0, 0)
    with acme.scope():
        annotation = Annotation.objects.get()
        assert (annotation.member, annotation.answers) == (acme.ben, answers("c", "b", "a"))


def test_answers_that_do_not_fit_refuse_their_row_and_say_why(acme, project, manager, rows):
    wrong = by("7")
    wrong["answers"] = answers("a", "b")
    rows += [row(1, wrong), row(2, by("7"))]
    job = run(acme, manager, project)
    assert counts(job) == (1, 0, 0, 1)
    (problem,) = manager.get(f"imports/{job['id']}/problems").json()["results"]
    assert (problem["where"], problem["detail"].startswith("/annotations/0/answers/0/value")) == ("row 1", True)
    with acme.scope():
        check_ledger(project)
        assert [item.external_id for item in Item.objects.all()] == ["item-2"]


def test_the_right_answers_of_a_file_are_gold(acme, project, manager, rows):
    rows += [row(1, gold={"answers": answers("a", "b", "c"), "hints": {"order": "Look."}})]
    rows += [row(2, gold={"answers": answers("a", "b"), "hints": {}})]
    job = run(acme, manager, project)
    assert counts(job) == (1, 0, 0, 1)
    with acme.scope():
        check_ledger(project)
        gold = Gold.objects.get()
        assert (gold.item.external_id, gold.item.state, gold.hints) == ("item-1", "gold", {"order": "Look."})


def test_a_worker_that_dies_after_recording_work_records_none_of_it_twice(acme, project, manager, rows, monkeypatch):
    rows += [row(number, by("1"), by("2")) for number in range(6)]
    monkeypatch.setattr(actions, "BATCH_LINES", 2)
    real, calls = actions.keep_what_came_along, []

    class Killed(BaseException):
        """Nothing catches this."""

    def keep(*given, **more):
        found = real(*given, **more)
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return found

    monkeypatch.setattr(actions, "keep_what_came_along", keep)
    with pytest.raises(Killed):
        run(acme, manager, project)
    with acme.scope():
        from annotation.models import Import

        assert Annotation.objects.count() == 4
        Import.objects.update(lease_until=NOW)
        job = Import.objects.get()
    assert counts(go_on(acme, manager, job.pk)) == (6, 0, 0, 0)
    with acme.scope():
        check_ledger(project)
        numbers = Annotation.objects.order_by("member_id", "number").values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3, 4, 5, 6] * 2
        kinds = Event.objects.filter(kind="import.finished").count()
        assert kinds == 1


__all__ = ["bucket"]

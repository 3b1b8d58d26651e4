"""Projects in which work is reviewed and adjudicated, shared by the tests of both."""

from django.db import transaction

from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.disputes import claim_disputed
from annotation.actions.people import set_person
from annotation.actions.reviews import Saying, judge, lock_reviews
from annotation.models import Annotation, Assignment, Item
from annotation.queries.assignments import shown_content
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW

JUDGE = {"annotate": False, "review": True, "adjudicate": True}
EVERYTHING = {"annotate": True, "review": True, "adjudicate": True}


def judged_project(world, *, overlap=1, items=3, mark="", **workflow):
    """A project with a reviewer and a manager who may judge; `workflow` are its settings."""
    project = make_project(world, overlap=overlap, mark=mark)
    project.workflow = workflow or {"review": {"percent": 100}}
    project.save()
    for person in (world.reviewer, world.manager):
        set_person(project=project, member=person, grants=JUDGE, by=world.manager, at=NOW)
    make_items(project, items, world.manager, mark=mark)
    return project


def theirs(world):
    """The same in another organisation, with answers, of which nothing may be seen."""
    with world.scope(), transaction.atomic():
        project = judged_project(world, overlap=2, items=2, mark=f"{CANARY} ")
        for person in (world.ann, world.ben):
            answer(project, person, "abc", items=2)
    return project


def in_handles(assignment, order):
    """A ranking of the item's own responses, best first, as the person says it."""
    handles = shown_content(assignment).handles()
    return ranking(*[[handles[f"responses.{letter}"].removeprefix("responses.")] for letter in order])


def own(order):
    """The same ranking in the item's own ids."""
    return ranking(*[[letter] for letter in order])


def answer(project, member, order, *, items=1, seconds=5, at=NOW):
    """Somebody's rankings of their next items."""
    made = []
    for assignment in claim(project=project, member=member, limit=items, at=at):
        locked = lock_own(assignment)
        given = in_handles(locked, order)
        made.append(submit_annotation(assignment=locked, answers=given, seconds=seconds, by=member, at=at))
    return made


def take(project, member, limit=1):
    return claim_disputed(project=project, member=member, task="review", limit=limit, at=NOW)


def say(place, by, verdict, *, at=NOW, **said):
    """A verdict on a claimed place."""
    if verdict != "accepted":
        said.setdefault("reason", "careless")
    review = lock_reviews([place.pk], by)[place.pk]
    return judge(review=review, saying=Saying(verdict, **said), by=by, at=at)


def fresh(row):
    """A row as it stands in the database."""
    return type(row).objects.get(pk=row.pk)


def states(project):
    """The states of the project's items, in their order."""
    return list(Item.objects.filter(project=project).order_by("position").values_list("state", flat=True))


def places_of(item, kind="annotate"):
    """(place, state) of an item's places of a kind."""
    rows = Assignment.objects.filter(item=item, kind=kind).order_by("place", "state")
    return list(rows.values_list("place", "state"))


def counts(item):
    """What the item's counters say, and what the ledger does."""
    item = fresh(item)
    free = Assignment.objects.filter(item=item, kind="annotate", state="open", reserved_for=None).count()
    submitted = Annotation.objects.filter(item=item, withdrawn_at=None).count()
    assert (item.free_places, item.submitted) == (free, submitted)
    return item.free_places, item.submitted, item.overlap

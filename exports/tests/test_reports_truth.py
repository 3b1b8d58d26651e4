"""How far questions are decided, in reports: as the project's page says, as long as both are of the same answers."""

import pytest
from django.db import transaction

from annotation.actions.truth import learn_habits
from annotation.models import Habits
from annotation.tests.long_work import bucket, caller
from annotation.tests.test_truth_settling import answer, make
from config.tests.world import CANARY, NOW, make_world
from exports.tests.test_reports import content, made

pytestmark = [pytest.mark.usefixtures("bucket"), pytest.mark.django_db(transaction=True)]
FIGURES = ("decided", "tied", "needs_review", "expected_accuracy")


@pytest.fixture
def acme(transactional_db):
    make_world("globex", mark=f"{CANARY} ")
    return make_world("acme")


@pytest.fixture
def project(acme):
    with acme.scope(), transaction.atomic():
        project = make(acme, items=9, resolve={"by": "posterior", "confidence": 0.8})
        for number in range(8):
            for person in (acme.ann, acme.ben, acme.cleo):
                answer(project, person, "no" if number % 2 or person == acme.cleo else "yes")
    with acme.scope():
        learn_habits(project.pk, at=NOW)
    return project


def told(who, project, acme, **given):
    (section,) = content(who, made(acme, who, f"projects/{project.pk}", **given))["projects"]
    truth = section["questions"][0]["truth"]
    return {name: truth[name] for name in FIGURES}


def test_a_report_of_everything_says_of_decisions_what_the_page_says(acme, project):
    manager = caller(acme)
    with acme.scope(), transaction.atomic():
        # Going on from other habits than now, the page may say something else of doubtful items.
        row = Habits.objects.get(project=project, member=None)
        row.figures |= {"decided": row.figures["decided"] - 1, "tied": row.figures["tied"] + 1}
        row.save()
    (shown,) = manager.get(f"projects/{project.pk}/truth").json()["questions"]
    page = {name: shown[name] for name in FIGURES}
    assert told(manager, project, acme) == page
    of_period = told(manager, project, acme, since="2020-01-01T00:00:00Z")
    assert of_period["decided"] == page["decided"] + 1, "a period's are found out from its answers"
    with acme.scope(), transaction.atomic():
        answer(project, acme.ann, "yes")
    newer = told(manager, project, acme)
    assert sum(newer[name] for name in FIGURES[:3]) == 9, "answers that the page doesn't know yet"


__all__ = ["acme", "bucket", "project"]

"""Rules that watch speed, places, self-consistency and how much answers depend on the truth."""

import numpy as np
import pytest

from annotation.agreement.people import spammer_score
from annotation.models import Annotation, Assignment, Habits
from annotation.queries import rules as queries
from annotation.queries.rules import figure_of
from annotation.tests.judging import answer, theirs
from annotation.tests.test_asking_again import early, planned, work
from config.tests.world import NOW


@pytest.fixture
def project(acme, globex, monkeypatch):
    theirs(globex)
    early(monkeypatch)
    monkeypatch.setattr(queries, "FEWEST_COMPARED", 5)
    with acme.scope():
        yield planned(acme)


def figure(project, member, collector, window=20):
    found = figure_of(collector, project, member, window)
    return found and (found.value, found.n)


def test_answers_are_too_fast_that_nobody_could_read(project, acme):
    answer(project, acme.ann, "abc", items=10, seconds=1)
    assert figure(project, acme.ann, "too_fast") is None
    answer(project, acme.ben, "abc", items=10, seconds=30)
    project.items.update(content={"prompt": {"text": "x" * 300}, "responses": []})
    assert figure(project, acme.ann, "too_fast") == (1.0, 10)
    assert figure(project, acme.ann, "too_fast", window=4) == (1.0, 4)
    project.items.update(content={"prompt": {"text": "x" * 9}, "responses": []})
    assert figure(project, acme.ann, "too_fast") == (0.0, 10)


def test_who_always_prefers_what_is_shown_first_is_seen_where_responses_are_shuffled(project, acme):
    work(project, acme.ann, 10)
    for row in Assignment.objects.filter(member=acme.ann):
        shown = list("abc") if row.place % 2 == 0 else list("bac")
        Assignment.objects.filter(pk=row.pk).update(shown=shown)
    expected = Assignment.objects.filter(member=acme.ann, shown=list("abc")).count() / 10
    assert figure(project, acme.ann, "position_bias") == (expected, 10)
    project.shuffle_responses = False
    assert figure(project, acme.ann, "position_bias") is None


def test_who_says_something_else_when_asked_again_is_seen(project, acme):
    assert figure(project, acme.ann, "self_consistency") is None
    work(project, acme.ann, 25)
    assert figure(project, acme.ann, "self_consistency") == (0.0, 2)
    copies = Annotation.objects.filter(member=acme.ann, item__position__lt=0)
    first = Annotation.objects.filter(member=acme.ann, item__position__gte=0).first()
    copies.filter(pk=copies.first().pk).update(answers=first.answers)
    assert figure(project, acme.ann, "self_consistency") == (0.5, 2)


def test_the_spammer_score_is_that_of_the_habits_last_learnt(project, acme):
    assert figure(project, acme.ann, "spammer_score") is None
    work(project, acme.ann, 3)
    for question, confusion, labels in (("order", [[0.9, 0.1], [0.2, 0.8]], 50), ("why", [[0.5, 0.5], [0.4, 0.6]], 40)):
        Habits.objects.create(
            project=project,
            question=question,
            member=acme.ann,
            confusion=confusion,
            labels=labels,
            form_version=1,
            fitted_at=NOW,
        )
    value, n = figure(project, acme.ann, "spammer_score")
    assert (value, n) == (pytest.approx(spammer_score(np.array([[0.5, 0.5], [0.4, 0.6]]))), 40)
    found = figure_of("spammer_score", project, acme.ann, 2)
    assert len(found.sample) == 2

"""Replaying a crowd's labels: real claims and submissions, and curves that add up."""

import gzip
import random

import pytest
from django.core.management import CommandError, call_command

from accounts.tenancy import organisation_scope
from annotation.models import Annotation, Assignment, Habits, Project, Resolution
from annotation.tests.ledger import check_ledger
from config.management.commands.replay import Crowd, Point, Replay, read_crowd, savings


def crowd(*, items=12, seed=1):
    """Six workers, each item labelled by five of them: two who know, two who often do, one who guesses."""
    draw = random.Random(seed)
    able = {"w1": 0.98, "w2": 0.95, "w3": 0.85, "w4": 0.8, "w5": 0.8, "w6": 0.5}
    truth = {f"i{n}": draw.choice(["0", "1"]) for n in range(items)}
    labels = {name: {} for name in able}
    for item, right in truth.items():
        for name in draw.sample(sorted(able), 5):
            labels[name][item] = right if draw.random() < able[name] else "10"[int(right)]
    return Crowd(labels, truth)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "crowd.csv.gz"
    given = crowd()
    rows = [(item, name, label) for name, own in given.labels.items() for item, label in own.items()]
    with gzip.open(path, "wt") as file:
        file.write("task,worker,response,gold\n")
        file.writelines(f"{item},{name},{label},{given.truth[item]}\n" for item, name, label in rows)
    return path


def test_everybody_answers_just_what_they_had_labelled_and_fixed_overlap_spends_what_it_says(db):
    given = crowd()
    replay = Replay(given)
    with organisation_scope(replay.organisation):
        one, five = replay.fixed([1, 5])
        assert (one.labels, five.labels) == (12, 60)
        project = Project.objects.get(name="Fixed")
        names = {worker.pk: name for name, worker in replay.workers.items()}
        for row in Annotation.objects.filter(project=project).select_related("item"):
            assert row.answers[0]["value"]["choices"] == [given.labels[names[row.member_id]][row.item.external_id]]
        final = Resolution.objects.filter(project=project, replaced_at=None).select_related("item")
        right = sum(row.answers[0]["value"]["choices"] == [given.truth[row.item.external_id]] for row in final)
        assert five.accuracy == pytest.approx(right / 12), "five never tie between two"
        assert five.decided == 1
        check_ledger(project)


def test_adaptive_overlap_asks_for_more_as_more_certainty_is_wanted_and_learns_meanwhile(db):
    replay = Replay(crowd())
    with organisation_scope(replay.organisation):
        points = list(replay.adaptive([0.7, 0.95], least=1, learn_every=10))
        low, high = points
        assert 12 <= low.labels <= high.labels <= 60
        project = Project.objects.get(name="Adaptive")
        assert Habits.objects.filter(project=project, member__isnull=False).exists()
        sure = project.items.filter(certainty__gte=0.95)
        asked_all = project.items.exclude(pk__in=sure)
        assert all(item.overlap == 5 or item.overlap == item.submitted + 1 for item in asked_all)
        assert sure.count() + asked_all.count() == 12
        assert Assignment.objects.filter(project=project, state="submitted").count() == high.labels
        check_ledger(project)


def test_the_command_prints_both_curves_and_what_is_saved(db, written, capsys):
    call_command("replay", labels=written, sample=4, overlaps=[3, 5], confidences=[0.8], learn_every=5)
    told = capsys.readouterr().out
    assert "4 items, 6 workers, 20 labels" in told
    assert "fixed overlap, majority" in told
    assert "adaptive overlap, posterior" in told
    assert told.strip().splitlines()[-1].startswith("accuracy ")


def test_savings_compare_only_what_is_at_least_as_accurate():
    fixed = [Point(1, 10, 0.5, 1), Point(3, 30, 0.8, 1), Point(5, 50, 0.9, 1)]
    adaptive = [Point(0.8, 20, 0.85, 1), Point(0.95, 45, 0.88, 1)]
    _, three, five = savings(fixed, adaptive)
    assert three == ("accuracy 0.8000: 30 labels by majority of 3, 20 by posterior at 0.8 (0.8500): +33% saved")
    assert five == "accuracy 0.9000 (majority of 5) is not reached by posterior"


def test_a_file_without_the_columns_is_refused_by_name(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("item,worker,label\n1,a,x\n")
    with pytest.raises(CommandError, match="no column for: truth"):
        read_crowd(path)
    path.write_text("item,worker,label,truth\n1,a,x,x\n2,a,y,x\n")
    assert read_crowd(path).most == 1
    assert read_crowd(path, sample=1).categories in (["x"], ["x", "y"])

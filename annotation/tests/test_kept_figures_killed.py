"""Figures that a real worker works out, and that is killed."""

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from annotation.actions import figures
from annotation.models import KeptFigures
from annotation.tests.long_work import Machinery, bucket, caller, machinery, until
from annotation.tests.test_models_api import project_with_answers
from config.tests.world import make_world


@pytest.mark.django_db(transaction=True)
def test_figures_whose_workers_are_killed_are_worked_out_all_the_same(machinery: Machinery, monkeypatch):
    globex, acme = make_world("globex"), make_world("acme")
    for world in (globex, acme):
        with world.scope(), transaction.atomic():
            project = project_with_answers(world)
    manager = caller(acme)
    broker = Celery(broker=machinery.environment["REDIS_URL"])
    broker.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(figures, "LARGE", 12)
    monkeypatch.setattr(figures.current_app, "send_task", broker.send_task)
    people, models = (f"projects/{project.pk}/{path}" for path in ("people/quality", "models"))
    assert [manager.get(path).status_code for path in (people, models)] == [202, 202]
    places = (
        "_alone:1:after",  # it alone may work it out
        "_heard:1:after",  # everything heard, nothing kept
        "_work_out:1:after",  # kept in a transaction that is still open
        "_work_out_next:1:after",  # the first is kept, the second is wanted still
    )
    worker = machinery.worker(*[f"--stop=annotation.actions.figures.{place}" for place in places])
    for place in places:
        if place != places[-1]:
            with acme.scope(), transaction.atomic():
                assert KeptFigures.objects.filter(counted_at=None).count() == 2, place
        machinery.kill_when_stopped(worker)
    assert until(lambda: manager.get(people).status_code == 200 and manager.get(models).status_code == 200)
    shown = manager.get(people).json()
    assert (len(shown["people"]), shown["being_worked_out"]) == (2, False)
    with acme.scope(), transaction.atomic():
        assert KeptFigures.objects.filter(wanted_at=None, answers=12).count() == 2
    with globex.scope(), transaction.atomic():
        assert not KeptFigures.objects.exists()


__all__ = ["bucket", "machinery"]

"""What nobody will finish goes by itself, and nothing else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotation import storage
from annotation.actions import clearing, imports
from annotation.actions.import_requests import cancel_import
from annotation.models import Asset, Import
from annotation.tests.long_work import bucket, caller, make_project, verified

pytestmark = pytest.mark.usefixtures("bucket")
ROWS = b'[{"external_id": "1", "content": {"prompt": {"text": "Why?"}}}]'


@pytest.fixture
def project(acme, globex):
    return make_project(acme)


@pytest.fixture
def manager(acme):
    return caller(acme)


def clear(world, **later):
    with world.scope():
        return clearing.clear_away(at=timezone.now() + timedelta(**later))


def begin_upload(manager, project, **more):
    body = {"project_id": str(project.pk), "filename": "a.json", "size": 6 << 20, "media_type": "", "purpose": "data"}
    answer = manager.post("uploads", body | more)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def spooled(world, manager, project):
    """An import that waits with its spool."""
    asset = verified(world, manager, project, "rows.json", ROWS, purpose="data")
    given = {"asset_id": str(asset.pk), "preview": True}
    import_id = manager.post(f"projects/{project.pk}/imports", given).json()["id"]
    with world.scope():
        imports.run_import(import_id, now=timezone.now)
        return Import.objects.get(pk=import_id)


def is_there(world, key):
    try:
        return bool(storage.head(world.organisation.pk, key))
    except storage.ObjectMissing:
        return False


def test_an_upload_that_stopped_is_given_up_after_a_week_with_its_parts(acme, project, manager):
    begun = [begin_upload(manager, project, multipart=True), begin_upload(manager, project)]
    with acme.scope():
        upload = Asset.objects.get(pk=begun[0])
        storage.upload_part(acme.organisation.pk, upload.key, upload.upload_id, 1, bytes(5 << 20))
    assert clear(acme, days=6) == 0
    assert clear(acme, days=8) == 2
    with acme.scope():
        assert set(Asset.objects.filter(pk__in=begun).values_list("status", "reason")) == {
            ("refused", clearing.NEVER_ARRIVED)
        }
    with pytest.raises(storage.ObjectMissing):
        storage.list_parts(acme.organisation.pk, upload.key, upload.upload_id)
    assert clear(acme, days=8) == 0


def test_parts_that_no_row_knows_go_and_those_of_others_stay(acme, globex):
    def begin(world):
        key = storage.new_key(world.organisation.pk, "exports")
        return key, storage.start_multipart(world.organisation.pk, key, media_type="text/plain")

    mine, theirs = begin(acme), begin(globex)
    assert clear(acme, days=6) == 0
    assert clear(acme, days=8) == 1
    later = timezone.now() + timedelta(days=1)
    assert list(storage.unfinished_uploads(acme.organisation.pk, before=later)) == []
    assert theirs in list(storage.unfinished_uploads(globex.organisation.pk, before=later))
    storage.abort_multipart(globex.organisation.pk, *theirs)
    assert mine


def test_the_spool_of_an_import_that_came_to_nothing_goes_and_one_that_waits_keeps_its_own(
    acme, project, manager, monkeypatch
):
    waits, stopped = spooled(acme, manager, project), spooled(acme, manager, project)
    with monkeypatch.context() as patched, acme.scope():
        patched.setattr("annotation.actions.import_requests.forget_spool", lambda _: None)  # the store was away
        cancel_import(job=stopped, by=acme.manager, at=timezone.now())
    assert is_there(acme, stopped.spool_key)
    assert clear(acme, days=6) == 0
    assert clear(acme, days=8) == 1
    assert not is_there(acme, stopped.spool_key)
    assert is_there(acme, waits.spool_key)


__all__ = ["bucket"]

"""One of everything in an organisation, so that every address leads somewhere."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Bucket, Event, Invitation, Skill, Token, User
from accounts.secrets import secret_hash
from annotation.actions.claims import claim
from annotation.actions.rules import add_rule
from annotation.distribution.rules import SUGGESTED
from annotation.models import Annotation, Asset, Assignment, Comment, Import, SavedView, Verdict
from config.tests.work import make_items, make_project
from config.tests.world import NOW, World
from exports.models import Delivery, Export, Release, Report, ReportSchedule, Schedule


@dataclass
class Places:
    """The users of each role, and a value for each parameter of an address."""

    users: dict[str, User]
    values: dict[str, str]


def make_places(acme: World, globex: World) -> Places:
    """Everything in acme; the outsider is globex's owner, the superuser one of the platform's people."""
    with acme.scope():
        project = make_project(acme)
        items = make_items(project, 3, acme.manager)
        (assignment,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
        common: dict[str, Any] = {"project": project, "created_by": acme.manager, "created_at": NOW}
        asset = Asset.objects.create(
            **common, purpose="text", filename="a.jsonl", key="org/x", media_type="text/plain", size=1
        )
        batch = Import.objects.create(**common, asset=asset)
        export = Export.objects.create(**common, format="annotations", filename="a.jsonl")
        invitation = Invitation.objects.create(
            email="new@acme.example",
            role="annotator",
            secret_hash=secret_hash("x"),
            invited_by=acme.manager,
            created_at=NOW,
            expires_at=NOW,
        )
        token = Token.objects.create(
            name="t", member=acme.manager, secret_hash=secret_hash("y"), created_at=NOW, expires_at=NOW
        )
        skill = Skill.objects.create(name="Medicine", created_at=NOW)
        annotation = Annotation.objects.create(
            project=project,
            item=items[2],
            assignment=Assignment.objects.filter(item=items[2], place=1).get(),
            member=acme.ben,
            answers=[],
            form_version=1,
            submitted_at=NOW,
        )
        verdict = Verdict.objects.create(
            project=project,
            item=items[2],
            annotation=annotation,
            assignment=annotation.assignment,
            revision=1,
            verdict="returned",
            created_by=acme.reviewer,
            created_at=NOW,
        )
        comment = Comment.objects.create(
            project=project, item=items[0], assignment=assignment, author=acme.ann, text="Why?", created_at=NOW
        )
        rule = add_rule(project=project, fields=dict(SUGGESTED[0]), by=acme.manager, at=NOW)
        view = SavedView.objects.create(
            project=project, member=acme.manager, name="Done", query={"state": "done"}, shared=True, created_at=NOW
        )
        shelf = Bucket.objects.create(
            client=acme.clients[0],
            name="Files",
            endpoint="http://127.0.0.1:1",
            region="us-east-1",
            bucket="files",
            access_key="key",
            created_by=acme.manager,
            created_at=NOW,
        )
        release = Release.objects.create(**common, number=1, name="First", options={"people": "none"})
        Export.objects.create(**common, release=release, format="freeze", filename="release.jsonl")
        schedule = Schedule.objects.create(**common, format="annotations", every="day", hour=3, next_at=NOW)
        report = Report.objects.create(**common, client=acme.clients[0], people="pseudonyms", filename="report")
        weekly = ReportSchedule.objects.create(**common, client=acme.clients[0], weekday=0, hour=6, next_at=NOW)
        delivery = Delivery.objects.create(**common, export=export, bucket=shelf, key="a.jsonl")
        event = Event.objects.filter(kind="project.created").get()
    named: dict[str, Any] = {
        "organisation": acme.slug,
        "project_id": project.pk,
        "item_id": items[0].pk,
        "member_id": acme.cleo.pk,
        "client_id": acme.clients[0].pk,
        "assignment_id": assignment.pk,
        "upload_id": asset.pk,
        "asset_id": asset.pk,
        "import_id": batch.pk,
        "export_id": export.pk,
        "bucket_id": shelf.pk,
        "release_id": release.pk,
        "schedule_id": schedule.pk,
        "delivery_id": delivery.pk,
        "report_id": report.pk,
        "report_schedule_id": weekly.pk,
        "invitation_id": invitation.pk,
        "token_id": token.pk,
        "annotation_id": annotation.pk,
        "comment_id": comment.pk,
        "verdict_id": verdict.pk,
        "skill_id": skill.pk,
        "rule_id": rule.pk,
        "view_id": view.pk,
        "version": 1,
        "event_id": event.pk,
        "object_id": project.pk,
        "secret": "x",
        "key": "x",
        "uidb36": "x",
        "pk": "1",
        "url": "x",
        "path": "x",
        "app_label": "annotation",
        "content_type_id": "1",
    }
    users = {
        "outsider": globex.owner.user,
        "owner": acme.owner.user,
        "manager": acme.manager.user,
        "reviewer": acme.reviewer.user,
        "annotator": acme.ann.user,
        "client": acme.client.user,
        "superuser": User.objects.create_superuser("root@concord.example"),
    }
    return Places(users, {name: str(value) for name, value in named.items()})

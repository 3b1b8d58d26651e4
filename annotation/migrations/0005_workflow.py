"""Workflow: who gets what, what becomes of answers, and what is watched."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope
import annotation.models.projects


class Migration(migrations.Migration):
    """Assignment by hand, review, adjudication, gold, rules, counts."""

    dependencies = [
        ("accounts", "0007_workflow"),
        ("annotation", "0004_workbench_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("author", "Author"), ("gold", "Gold"), ("rejected", "Rejected")], max_length=20
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.item"
                    ),
                ),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Gold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.JSONField()),
                (
                    "hints",
                    models.JSONField(default=dict, help_text="{question: what to tell a learner who got it wrong}"),
                ),
                ("form_version", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.item"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="GoldMark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=64)),
                ("on", models.CharField(max_length=200)),
                ("score", models.FloatField()),
                ("correct", models.BooleanField()),
                ("created_at", models.DateTimeField()),
                (
                    "annotation",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.annotation"
                    ),
                ),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.item"
                    ),
                ),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("replaced_at", models.DateTimeField()),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="annotation.item"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("aggregated", "Aggregated"), ("adjudicated", "Adjudicated")],
                        max_length=12,
                    ),
                ),
                ("answers", models.JSONField()),
                ("form_version", models.PositiveIntegerField()),
                ("content_version", models.PositiveIntegerField(default=1)),
                (
                    "taken",
                    models.JSONField(default=list, help_text='Whose answers: [{"question", "on", "annotation"}].'),
                ),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("comment", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="annotation.assignment",
                    ),
                ),
                (
                    "created_by",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="resolutions", to="annotation.item"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("revision", models.PositiveIntegerField(help_text="The revision that was judged.")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("corrected", "Corrected"),
                            ("returned", "Returned"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="One of the project's reason codes.", max_length=60)),
                ("comment", models.TextField(blank=True)),
                ("corrected", models.PositiveIntegerField(help_text="The revision that the reviewer made.", null=True)),
                ("created_at", models.DateTimeField()),
                ("appeal", models.TextField(blank=True)),
                ("appealed_at", models.DateTimeField(null=True)),
                ("appeal_closed_at", models.DateTimeField(null=True)),
                (
                    "annotation",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="annotation.annotation"
                    ),
                ),
                (
                    "assignment",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotation.assignment"
                    ),
                ),
                (
                    "created_by",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="annotation.item"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "collector",
                    models.CharField(
                        choices=[
                            ("gold_score", "Gold score"),
                            ("agreement", "Agreement with others"),
                            ("seconds_per_item", "Seconds per item"),
                            ("skips_in_a_row", "Skips in a row"),
                            ("same_answers_in_a_row", "Same answers in a row"),
                            ("acceptance", "Share of accepted work"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[("<", "below"), ("<=", "at most"), (">", "above"), (">=", "at least")], max_length=2
                    ),
                ),
                ("threshold", models.FloatField()),
                ("window", models.PositiveSmallIntegerField(default=20)),
                ("least", models.PositiveSmallIntegerField(default=5)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("notify", "Tell the managers"),
                            ("warn", "Warn the person"),
                            ("pause", "Pause the person"),
                            ("set_skill", "Set a skill"),
                            ("raise_overlap", "Ask one more person about their items"),
                            ("review", "Send their work to review"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "settings",
                    models.JSONField(
                        default=dict, help_text='Of the action: {"skill", "level"}, {"pause": "new"|"full"}.'
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Firing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("evidence", models.JSONField()),
                ("fired_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
                (
                    "rule",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="firings", to="annotation.rule"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("query", models.JSONField()),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField(help_text="In UTC.")),
                ("subject", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=10)),
                ("n", models.BigIntegerField()),
                ("seconds", models.BigIntegerField(db_default=0, default=0)),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="annotation_assignment_one_per_member",
        ),
        migrations.RemoveIndex(
            model_name="assignment",
            name="annotation_assignment_count",
        ),
        migrations.RemoveIndex(
            model_name="assignment",
            name="annotation_assignment_mine",
        ),
        migrations.RemoveIndex(
            model_name="item",
            name="annotation_item_fresh",
        ),
        migrations.RemoveIndex(
            model_name="item",
            name="annotation_item_begun",
        ),
        migrations.AddField(
            model_name="annotation",
            name="agreement",
            field=models.FloatField(help_text="With the others' answers to the item, from 0 to 1.", null=True),
        ),
        migrations.AddField(
            model_name="annotation",
            name="content_version",
            field=models.PositiveIntegerField(db_default=1, default=1, help_text="Of the item, as answered."),
        ),
        migrations.AddField(
            model_name="annotation",
            name="independent_answers",
            field=models.JSONField(
                help_text="The author's own, before anybody judged them; empty while they are the current ones.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="number",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Of its author's in the project, from 1."
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "Accepted"),
                    ("corrected", "Corrected"),
                    ("returned", "Returned"),
                    ("rejected", "Rejected"),
                ],
                db_default="",
                default="",
                help_text="The latest one.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="annotation",
            field=accounts.tenancy.models.TenantForeignKey(
                help_text="What a reviewer judges.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="annotation.annotation",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="reserved_for",
            field=accounts.tenancy.models.TenantForeignKey(
                help_text="Whom a manager assigned the open place to.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="returned",
            field=models.JSONField(
                help_text='Why the work came back: {"because": verdict, form or content, "comment", "questions": [] or null}.',
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="anchor",
            field=models.JSONField(
                help_text='What it is about: {"question", "on", "start", "end"} or {"question", "on", "region"}.',
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="agreement",
            field=models.FloatField(help_text="Of the answers that count, from 0 to 1, once there are two.", null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="line",
            field=models.SmallIntegerField(db_default=0, default=0, help_text="Its priority, or the line of top-ups."),
        ),
        migrations.AddField(
            model_name="item",
            name="prompt_key",
            field=models.CharField(
                db_default="", default="", help_text="The same for prompts that say the same.", max_length=32
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="provenance",
            field=models.JSONField(help_text="The annotations of other items that it was made from.", null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="priority",
            field=models.SmallIntegerField(
                db_default=0, default=0, help_text="Among a person's projects; more is sooner."
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="workflow",
            field=models.JSONField(
                db_default={},
                default=dict,
                help_text="Who gets what, review, adjudication and gold: see `annotation.distribution.workflow`.",
            ),
        ),
        migrations.AddField(
            model_name="projectperson",
            name="answered",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="Annotations they made so far: numbers them for sampling.",
            ),
        ),
        migrations.AddField(
            model_name="projectperson",
            name="given",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, help_text="Items handed out to them so far, gold included."
            ),
        ),
        migrations.AddField(
            model_name="projectperson",
            name="most_items",
            field=models.PositiveIntegerField(help_text="How many items they may answer at most.", null=True),
        ),
        migrations.AddField(
            model_name="projectperson",
            name="paused",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not paused"),
                    ("new", "May finish what they hold and what is returned"),
                    ("full", "May not work at all"),
                ],
                db_default="",
                default="",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="projectperson",
            name="paused_because",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="revision",
            name="content_version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AlterField(
            model_name="annotation",
            name="withdrawn_at",
            field=models.DateTimeField(help_text="When it was taken back, returned or rejected.", null=True),
        ),
        migrations.AlterField(
            model_name="item",
            name="priority",
            field=models.SmallIntegerField(default=0, help_text="From -1 (low) to 2 (urgent)."),
        ),
        migrations.AlterField(
            model_name="item",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("review", "In review"),
                    ("adjudicate", "To adjudicate"),
                    ("done", "Done"),
                    ("gold", "Gold"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.RemoveField(
            model_name="projectperson",
            name="looked_until",
        ),
        migrations.AddField(
            model_name="projectperson",
            name="looked_until",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=annotation.models.projects.no_looks,
                editable=False,
                help_text="In each line, the lowest first.",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(
                fields=["organisation", "member", "project", "-submitted_at"], name="annotation_annotation_latest"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["organisation", "project", "kind", "state"], name="annotation_assignment_count"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("reserved_for__isnull", False), ("state", "open")),
                fields=["organisation", "project", "reserved_for"],
                name="annotation_assignment_assigned",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("annotation__isnull", False)),
                fields=["organisation", "annotation"],
                name="annotation_assignment_judges",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("state__in", ("claimed", "submitted", "returned", "skipped"))),
                fields=["organisation", "member", "project", "state"],
                name="annotation_assignment_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("begun_no", None), ("free_places__gt", 0)),
                fields=["organisation", "project", "line", "due_at", "position"],
                name="annotation_item_fresh",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("begun_no__isnull", False), ("free_places__gt", 0)),
                fields=["organisation", "project", "line", "begun_no"],
                name="annotation_item_begun",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state__in", ["review", "adjudicate"])),
                fields=["organisation", "project", "state", "agreement", "position"],
                name="annotation_item_disputed",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state", "gold")),
                fields=["organisation", "project", "id"],
                name="annotation_item_gold",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("prompt_key", ""), _negated=True),
                fields=["organisation", "project", "prompt_key"],
                name="annotation_item_prompt",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "reserved_for", name="annotation_assignment_reserved", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "annotation", name="annotation_assignment_judged", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind", "annotate"), ("state__in", ("claimed", "submitted", "returned", "skipped"))
                ),
                fields=("organisation", "item", "kind", "member"),
                name="annotation_assignment_one_per_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reserved_for__isnull", False), ("state", "open")),
                fields=("organisation", "item", "kind", "reserved_for"),
                name="annotation_assignment_reserved_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "review"), _negated=True),
                    ("annotation__isnull", False),
                    ("state", "withdrawn"),
                    _connector="OR",
                ),
                name="annotation_assignment_review_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_exclusion_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_exclusion_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_exclusion_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="annotation_exclusion_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "item", "member"), name="annotation_exclusion_once"
            ),
        ),
        migrations.AddIndex(
            model_name="gold",
            index=models.Index(fields=["organisation", "project"], name="annotation_gold_project_rows"),
        ),
        migrations.AddConstraint(
            model_name="gold",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="annotation_gold_organisation_key"),
        ),
        migrations.AddConstraint(
            model_name="gold",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_gold_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="gold",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_gold_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="gold",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "created_by", name="annotation_gold_author", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="gold",
            constraint=models.UniqueConstraint(fields=("organisation", "item"), name="annotation_gold_item_once"),
        ),
        migrations.AddIndex(
            model_name="goldmark",
            index=models.Index(fields=["organisation", "project", "member", "-id"], name="annotation_goldmark_person"),
        ),
        migrations.AddIndex(
            model_name="goldmark",
            index=models.Index(fields=["organisation", "item"], name="annotation_goldmark_of_item"),
        ),
        migrations.AddConstraint(
            model_name="goldmark",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_goldmark_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="goldmark",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_goldmark_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="goldmark",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_goldmark_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="goldmark",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "annotation", name="annotation_goldmark_annotation", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="goldmark",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="annotation_goldmark_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="goldmark",
            constraint=models.UniqueConstraint(
                fields=("organisation", "annotation", "question", "on"), name="annotation_goldmark_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_itemversion_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_itemversion_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_itemversion_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "item", "version"), name="annotation_itemversion_once"
            ),
        ),
        migrations.AddIndex(
            model_name="resolution",
            index=models.Index(fields=["organisation", "project", "item"], name="annotation_resolution_items"),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_resolution_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_resolution_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_resolution_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "assignment", name="annotation_resolution_assignment", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "created_by", name="annotation_resolution_author", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("organisation", "item"),
                name="annotation_resolution_current",
            ),
        ),
        migrations.AddIndex(
            model_name="rule",
            index=models.Index(fields=["organisation", "project"], name="annotation_rule_rows"),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="annotation_rule_organisation_key"),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_rule_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "created_by", name="annotation_rule_author", on_delete="NO ACTION"
            ),
        ),
        migrations.AddIndex(
            model_name="firing",
            index=models.Index(fields=["organisation", "project", "-id"], name="annotation_firing_recent"),
        ),
        migrations.AddConstraint(
            model_name="firing",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_firing_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="firing",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_firing_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="firing",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "rule", name="annotation_firing_rule", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="firing",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="annotation_firing_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="firing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("over_at", None)),
                fields=("organisation", "rule", "member"),
                name="annotation_firing_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(fields=["organisation", "project"], name="annotation_savedview_rows"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_savedview_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_savedview_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="annotation_savedview_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["organisation", "project", "subject"], name="annotation_tally_rows"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="annotation_tally_organisation_key"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_tally_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="annotation_tally_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["organisation", "annotation", "-id"], name="annotation_verdict_latest"),
        ),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["organisation", "project", "-id"], name="annotation_verdict_recent"),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_verdict_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_verdict_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_verdict_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "annotation", name="annotation_verdict_annotation", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "assignment", name="annotation_verdict_assignment", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "created_by", name="annotation_verdict_reviewer", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(fields=("organisation", "assignment"), name="annotation_verdict_once"),
        ),
    ]

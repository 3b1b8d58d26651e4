"""Every law has its machine, and every machine is shown a small broken example whose error it must name."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test.utils import isolate_apps
from django.urls import URLPattern, URLResolver

from accounts.api.base import OrganisationView
from accounts.permissions import Permission
from accounts.tenancy import NoOrganisation
from accounts.tenancy.checks import tenancy_errors
from accounts.tenancy.keys import cache_key
from accounts.tenancy.tasks import TenantTask
from annotation import storage
from config import env, urls
from config.celery import app as celery
from config.laws import LAWS, broken, unneeded_exceptions, violations
from config.laws.source import Source, sources

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Example:
    """A line that breaks a law, what must be said of it, and a line of the same kind that keeps the law."""

    law: str
    path: str
    bad: str
    said: str
    good: str


EXAMPLES = [
    Example("nameless module", "accounts/utils.py", "", "“utils.py” says nothing about what is inside", ""),
    Example(
        "service class",
        "annotation/actions/claims.py",
        "class ClaimService: ...",
        "ClaimService groups functions that have no state",
        "class UserManager(BaseUserManager['User']): ...",
    ),
    Example(
        "signal",
        "annotation/actions/items.py",
        "from django.db.models.signals import post_save",
        "django.db.models.signals.post_save is imported outside of an app's ready()",
        "from django.db.models import F",
    ),
    Example(
        "signal",
        "accounts/models/users.py",
        "from django.dispatch import receiver",
        "django.dispatch.receiver is imported outside of an app's ready()",
        "from django.db.models.functions import Lower",
    ),
    Example(
        "signal",
        "accounts/apps.py",
        "from allauth.account import signals",
        "allauth.account.signals is imported outside of an app's ready()",
        "def ready(self):\n    from allauth.account import signals",
    ),
    Example(
        "save override",
        "annotation/models/items.py",
        "class Item(TenantModel):\n    def save(self, **kwargs): ...",
        "Item overrides save()",
        "class Item(TenantModel):\n    def __str__(self): ...",
    ),
    Example(
        "feature flag",
        "exports/api/exports.py",
        "if settings.FEATURE_NEW_EXPORT: ...",
        "FEATURE_NEW_EXPORT is a feature flag",
        "if settings.OPEN_SIGN_UP: ...",
    ),
    Example(
        "environment",
        "annotation/storage.py",
        "bucket = os.environ['S3_BUCKET']",
        "the environment is read in config/env.py alone",
        "bucket = settings.S3.bucket",
    ),
    Example("too long", "annotation/storage.py", "pass\n" * 501, "501 lines, more than 500", "pass\n" * 500),
    Example(
        "too long",
        "annotation/storage.py",
        "def everything():\n" + "    pass\n" * 60,
        "everything has 61 lines, more than 60",
        "def one_thing():\n" + "    pass\n" * 59,
    ),
    Example(
        "write outside actions",
        "accounts/api/clients.py",
        "Client.objects.create(name='x')",
        "Client.objects.create(…) writes outside of actions/",
        "digest.update(b'x')",
    ),
    Example(
        "write outside actions",
        "annotation/queries/items.py",
        "Item.objects.filter(pk=1).update(state='done')",
        "objects.filter.update(…) writes outside of actions/",
        "names.update({'a': 1})",
    ),
    Example(
        "write outside actions",
        "annotation/tasks.py",
        "item.save(update_fields=['state'])",
        "item.save(…) writes outside of actions/",
        "picture.save(file)",
    ),
    Example(
        "write outside actions",
        "annotation/admin.py",
        "assignment.delete()",
        "assignment.delete(…) writes outside of actions/",
        "storage.delete(organisation_id, key)",
    ),
    Example(
        "write outside actions",
        "annotation/management/commands/mend.py",
        "cursor.execute('UPDATE annotation_item i SET state = 1')",
        "SQL that says UPDATE annotation_item i SET stands outside of actions/",
        "cursor.execute('SELECT 1 FROM annotation_item FOR UPDATE')",
    ),
    Example(
        "read outside queries",
        "exports/api/exports.py",
        "Export.objects.filter(project=1)",
        "Export.objects is asked outside of queries/",
        "found(Export.objects, pk=1)",
    ),
    Example(
        "read outside queries",
        "exports/api/exports.py",
        "def export():\n    rows = Export.objects.all()\n    return rows[0]",
        "Export.objects is asked outside of queries/",
        "def export():\n    rows = Export.objects.select_related('project')\n    return found(rows, pk=1)",
    ),
    Example(
        "changed history",
        "accounts/actions/events.py",
        "Event.objects.filter(pk=1).update(kind='x')",
        "Event rows are never changed",
        "Event.objects.create(kind='x')",
    ),
    Example(
        "event by hand",
        "annotation/actions/items.py",
        "Event.objects.create(kind='items.added')",
        "an Event is written by record_event()",
        "record_event('items.added', subject=project, actor=by, at=at)",
    ),
    Example(
        "clock",
        "annotation/actions/claims.py",
        "from django.utils import timezone\nat = timezone.now()",
        "timezone.now is read here; take `at` from the caller",
        "from django.utils import timezone\nzone = timezone.get_current_timezone()",
    ),
    Example(
        "clock",
        "annotation/agreement/intervals.py",
        "import datetime\nat = datetime.datetime.now(tz)",
        "datetime.datetime.now is read here",
        "import datetime\nday = datetime.timedelta(days=1)",
    ),
    Example(
        "name of a time",
        "annotation/models/items.py",
        "class Item:\n    created = models.DateTimeField()",
        "created is a time and must end in _at",
        "class Item:\n    created_at = models.DateTimeField()",
    ),
    Example(
        "task signature",
        "exports/tasks.py",
        "@shared_task\ndef build_export(*, job_id): ...",
        "build_export must take **_",
        "@shared_task\ndef build_export(*, job_id, **_): ...",
    ),
    Example(
        "task signature",
        "exports/tasks.py",
        "@app.task(name='exports.build')\ndef build_export(job_id, **_): ...",
        "build_export must take its arguments by keyword",
        "@app.task(bind=True)\ndef build_export(self, *, job_id, **_): ...",
    ),
    Example(
        "event without time",
        "annotation/actions/items.py",
        "record_event('items.added', subject=project, actor=by)",
        "record_event(…) without at=",
        "record_event('items.added', subject=project, actor=by, at=at)",
    ),
    Example(
        "spelling",
        "accounts/queries/members.py",
        "def members_of_organization(): ...",
        "members_of_organization: British spelling, not “organiz”",
        "def members_of_organisation(): ...",
    ),
    Example(
        "spelling",
        "annotation/forms/options.py",
        "def option(*, color): ...",
        "color: British spelling, not “color”",
        "draw(color=option.colour)",
    ),
    Example(
        "spelling",
        "accounts/refusals.py",
        "title = 'This organization is closed'",
        "a text says “organiz”",
        "title = 'This organisation is closed'",
    ),
    Example(
        "choices",
        "annotation/models/projects.py",
        "class ProjectState(models.TextChoices):\n    DRAFT = 'draft', 'Draft'\n    ARCHIVED = 'archived', 'Archived'",
        "ProjectState differs from the design in ['active', 'archived', 'finished', 'paused']",
        "class Question:\n    DRAFT = 'draft'",
    ),
    Example(
        "choices",
        "annotation/models/projects.py",
        "class Mood(models.TextChoices):\n    GOOD = 'good'",
        "Mood is not among the choices",
        "class Role(TextChoices):\n    OWNER = 'owner', ''\n    MANAGER = 'manager'\n    REVIEWER = 'reviewer'\n"
        "    ANNOTATOR = 'annotator'\n    CLIENT = 'client'",
    ),
    Example(
        "noun",
        "annotation/models/items.py",
        "class Task(TenantModel): ...",
        "Task is not a noun of the design",
        "class Item(TenantModel): ...",
    ),
    Example(
        "cache key",
        "annotation/queries/agreement.py",
        "cache.get(f'agreement:{project}')",
        "cache.get(…) is given a key that cache_key(…) did not make",
        "key = cache_key('agreement', project)\ncache.set(key, 1)\ncache.get(cache_key('agreement'))",
    ),
    Example(
        "object store",
        "exports/actions/exports.py",
        "import boto3",
        "the object store is reached through annotation/storage.py alone",
        "from annotation import storage",
    ),
    Example(
        "object store",
        "exports/actions/exports.py",
        "from botocore.config import Config",
        "the object store is reached through annotation/storage.py alone",
        "from annotation.storage import put",
    ),
    Example(
        "door",
        "accounts/api/me.py",
        "cursor.execute('SELECT * FROM door_my_organisations(%s)')",
        "a door is opened outside of queries/",
        "my_organisations(user_id)",
    ),
    Example(
        "second manager",
        "annotation/models/items.py",
        "class Item(TenantModel):\n    everything = models.Manager()",
        "Item has a manager of its own",
        "class Item(TenantModel):\n    name = models.CharField()",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.law}: {example.said}")
def test_a_broken_example_is_named_and_a_good_one_is_not(example: Example) -> None:
    found = [str(one) for one in broken(example.law, LAWS[example.law], Source.of(example.path, example.bad))]
    assert len(found) == 1
    assert found[0].startswith(f"{example.path}:")
    assert f"{example.law}: {example.said}" in found[0]
    good = example.path.replace("utils", "tokens")
    assert list(broken(example.law, LAWS[example.law], Source.of(good, example.good))) == []


def test_every_law_is_shown_a_broken_example() -> None:
    assert {example.law for example in EXAMPLES} == set(LAWS)


def test_the_product_keeps_every_law() -> None:
    found = [str(one) for one in violations(sources(ROOT))]
    assert not found, "\n" + "\n".join(found)


def test_every_documented_exception_is_needed() -> None:
    assert unneeded_exceptions(ROOT) == []


def test_tests_and_migrations_are_no_part_of_the_product() -> None:
    paths = {str(source.path) for source in sources(ROOT)}
    assert "accounts/actions/events.py" in paths
    assert not [path for path in paths if "/tests/" in path or "/migrations/" in path]


# ── Layers: import-linter's own contracts, over a skeleton of the project with one import too many ──

SKELETON = [
    "accounts",
    "annotation",
    "annotation/forms",
    "annotation/agreement",
    "annotation/distribution",
    "annotation/imports",
    "exports",
    "exports/formats",
    "exports/reports",
    "config",
]
LAYERS = ["api", "tasks", "actions", "queries", "models"]


DOWNWARDS = "Apps depend downwards"
INSIDE = "Inside an app"
PURE = "The mathematics imports no framework"


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [
        (DOWNWARDS, "accounts.models", "annotation.models"),
        (DOWNWARDS, "annotation.tasks", "exports.actions"),
        (DOWNWARDS, "exports.api", "config.urls"),
        (INSIDE, "accounts.models", "accounts.queries"),
        (INSIDE, "exports.queries", "exports.actions"),
        (INSIDE, "annotation.actions", "annotation.api"),
        (INSIDE, "annotation.actions", "annotation.tasks"),
        (PURE, "annotation.forms", "django"),
        (PURE, "annotation.agreement", "celery"),
        (PURE, "annotation.distribution", "annotation.models"),
        (PURE, "annotation.imports", "django"),
        (PURE, "exports.formats", "boto3"),
        (PURE, "exports.formats", "accounts.models"),
    ],
)
def test_an_import_that_points_up_breaks_its_contract(
    tmp_path: Path, contract: str, importer: str, imported: str
) -> None:
    said = lint_imports(tmp_path, importer, imported).partition("Broken contracts")[2]
    assert contract in said
    assert f"{importer} -> {imported} (l.1)" in said


def test_an_import_that_points_down_keeps_every_contract(tmp_path: Path) -> None:
    assert "0 broken" in lint_imports(tmp_path, "exports.api", "annotation.actions")


def lint_imports(folder: Path, importer: str, imported: str) -> str:
    """What import-linter says, by the project's own contracts, of a skeleton of the project with this one import."""
    for package in SKELETON:
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    for app in ("accounts", "annotation", "exports"):
        for layer in LAYERS:
            (folder / app / f"{layer}.py").touch()
    (folder / "config" / "urls.py").touch()
    place = folder.joinpath(*importer.split("."))
    (place / "__init__.py" if place.is_dir() else place.with_suffix(".py")).write_text(f"import {imported}\n")
    lint = Path(sys.executable).with_name("lint-imports")
    command = [str(lint), "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True).stdout


# ── Endpoints: the base refuses to be imported without permissions, and nothing serves an organisation without it ──


def test_a_view_that_declares_no_permission_does_not_import() -> None:
    with pytest.raises(TypeError, match="SecretView handles \\['get'\\] and must declare a permission"):
        type("SecretView", (OrganisationView,), {"get": lambda *_: None})


def test_a_view_that_forgets_one_method_does_not_import() -> None:
    handlers = {"get": lambda *_: None, "delete": lambda *_: None, "permissions": {"get": Permission.SEE_PROJECTS}}
    with pytest.raises(TypeError, match="HalfView handles \\['delete', 'get'\\]"):
        type("HalfView", (OrganisationView,), handlers)


def outside_the_base(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """The addresses whose view is not an OrganisationView."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += outside_the_base(pattern.url_patterns)
        elif not issubclass(getattr(pattern.callback, "view_class", object), OrganisationView):
            found.append(str(pattern.pattern))
    return found


def test_every_address_of_an_organisation_is_served_from_the_base() -> None:
    from django.urls import path
    from django.views import View

    assert outside_the_base([path("open", View.as_view())]) == ["open"]
    assert outside_the_base(urls.organisation_urls) == []


# ── The census: what a model says of its tenancy ──


@isolate_apps("accounts")
def test_a_model_that_says_nothing_of_its_tenancy_is_found() -> None:
    from django.db import models

    class Loose(models.Model):
        class Meta:
            app_label = "accounts"

    assert [error.id for error in tenancy_errors([Loose])] == ["accounts.E001"]


@isolate_apps("accounts")
def test_a_tenant_model_without_its_base_constraints_is_found() -> None:
    from accounts.tenancy.models import TenantModel

    class Careless(TenantModel):
        class Meta:
            app_label = "accounts"

    assert [error.id for error in tenancy_errors([Careless])] == ["accounts.E002", "accounts.E003"]


@isolate_apps("accounts")
def test_a_reference_that_could_leave_the_organisation_is_found() -> None:
    from django.db import models

    from accounts.models import Client
    from accounts.tenancy.models import TenantForeignKey, TenantModel

    class Refers(TenantModel):
        plain = models.ForeignKey(Client, models.CASCADE, related_name="+")
        guarded_by_name_only = TenantForeignKey(Client, models.CASCADE, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"

    found = [(error.id, error.msg.split()[0]) for error in tenancy_errors([Refers])]
    assert found == [
        ("accounts.E004", "accounts.Refers.plain"),
        ("accounts.E005", "accounts.Refers.plain"),
        ("accounts.E005", "accounts.Refers.guarded_by_name_only"),
    ]


# ── What refuses to work without an organisation, or with another one's key ──


def test_a_cache_key_needs_an_organisation() -> None:
    with pytest.raises(NoOrganisation):
        cache_key("agreement")


OF_NO_ORGANISATION = {
    "accounts.clear_out",
    "accounts.send_digests",
    "annotation.add_up_tallies",
    "annotation.check_all_counts",
    "annotation.clear_away",
    "annotation.keep_figures_warm",
    "annotation.learn_due",
    "exports.start_due",
    "exports.start_due_reports",
}
"""Tasks that visit each organisation in turn. A new one is added here on purpose."""


def test_a_message_without_an_organisation_is_refused_by_every_task() -> None:
    celery.loader.import_default_modules()
    ours = {name for name in celery.tasks if not name.startswith("celery.")}
    assert "annotation.verify_asset" in ours
    assert {name for name in ours if not isinstance(celery.tasks[name], TenantTask)} == OF_NO_ORGANISATION
    for name in ours - OF_NO_ORGANISATION:
        outcome = celery.tasks[name].apply()
        assert isinstance(outcome.result, NoOrganisation), name
        assert str(outcome.result) == f"{name} came without an organisation"


def test_a_key_of_another_organisation_opens_nothing_in_the_store() -> None:
    mine, other = uuid4(), uuid4()
    with pytest.raises(storage.KeyRefused):
        storage.head(mine, storage.new_key(other, "assets"))


# ── The environment ──


@pytest.mark.parametrize("value", ["", "short", "x" * 60, "django-insecure-" + "0123456789" * 5, "changeme" * 10])
def test_a_default_or_short_secret_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SECRET_KEY", value)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        env.secret("SECRET_KEY")

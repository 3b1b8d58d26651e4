"""Bringing an installation: a project of ours for each of its own, and its archive through the import.

Each step is on record before the next one begins. A project that was brought before is brought again: its items, their
suggestions and the work on them by their ids, so that nothing is doubled.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Client, Member
from accounts.refusals import Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.adopting import HasWork
from annotation.actions.assets import arrived_parts, complete_upload, part_sizes, start_upload, verify_asset
from annotation.actions.import_requests import Source, commit_import, start_import
from annotation.actions.imports import run_import
from annotation.actions.jobs import UNFINISHED
from annotation.actions.projects import create_project, read_form, replace_form
from annotation.imports.losses import loss_summary
from annotation.models import Asset, AssetState, Import, JobState, Project
from annotation.queries.projects import projects as our_projects
from config.migration.archive import Archive
from config.migration.installation import Foreign, Installation, NotMoved
from config.migration.state import Brought, State

Clock = Callable[[], datetime]
NO_FORM = {
    "shows": ["text"],
    "questions": [{"name": "note", "kind": "text", "title": "Anything to note?", "required": False}],
}
"""Asked where the installation asks nothing that is known here."""
LONGEST_NAME = 200
LONGEST_GUIDELINES = 100_000
MOST_OVERLAP = 10
PAUSE = 0.5


@dataclass(frozen=True)
class Bringing:
    """Who brings what to which client; `tell` is told each step in a sentence."""

    installation: Installation
    client: Client
    by: Member
    now: Clock
    state: State
    tell: Callable[[str], None]

    def run(self) -> None:
        """Bring every project; one that fails is on record with why, and the others go on."""
        for foreign in self.installation.projects():
            brought = self.state.projects.get(foreign.id) or Brought(project="", title=foreign.title)
            try:
                self._bring(foreign, brought)
            except (NotMoved, Refused) as error:
                brought.state, brought.problem = "failed", why(error)
                self.state.keep(foreign.id, brought)
                self.tell(f"{foreign.title}: failed. {brought.problem}")

    def _bring(self, foreign: Foreign, brought: Brought) -> None:
        with transaction.atomic():
            project = self._project(foreign, brought)
        brought.title, brought.state, brought.problem = foreign.title, "pulling", ""
        self.state.keep(foreign.id, brought)
        self.tell(f"{foreign.title}: pulling")
        with tempfile.TemporaryDirectory(prefix="concord-moving-") as folder:
            path = Path(folder, "archive.zip")
            archive = Archive(path)
            lost = [*foreign.lost, *self.installation.pull(foreign, archive, Path(folder))]
            archive.close()
            job = self._start(project, path)
        brought.import_id, brought.state = str(job.pk), "importing"
        self.state.keep(foreign.id, brought)
        self.tell(f"{foreign.title}: importing")
        job = self._finish(project, job)
        brought.state = "done" if job.state == JobState.DONE else "failed"
        brought.problem = job.error
        brought.counts = {name: getattr(job, name) for name in COUNTED}
        brought.lost = [*loss_summary(lost), *job.losses]
        brought.people = job.people
        self.state.keep(foreign.id, brought)
        self.tell(f"{foreign.title}: {brought.state}. {job.created} new, {job.updated} changed")

    def _project(self, foreign: Foreign, brought: Brought) -> Project:
        """Our project: the one that it was brought to before, one of its name that is nobody else's, or a new one."""
        if brought.project and (known := our_projects().filter(pk=UUID(brought.project)).first()):
            return known
        taken = {row.project for row in self.state.projects.values()}
        mine = our_projects().filter(client=self.client)
        name = foreign.title[: LONGEST_NAME - 20].strip() or f"Project {foreign.id}"
        same = mine.filter(name=name).first()
        if same and str(same.pk) in taken:
            name = f"{name} ({foreign.id[:12]})"
            same = mine.filter(name=name).first()
        project = same or self._create(foreign, name)
        brought.project = str(project.pk)  # kept before anything is pulled
        return project

    def _create(self, foreign: Foreign, name: str) -> Project:
        return create_project(
            client=self.client,
            name=name,
            form=read_form(foreign.form or NO_FORM, version=1),
            guidelines=foreign.guidelines[:LONGEST_GUIDELINES],
            overlap=min(MOST_OVERLAP, foreign.overlap),
            by=self.by,
            at=self.now(),
        )

    def _start(self, project: Project, path: Path) -> Import:
        """Upload the archive as anybody would, and have it read."""
        asset = self._upload(project, path)
        with transaction.atomic():
            return start_import(
                project=project,
                source=Source(asset_id=asset.pk),
                by=self.by,
                at=self.now(),
                format_name=self.installation.format_name,
                mapping={"answers": "work"},
                preview=True,
            )

    def _upload(self, project: Project, path: Path) -> Asset:
        with transaction.atomic():
            asset, _ = start_upload(
                project=project,
                filename=f"{self.installation.format_name}.zip",
                size=path.stat().st_size,
                media_type="application/zip",
                purpose="data",
                by=self.by,
                at=self.now(),
                multipart=True,
            )
        organisation = current_organisation_id()
        with path.open("rb") as file:
            for number, size in part_sizes(asset).items():
                storage.upload_part(organisation, asset.key, asset.upload_id, number, file.read(size))
        with transaction.atomic():
            arrived_parts(asset=asset)
            complete_upload(asset=asset)
        while asset.status not in (AssetState.READY, AssetState.REFUSED):
            verify_asset(asset.pk, now=self.now)
            self._look_again(asset, done=lambda: asset.status in (AssetState.READY, AssetState.REFUSED))
        if asset.status == AssetState.REFUSED:
            raise NotMoved(f"The archive was refused: {asset.reason}")
        return asset

    def _finish(self, project: Project, job: Import) -> Import:
        """Read it, take on what it asks, and let it go in."""
        job = self._work(job)
        if job.state != JobState.WAITING:
            return job
        try:
            self._commit(job, adopt_form=bool(job.form and job.form_problems))
        except HasWork:
            self._add_to_form(project, job)
            self._commit(job, adopt_form=False)
        return self._work(job)

    def _commit(self, job: Import, *, adopt_form: bool) -> None:
        with transaction.atomic():
            commit_import(job=job, by=self.by, at=self.now(), adopt_form=adopt_form)

    def _add_to_form(self, project: Project, job: Import) -> None:
        """Ask what is new in the form of a project that people have worked in; refused where it takes answers away."""
        with transaction.atomic():
            project.refresh_from_db()
            form = read_form(job.form, version=project.form_version + 1)
            replace_form(project=project, form=form, by=self.by, at=self.now())

    def _work(self, job: Import) -> Import:
        """Do the import's work here, or wait for the worker that does it already."""
        while job.state in UNFINISHED:
            run_import(job.pk, now=self.now)
            self._look_again(job, done=lambda: job.state not in UNFINISHED)
        return job

    def _look_again(self, row: Asset | Import, *, done: Callable[[], bool]) -> None:
        """See what has become of a job, and give whoever else works on it some time."""
        with transaction.atomic():
            row.refresh_from_db()
        if not done():
            time.sleep(PAUSE)


def why(error: NotMoved | Refused) -> str:
    """What stood in the way, in words."""
    return str(error) or getattr(error, "title", "") or type(error).__name__


COUNTED = ("created", "updated", "skipped", "problem_count", "answered")


def report_of(state: State) -> dict[str, Any]:
    """What was brought, and all that could not be: for a machine."""
    return {
        "projects": [
            {"id": key, "title": row.title, "project": row.project, "state": row.state, "problem": row.problem,
             **row.counts, "people": row.people, "lost": row.lost}
            for key, row in state.projects.items()
        ]
    }  # fmt: skip


def told(state: State) -> Iterator[str]:
    """The same for people."""
    for row in state.projects.values():
        counts = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in row.counts.items() if number)
        yield f"{row.title}: {row.state}{f' ({counts})' if counts else ''}{f'. {row.problem}' if row.problem else ''}"
        for lost in row.lost:
            yield f"  not kept: {lost['count']} {lost['what']}"

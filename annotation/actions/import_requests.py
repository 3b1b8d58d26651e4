"""What people ask of imports: start one, say how it is to be read, let it go in, stop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from accounts.actions.events import record_event
from accounts.models import Bucket, Member
from accounts.refusals import Invalid, Refused
from annotation.actions.adopting import adopt
from annotation.actions.import_reading import begin, forget_spool
from annotation.actions.jobs import cancel, go_on
from annotation.actions.projects import read_form
from annotation.forms import Problem
from annotation.imports.mapping import Mapped, misfits, read_mapping
from annotation.imports.readers import READERS
from annotation.models import (
    Asset,
    AssetState,
    Import,
    ImportSource,
    ImportStage,
    JobState,
    Project,
)
from annotation.queries.forms import current_form

READABLE = ("text", "data")
LONGEST_ADDRESS = 2048


class NotVerifiedYet(Refused):
    """The text is still on its way through verification."""

    type = "asset-not-ready"
    title = "The file is not ready yet"


class NotWaiting(Refused):
    """The import is not at a point where it can be told this."""

    type = "import-not-waiting"
    title = "The import does not wait for this"


@dataclass(frozen=True, slots=True)
class Source:
    """One of: an uploaded file, what a client's bucket holds below a prefix, what lies at some addresses."""

    asset_id: UUID | None = None
    bucket_id: UUID | None = None
    prefix: str = ""
    urls: Sequence[str] = ()


def start_import(
    *,
    project: Project,
    source: Source,
    by: Member,
    at: datetime,
    format_name: str = "",
    mapping: Any = None,
    preview: bool = False,
) -> Import:
    """Have files become items. With `preview` the import waits, once it has read them, to be told to go on."""
    mapped, found = _mapping(mapping), _find(project, source)
    plain = found.pop("plain", False) and not (preview or mapping or format_name)
    job = Import.objects.create(
        project=project,
        **found,
        stage=ImportStage.COMMITTING if plain else ImportStage.READING,
        asks=preview,
        format=_format(format_name),
        mapping=mapped.json(),
        created_by=by,
        created_at=at,
    )
    record_event("import.started", subject=job, actor=by, at=at, filename=job.filename, source=job.source)
    return job


def change_mapping(*, job: Import, mapping: Any, by: Member, at: datetime, format_name: str = "") -> Import:
    """Read the files in another way, and show what would become of them then. Raises `NotWaiting` unless the import
    waits, or has failed before anything went in.
    """
    mapped, chosen = _mapping(mapping), _format(format_name) or job.format
    since = [JobState.WAITING]
    if job.stage in (ImportStage.READING, ImportStage.PREVIEW):
        since.append(JobState.FAILED)
    same = bool(job.spool_size) and (chosen, mapped.columns) == (job.format, Mapped(**job.mapping).columns)
    stage = ImportStage.PREVIEW if same else ImportStage.READING
    changes: dict[str, Any] = {"format": chosen, "mapping": mapped.json(), "asks": True}
    if same and job.form is not None:
        changes["form_problems"] = misfits(read_form(job.form, version=1), current_form(job.project), mapped)
    if not go_on(job, since=since):
        raise NotWaiting
    _begin(job, stage, **changes)
    record_event("import.mapped", subject=job, actor=by, at=at, filename=job.filename)
    return job


def commit_import(*, job: Import, by: Member, at: datetime, adopt_form: bool = False) -> Import:
    """Put in what an import has shown; with `adopt_form` under the form that the file's answers need (see `adopt`), as
    long as nobody has worked in the project.
    """
    if adopt_form:
        adopt(job=job, by=by, at=at)
    if job.stage != ImportStage.PREVIEW or not go_on(job):
        raise NotWaiting
    _begin(job, ImportStage.COMMITTING)
    record_event("import.committed", subject=job, actor=by, at=at, filename=job.filename, adopt_form=adopt_form)
    return job


def cancel_import(*, job: Import, by: Member, at: datetime) -> Import:
    """Stop an import; what it has put into the project stays."""
    if cancel(job, at=at):
        forget_spool(job)
        record_event("import.cancelled", subject=job, actor=by, at=at, filename=job.filename)
    return job


def _begin(job: Import, stage: ImportStage, **changes: Any) -> None:
    begin(job, stage, lambda row, **fields: Import.objects.filter(pk=row.pk).update(**fields), **changes)
    job.refresh_from_db()


def _find(project: Project, source: Source) -> dict[str, Any]:
    if sum(map(bool, (source.asset_id, source.bucket_id, source.urls))) != 1:
        raise Invalid(problems=[Problem("", "Name one of: asset_id, bucket_id, urls.")])
    if source.asset_id is not None:
        return _of_file(project, source.asset_id)
    if source.bucket_id is not None:
        return _of_bucket(project, source.bucket_id, source.prefix)
    return _of_addresses(source.urls)


def _of_file(project: Project, asset_id: UUID) -> dict[str, Any]:
    asset = Asset.objects.filter(project=project, purpose__in=READABLE, pk=asset_id).first()
    if asset is None:
        raise Invalid(problems=[Problem("/asset_id", "This is no text of the project.")])
    if asset.status == AssetState.REFUSED:
        raise Invalid(problems=[Problem("/asset_id", f"This text was refused: {asset.reason}")])
    if asset.status != AssetState.READY:
        raise NotVerifiedYet
    return {"asset": asset, "filename": asset.filename, "total": asset.size, "plain": asset.purpose == "text"}


def _of_bucket(project: Project, bucket_id: UUID, prefix: str) -> dict[str, Any]:
    bucket = Bucket.objects.filter(pk=bucket_id, client_id=project.client_id, removed_at=None).first()
    if bucket is None:
        raise Invalid(problems=[Problem("/bucket_id", "This is no bucket of the project's client.")])
    if not prefix.startswith(bucket.prefix):
        raise Invalid(problems=[Problem("/prefix", f"Only what begins with {bucket.prefix!r} may be read.")])
    name = f"{bucket.name}/{prefix}"[:255]
    return {"source": ImportSource.BUCKET, "bucket": bucket, "prefix": prefix, "filename": name}


def _of_addresses(urls: Sequence[str]) -> dict[str, Any]:
    problems = [
        Problem(f"/urls/{number}", "is no http or https address") for number, url in enumerate(urls) if not _is_web(url)
    ]
    if problems:
        raise Invalid(problems=problems[:100])
    name = urls[0].split("?")[0].rsplit("/", 1)[-1] if len(urls) == 1 else f"{len(urls)} addresses"
    return {"source": ImportSource.URLS, "urls": list(urls), "filename": name[:255] or "address"}


def _is_web(url: str) -> bool:
    if len(url) > LONGEST_ADDRESS or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None


def _mapping(value: Any) -> Mapped:
    found = read_mapping({} if value is None else value)
    if isinstance(found, Mapped):
        return found
    raise Invalid(problems=[Problem(f"/mapping{problem.pointer}", problem.detail) for problem in found])


def _format(name: str) -> str:
    if name and name not in READERS:
        raise Invalid(problems=[Problem("/format", f"must be one of: {', '.join(READERS)}")])
    return name

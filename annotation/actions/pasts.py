"""Whether the past that our own full file tells of an item can become an item's of a project, and under which names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotation.forms import Form, Problem, answer_problems, asset_ids, content_problems, image_ids
from annotation.imports.history import UNKNOWN, contents_of, history_problems, is_whole, item_problems, withdrawn
from annotation.imports.items import ItemRow
from annotation.models import Import, Project, ProjectForm
from annotation.queries.assets import image_sizes, missing_assets
from annotation.queries.forms import form_at

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Past:
    """Whom the people of a file are here, and which version of the project's form each of the file's is."""

    project: Project
    members: Mapping[str, UUID]
    versions: Mapping[int, int]

    def member(self, name: str) -> UUID:
        """The member whom the file calls so."""
        return self.members[name or UNKNOWN]

    def perhaps(self, name: str | None) -> UUID | None:
        """The same, of what may have been nobody."""
        return None if name is None else self.member(name)

    def version(self, number: int) -> int:
        """The version here."""
        return self.versions.get(number, self.project.form_version)

    def form(self, number: int) -> Form:
        """The form that is the file's version of this number."""
        return form_at(self.project.pk, self.version(number))


def versions_of(job: Import, project: Project) -> dict[int, int]:
    """{version of the form in the file: the same form's here}; versions that the project does not have are left out."""
    own = {row.version: _questions(row.definition) for row in ProjectForm.objects.filter(project=project)}
    found = {}
    for number, definition in enumerate(job.about.get("forms") or (), 1):
        theirs = _questions(definition)
        same = [version for version, ours in own.items() if ours == theirs]
        if same:
            found[number] = number if number in same else max(same)
    return found


def _questions(definition: Any) -> Any:
    return {key: value for key, value in definition.items() if key != "version"} if isinstance(definition, dict) else {}


def past_problems(past: Past, row: ItemRow) -> Iterator[Problem]:
    """What keeps a whole row's past from being an item's of this project."""
    if found := [*item_problems(row), *history_problems(row)]:
        yield from found
        return
    contents = contents_of(row)
    sizes = image_sizes(past.project.pk, *contents.values())
    checked: dict[tuple[int, int], list[Problem]] = {}
    images = {image for content in contents.values() if not content_problems(content) for image in image_ids(content)}
    for pointer, each in _given(row):
        form, content = past.form(each["form_version"]), contents[each["content_version"]]
        pair = (form.version, each["content_version"])
        if pair not in checked:
            checked[pair] = content_problems(content, form)
            yield from (Problem(f"{pointer}/content{wrong.pointer}", wrong.detail) for wrong in checked[pair])
        if checked[pair]:
            continue
        wrongs = answer_problems(form, content, each["answers"], complete=False, sizes=sizes)
        yield from (Problem(f"{pointer}{wrong.pointer}", wrong.detail) for wrong in wrongs)
        if not wrongs:
            images |= set(asset_ids(form, each["answers"]))
    for image in sorted(missing_assets(past.project, images)):
        yield Problem("", f"shows {image}, which is no verified image of this project")


def _given(row: ItemRow) -> Iterator[tuple[str, Row]]:
    """Every set of answers of an item's past, and where it stands."""
    for name, every in (("annotations", row.annotations), ("withdrawn", withdrawn(row))):
        for number, each in enumerate(every):
            if each.get("state") != "skipped":
                yield f"/{name}/{number}", each
                for at, revision in enumerate(each["revisions"]):
                    yield f"/{name}/{number}/revisions/{at}", revision
    for number, each in enumerate(row.more.get("resolutions") or ()):
        yield f"/resolutions/{number}", each


def can_be_restored(past: Past, row: ItemRow) -> bool:
    """Whether a row tells all of an item's past, in which everybody is another member here."""
    people = [past.member(each["annotator"]["id"]) for each in row.annotations]
    return is_whole(row) and len(set(people)) == len(people)

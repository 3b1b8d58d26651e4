"""What only the full format writes of items and of their project (see `exports.formats.concord` for the keys).

What people wrote to each other names people and is nobody else's business: comments, and the words of verdicts and
appeals, are there only where the reader may know people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from accounts.models import Member
from annotation.models import (
    Annotation,
    Assignment,
    Comment,
    Gold,
    GoldMark,
    GuidelinesVersion,
    Item,
    ItemVersion,
    Project,
    ProjectPerson,
    Resolution,
    Revision,
    Suggestion,
    Verdict,
)
from exports.formats.jsonl import timestamp
from exports.queries.pseudonyms import Names

Row = dict[str, Any]
SETTINGS = ("overlap", "lease_minutes", "shuffle_responses", "skip_reason_required", "suggestions")


class Readers(NamedTuple):
    """Who will read the file: how people are called in it, and whether they may be known."""

    names: Names
    known: bool


def everything_of(item_ids: Collection[str], counted: Mapping[str, int], readers: Readers) -> dict[str, Row]:
    """`ItemRecord.more` of some items. `counted` are the answers that the records hold, by id, with the version of the
    content that each is about. One query a table.
    """
    more: dict[str, Row] = {str(row["id"]): _item(row) for row in _rows(Item, item_ids, "id", key="id", fields=ITEM)}
    for name, found in _lists(item_ids, readers):
        for item_id, row in found:
            more[item_id].setdefault(name, []).append(row)
    for item_id, (added, withdrawn) in _annotations(item_ids, counted, readers).items():
        more[item_id] |= {"annotations": added, "withdrawn": withdrawn}
    for row in _rows(Gold, item_ids, "item_id"):
        more[str(row["item_id"])]["gold"] = {
            **{name: row[name] for name in ("answers", "hints", "form_version")},
            "by": _name(row["created_by_id"], readers),
            "created_at": timestamp(row["created_at"]),
        }
    return more


def everything_about(project: Project, *, known: bool, names: Names) -> Row:
    """`About.more`: the settings, the workflow, what the guidelines said, and who worked there."""
    versions = GuidelinesVersion.objects.filter(project=project).order_by("version")
    more: Row = {
        "guidelines_versions": [
            {
                "version": row.version,
                "text": row.text,
                "created_at": timestamp(row.created_at),
                "by": names(str(row.created_by_id)),
            }
            for row in versions
        ],
        "workflow": project.workflow,
        "settings": {name: getattr(project, name) for name in SETTINGS},
    }
    return more | ({"people": _people(project)} if known else {})


def _people(project: Project) -> list[Row]:
    """Everybody on the people list or with answers in the project."""
    at_work = Annotation.objects.filter(project=project).order_by().values("member_id")
    listed = ProjectPerson.objects.filter(project=project).values("member_id")
    members = Member.objects.filter(pk__in=listed.union(at_work)).select_related("user").order_by("pk")
    return [{"id": str(member.pk), "name": member.user.name, "email": member.user.email} for member in members]


ITEM = ("priority", "due_at", "overlap", "created_at", "provenance")


def _item(row: Row) -> Row:
    return {name: _plain(row[name]) for name in ITEM} | {"gold": None}


def _lists(item_ids: Collection[str], readers: Readers) -> Iterator[tuple[str, Iterable[tuple[str, Row]]]]:
    """The lists of rows about items, each row with its item, oldest first."""
    yield "contents", _about(ItemVersion, item_ids, ("version", "content", "replaced_at"), order="version")
    yield "suggestions", _about(Suggestion, item_ids, ("number", "agent", "score", "answers", "created_at"), "number")
    yield "verdicts", _verdicts(item_ids, readers)
    yield "resolutions", _resolutions(item_ids, readers)
    yield "skips", _skips(item_ids, readers)
    yield "marks", _marks(item_ids)
    if readers.known:
        yield "comments", _comments(item_ids, readers)


def _about(model: Any, item_ids: Collection[str], fields: tuple[str, ...], order: str) -> Iterator[tuple[str, Row]]:
    for row in _rows(model, item_ids, order):
        yield str(row["item_id"]), {name: _plain(row[name]) for name in fields}


def _verdicts(item_ids: Collection[str], readers: Readers) -> Iterator[tuple[str, Row]]:
    said = ("comment", "appeal")
    for row in _rows(Verdict, item_ids, "id"):
        kept = ("revision", "verdict", "reason", "corrected", "created_at", "appealed_at", "appeal_closed_at")
        yield (
            str(row["item_id"]),
            {name: _plain(row[name]) for name in kept}
            | {name: row[name] if readers.known else "" for name in said}
            | {"annotation": str(row["annotation_id"]), "by": _name(row["created_by_id"], readers)},
        )


def _resolutions(item_ids: Collection[str], readers: Readers) -> Iterator[tuple[str, Row]]:
    fields = ("kind", "answers", "form_version", "content_version", "taken", "reason", "created_at", "replaced_at")
    for row in _rows(Resolution, item_ids, "id"):
        told = {"comment": row["comment"] if readers.known else "", "by": _name(row["created_by_id"], readers)}
        yield str(row["item_id"]), {name: _plain(row[name]) for name in fields} | told


def _skips(item_ids: Collection[str], readers: Readers) -> Iterator[tuple[str, Row]]:
    for row in Assignment.objects.filter(item_id__in=item_ids, state="skipped", kind="annotate").order_by(
        "closed_at", "id"
    ):
        yield (
            str(row.item_id),
            {
                "annotator": _name(row.member_id, readers),
                "reason": row.skip_reason,
                "shown": row.shown or [],
                "form_version": row.form_version,
                "at": _plain(row.closed_at),
            },
        )


def _marks(item_ids: Collection[str]) -> Iterator[tuple[str, Row]]:
    for row in _rows(GoldMark, item_ids, "id"):
        kept = {name: _plain(row[name]) for name in ("question", "on", "score", "correct", "created_at")}
        yield str(row["item_id"]), {"annotation": str(row["annotation_id"])} | kept


def _comments(item_ids: Collection[str], readers: Readers) -> Iterator[tuple[str, Row]]:
    rows = Comment.objects.filter(item_id__in=item_ids).select_related("assignment").order_by("id")
    for row in rows:
        yield (
            str(row.item_id),
            {
                "by": _name(row.author_id, readers),
                "text": row.text,
                "flag": row.flag,
                "anchor": row.anchor,
                "thread": _name(row.assignment.member_id, readers) if row.assignment else None,
                "created_at": timestamp(row.created_at),
                "resolved_at": _plain(row.resolved_at),
                "resolved_by": _name(row.resolved_by_id, readers),
            },
        )


def _annotations(
    item_ids: Collection[str], counted: Mapping[str, int], readers: Readers
) -> dict[str, tuple[Row, list[Row]]]:
    """Of each item what is added to its annotations, and those of its annotations that do not count at present."""
    revisions: dict[str, list[Row]] = defaultdict(list)
    found = list(
        Annotation.objects.filter(item_id__in=item_ids).select_related("assignment").order_by("submitted_at", "id")
    )
    for revision in Revision.objects.filter(annotation__in=found).order_by("number"):
        revisions[str(revision.annotation_id)].append(_revision(revision, readers))
    made: dict[str, tuple[Row, list[Row]]] = {pk: ({}, []) for pk in item_ids}
    for annotation in found:
        added, withdrawn = made[str(annotation.item_id)]
        pk = str(annotation.pk)
        told = {
            "number": annotation.number,
            "content_version": counted.get(pk, annotation.content_version),
            "independent_answers": annotation.independent_answers,
            "aided": annotation.aided,
            "agreement": annotation.agreement,
            "revisions": revisions[pk],
        }
        if pk in counted:
            added[pk] = told
        elif annotation.withdrawn_at is not None:
            withdrawn.append(_withdrawn(annotation, readers) | told)
    return made


def _revision(row: Revision, readers: Readers) -> Row:
    fields = ("number", "answers", "form_version", "content_version", "seconds", "suggestions", "created_at")
    return {name: _plain(getattr(row, name)) for name in fields} | {"by": _name(row.created_by_id, readers)}


def _withdrawn(row: Annotation, readers: Readers) -> Row:
    fields = ("form_version", "answers", "revision", "submitted_at", "seconds", "verdict", "withdrawn_at")
    return {name: _plain(getattr(row, name)) for name in fields} | {
        "id": str(row.pk),
        "annotator": _name(row.member_id, readers),
        "shown": row.assignment.shown or [],
    }


def _rows(
    model: Any, item_ids: Collection[str], order: str, *, key: str = "item_id", fields: tuple[str, ...] = ()
) -> Iterator[Row]:
    """A table's rows about some items, each as a dictionary."""
    rows = model.objects.filter(**{f"{key}__in": item_ids}).order_by(order)
    return iter(rows.values(*((key, *fields) if fields else ())))


def _name(member_id: Any, readers: Readers) -> str | None:
    return readers.names(None if member_id is None else str(member_id))


def _plain(value: Any) -> Any:
    return timestamp(value) if isinstance(value, datetime) else value

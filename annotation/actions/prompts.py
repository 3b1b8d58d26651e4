"""Items made of other items: prompts of a client's projects asked again, and what people wrote as responses to judge.

Everything stays with one client: nothing crosses the wall.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from accounts.actions.events import record_event
from accounts.models import Client, Member
from accounts.refusals import Fault, Invalid
from annotation.actions.items import HAS_WORK, Fate, NewItem, Outcome, place_items
from annotation.actions.places import exclude
from annotation.forms import image_ids
from annotation.forms.prompts import asked, prompt_key
from annotation.forms.writings import LAST, WRITTEN_KINDS, response_id, writings
from annotation.models import Annotation, Item, Project, Revision
from annotation.queries.forms import current_form, form_at
from annotation.queries.prompts import Wanted, counted_answers, drawn

AT_ONCE = 1000
MOST_ANSWERS = 10_000
SOURCE = {"source": "human", "model": ""}

KEEP_PROVENANCE = """
UPDATE annotation_item i SET provenance = n.provenance::jsonb
FROM unnest(%(ids)s::uuid[], %(provenance)s::text[]) AS n (id, provenance) WHERE i.id = n.id
"""


@dataclass(slots=True)
class Made:
    """What became of the items to make, and how many were not made, with the reason; `detail` is of the first one that
    did not fit the form.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    detail: str = ""

    def note(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.fate == Fate.REFUSED:
            worked_on = any(problem.detail == HAS_WORK for problem in outcome.problems)
            self.skipped["worked_on" if worked_on else "not_fitting"] += 1
            if not worked_on and not self.detail:
                self.detail = "; ".join(f"{problem.pointer} {problem.detail}".strip() for problem in outcome.problems)
        else:
            self.created += outcome.fate == Fate.CREATED
            self.updated += outcome.fate == Fate.UPDATED
            self.unchanged += outcome.fate == Fate.SKIPPED


@dataclass(slots=True)
class Draft:
    """An item to make of what people wrote: what they were shown, and their responses with where each comes from."""

    shown: dict[str, Any]
    items: dict[str, None] = field(default_factory=dict)
    responses: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[str, dict[str, Any]] = field(default_factory=dict)
    writers: set[UUID] = field(default_factory=set)


def sample_prompts(
    *, client: Client, wanted: Wanted, count: int, seed: str, into: Project, by: Member, at: datetime
) -> Made:
    """Ask some of a client's prompts in one of its projects as well: the same ones for the same seed, none twice and
    none that the project has. What an item shows besides its prompt stays behind.

    Raises `Invalid` for another client's project.
    """
    _refuse_other_client(into, client.pk, "/into/project_id")
    made, rows, origins = Made(), [], []
    for item in drawn(wanted, into, seed=seed, limit=count):
        content = _prompt_alone(item.content)
        if image_ids(content):
            made.skipped["images"] += 1
            continue
        rows.append(NewItem(f"prompt-{item.prompt_key}", content, {}))
        origins.append({"project": str(item.project_id), "item": str(item.pk)})
    _place(into, rows, origins, made, at=at)
    told: dict[str, Any] = {"created": made.created, "seed": seed, "client": str(client.pk)}
    record_event("prompts.sampled", subject=into, actor=by, at=at, project_id=into.pk, **told)
    return made


def items_from_answers(
    *,
    source: Project,
    target: Project,
    question: str,
    turn: int = LAST,
    item_ids: Sequence[UUID] | None = None,
    by: Member,
    at: datetime,
) -> Made:
    """Make items of `target` whose responses are what people wrote in `source`, in answer to a question of kind text,
    or in one turn of their dialogues. One item for each prompt (or for each source item that asks none), with all its
    answers; nobody is given an item that they wrote for.

    Made again it changes the items by what was answered since, as long as nobody has worked on them. Raises `Invalid`.
    """
    _refuse_other_client(target, source.client_id, "/project_id")
    if target.pk == source.pk:
        raise Invalid(problems=[Fault("/project_id", "This is the same project.")])
    asked_now = current_form(source).question(question)
    if asked_now is None or asked_now.kind not in WRITTEN_KINDS:
        raise Invalid(problems=[Fault("/question", "This is no question of that project in which people write.")])
    annotations = counted_answers(source, item_ids)
    if len(annotations) > MOST_ANSWERS:
        raise Invalid(problems=[Fault("/items", f"More than {MOST_ANSWERS} answers at once: choose some items.")])
    made = Made()
    drafts = _drafts(source, annotations, question, turn, made)
    rows, origins, writers = [], [], []
    fewest, most = current_form(target).fewest_responses(), current_form(target).most_responses()
    for key, draft in drafts.items():
        if not fewest <= len(draft.responses) <= most:
            made.skipped["too_few" if len(draft.responses) < fewest else "too_many"] += 1
            continue
        rows.append(_item_of(source, question, turn, key, draft))
        origins.append(
            {"project": str(source.pk), "question": question, "items": list(draft.items), "responses": draft.origins}
        )
        writers.append(draft.writers)
    placed = _place(target, rows, origins, made, at=at)
    _exclude_writers(placed, writers, at=at)
    told: dict[str, Any] = {"source": str(source.pk), "question": question, "created": made.created}
    record_event("items.made_from_answers", subject=target, actor=by, at=at, project_id=target.pk, **told)
    return made


def _drafts(
    source: Project, annotations: Iterable[Annotation], question: str, turn: int, made: Made
) -> dict[str, Draft]:
    """What was written, by what it answers."""
    rows = list(annotations)
    correctors = _correctors(rows)
    drafts: dict[str, Draft] = {}
    for row in rows:
        form_question = form_at(source.pk, row.form_version).question(question)
        if form_question is None or form_question.kind not in WRITTEN_KINDS:
            continue
        for writing in writings(form_question, row.item.content, row.answers, turn=turn):
            if writing.images or image_ids(writing.shown):
                made.skipped["images"] += 1
                continue
            draft = drafts.setdefault(_same_for(writing.shown) or str(row.item_id), Draft(writing.shown))
            name = response_id(str(row.pk), writing.name)
            draft.items[str(row.item_id)] = None
            draft.responses[name] = {"id": name, "text": writing.text, **SOURCE}
            draft.origins[name] = {"annotation": str(row.pk), "revision": row.revision}
            draft.writers |= {row.member_id, *correctors.get((row.pk, row.revision), ())}
    return drafts


def _same_for(shown: Mapping[str, Any]) -> str:
    """What prompts that say the same about the same things have in common; "" for an item that asks nothing."""
    about = {key: value for key, value in shown.items() if key not in ("prompt", "messages")}
    key = prompt_key(shown)
    if not key or not about:
        return key
    return key + hashlib.blake2b(orjson.dumps(about, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _correctors(rows: Sequence[Annotation]) -> dict[tuple[UUID, int], set[UUID]]:
    """Who else had a hand in the current versions: reviewers who corrected them."""
    found: dict[tuple[UUID, int], set[UUID]] = {}
    current = {row.pk: row.revision for row in rows if row.revision > 1}
    revisions = Revision.objects.filter(annotation_id__in=current)
    for pk, member in revisions.values_list("annotation_id", "created_by_id"):
        found.setdefault((pk, current[pk]), set()).add(member)
    return found


def _item_of(source: Project, question: str, turn: int, key: str, draft: Draft) -> NewItem:
    """The item of a draft; its external id says what it was made of, so that it is never made twice."""
    origin = f"{source.pk}/{question}/{turn}/{key}".encode()
    name = f"answers-{hashlib.blake2b(origin, digest_size=12).hexdigest()}"
    responses = [draft.responses[response] for response in sorted(draft.responses)]
    return NewItem(name, {**draft.shown, "responses": responses}, {})


def _prompt_alone(content: dict[str, Any]) -> dict[str, Any]:
    return {"prompt": content["prompt"]} if content.get("prompt") else {"messages": asked(content)}


def _place(
    project: Project, rows: Sequence[NewItem], origins: Sequence[dict[str, Any]], made: Made, *, at: datetime
) -> list[UUID | None]:
    """Put the rows into the project, as far as they fit, with where they come from; the id of each that is there."""
    placed: list[UUID | None] = []
    for start in range(0, len(rows), AT_ONCE):
        outcomes = place_items(project, rows[start : start + AT_ONCE], at=at)
        for outcome in outcomes:
            made.note(outcome)
        placed += [None if outcome.fate == Fate.REFUSED else outcome.item_id for outcome in outcomes]
    kept = {pk: orjson.dumps(origin).decode() for pk, origin in zip(placed, origins, strict=True) if pk is not None}
    with connection.cursor() as cursor:
        cursor.execute(KEEP_PROVENANCE, {"ids": list(kept), "provenance": list(kept.values())})
    return placed


def _exclude_writers(placed: Sequence[UUID | None], writers: Sequence[set[UUID]], *, at: datetime) -> None:
    """Nobody judges what they wrote."""
    theirs: dict[UUID, list[UUID]] = {}
    for pk, members in zip(placed, writers, strict=True):
        for member in members if pk is not None else ():
            theirs.setdefault(member, []).append(pk)  # type: ignore[arg-type]
    ids = sorted({pk for items in theirs.values() for pk in items})
    list(Item.objects.filter(pk__in=ids).order_by("id").select_for_update().values_list("pk", flat=True))
    for member, items in sorted(theirs.items()):
        exclude(items, member, reason="author", at=at)


def _refuse_other_client(project: Project, client_id: UUID, pointer: str) -> None:
    if project.client_id != client_id:
        raise Invalid(problems=[Fault(pointer, "This project is another client's.")])

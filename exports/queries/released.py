"""What a release says of its items: the same for ever, whatever has happened to them since."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from annotation.agreement.heard import Given, Heard
from annotation.distribution import parse_workflow
from annotation.forms import Content
from annotation.forms.prompts import prompt_key
from annotation.forms.target import text_of
from annotation.models import ItemState
from annotation.queries.heard import of_content
from annotation.queries.people import shown_person
from annotation.queries.truth import deciding_by
from exports.formats.concord import OF_ANNOTATIONS
from exports.formats.freeze import Freeze
from exports.formats.records import AnnotationRecord, ItemRecord
from exports.models import Export
from exports.queries.about import read_about
from exports.queries.files import FrozenFile
from exports.reports.learnt import Texts
from exports.reports.section import People, Person, Wanted


class ReleasedItems:
    """The items of a release, as they are heard: from its freeze, and never from the database."""

    def __init__(self, release_id: UUID) -> None:
        self._freeze = Export.objects.get(release_id=release_id, format=Freeze.name)
        self.about = read_about(self._freeze.about)

    def heard(self) -> Iterator[Heard]:
        """Every item with the answers that the release has of it."""
        file = FrozenFile(self._freeze, self.about, whole=True, unanswered=True)
        for record in file.items():
            yield _heard(record)

    def texts(self, wanted: Collection[str]) -> Texts:
        """The texts of some items' responses."""
        chosen = set(wanted)
        for record in FrozenFile(self._freeze, self.about, whole=True, unanswered=True).items():
            if record.id in chosen:
                yield record.id, response_texts(record.content)

    def people(self, heard: Iterable[str], *, named: bool) -> People | None:
        """Its people as the reader may know them, by the names of then; None if it can't tell them apart."""
        kind = self._freeze.options["people"]
        if kind == "none":
            return None
        if kind == "pseudonyms":
            return lambda person: {"id": person, "name": person}
        names = {each["id"]: each["name"] for each in self.about.more.get("people", ())}
        shown = {person: _shown(person, names, named=named) for person in heard}
        return lambda person: shown[person]

    def wanted(self) -> Wanted:
        """How final answers were decided then. A release knows neither scores nor what models are held to."""
        workflow = parse_workflow(self.about.more.get("workflow") or {})
        return Wanted(by=deciding_by(workflow), confidence=workflow.resolve.confidence)


def response_texts(content: Content) -> dict[str, str]:
    """What each response of an item says."""
    return {response["id"]: text_of(response) for response in content.get("responses", ())}


def _shown(person: str, names: Mapping[str, str], *, named: bool) -> Person:
    if person not in names:  # a final answer is nobody's
        return {"id": person, "name": person}
    return shown_person(UUID(person), names[person], named=named)


def _heard(record: ItemRecord) -> Heard:
    added: Mapping[str, Any] = record.more.get(OF_ANNOTATIONS, {})
    scores: dict[str, list[float]] = {}
    for mark in record.more.get("marks", ()):
        scores.setdefault(mark["annotation"], []).append(mark["score"])
    return Heard(
        item=record.id,
        external_id=record.external_id,
        position=record.position,
        given=[
            _given(each, place, added.get(each.id, {}), scores.get(each.id))
            for place, each in enumerate(record.annotations, 1)
        ],
        state=record.state,
        agreement=record.agreement,
        **of_content(record.content),
        prompt_key=prompt_key(record.content),
        gold=record.state == ItemState.GOLD,
        again=(record.more.get("provenance") or {}).get("again", ""),
    )


def _given(record: AnnotationRecord, place: int, added: Mapping[str, Any], scores: list[float] | None) -> Given:
    """Where the release keeps silent about people, answers are told apart by their place on the item."""
    return Given(
        annotation=record.id,
        person=record.annotator or f"place {place}",
        answers=added.get("independent_answers") or record.answers,
        at=datetime.fromisoformat(record.submitted_at),
        seconds=record.seconds,
        form_version=record.form_version,
        shown=record.shown,
        number=added.get("number", 0),
        gold=sum(scores) / len(scores) if scores else None,
    )

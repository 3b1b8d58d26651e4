"""`label_studio`: tasks with annotations and the labeling config to import them under, as two files
(https://labelstud.io/guide/tasks#Basic-Label-Studio-JSON-format and `label_studio_page` for the config).

A task's data has our content under its own keys with the metadata beside it. `completed_by` is left out, because Label
Studio refuses people whom it doesn't know; who answered stands in `annotator`. A final answer is a ground truth. Our
own import reads these files back with the same questions and answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import atan2, degrees, dist
from typing import Any

import orjson

from annotation.forms import Form, Question
from annotation.forms.kinds import Choice, Dialogue, Preference, Ranking, Rating, Regions, Spans
from annotation.forms.target import Targets
from exports.formats.counts import Counts
from exports.formats.label_studio_page import (
    NEITHER,
    OTHER,
    STRENGTH,
    TOOLS,
    UNSURE,
    Page,
    Shown,
    chat_key,
    is_stars,
    tools_of,
)
from exports.formats.lines import by_split
from exports.formats.marked import RESOLUTION
from exports.formats.options import Option, flag
from exports.formats.pictures import Album, picture_path
from exports.formats.records import AnnotationRecord, DataSet, Format, ItemRecord, MediaRecord, Piece

Json = dict[str, Any]
LOCAL = "/data/local-files/?d="
"""How Label Studio names files in its own folder."""
LOSSES = {
    "lost_turn_answers": "answers about single turns",
    "lost_ties": "ties in rankings, written in the order of the responses",
    "lost_nothing_to_mark": "findings that there is nothing to mark",
    "lost_response_pictures": "pictures of responses and messages, and regions on them",
    "lost_pictures": "pictures that are gone, and regions on them",
    "lost_responses": "further responses of written dialogues, with their order, tags, spans and ratings",
    "lost_other": "answers to what the item does not show",
}


class LabelStudio(Format):
    """Tasks for Label Studio."""

    name = "label_studio"
    title = "Label Studio (JSON)"
    description = "Tasks with everybody's annotations, and the labeling config that shows and asks the same."
    extension = "zip"
    media_type = "application/zip"
    losses = LOSSES

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "annotations", "results", *LOSSES)
        self._form = form
        self._with_images = options["images"]

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:  # noqa: ARG003
        return (flag("images", "With the pictures themselves, for Label Studio's folder of local files"),)

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        page = Page(self._form, most_shown(data))
        yield Piece("label_config.xml", page.xml().encode())
        album = Album(data, self.counts, "images")
        for split, records in by_split(data):
            path, before = f"{split or 'tasks'}.json", b"[\n"
            for record in records:
                writing = Writing(self, page, data, record)
                album.want(writing.pictures)
                yield Piece(path, before + orjson.dumps(writing.task()))
                before = b",\n"
            yield Piece(path, b"\n]\n" if before == b",\n" else b"[]\n")
        if self._with_images:
            yield from album.pieces()


def most_shown(data: DataSet) -> Shown:
    """What any of the items shows, because one config is for all of them."""
    responses = documents = 0
    images = texts = False
    for record in data.items():
        content = record.content
        responses = max(responses, len(content.get("responses", ())))
        documents = max(documents, len(content.get("context", ())))
        images = images or bool(content.get("prompt", {}).get("images"))
        texts = texts or bool(content.get("prompt", {}).get("text"))
    return Shown(responses, documents, images, texts or not images)


class Writing:
    """One item as a task."""

    def __init__(self, of: LabelStudio, page: Page, data: DataSet, record: ItemRecord) -> None:
        self.counts = of.counts
        self.page = page
        self.record = record
        self.content = record.content
        self.targets = Targets(record.content)
        self.media = data.media(self._image_ids())
        self.pictures = list(self.media)
        self._results: list[Json] = []

    def _image_ids(self) -> list[str]:
        """The pictures that the page shows."""
        alone = [self.content["image"]] if "image" in self.content else []
        return list(dict.fromkeys([*alone, *self.content.get("prompt", {}).get("images", ())]))

    def task(self) -> Json:
        """The task with its annotations."""
        self.counts.add("items")
        data, meta = self._data(), {"external_id": self.record.external_id}
        beside = {key: value for key, value in self.record.metadata.items() if key not in data}
        under = {key: value for key, value in self.record.metadata.items() if key in data}
        return {
            "id": self.record.position + 1,
            "data": data | beside,
            "annotations": [self._annotation(annotation) for annotation in self.record.annotations],
            "meta": {**meta, "metadata": under} if under else meta,
        }

    def _data(self) -> Json:
        data = {key: made for key, make in DATA.items() if (made := make(self))}
        if self.page.chats:
            data.setdefault(chat_key(self.page.form), [])
        return data

    def _pictures(self, images: Sequence[str]) -> list[str]:
        return [self._address(image) for image in images]

    def _candidates(self) -> list[Json]:
        rows = self.content.get("responses", ())
        return [{"title": row["id"], **self._block(row, "source", "model", text="body")} for row in rows]

    def _block(self, row: Mapping[str, Any], *keys: str, text: str) -> Json:
        """A message or a response without its pictures, which are counted."""
        self.counts.add("lost_response_pictures", len(row.get("images", ())))
        return {"id": row["id"], text: row.get("text", ""), **{key: row[key] for key in keys if row.get(key)}}

    def _address(self, image: str) -> str:
        media = self.media.get(image)
        if media is None:
            self.counts.add("lost_pictures")
            return image
        return f"{LOCAL}{picture_path(media, 'images')}"

    def _annotation(self, annotation: AnnotationRecord) -> Json:
        self.counts.add("annotations")
        self._results = []
        for answer in annotation.answers:
            if question := self.page.form.question(answer["question"]):
                self._write(question, answer["on"], answer["value"])
        self.counts.add("results", len(self._results))
        return {
            "annotator": annotation.annotator,
            "result": self._results,
            "was_cancelled": False,
            "ground_truth": annotation.annotator == RESOLUTION,
            "created_at": annotation.submitted_at,
            "lead_time": annotation.seconds,
        }

    def _write(self, question: Question, on: str, value: Mapping[str, Any]) -> None:
        """The results of one answer."""
        place = self._place(question, on)
        if question.scope == "turns":
            self.counts.add("lost_turn_answers")
        elif place is None:
            self.counts.add("lost_other")
        else:
            WRITERS[question.kind](self, question, value, *place, on)

    def _place(self, question: Question, on: str) -> tuple[str, str] | None:
        """The names of control and subject for what a question was answered about."""
        targets = self.page.targets(question)
        if question.scope not in ("responses", "context"):
            return targets[0]
        identifiers = [row["id"] for row in self.content.get(question.scope, ())]
        identifier = on.partition(".")[2]
        return targets[identifiers.index(identifier)] if identifier in identifiers else None

    def _say(self, kind: str, name: str, subject: str, value: Mapping[str, Any], **more: Any) -> None:
        """One result."""
        number = f"r{len(self._results) + 1}"
        row = {"id": number, "type": kind, "from_name": name, "to_name": subject, "origin": "manual", "value": value}
        self._results.append({**row, **more})

    def choice(self, question: Choice, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        picked = [*value["choices"], *([UNSURE] if value.get("unsure") else [])]
        if any(option.parent for option in question.options):
            parents = {option.value: option.parent for option in question.options}
            if paths := [path_to(choice, parents) for choice in value["choices"]]:
                self._say("taxonomy", name, subject, {"taxonomy": paths})
        elif picked:
            self._say("choices", name, subject, {"choices": picked})
        if value.get("other"):
            self._say("textarea", f"{name}{OTHER}", subject, {"text": [value["other"]]})

    def rating(self, question: Rating, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        kind = "rating" if is_stars(question) else "number"
        self._say(kind, name, subject, {kind: value["rating"]})

    def text(self, question: Question, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        self._say("textarea", name, subject, {"text": [value["text"]]})

    def ranking(self, question: Ranking, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        self.counts.add("lost_ties", sum(len(rank) - 1 for rank in value["ranks"]))
        order = [response for rank in value["ranks"] for response in rank]
        self._say("ranker", name, subject, {"ranker": {name: order}})

    def preference(self, question: Preference, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        first, second = self.page.name("response_1"), self.page.name("response_2")
        if value["preferred"] is None:
            self._say("choices", f"{name}{NEITHER}", first, {"choices": [value["reason"]]})
            return
        sides = [row["id"] for row in self.content["responses"]]
        side = ("left", "right")[sides.index(value["preferred"])]
        self._say("pairwise", name, f"{first},{second}", {"selected": side})
        if len(question.strengths) > 1:
            self._say("rating", f"{name}{STRENGTH}", first, {"rating": value["strength"]})

    def spans(self, question: Spans, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        self.counts.add("lost_nothing_to_mark", int(not value["spans"]))
        target = self.targets.of(question.scope).get(on)
        text = target.text if target else ""
        for span in value["spans"]:
            covered = text[span["start"] : span["end"]]
            if question.scope == "messages":
                turn = str([row["id"] for row in self.content["messages"]].index(on.partition(".")[2]))
                place = {"start": turn, "end": turn, "startOffset": span["start"], "endOffset": span["end"]}
                self._say(
                    "paragraphlabels", name, subject, {**place, "text": covered, "paragraphlabels": span["labels"]}
                )
            else:
                place = {"start": span["start"], "end": span["end"]}
                self._say("labels", name, subject, {**place, "text": covered, "labels": span["labels"]})

    def regions(self, question: Regions, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        if question.scope == "responses":
            self.counts.add("lost_response_pictures", len(value["regions"]))
            return
        self.counts.add("lost_nothing_to_mark", int(not value["regions"]))
        images = self.targets.of("item")["item"].images
        split = len(tools_of(question)) > 1
        for region in value["regions"]:
            index = region.get("image", 0)
            media = self.media.get(images[index]) if index < len(images) else None
            if media is None:
                self.counts.add("lost_pictures")
                continue
            tool = TOOLS[region["shape"]].lower()
            more: Json = {"original_width": media.width, "original_height": media.height, "image_rotation": 0}
            if "image" not in self.content:
                more["item_index"] = index
            drawn = outline(region, media)
            if split:
                self._say(tool, f"{name}_{tool}", subject, drawn, **more)
                more["id"] = self._results[-1]["id"]
                self._say("labels", name, subject, {**drawn, "labels": region["labels"]}, **more)
            else:
                self._say(f"{tool}labels", name, subject, {**drawn, f"{tool}labels": region["labels"]}, **more)

    def dialogue(self, question: Dialogue, value: Mapping[str, Any], name: str, subject: str, on: str) -> None:
        """Of each turn what was asked, and the response that it goes on from."""
        for turn in value["turns"]:
            chosen = next(row for row in turn["responses"] if row["id"] == turn["continues_with"])
            self.counts.add("lost_responses", len(turn["responses"]) - 1)
            for role, block in (("user", turn["prompt"]), ("assistant", chosen)):
                if block["text"]:
                    said = {"role": role, "content": block["text"]}
                    self._say("chatmessage", name, name, {"chatmessage": said})


def path_to(choice: str, parents: Mapping[str, str]) -> list[str]:
    """A choice with those above it, the topmost first."""
    path = [choice]
    while above := parents.get(path[0], ""):
        path.insert(0, above)
    return path


def outline(region: Mapping[str, Any], media: MediaRecord) -> Json:
    """A region's place in percent of the picture."""
    points = region["points"]
    match region["shape"]:
        case "box":
            (left, top), (right, bottom) = points
            return rectangle([[left, top], [right, top], [right, bottom]], media)
        case "rotated_box":
            return rectangle(points, media)
        case "point":
            x, y = percent(points[0], media)
            return {"x": x, "y": y, "width": 0.5}
        case "line":
            pairs = [percent(point, media) for point in points]
            vertices = [{"id": str(number), "x": x, "y": y} for number, (x, y) in enumerate(pairs)]
            return {"vertices": vertices, "closed": False}
    return {"points": [percent(point, media) for point in points], "closed": True}


def rectangle(corners: Sequence[Sequence[float]], media: MediaRecord) -> Json:
    """From its top left corner, turned about it clockwise by so many degrees; the sides are measured before."""
    first, second, third = corners[:3]
    x, y = percent(first, media)
    turned = degrees(atan2(second[1] - first[1], second[0] - first[0])) % 360
    width, height = dist(first, second) / media.width * 100, dist(second, third) / media.height * 100
    return {"x": x, "y": y, "width": width, "height": height, "rotation": turned}


def percent(point: Sequence[float], media: MediaRecord) -> list[float]:
    """A point in percent of the picture's sides."""
    return [point[0] / media.width * 100, point[1] / media.height * 100]


DATA: dict[str, Callable[[Writing], Any]] = {
    "prompt": lambda writing: writing.content.get("prompt", {}).get("text"),
    "prompt_images": lambda writing: writing._pictures(writing.content.get("prompt", {}).get("images", ())),
    "text": lambda writing: writing.content.get("text"),
    "image": lambda writing: "image" in writing.content and writing._address(writing.content["image"]),
    "messages": lambda writing: [
        writing._block(row, "role", text="text") for row in writing.content.get("messages", ())
    ],
    "context": lambda writing: [dict(document) for document in writing.content.get("context", ())],
    "responses": Writing._candidates,
}
"""What a task's data has under each key, where there is any."""
WRITERS: dict[str, Callable[[Writing, Any, Mapping[str, Any], str, str, str], None]] = {
    "choice": Writing.choice,
    "rating": Writing.rating,
    "text": Writing.text,
    "ranking": Writing.ranking,
    "preference": Writing.preference,
    "spans": Writing.spans,
    "regions": Writing.regions,
    "dialogue": Writing.dialogue,
}

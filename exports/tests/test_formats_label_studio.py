"""Label Studio's files hold what people answered, and our own import reads it back."""

import json
from math import dist
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.forms import canonical_answers, parse_form
from annotation.imports.label_studio import READER
from annotation.tests.given import given as given_files
from exports.formats.label_studio import LabelStudio
from exports.formats.records import MediaRecord
from exports.tests.recorded import Recorded, about, annotation, files, item

PICTURES = ("0198e6a0-0000-7000-8000-000000000001", "0198e6a0-0000-7000-8000-000000000002")
MEDIA = [
    MediaRecord(id=each, filename="a.png", media_type="image/png", width=640, height=480, size=3, sha256="0" * 64)
    for each in PICTURES
]
CONTENT = {
    "prompt": {"text": "Why 😀 is the sky blue?", "images": list(PICTURES)},
    "messages": [
        {"id": "m1", "role": "user", "text": "Hello 😀 there"},
        {"id": "m2", "role": "assistant", "text": "Hi"},
    ],
    "text": "Ada met\nBob & <Eve>.",
    "context": [{"id": "c7", "title": "News", "text": "It rained 😀 today."}],
    "responses": [
        {"id": "a", "text": "Because of light.", "source": "model", "model": "m-1"},
        {"id": "b", "text": "No idea, really."},
    ],
}


def options(*values):
    return [{"value": value} for value in values]


def question(name, kind, scope="item", **more):
    return {"name": name, "kind": kind, "title": f"About {name}?", "scope": scope, "required": False, **more}


def form_of(*questions, shows=("prompt", "messages", "text", "context", "responses")):
    return parse_form({"shows": list(shows), "questions": list(questions)})


QUESTIONS = [
    question("good", "choice", options=options("yes", "no")),
    question("topics", "choice", multiple=True, options=options("a b", "c&d", "e")),
    question("kind", "choice", options=[{"value": "x"}, {"value": "x > y", "title": "y", "parent": "x"}]),
    question("fair", "choice", "responses", options=options("yes", "no")),
    question("stars", "rating", options=[{"value": n} for n in range(1, 6)]),
    question("scale", "rating", "responses", options=[{"value": n} for n in range(-2, 3)]),
    question("why", "text"),
    question("better", "text", "responses"),
    question("order", "ranking"),
    question("people", "spans", "text", options=options("PER", "LOC"), multiple=True),
    question("turns", "spans", "messages", options=options("kind")),
    question("asked", "spans", "prompt", options=options("thing")),
    question("claims", "spans", "responses", options=options("claim")),
    question("facts", "spans", "context", options=options("fact")),
    question("things", "regions", shapes=["box", "rotated_box", "polygon", "point", "line"], options=options("car")),
    question("boxes", "regions", shapes=["box", "rotated_box"], options=options("car", "dog")),
]
FORM = form_of(*QUESTIONS)
TEXTS = {
    "text": CONTENT["text"],
    "prompt": CONTENT["prompt"]["text"],
    "messages.m1": CONTENT["messages"][0]["text"],
    "responses.b": CONTENT["responses"][1]["text"],
    "context.c7": CONTENT["context"][0]["text"],
}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    str.strip
)
PLACES = st.tuples(st.integers(0, 6_399), st.integers(0, 4_799)).map(lambda place: [place[0] / 10, place[1] / 10])


@st.composite
def spans(draw, on, labels):
    made = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(TEXTS[on]) - 1))
        end = draw(st.integers(start + 1, len(TEXTS[on])))
        made.append({"start": start, "end": end, "labels": [draw(st.sampled_from(labels))]})
    # A span of blanks alone quotes nothing that could be checked.
    return {"spans": [span for span in made if TEXTS[on][span["start"] : span["end"]].strip()] or [whole(on, labels)]}


def whole(on, labels):
    return {"start": 0, "end": len(TEXTS[on]), "labels": labels[:1]}


@st.composite
def regions(draw, shapes):
    made = []
    for shape in draw(st.lists(st.sampled_from(shapes), min_size=1, max_size=4)):
        x, y = draw(PLACES)
        points = {
            "box": [[min(x, 600), min(y, 400)], [min(x, 600) + 30, min(y, 400) + 20.5]],
            "rotated_box": [[320, 100], [400, 160], [340, 240], [260, 180]],
            "polygon": [[0, 0], [x + 0.1, 0], [x, y + 0.1]],
            "point": [[x, y]],
            "line": [[x, y], [1, 2.5]],
        }[shape]
        made.append({"shape": shape, "points": points, "labels": ["car"], "image": draw(st.integers(0, 1))})
    return {"regions": made}


ANSWERS = {
    ("good", "item"): st.sampled_from(["yes", "no"]).map(lambda value: {"choices": [value]}),
    ("topics", "item"): st.just({"choices": ["a b", "c&d"]}),
    ("kind", "item"): st.sampled_from(["x", "x > y"]).map(lambda value: {"choices": [value]}),
    ("fair", "responses.b"): st.just({"choices": ["no"]}),
    ("stars", "item"): st.integers(1, 5).map(lambda value: {"rating": value}),
    ("scale", "responses.a"): st.integers(-2, 2).map(lambda value: {"rating": value}),
    ("why", "item"): WORDS.map(lambda text: {"text": text}),
    ("better", "responses.a"): WORDS.map(lambda text: {"text": text}),
    ("order", "item"): st.permutations(["a", "b"]).map(lambda order: {"ranks": [[each] for each in order]}),
    ("people", "text"): spans("text", ["PER", "LOC"]),
    ("turns", "messages.m1"): spans("messages.m1", ["kind"]),
    ("asked", "prompt"): spans("prompt", ["thing"]),
    ("claims", "responses.b"): spans("responses.b", ["claim"]),
    ("facts", "context.c7"): spans("context.c7", ["fact"]),
    ("things", "item"): regions(["box", "rotated_box", "polygon", "point", "line"]),
    ("boxes", "item"): regions(["box", "rotated_box"]),
}
ONE_PERSON = st.fixed_dictionaries({}, optional=ANSWERS).map(
    lambda chosen: [{"question": name, "on": on, "value": value} for (name, on), value in chosen.items()]
)


def written(form, *items, given=None, pictures=MEDIA):
    made = LabelStudio(LabelStudio.read_options(form, given or {}), form)
    pixels = {media.id: b"PNG" for media in pictures}
    return files(made, Recorded(about(form), items, pictures, pixels)), made.counts.to_json()


def tasks_of(found):
    return json.loads(found["tasks.json"])


def read_back(found):
    return [row.item for row in READER.read(given_files(found), {})]


def as_ours(answers, form, content):
    """Answers in the canonical form, with the numbers of regions as near as percents get."""
    return canonical_answers(form, content, answers)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(ONE_PERSON, min_size=1, max_size=3))
def test_whatever_label_studio_can_hold_comes_back(people):
    given_answers = [canonical_answers(FORM, CONTENT, answers) for answers in people]
    made = item(1, CONTENT, *(annotation(n, answers) for n, answers in enumerate(given_answers)), metadata={"k": 1})
    found, counts = written(FORM, made)
    [again] = read_back(found)
    assert again.external_id == "external-1"
    assert again.metadata == {"k": 1}
    shown = json.loads(json.dumps(again.content).replace("picture:images/", "").replace(".png", ""))
    assert shown == CONTENT
    assert [row["annotator"]["id"] for row in again.annotations] == [f"person {n}" for n in range(len(people))]
    for before, row in zip(given_answers, again.annotations, strict=True):
        assert as_ours(row["answers"], FORM, CONTENT) == before
    assert not any(number for name, number in counts.items() if name.startswith("lost"))


def test_its_config_asks_the_same_again():
    found, _ = written(FORM, item(1, CONTENT))
    again = parse_form(READER.form(given_files(found)))
    assert [(each.name, each.kind, each.scope, each.title.partition(" (")[0]) for each in again.questions] == [
        (each.name, each.kind, each.scope, each.title) for each in FORM.questions
    ]


def test_a_preference_is_a_comparison_of_two_texts():
    form = form_of(question("better", "preference", tie=False), shows=("prompt", "responses"))
    answers = [{"question": "better", "on": "item", "value": {"preferred": "b", "strength": 1}}]
    content = {"prompt": {"text": "Why?"}, "responses": CONTENT["responses"]}
    found, _ = written(form, item(1, content, annotation(1, answers)))
    assert tasks_of(found)[0]["annotations"][0]["result"][0]["value"] == {"selected": "right"}
    assert read_back(found)[0].annotations[0]["answers"][0]["value"]["preferred"] == "b"


def test_a_dialogue_is_a_chat_of_what_was_chosen_in_each_turn():
    form = form_of(question("talk", "dialogue"), shows=("text",))
    turn = {
        "id": "t1", "prompt": {"text": "Hi"}, "ranks": [["r2"], ["r1"]], "continues_with": "r2",
        "responses": [{"id": "r1", "text": "No."}, {"id": "r2", "text": "Hello!"}],
    }  # fmt: skip
    answers = canonical_answers(form, {"text": "x"}, [{"question": "talk", "on": "item", "value": {"turns": [turn]}}])
    found, counts = written(form, item(1, {"text": "x"}, annotation(1, answers)))
    said = [row["value"]["chatmessage"] for row in tasks_of(found)[0]["annotations"][0]["result"]]
    assert said == [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]
    assert counts["lost_responses"] == 1
    turns = read_back(found)[0].annotations[0]["answers"][0]["value"]["turns"]
    assert [row["text"] for row in turns[0]["responses"]] == ["Hello!"]


@pytest.mark.parametrize(
    ("asked", "on", "value", "lost"),
    [
        (question("order", "ranking"), "item", {"ranks": [["a", "b"]]}, "lost_ties"),
        (
            question("ok", "choice", "turns", options=options("yes")),
            "turns.m1",
            {"choices": ["yes"]},
            "lost_turn_answers",
        ),
        (question("people", "spans", "text", options=options("PER")), "text", {"spans": []}, "lost_nothing_to_mark"),
    ],
)
def test_what_it_cannot_hold_is_counted(asked, on, value, lost):
    made = item(1, CONTENT, annotation(1, [{"question": asked["name"], "on": on, "value": value}]))
    _, counts = written(form_of(asked), made)
    assert {name: number for name, number in counts.items() if name.startswith("lost") and number} == {lost: 1}


def test_a_picture_that_is_gone_is_counted_and_its_regions_left_out():
    form = form_of(question("boxes", "regions", shapes=["box"], options=options("car")), shows=("image",))
    value = {"regions": [{"shape": "box", "points": [[0, 0], [5, 5]], "labels": ["car"]}]}
    made = item(1, {"image": PICTURES[0]}, annotation(1, [{"question": "boxes", "on": "item", "value": value}]))
    _, counts = written(form, made, pictures=[])
    assert counts["lost_pictures"] == 2


def test_a_final_answer_is_a_ground_truth_and_people_stay_out_of_completed_by():
    form = form_of(question("good", "choice", options=options("yes")), shows=("text",))
    answers = [{"question": "good", "on": "item", "value": {"choices": ["yes"]}}]
    made = item(1, {"text": "x"}, annotation(1, answers), annotation(2, answers, annotator="resolution"))
    rows = tasks_of(written(form, made)[0])[0]["annotations"]
    assert [(row["annotator"], row["ground_truth"], "completed_by" in row) for row in rows] == [
        ("person 1", False, False),
        ("resolution", True, False),
    ]


def test_a_turned_box_keeps_its_sides_in_percent():
    form = form_of(question("boxes", "regions", shapes=["rotated_box"], options=options("car")), shows=("image",))
    points = [[320, 100], [400, 160], [340, 240], [260, 180]]
    value = {"regions": [{"shape": "rotated_box", "points": points, "labels": ["car"]}]}
    made = item(1, {"image": PICTURES[0]}, annotation(1, [{"question": "boxes", "on": "item", "value": value}]))
    drawn = tasks_of(written(form, made)[0])[0]["annotations"][0]["result"][0]["value"]
    assert drawn["width"] == pytest.approx(dist(*points[:2]) / 640 * 100)
    assert drawn["rotation"] == pytest.approx(36.8698976)


def test_pictures_and_splits_are_files_of_their_own():
    form = form_of(question("good", "choice", options=options("yes")), shows=("image",))
    items = [item(n, {"image": PICTURES[n]}, split=split) for n, split in enumerate(["train", "test"])]
    found, _ = written(form, *items, given={"images": True})
    assert sorted(found) == sorted(
        ["label_config.xml", "test.json", "train.json", *(f"images/{each}.png" for each in PICTURES)]
    )
    assert {PurePosixPath(path).suffix for path in found} == {".xml", ".json", ".png"}


def test_no_items_are_an_empty_list():
    form = form_of(question("good", "choice", options=options("yes")), shows=("text",))
    assert tasks_of(written(form)[0]) == []

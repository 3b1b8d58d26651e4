"""Label Studio's files become items, answers, suggestions and gold; what can't be kept is named."""

import gzip
import io
import json
import math
import tarfile
from collections import Counter

import pytest

from annotation.forms import parse_form
from annotation.imports.label_studio import READER, form_of_config
from annotation.tests.given import given, items_of, lost_of, refused, rows_of, sample, shared


def task(data, *results, **more):
    return {"id": 1, "data": data, "annotations": [{"id": 1, "completed_by": 7, "result": list(results)}], **more}


def files_of(*tasks, config=None):
    files = {"tasks.json": json.dumps(tasks)}
    return given(files | ({"label_config.xml": config} if config else {}))


def result(kind, from_name="q", to_name="text", **value):
    return {"id": "r", "type": kind, "from_name": from_name, "to_name": to_name, "value": value}


def the_item(*tasks, config=None):
    return items_of(READER, files_of(*tasks, config=config))[0]


def the_answers(*tasks, config=None):
    return the_item(*tasks, config=config).annotations[0]["answers"]


def the_losses(*tasks, config=None):
    return lost_of(rows_of(READER, files_of(*tasks, config=config)))


def drawn(kind, label="car", **value):
    named = {kind: [label]} if kind.endswith("labels") else {}
    row = result(kind, "q", "image", **value, **named)
    return {**row, "original_width": 200, "original_height": 100}


PICTURE = {"image": "https://example.org/a.png"}
TEXT = {"text": "Ada met Bob."}


def test_it_recognises_its_exports_and_nothing_else():
    assert READER.detect(given({"a.json": sample("label_studio", "coco.json")})) > 0.9
    assert READER.detect(given({"a.json": '[{"text": "x"}]'})) == 0
    assert READER.detect(given({"a.json": "{"})) == 0
    assert READER.detect(given({"a.jsonl": "{}"})) == 0


def test_a_task_becomes_an_item_with_its_number_as_external_id_and_the_rest_of_its_data_as_metadata():
    item = the_item(task({**TEXT, "source": "news"}, result("choices", choices=["good"]), meta={"batch": 3}))
    assert (item.external_id, item.content) == ("1", {"text": "Ada met Bob."})
    assert item.metadata == {"source": "news", "meta": {"batch": 3}}


def test_choices_are_choices_and_several_of_them_make_the_question_take_several():
    files = files_of(task(TEXT, result("choices", choices=["good", "short"])))
    assert READER.form(files)["questions"][0]["multiple"] is True
    assert items_of(READER, files)[0].annotations[0]["answers"] == [
        {"question": "q", "on": "item", "value": {"choices": ["good", "short"]}}
    ]


def test_a_taxonomy_is_a_choice_with_a_hierarchy():
    files = files_of(task(TEXT, result("taxonomy", taxonomy=[["animal", "dog"], ["plant"]])))
    options = READER.form(files)["questions"][0]["options"]
    assert [(option["value"], option.get("parent", "")) for option in options] == [
        ("animal", ""),
        ("animal > dog", "animal"),
        ("plant", ""),
    ]
    assert items_of(READER, files)[0].annotations[0]["answers"][0]["value"] == {"choices": ["animal > dog", "plant"]}


def test_ratings_numbers_dates_and_texts():
    answers = the_answers(
        task(
            TEXT,
            result("rating", "stars", rating=4),
            result("number", "count", number=2.5),
            result("datetime", "when", datetime="2024-02-03"),
            result("textarea", "why", text=["one", "two"]),
        )
    )
    assert {answer["question"]: answer["value"] for answer in answers} == {
        "stars": {"rating": 4},
        "count": {"text": "2.5"},
        "when": {"text": "2024-02-03"},
        "why": {"text": "one\n\ntwo"},
    }
    assert "the borders between several texts of one answer" in the_losses(
        task(TEXT, result("textarea", text=["a", "b"]))
    )


def test_a_rating_of_more_points_than_a_scale_has_is_written():
    config = '<View><Text name="text" value="$text"/><Rating name="q" toName="text" maxRating="20"/></View>'
    assert the_answers(task(TEXT, result("rating", rating=17)), config=config)[0]["value"] == {"text": "17"}


@pytest.mark.parametrize(("start", "end"), [(2, 5), (3, 6)], ids=["code points", "UTF-16 units"])
def test_a_span_behind_an_emoji_is_found_in_either_way_of_counting(start, end):
    answers = the_answers(task({"text": "😀 Ada"}, result("labels", start=start, end=end, text="Ada", labels=["PER"])))
    assert answers[0]["value"]["spans"] == [{"start": 2, "end": 5, "labels": ["PER"]}]


def test_a_span_that_covers_another_text_than_it_quotes_is_lost_not_misplaced():
    wrong = task(TEXT, result("labels", start=1, end=4, text="Ada", labels=["PER"]))
    assert the_losses(wrong) == {"spans whose text is another one at their place": 1}
    assert the_answers(wrong) == []


def test_spans_in_a_text_with_carriage_returns_are_counted_as_the_browser_does():
    value = {"start": 4, "end": 7, "text": "Bob", "labels": ["PER"]}
    answers = the_answers(task({"text": "Ada\r\nBob"}, result("labels", **value)))
    assert answers[0]["value"]["spans"] == [{"start": 5, "end": 8, "labels": ["PER"]}]


def test_spans_of_a_hypertext_are_those_of_its_words():
    value = {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 3, "text": "Bob"}
    marked = result("hypertextlabels", to_name="html", **value, globalOffsets={"start": 4, "end": 7})
    marked["value"]["hypertextlabels"] = ["PER"]
    item = the_item(task({"html": "<b>Ada</b> <p>Bob</p>"}, marked))
    assert item.content == {"text": "Ada Bob"}
    assert item.annotations[0]["answers"][0]["value"]["spans"] == [{"start": 4, "end": 7, "labels": ["PER"]}]


def test_paragraphs_are_messages_with_spans_in_each():
    talk = [{"author": "Kim", "text": "Hello there"}, {"author": "Lee", "text": "Good day"}]
    one = {"start": "1", "end": "1", "startOffset": 0, "endOffset": 4, "text": "Good", "paragraphlabels": ["kind"]}
    both = {
        "start": "0",
        "end": "1",
        "startOffset": 6,
        "endOffset": 4,
        "text": "there\n\nGood",
        "paragraphlabels": ["kind"],
    }
    item = the_item(task({"talk": talk}, result("paragraphlabels", to_name="talk", **one)))
    assert item.content["messages"] == [
        {"id": "m1", "role": "user", "text": "Hello there"},
        {"id": "m2", "role": "assistant", "text": "Good day"},
    ]
    assert item.metadata == {"authors": {"m1": "Kim", "m2": "Lee"}}
    assert item.annotations[0]["answers"] == [
        {"question": "q", "on": "messages.m2", "value": {"spans": [{"start": 0, "end": 4, "labels": ["kind"]}]}}
    ]
    split = the_answers(task({"talk": talk}, result("paragraphlabels", to_name="talk", **both)))
    assert [(answer["on"], answer["value"]["spans"][0]["end"]) for answer in split] == [
        ("messages.m1", 11),
        ("messages.m2", 4),
    ]


def test_boxes_are_pixels_of_the_picture():
    answer = the_answers(task(PICTURE, drawn("rectanglelabels", x=10, y=20, width=30, height=40, rotation=0)))[0]
    assert answer["value"]["regions"] == [{"shape": "box", "points": [[20, 20], [80, 60]], "labels": ["car"]}]


def test_a_turned_box_turns_clockwise_about_its_top_left_corner():
    answer = the_answers(task(PICTURE, drawn("rectanglelabels", x=50, y=10, width=20, height=20, rotation=90)))[0]
    assert answer["value"]["regions"][0] == {
        "shape": "rotated_box",
        "points": [[100, 10], [100, 50], [80, 50], [80, 10]],
        "labels": ["car"],
    }


def test_a_turned_box_of_a_real_export_keeps_its_sides():
    item = items_of(READER, given({"a.json": sample("label_studio", "oriented_boxes.json")}))[0]
    points = item.annotations[0]["answers"][0]["value"]["regions"][0]["points"]
    assert math.dist(points[0], points[1]) == pytest.approx(597 * 0.19045470, abs=0.02)
    assert math.dist(points[1], points[2]) == pytest.approx(768 * 0.08132522, abs=0.02)


def test_polygons_points_ellipses_and_open_lines():
    regions = [
        drawn("polygonlabels", points=[[0, 0], [50, 0], [50, 50]], closed=True),
        drawn("polygonlabels", points=[[0, 0], [50, 50]], closed=False),
        drawn("keypointlabels", x=25, y=50, width=0.3),
        drawn("ellipselabels", x=50, y=50, radiusX=10, radiusY=20, rotation=0),
    ]
    made = the_answers(task(PICTURE, *regions))[0]["value"]["regions"]
    assert [region["shape"] for region in made] == ["polygon", "line", "point", "polygon"]
    assert made[2]["points"] == [[50, 50]]
    assert made[3]["points"][0] == [120, 50]
    assert made[3]["points"][8] == [100, 70]
    assert the_losses(task(PICTURE, *regions)) == {"ellipses, kept as polygons of 32 corners": 1}


def test_a_bare_shape_and_its_labels_are_one_region():
    place = {"x": 0, "y": 0, "width": 10, "height": 10, "rotation": 0}
    shape = drawn("rectangle", **place)
    labels = {**drawn("labels", **place), "from_name": "tag"}
    labels["value"]["labels"] = ["cat"]
    answers = the_answers(task(PICTURE, shape, labels))
    assert [(answer["question"], answer["value"]["regions"][0]["labels"]) for answer in answers] == [("tag", ["cat"])]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({**drawn("rectanglelabels", x=0, y=0, width=9, height=9), "original_width": None},
         "regions without the size of their picture"),
        (drawn("rectanglelabels", x=0, y=0, width=0, height=9), "regions without an area"),
        ({**drawn("rectanglelabels", x=0, y=0, width=9, height=9), "image_rotation": 90}, "regions on turned pictures"),
        (drawn("brushlabels", format="rle", rle=[1, 2]), "brush masks"),
        ({"type": "relation", "from_id": "a", "to_id": "b"}, "relations"),
        (drawn("mystery"), "results of unknown kinds"),
        ({**drawn("choices", x=1, y=1, width=1, height=1), "value": {"x": 1, "choices": ["a"]}},
         "answers about single regions"),
        (result("labels", start=0.5, end=2.5, channel=0, labels=["noise"]), "stretches of sound"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_named(row, what):
    assert what in the_losses(task({**PICTURE, **TEXT}, row))


def test_a_pairwise_comparison_is_a_preference_between_two_responses():
    config = """<View><Text name="prompt" value="$prompt"/><Pairwise name="better" toName="first,second"/>
      <Text name="first" value="$a"/><Text name="second" value="$b"/></View>"""
    row = {"type": "pairwise", "from_name": "better", "to_name": "first,second", "value": {"selected": "right"}}
    item = the_item(task({"prompt": "Why?", "a": "So.", "b": "Because."}, row), config=config)
    assert item.content == {
        "prompt": {"text": "Why?"},
        "responses": [{"id": "first", "text": "So."}, {"id": "second", "text": "Because."}],
    }
    assert item.annotations[0]["answers"] == [{"question": "better", "on": "item", "value": {"preferred": "second"}}]


RANKED = [{"id": "x", "title": "X", "body": "one"}, {"id": "y", "title": "Y", "body": "two"}]


@pytest.mark.parametrize("order", [["y", "x"], {"rank": ["y", "x"]}], ids=["a list", "a list by its name"])
def test_a_ranker_with_one_list_is_a_ranking(order):
    item = the_item(task({"answers": RANKED}, result("ranker", to_name="answers", ranker=order)))
    assert [response["text"] for response in item.content["responses"]] == ["one", "two"]
    assert item.metadata == {"responses": {"x": {"title": "X"}, "y": {"title": "Y"}}}
    assert item.annotations[0]["answers"] == [{"question": "q", "on": "item", "value": {"ranks": [["y"], ["x"]]}}]


def test_a_ranker_with_buckets_is_a_choice_for_each_response():
    config = """<View><List name="list" value="$answers"/><Ranker name="q" toName="list">
      <Bucket name="fair"/><Bucket name="biased"/></Ranker></View>"""
    sorted_in = result("ranker", to_name="list", ranker={"fair": ["y"], "biased": ["x"], "_": []})
    answers = the_answers(task({"answers": RANKED}, sorted_in), config=config)
    assert {answer["on"]: answer["value"]["choices"] for answer in answers} == {
        "responses.y": ["fair"],
        "responses.x": ["biased"],
    }


def test_a_conversation_held_while_annotating_is_a_dialogue():
    item = items_of(READER, given({"a.json": sample("label_studio", "chat.json")}))[0]
    turns = item.annotations[0]["answers"][0]["value"]["turns"]
    assert [turn["prompt"]["text"] for turn in turns] == ["hi", "i dont want to be here anymore"]


def test_repeated_pages_are_the_pictures_of_one_prompt():
    item = items_of(READER, given({"a.json": sample("label_studio", "repeater.json")}))[0]
    assert len(item.content["prompt"]["images"]) == 3
    assert [answer["question"] for answer in item.annotations[0]["answers"]] == ["labels"]


def test_skipped_tasks_ground_truth_people_and_times():
    item = items_of(READER, given({"a.json": sample("label_studio", "leoka.json")}))[0]
    assert sorted(annotation["state"] for annotation in item.annotations) == ["skipped", "submitted", "submitted"]
    assert [row["answers"] for row in item.annotations if row["state"] == "skipped"] == [[]]
    assert item.gold["answers"] in [annotation["answers"] for annotation in item.annotations]
    assert all(row["annotator"]["email"].endswith("team2@example.org") for row in item.annotations)
    assert all(row["submitted_at"].startswith("2024-") and row["seconds"] > 0 for row in item.annotations)


def test_predictions_are_suggestions_and_drafts_are_counted_as_lost():
    proposed = {"model_version": "m1", "score": 0.5, "result": [result("choices", choices=["good"])]}
    given_task = task(TEXT, predictions=[proposed, proposed], drafts=[{}, {}], comment_count=1)
    item = the_item(given_task)
    assert [(row["agent"], row["score"]) for row in item.suggestions] == [("m1", 0.5), ("m1 #2", 0.5)]
    assert item.suggestions[0]["answers"][0]["value"] == {"choices": ["good"]}
    assert the_losses(given_task) == {"drafts": 1, "comments": 1}


def test_json_min_is_put_together_again():
    rows = [
        {"text": "Ada", "id": 4, "mood": "good", "label": [{"start": 0, "end": 3, "text": "Ada", "labels": ["PER"]}],
         "annotator": person, "annotation_id": person, "created_at": "2024-01-01T00:00:00Z", "lead_time": 2.4}
        for person in (1, 2)
    ]  # fmt: skip
    [item] = items_of(READER, given({"min.json": json.dumps(rows)}))
    assert (item.external_id, item.content) == ("4", {"text": "Ada"})
    assert [annotation["annotator"]["id"] for annotation in item.annotations] == ["1", "2"]
    assert {answer["question"] for answer in item.annotations[0]["answers"]} == {"mood", "label"}


def test_a_bad_task_is_a_problem_and_the_next_one_is_read():
    rows = rows_of(READER, given({"a.json": json.dumps([{"data": 5, "annotations": []}, 3, task(TEXT)])}))
    assert [bool(row.problems) for row in rows] == [True, True, False]
    assert rows[1].where == "task 2"


def test_what_is_no_json_is_refused_and_a_file_that_ends_early_says_so():
    assert "no JSON" in refused(lambda: list(READER.read(given({"a.json": "data"}), {})))
    [row] = rows_of(READER, given({"a.json": '[{"data": '}))
    assert "ends before" in row.problems[0].detail


def test_the_config_becomes_the_form():
    form, lost = form_of_config(
        """<View>
          <Image name="img" value="$image"/><Text name="txt" value="$text"/>
          <Header value="Is it good?"/>
          <Choices name="Good?" toName="txt" choice="single" required="true">
            <Choice value="yes" hotkey="y"/><Choice value="no" alias="n"/></Choices>
          <View visibleWhen="choice-selected" whenTagName="Good?" whenChoiceValue="yes">
            <TextArea name="why" toName="txt"/></View>
          <Labels name="ner" toName="txt"><Label value="PER" background="red"/></Labels>
          <RectangleLabels name="boxes" toName="img"><Label value="car"/></RectangleLabels>
          <Brush name="mask" toName="img"/></View>"""
    )
    parsed = parse_form(form)
    assert parsed.shows == ("text", "image")
    assert [(question.name, question.kind, question.scope) for question in parsed.questions] == [
        ("good", "choice", "item"),
        ("why", "text", "item"),
        ("ner", "spans", "text"),
        ("boxes", "regions", "item"),
    ]
    assert parsed.questions[0].title == "Is it good?"
    assert parsed.questions[0].required
    assert [(option.value, option.title, option.key) for option in parsed.questions[0].options] == [
        ("yes", "yes", "y"),
        ("n", "no", ""),
    ]
    assert parsed.questions[1].when.equals == "yes"
    assert parsed.questions[2].options[0].colour == "red"
    assert [each.what for each in lost] == ["questions for brush masks"]


def test_a_config_says_what_of_it_cannot_be_asked():
    form, lost = form_of_config(
        """<View><Audio name="sound" value="$audio"/><Labels name="noise" toName="sound"><Label value="hum"/></Labels>
          <Text name="text" value="$text"/><Choices name="pick" toName="text" value="$options"/>
          <Choices name="each" toName="text" perRegion="true"><Choice value="a"/></Choices>
          <View visibleWhen="region-selected"><Rating name="stars" toName="text"/></View></View>"""
    )
    assert [question["name"] for question in form["questions"]] == ["stars"]
    assert [each.what for each in lost] == [
        "questions about audio recordings",
        "options that differ from task to task",
        "questions about single regions",
        "conditions of questions",
    ]


def test_of_two_annotations_by_one_person_the_reader_says_that_one_will_be_lost():
    twice = task(TEXT, result("choices", choices=["good"]))
    twice["annotations"] *= 2
    assert the_losses(twice) == {"earlier annotations of one task by one person": 1}


def test_json_min_with_its_config_tells_what_was_written_from_what_was_chosen():
    config = """<View><Text name="text" value="$text"/><TextArea name="why" toName="text"/>
      <Pairwise name="better" toName="a,b"/><Text name="a" value="$a"/><Text name="b" value="$b"/></View>"""
    row = {"text": "x", "a": "1", "b": "2", "id": 4, "why": "so", "better": [{"selected": "left"}], "annotator": 1,
           "annotation_id": 1, "created_at": None, "lead_time": None}  # fmt: skip
    [item] = items_of(READER, given({"min.json": json.dumps([row]), "label_config.xml": config}))
    assert {answer["question"]: answer["value"] for answer in item.annotations[0]["answers"]} == {
        "why": {"text": "so"},
        "better": {"preferred": "a"},
    }


def test_ratings_of_each_response_are_one_question_about_the_responses():
    config = """<View><Text name="answer1" value="$a"/><Text name="answer2" value="$b"/>
      <Pairwise name="better" toName="answer1,answer2"/>
      <Rating name="stars_1" toName="answer1"/><Rating name="stars_2" toName="answer2"/></View>"""
    given_task = task(
        {"a": "1", "b": "2"},
        result("rating", "stars_1", "answer1", rating=5),
        result("rating", "stars_2", "answer2", rating=1),
    )
    assert [(row["question"], row["on"], row["value"]["rating"]) for row in the_answers(given_task, config=config)] == [
        ("stars", "responses.answer1", 5),
        ("stars", "responses.answer2", 1),
    ]


def test_a_repeater_of_the_config_shows_every_picture_and_counts_them():
    config = """<View><Repeater on="$pages" indexFlag="{{idx}}"><Image name="page_{{idx}}" value="$pages[{{idx}}].url"/>
      <RectangleLabels name="boxes_{{idx}}" toName="page_{{idx}}"><Label value="car"/></RectangleLabels></Repeater>
      </View>"""
    marked = {**drawn("rectanglelabels", x=0, y=0, width=10, height=10), "from_name": "boxes_1", "to_name": "page_1"}
    item = the_item(task({"pages": [{"url": "a.png"}, {"url": "b.png"}]}, marked), config=config)
    assert item.content == {"prompt": {"images": ["picture:a.png", "picture:b.png"]}}
    assert item.annotations[0]["answers"][0]["question"] == "boxes"
    assert item.annotations[0]["answers"][0]["value"]["regions"][0]["image"] == 1


def test_a_config_with_entities_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><View>&b;</View>'
    assert "XML" in refused(lambda: form_of_config(bomb))


def test_a_required_question_that_somebody_left_out_is_not_required():
    config = """<View><Text name="text" value="$text"/>
      <Choices name="q" toName="text" required="true"><Choice value="a"/></Choices></View>"""
    answered, left_out = task(TEXT, result("choices", choices=["a"])), task(TEXT)
    assert READER.form(files_of(answered, config=config))["questions"][0]["required"] is True
    assert READER.form(files_of(answered, left_out, config=config))["questions"][0]["required"] is False


def test_everything_in_the_published_exports_is_read_as_their_readme_counts_it():
    counts = Counter()
    for team in (1, 2, 4):
        data = shared("leoka_label_studio_export", f"LEOKA_team_{team}.json.gz")
        for row in rows_of(READER, given({"a.json": data})):
            counts["tasks"] += 1
            counts["annotations"] += len(row.item.annotations)
            for lost in row.lost:
                counts[lost.what] += 1
            for annotation in row.item.annotations:
                for answer in annotation["answers"]:
                    counts["spans"] += len(answer["value"].get("spans", ()))
                    counts["taxonomy"] += "choices" in answer["value"]
    # Of the 9,626 spans and 1,127 taxonomies, 13 and 1 belong to tasks that were skipped.
    assert counts == {
        "tasks": 390,
        "annotations": 1140,
        "spans": 9626 - 13,
        "taxonomy": 1127 - 1,
        "drafts": 12,
        "comments": 6,
        "answers of tasks that were skipped": 2,
        "regions inside of regions": 1,
    }


def test_every_sample_of_the_converter_is_read():
    data = shared("label_studio_samples", "label_studio_converter_samples.tar.gz")
    read = {}
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)) as archive:
        for member in archive:
            if member.name.endswith(".json") and "export" in member.name and "config" not in member.name:
                source = given({"a.json": archive.extractfile(member).read()})
                read[member.name.split("/", 1)[1]] = len(items_of(READER, source))
    assert read == {
        "test_export_coco/data.json": 1,
        "test_export_csv/csv_test.json": 2,
        "test_export_csv/csv_test2.json": 1,
        "test_export_csv/csv_test_colliding_keys.json": 1,
        "test_export_csv/csv_test_colliding_keys_mixed.json": 2,
        "test_export_csv/csv_test_history.json": 1,
        "test_export_doclang/data.json": 3,
        "test_export_json_min/chat_data.json": 1,
        "test_export_json_min/data.json": 1,
        "test_export_json_min/data_repeater.json": 1,
        "test_export_yolo/data.json": 2,
        "test_export_yolo/data_keypoints.json": 1,
        "test_export_yolo/data_obb.json": 3,
        "test_export_yolo/data_polygons.json": 1,
    }

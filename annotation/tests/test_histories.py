"""What a full file tells of an item's past is looked at before any of it is believed."""

import copy
from typing import Any

import pytest

from annotation.imports.history import history_problems, is_whole, item_problems, people_in
from annotation.imports.items import ItemRow
from annotation.imports.mapping import Mapped, apply_mapping

AT = "2026-11-01T09:00:00.000000Z"
REVISION = {
    "number": 1,
    "answers": [],
    "form_version": 1,
    "content_version": 2,
    "seconds": 3,
    "suggestions": [],
    "by": "p1",
    "created_at": AT,
}
ANSWERED = {
    "id": "a1",
    "annotator": {"id": "p1", "name": "", "email": ""},
    "answers": [],
    "form_version": 1,
    "content_version": 2,
    "shown": ["b", "a"],
    "revision": 1,
    "submitted_at": AT,
    "seconds": 3,
    "number": 1,
    "verdict": "",
    "agreement": None,
    "independent_answers": None,
    "revisions": [REVISION],
}
VERDICT = {
    "annotation": "a1",
    "revision": 1,
    "verdict": "accepted",
    "reason": "",
    "comment": "",
    "corrected": None,
    "by": "p2",
    "created_at": AT,
    "appeal": "",
    "appealed_at": None,
    "appeal_closed_at": None,
}
RESOLUTION = {
    "kind": "agreed",
    "answers": [],
    "form_version": 1,
    "content_version": 2,
    "taken": [],
    "reason": "",
    "comment": "",
    "by": None,
    "created_at": AT,
    "replaced_at": None,
}
MORE: dict[str, Any] = {
    "priority": 2,
    "due_at": None,
    "created_at": AT,
    "overlap": 2,
    "content_version": 2,
    "contents": [{"version": 1, "content": {"prompt": {"text": "Before"}}, "replaced_at": AT}],
    "withdrawn": [{**ANSWERED, "annotator": "p3", "id": "a2", "withdrawn_at": AT}],
    "verdicts": [VERDICT],
    "resolutions": [RESOLUTION],
    "marks": [{"annotation": "a1", "question": "q", "on": "item", "score": 1.0, "correct": True, "created_at": AT}],
    "gold": {"answers": [], "hints": {}, "form_version": 1, "by": "p4", "created_at": AT},
    "comments": [
        {
            "by": "",
            "text": "é",
            "flag": False,
            "anchor": None,
            "thread": "p1",
            "created_at": AT,
            "resolved_at": AT,
            "resolved_by": "p5",
        }
    ],
}
SKIP = {
    "state": "skipped",
    "answers": [],
    "annotator": {"id": "p6"},
    "shown": [],
    "at": AT,
    "form_version": None,
    "reason": "Dull",
}


def row(**more):
    given = copy.deepcopy({**MORE, **more})
    return ItemRow("1", {"prompt": {"text": "Now"}}, annotations=[copy.deepcopy(ANSWERED), dict(SKIP)], more=given)


def pointers(row):
    return [problem.pointer for problem in (*item_problems(row), *history_problems(row))]


def test_a_sound_past_is_believed():
    assert is_whole(row())
    assert pointers(row()) == []
    assert people_in(MORE, [ANSWERED]) == {"p1", "p2", "p3", "p4", "p5", "unknown"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"priority": 3}, "/priority"),
        ({"priority": True}, "/priority"),
        ({"due_at": "2026-11-01"}, "/due_at"),
        ({"overlap": 0}, "/overlap"),
        ({"content_version": 2**31}, "/content_version"),
        ({"provenance": []}, "/provenance"),
        ({"contents": {}}, "/contents"),
        ({"contents": [{"version": 1, "content": "x", "replaced_at": AT}]}, "/contents/0/content"),
        ({"suggestions": [{"agent": "m", "created_at": "now"}]}, "/suggestions/0/created_at"),
        ({"pictures": [{"image": "picture:x", "filename": "x"}]}, "/pictures/0/image"),
        ({"verdicts": [{**VERDICT, "verdict": "liked"}]}, "/verdicts/0/verdict"),
        ({"verdicts": [{**VERDICT, "reason": "x" * 61}]}, "/verdicts/0/reason"),
        ({"verdicts": ["x"]}, "/verdicts/0"),
        ({"resolutions": [RESOLUTION, RESOLUTION]}, "/resolutions"),
        ({"resolutions": [{**RESOLUTION, "content_version": 3}]}, "/resolutions/0/content_version"),
        ({"marks": [{"annotation": 1}]}, "/marks/0/annotation"),
        ({"gold": {"form_version": 1, "by": None, "created_at": AT}}, "/gold/by"),
        ({"comments": [{**MORE["comments"][0], "text": "a\x00"}]}, ""),
        ({"withdrawn": [{**MORE["withdrawn"][0], "withdrawn_at": None}]}, "/withdrawn/0/withdrawn_at"),
        ({"withdrawn": 1}, None),
    ],
)
def test_an_unsound_one_is_a_problem_with_its_place(change, pointer):
    found = pointers(row(**change))
    assert pointer in found if pointer is not None else found == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"revisions": [REVISION, REVISION]}, "/annotations/0/revisions"),
        ({"revisions": [{**REVISION, "number": 2}]}, "/annotations/0/revisions"),
        ({"revision": 2}, "/annotations/0/revision"),
        ({"revisions": [{**REVISION, "content_version": 7}]}, "/annotations/0/content_version"),
        ({"revisions": [{**REVISION, "answers": {}}]}, "/annotations/0/revisions/0/answers"),
        ({"independent_answers": [{"question": "q"}]}, "/annotations/0/independent_answers"),
        ({"seconds": -1}, "/annotations/0/seconds"),
        ({"submitted_at": "yesterday"}, "/annotations/0/submitted_at"),
    ],
)
def test_revisions_end_with_the_answers_that_they_led_to(change, pointer):
    given = row()
    given.annotations[0].update(change)
    assert pointers(given) == [pointer]


def test_the_past_of_answers_comes_with_work_whose_questions_keep_their_names():
    kept = apply_mapping(Mapped(answers="work"), row())
    assert kept.more == row().more
    for mapped in (Mapped(), Mapped(answers="ignore"), Mapped(answers="work", questions={"q": "other"})):
        assert set(apply_mapping(mapped, row()).more) == {
            "priority",
            "due_at",
            "created_at",
            "contents",
            "content_version",
        }

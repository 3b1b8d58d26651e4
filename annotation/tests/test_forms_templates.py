"""Every template can be used as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from annotation.forms import content_problems, parse_form, targets, with_handles
from annotation.forms.kinds import KINDS
from annotation.forms.templates import TEMPLATES, Template, template_named

SHORTEST_GUIDELINES = 600
WANTED = {
    "rank-responses",
    "pairwise-comparison",
    "rate-responses",
    "write-answer",
    "edit-response",
    "critique-rewrite",
    "collect-dialogue",
    "red-teaming",
    "rag-faithfulness",
    "named-entities",
    "text-classification",
    "image-boxes",
    "image-polygons",
    "image-classification",
    "image-preference",
    "rank-image-responses",
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_a_template_is_complete_and_its_example_fits_its_form(template: Template) -> None:
    assert content_problems(template.example, template.form) == []
    assert parse_form(template.form.to_json()) == template.form
    assert len(template.guidelines) > SHORTEST_GUIDELINES
    assert template.guidelines.startswith("# ")
    assert json.loads(json.dumps(template.to_json())) == template.to_json()
    order = [response["id"] for response in template.example.get("responses", ())]
    assert with_handles(template.example, order).content


def test_template_names_are_unique_and_found() -> None:
    assert len({template.name for template in TEMPLATES}) == len(TEMPLATES)
    assert template_named("rank-responses") is TEMPLATES[0]
    assert template_named("nothing") is None


def test_there_is_a_template_for_every_kind_of_work_and_every_kind_of_question_is_shown() -> None:
    assert {template.name for template in TEMPLATES} == WANTED
    assert {question.kind for template in TEMPLATES for question in template.form.questions} == set(KINDS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_question_of_a_template_can_be_answered_on_its_example(template: Template) -> None:
    for question in template.form.questions:
        assert targets(question.scope, template.example), question.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_guidelines_tell_when_to_skip_and_are_laid_out_in_lines_that_can_be_read(template: Template) -> None:
    assert "skip" in template.guidelines.lower()
    assert all(len(line) <= 120 for line in template.guidelines.splitlines())
    assert all(line == line.rstrip() for line in template.guidelines.splitlines())


def keys_of_the_screen() -> set[str]:
    """The plain keys that the labeling screen keeps for its commands, from the interface's own table."""
    table = (Path(__file__).parents[2] / "frontend" / "src" / "keys" / "commands.ts").read_text()
    rows = re.findall(r"keys: \[([^\]]*)\],\s+group: '\w+',\s+mode: 'item'", table)
    return {key for row in rows for key in re.findall(r"'(.)'", row)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_no_option_of_a_template_asks_for_a_key_of_the_screen(template: Template) -> None:
    taken = keys_of_the_screen()
    assert {"j", "k", "g"} <= taken
    for question in template.form.to_json()["questions"]:
        for option in [each for key in ("options", "tags", "labels") for each in question.get(key, ())]:
            assert option["key"] not in taken, option["title"]
